"""Enumerations that run side by side, and metrics that stand right against a number."""

import pytest
from made import entity

from extract.lists import aligned, beside
from extract.named import named
from extract.numbers import find_numbers

LABELS = {
    "AlphaNet": "Method",
    "BetaNet": "Method",
    "GammaNet": "Method",
    "Cora": "Dataset",
    "Pubmed": "Dataset",
    "Citeseer": "Dataset",
    "accuracy": "Metric",
    "recall": "Metric",
    "F1": "Metric",
    "parsing": "Task",
    "tagging": "Task",
}


def read(sentence: str):
    text = f"A title\n{sentence}"
    entities = [entity(name, label, name, "used", text) for name, label in LABELS.items()]
    return text, find_numbers(text, entities), named(entities)


def places(sentence: str) -> list[tuple[str, ...]]:
    """What the build of the sentence tells of each number."""
    return [tuple(sorted(found.values())) for found in aligned(*read(sentence))]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "It reaches 55.6% and 53.2% on Cora and Pubmed, respectively.", [("Cora",), ("Pubmed",)], id="two datasets"
        ),
        pytest.param(
            "On Cora, Pubmed and Citeseer, it reaches 1.0, 1.3 and 2.5 respectively.",
            [("Cora",), ("Pubmed",), ("Citeseer",)],
            id="datasets first",
        ),
        pytest.param(
            "On Cora and Pubmed it gets 55.6% and 53.2%, ahead by 4.0% and 5.2%, respectively.",
            [("Cora",), ("Pubmed",), ("Cora",), ("Pubmed",)],
            id="every series of the sentence",
        ),
        pytest.param(
            "An average accuracy and F1 of 38.5 and 14.5, respectively.", [("accuracy",), ("F1",)], id="metrics"
        ),
        pytest.param(
            "It has an accuracy of 66.1% and recall of 73.2%, ahead by 1.7% and 2.4%, respectively.",
            [(), (), ("accuracy",), ("recall",)],
            id="metrics with numbers of their own",
        ),
        pytest.param(
            "AlphaNet and BetaNet attained 53% and 56%, respectively.", [("AlphaNet",), ("BetaNet",)], id="subjects"
        ),
        pytest.param(
            "It gains 3% and 5% on tagging and parsing, respectively.", [("tagging",), ("parsing",)], id="tasks"
        ),
        pytest.param(
            "It reaches 0.89, 0.96 and 0.94 accuracy on Cora, Pubmed and Citeseer.",
            [("Cora",), ("Pubmed",), ("Citeseer",)],
            id="datasets right after the numbers",
        ),
    ],
)
def test_series_of_one_length_run_side_by_side(sentence, expected):
    assert places(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("It reaches 55.6% and 53.2% on Cora, Pubmed and Citeseer, respectively.", id="other length"),
        pytest.param("On Cora and Pubmed, accuracy rises, while it is 3 and 5 times faster.", id="no sign of an order"),
        pytest.param("AlphaNet gains 3% and 5% over BetaNet and GammaNet, respectively.", id="baselines"),
        pytest.param("With AlphaNet and BetaNet, GammaNet gets 3% and 5%, respectively.", id="parts of another method"),
        pytest.param("On Cora and Pubmed and on Citeseer and Pubmed it gets 3 and 5, respectively.", id="two series"),
        pytest.param("It gets 55.6% on Cora. Pubmed gives 53.2%, respectively.", id="another sentence"),
    ],
)
def test_where_the_order_is_not_plain_nothing_is_said(sentence):
    assert not any(places(sentence))


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        pytest.param("The best (F1 0.93) of all.", "F1", id="before"),
        pytest.param("The best (accuracy: 0.93) of all.", "accuracy", id="colon"),
        pytest.param("It has recall = 0.93.", "recall", id="equals"),
        pytest.param("It has F1 (0.93).", "F1", id="number in brackets"),
        pytest.param("It gets 0.93 (F1) here.", "F1", id="metric in brackets"),
        pytest.param("It gets 93% accuracy here.", "accuracy", id="after"),
        pytest.param("It has accuracy 0.93 F1 here.", None, id="on either side"),
        pytest.param("It gets 0.93 (F1 of the rest) here.", None, id="more in the brackets"),
        pytest.param("Its accuracy is good: 0.93.", None, id="not right against it"),
        pytest.param("On Cora 0.93.", None, id="no metric"),
    ],
)
def test_the_metric_right_against_a_number(sentence, metric):
    text, numbers, mentions = read(sentence)
    (number,) = numbers
    assert beside(text, number, mentions) == metric
