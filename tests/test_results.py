"""The component `litkg_results`: which numbers are results, and what they are about."""

import numpy as np
import pytest
import spacy
from made import entity

from extract import results as room
from extract.judge import Number
from extract.numbers import find_numbers
from extract.pipeline import to_extraction
from extract.records import Paper, Result
from extract.relations import Relations
from extract.results import Results, find_results, read_results
from extract.schema import DropReason

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
    assert result["confidence"] == pytest.approx(0.58, abs=0.01)


def test_a_number_for_several_datasets_is_a_result_of_each(found):
    assert [result["dataset"] for result in of(found, "84.2")] == ["e3", "e4"]


def test_a_gain_without_dataset(found):
    (result,) = of(found, "3.1")
    assert result["dataset"] is None
    assert result["relative"] is True


def test_a_gain_has_its_baseline_and_a_level_has_none(found):
    assert [result["baseline"] for result in found] == [None, None, None, "e6"]


def test_the_surer_the_number_the_higher_its_confidence():
    confidences = []
    for share in (0.5, 0.7, 0.9, 1.0):
        said = Number(1.0, 0.0, np.array([[share, 0, 0, 1 - share]] + [[0, 0, 0, 1.0]] * 2, np.float32))
        confidences += [result["confidence"] for result in read("ZetaNet gets 5.1.", {"5.1": said})]
    assert confidences == sorted(set(confidences))
    assert all(0 < confidence < 1 for confidence in confidences)


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


SOME = (("ZetaNet", "Method", "introduced"), ("OldNet", "Method", "used"), ("Cora", "Dataset", "used"))


def read(sentence: str, said: dict[str, Number], *more: tuple[str, str, str]) -> list[dict]:
    """Read what a sentence reports, given what the model says of its numbers."""
    text = f"A title\n{sentence}"
    entities = [entity(name, label, name, role, text) for name, label, role in (*SOME, *more)]
    numbers = find_numbers(text, entities)
    return read_results(text, entities, numbers, [said[number.value] for number in numbers])


def pointing(method: list[float], *, relative: float = 0.0, others: int = 0) -> Number:
    """Say of a number that it is a result of these methods (the last is none), on no dataset, in no metric."""
    row = [*method[:-1], 0.0, *[0.0] * others, method[-1]]
    return Number(0.99, relative, np.array([row, *[[0.0] * (len(row) - 1) + [1.0]] * 2], np.float32))


@pytest.mark.parametrize(
    "sentence",
    ["ZetaNet does not reach 5.1.", "ZetaNet could reach 5.1 with care."],
    ids=["negated", "hypothetical"],
)
def test_what_is_not_asserted_is_no_result(sentence):
    assert read(sentence, {"5.1": pointing([0.9, 0.1, 0.0])}) == []


@pytest.mark.parametrize(
    ("sentence", "method"),
    [
        pytest.param("Earlier, previous systems reach 5.1.", "OldNet", id="the likeliest other"),
        pytest.param("ZetaNet goes from 5.1 to 6, compared to OldNet.", "OldNet", id="what the change is over"),
    ],
)
def test_a_level_of_others_is_not_credited_to_the_papers_own_method(sentence, method):
    said = pointing([0.9, 0.06, 0.04])
    found = read(sentence, {"5.1": said, "6": said})
    assert found[0]["method"] == method
    assert all(result["method"] == "ZetaNet" for result in found[1:])


def test_a_gain_over_others_stays_the_papers_own():
    (result,) = read("It beats the baseline: 5.1 points.", {"5.1": pointing([0.9, 0.1, 0.0], relative=1.0)})
    assert result["method"] == "ZetaNet"


def test_the_order_of_two_series_overrules_the_model():
    pubmed = ("Pubmed", "Dataset", "used")
    said = pointing([1.0, 0.0, 0.0], others=1)
    found = read("It gets 5.1 and 6.2 on Cora and Pubmed, respectively.", {"5.1": said, "6.2": said}, pubmed)
    assert [result["dataset"] for result in found] == ["Cora", "Pubmed"]


def test_the_metric_against_the_number_overrules_the_model():
    (result,) = read("It is best (F1 5.1).", {"5.1": pointing([1.0, 0.0, 0.0], others=1)}, ("F1", "Metric", "used"))
    assert result["metric"] == "F1"


def test_the_only_task_that_a_paper_addresses_is_that_of_its_numbers():
    parsing = ("parsing", "Task", "addressed")
    text = "We do parsing. It gets 5.1 here."
    (result,) = read(text, {"5.1": pointing([1.0, 0.0, 0.0], others=1)}, parsing)
    assert result["task"] == "parsing"


@pytest.mark.parametrize(
    ("field", "key", "kept"),
    [
        pytest.param("task", "T", True, id="a task"),
        pytest.param("task", "M", False, id="a method as task"),
        pytest.param("baseline", "M", True, id="a method as baseline"),
        pytest.param("baseline", "T", False, id="a task as baseline"),
        pytest.param("baseline", "nobody", False, id="no entity"),
    ],
)
def test_a_result_names_entities_of_the_right_label(field, key, kept):
    paper = Paper("p", "M for T", "It gains 5.")
    doc = spacy.blank("en")(paper.text)
    Results()  # so that Docs have its extensions
    Relations()
    doc._.litkg_entities = [
        entity("M", "Method", "M", "used", paper.text),
        entity("T", "Task", "T", "used", paper.text),
    ]
    result = Result("M", None, None, "5", "", True, 0.5, 17, 18).to_dict()
    doc._.litkg_results = [result | {field: key}]
    dropped = []
    extraction = to_extraction(paper, doc, dropped.append)
    assert [getattr(found, field) for found in extraction.results] == [key] * kept
    assert [what.reason for what in dropped] == [DropReason.RESULT_WITHOUT_ENTITY] * (not kept)
