"""Which task a number is about."""

import pytest
from made import entity

from extract.named import named
from extract.numbers import find_numbers
from extract.topics import task


def read(sentence: str, *addressed: str, listed: bool = False) -> str | None:
    text = f"A title\n{sentence}"
    mentions = named([entity(name, "Task", name, "addressed", text) for name in ("parsing", "tagging", "ranking")])
    number = find_numbers(text, [])[-1]
    return task(text, (8, len(text)), number, mentions, set(addressed), listed=listed)


@pytest.mark.parametrize(
    ("sentence", "addressed", "expected"),
    [
        pytest.param("It gains 3 points on parsing.", ("parsing", "tagging"), "parsing", id="after"),
        pytest.param("It gains 3 points in recall for open parsing.", (), "parsing", id="some words after"),
        pytest.param("For tagging, it gains 3 points.", ("parsing", "tagging"), "tagging", id="leads the clause"),
        pytest.param("It is fast; for tagging it gains 3 points.", (), "tagging", id="leads a later clause"),
        pytest.param("It gains 3 points.", ("parsing",), "parsing", id="the only one addressed"),
        pytest.param("It gains 3 points.", ("parsing", "tagging"), None, id="two addressed"),
        pytest.param("It gains 3 points.", (), None, id="none addressed"),
        pytest.param("Our tagging uses ranking and gains 3 points.", (), None, id="named, but not said to be it"),
        pytest.param("Our tagging helps: it gains 3 points.", ("parsing",), None, id="the sentence names another"),
        pytest.param("It gains 3 points, and ranking on parsing works.", (), None, id="another clause"),
    ],
)
def test_the_task_of_a_number(sentence, addressed, expected):
    assert read(sentence, *addressed) == expected


def test_of_several_tasks_after_several_numbers_none_is_chosen():
    sentence = "It gains 3 and 5 points on tagging and parsing."
    assert read(sentence, listed=True) is None
    assert read(sentence.replace(" and parsing", ""), listed=True) == "tagging"
