"""What a gain is over, by the words between the number and a method."""

import pytest
from made import entity

from extract.baselines import baseline
from extract.lists import number_runs
from extract.named import named
from extract.numbers import find_numbers

METHODS = ("ZetaNet", "OldNet", "BertLike", "early fusion")


def read(sentence: str, value: str, method: str | None = "ZetaNet") -> str | None:
    text = f"A title\n{sentence}"
    mentions = named([entity(name, "Method", name, "used", text) for name in METHODS])
    numbers = find_numbers(text, [])
    (at,) = (i for i, number in enumerate(numbers) if number.value.endswith(value))
    places = {i: (place, len(run)) for run in number_runs(text, numbers) for place, i in enumerate(run)}
    return baseline(text, (8, len(text)), numbers[at], mentions, method=method, place=places.get(at, (0, 1)))


@pytest.mark.parametrize(
    ("sentence", "value", "expected"),
    [
        pytest.param("ZetaNet outperforms OldNet by 3%.", "3", "OldNet", id="outperforms by"),
        pytest.param("It surpasses OldNet (25.7%) by over 10 points.", "10", "OldNet", id="with its own level"),
        pytest.param("It outperforms the strong OldNet baseline by an average of 5%.", "5", "OldNet", id="qualified"),
        pytest.param("ZetaNet beats OldNet by 1.5, and BertLike by 19.6 points.", "19.6", "BertLike", id="second"),
        pytest.param("It beats OldNet by 1.1% in parsing and 1.4% in tagging.", "1.4", "OldNet", id="second number"),
        pytest.param("ZetaNet outperforms OldNet (+3.5%).", "3.5", "OldNet", id="in brackets"),
        pytest.param("It beats OldNet on all tasks, with gains of 8.3 points.", "8.3", "OldNet", id="with gains of"),
        pytest.param("It beats OldNet, achieving 5.9% improvements.", "5.9", "OldNet", id="achieving improvements"),
        pytest.param("ZetaNet gains 3 points over OldNet.", "3", "OldNet", id="over"),
        pytest.param("ZetaNet is 2x faster than OldNet.", "2", "OldNet", id="than"),
        pytest.param("It Is 64% Better Than OldNet", "64", "OldNet", id="capitals of a title"),
        pytest.param("It cuts the cost by 3% compared to the original OldNet.", "3", "OldNet", id="compared to"),
        pytest.param("It gains 3.1% recall and 4.2% F1 relative to OldNet.", "3.1", "OldNet", id="shared"),
        pytest.param("Compared with OldNet, ZetaNet gains 3 points.", "3", "OldNet", id="compared, first"),
        pytest.param("It gains 3% and 5% over OldNet and BertLike.", "5", "BertLike", id="side by side"),
        pytest.param("It gains 3% over early fusion.", "3", "early fusion", id="lower case"),
    ],
)
def test_the_method_that_a_gain_is_over(sentence, value, expected):
    assert read(sentence, value) == expected


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        pytest.param("ZetaNet gains 3% over existing systems.", "3", id="no name"),
        pytest.param("ZetaNet gains 3% on Cora. OldNet is slower.", "3", id="no comparison"),
        pytest.param("It gains 29% over other systems and 9% over OldNet.", "29", id="another comparison is nearer"),
        pytest.param("It gains 3%, while it is slower than OldNet.", "3", id="another clause"),
        pytest.param("It gains 3% over OldNet-based systems.", "3", id="part of a compound"),
        pytest.param(
            "The accuracy of ZetaNet, OldNet and BertLike increases by 3.9%.", "3.9", id="they gain themselves"
        ),
        pytest.param("It gains 3% over ZetaNet.", "3", id="the method itself"),
    ],
)
def test_where_the_sentence_does_not_say_it_there_is_none(sentence, value):
    assert read(sentence, value) is None
