"""The component `litkg_results`: which numbers, what is written, what they are about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.cues import Reading
from extract.records import Result
from extract.results import find_numbers, find_results


def entity(key: str, label: str, name: str, role: str, text: str) -> dict:
    mentions, start = [], text.find(name)
    while start >= 0:
        mentions.append({"start": start, "end": start + len(name), "text": name})
        start = text.find(name, start + 1)
    return {
        "key": key,
        "label": label,
        "name": name,
        "aliases": [],
        "role": role,
        "confidence": 1.0,
        "mentions": mentions,
    }


def numbers(sentence: str, *names: str) -> list[tuple[str, str]]:
    text = f"A title\n{sentence}"
    entities = [entity(f"e{i}", "Method", name, "used", text) for i, name in enumerate(names)]
    return [(number.value, number.unit) for number in find_numbers(Reading(text, entities))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("It gets 78.2% here.", [("78.2", "%")], id="percent"),
        pytest.param("It gets 78.2\\% here.", [("78.2", "%")], id="LaTeX percent"),
        pytest.param("It is 3x faster.", [("3", "x")], id="x"),
        pytest.param("It is 3.5 times faster.", [("3.5", "times")], id="times"),
        pytest.param("It gains 2.1 points.", [("2.1", "points")], id="points"),
        pytest.param("It gains up to 12% more.", [("up to 12", "%")], id="up to"),
        pytest.param("It gains 1.0%-2.5% more.", [("1.0%-2.5", "%")], id="range"),
        pytest.param("It rises from 17% to 90% here.", [("17", "%"), ("90", "%")], id="from to"),
        pytest.param("It gains +2.4 BLEU.", [("+2.4", "")], id="sign"),
        pytest.param("It takes 12 ms.", [("12", "ms")], id="unit of time"),
        pytest.param("No numbers.", [], id="none"),
    ],
)
def test_number_as_written(sentence, expected):
    assert numbers(sentence) == expected


def test_numbers_inside_mentions_do_not_count():
    assert numbers("GPT-4 gets 5.5% here.", "GPT-4") == [("5.5", "%")]


@given(st.text(alphabet="0123456789.%-+x to upfrm\n$\\", max_size=60))
def test_any_text_gives_numbers_that_stand_in_it(text):
    for number in find_numbers(Reading(text, [])):
        assert text[number.start : number.end] == number.value


TEXT = (
    "ZetaNet: node ranking\n"
    "In 2021, a corpus of 3,000 documents was built with 12 layers. "
    "ZetaNet achieves an accuracy of 91.5% on Cora and 84.2% on Pubmed, "
    "and it improves recall by 3.1 points over OldNet."
)
ENTITIES = [
    entity("e1", "Method", "ZetaNet", "introduced", TEXT),
    entity("e2", "Metric", "accuracy", "used", TEXT),
    entity("e3", "Dataset", "Cora", "used", TEXT),
    entity("e4", "Dataset", "Pubmed", "used", TEXT),
    entity("e5", "Metric", "recall", "used", TEXT),
    entity("e6", "Method", "OldNet", "compared", TEXT),
]


@pytest.fixture(scope="module")
def found() -> dict:
    return {result["value"]: result for result in find_results(TEXT, ENTITIES)}


@pytest.mark.parametrize(
    ("value", "metric", "dataset"),
    [("91.5", "e2", "e3"), ("84.2", "e2", "e4"), ("3.1", "e5", None)],
    ids=["first of a list", "second of a list", "gain without data"],
)
def test_number_is_attached(found, value, metric, dataset):
    assert (found[value]["method"], found[value]["metric"], found[value]["dataset"]) == ("e1", metric, dataset)


@pytest.mark.parametrize("value", ["2021", "3,000", "12"], ids=["year", "count", "hyper-parameter"])
def test_other_numbers_are_no_results(found, value):
    assert value not in found


@pytest.mark.parametrize(("value", "relative"), [("91.5", False), ("3.1", True)], ids=["level", "gain"])
def test_level_or_gain(found, value, relative):
    assert found[value]["relative"] is relative


def test_every_result_is_a_valid_record_with_its_span(found):
    for result in found.values():
        record = Result.from_dict(result)
        assert TEXT[record.start : record.end] == record.value
        assert 0 < record.confidence <= 1
