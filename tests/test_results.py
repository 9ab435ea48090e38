"""The component `litkg_results`: which numbers, what is written, what they are about."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import entity

from extract import results as room
from extract.judge import Number
from extract.records import Result
from extract.results import find_numbers, find_results


def numbers(sentence: str, *names: str) -> list[tuple[str, str]]:
    text = f"A title\n{sentence}"
    entities = [entity(f"e{i}", "Method", name, "used", text) for i, name in enumerate(names)]
    return [(number.value, number.unit) for number, _ in find_numbers(text, entities)]


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
    for number, _ in find_numbers(text, []):
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


@pytest.fixture(autouse=True)
def judge(monkeypatch):
    """The model knows what the last three numbers are about; the last is relative, its dataset unknown."""

    class StubJudge:
        def __init__(self, encoder, text, entities):
            self.text = text

        def numbers(self, spans):
            said = {
                "91.5": (0, {2: 0.9}, {1: 0.8}),
                "84.2": (0, {2: 0.4, 3: 0.5}, {1: 0.7}),
                "3.1": (0, {6: 0.9}, {4: 1.0}),
            }
            values = [self.text[start:end] for start, end in spans]
            for value in values:
                pointed = np.zeros((3, len(ENTITIES) + 1), np.float32)
                method, datasets, metrics = said.get(value, (6, {6: 1.0}, {6: 1.0}))
                pointed[0, method] = 1.0
                for field, shares in ((1, datasets), (2, metrics)):
                    for entity_, share in shares.items():
                        pointed[field, entity_] = share
                yield Number(0.9 if value in said else 0.1, float(value == "3.1"), pointed)

    monkeypatch.setattr(room, "Judge", StubJudge)


@pytest.fixture
def found() -> list[dict]:
    return find_results(TEXT, ENTITIES, None)


def of(found: list[dict], value: str) -> list[dict]:
    return [result for result in found if result["value"] == value]


def test_what_a_number_is_about(found):
    (result,) = of(found, "91.5")
    assert (result["method"], result["dataset"], result["metric"]) == ("e1", "e3", "e2")
    assert result["confidence"] == pytest.approx(0.9 * 0.9 * 0.8, abs=1e-4)


def test_a_number_for_several_datasets_is_a_result_of_each(found):
    assert [result["dataset"] for result in of(found, "84.2")] == ["e3", "e4"]


def test_a_gain_without_dataset(found):
    (result,) = of(found, "3.1")
    assert result["dataset"] is None
    assert result["relative"] is True


@pytest.mark.parametrize("value", ["2021", "3,000", "12"], ids=["year", "count", "hyper-parameter"])
def test_other_numbers_are_no_results(found, value):
    assert not of(found, value)


@pytest.mark.parametrize("text", ["A title\nNo numbers.", "A title\nOnly 5."], ids=["no numbers", "no entities"])
def test_nothing_to_report(text):
    assert find_results(text, [], None) == []


def test_every_result_is_a_valid_record_with_its_span(found):
    for result in found:
        record = Result.from_dict(result)
        assert TEXT[record.start : record.end] == record.value
        assert 0 < record.confidence <= 1
