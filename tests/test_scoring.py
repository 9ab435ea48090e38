"""The figures: hand-made gold and predictions with known counts."""

import pytest

from extract.scoring import (
    count_paper,
    expected_calibration_error,
    fold,
    gold_spans,
    intervals,
    judgements,
    match,
    score,
)

GOLD = {
    "id": "p1",
    "title": "Zeta: graphs",
    "abstract": "Zeta gets 90.1% accuracy on Cora, while Zeta Net fails.",
    "entities": [
        {"key": "e1", "label": "Method", "name": "Zeta", "surfaces": ["Zeta"], "role": "introduced"},
        {"key": "e2", "label": "Method", "name": "Zeta Net", "surfaces": ["Zeta Net"], "role": "compared"},
        {"key": "e3", "label": "Dataset", "name": "Cora", "surfaces": ["Cora"], "role": "used"},
        {"key": "e4", "label": "Metric", "name": "accuracy", "surfaces": ["accuracy"], "role": "used"},
    ],
    "relations": [
        {"head": "e1", "type": "EVALUATED_ON", "tail": "e3"},
        {"head": "e1", "type": "COMPARED_WITH", "tail": "e2"},
    ],
    "results": [{"method": "e1", "dataset": "e3", "metric": "e4", "value": "90.1", "unit": "%"}],
}


def entity(key, label, name, start, role="used", confidence=0.75):
    mention = {"start": start, "end": start + len(name), "text": name}
    return {
        "key": key,
        "label": label,
        "name": name,
        "aliases": [],
        "role": role,
        "confidence": confidence,
        "mentions": [mention],
    }


def found():
    text = f"{GOLD['title']}\n{GOLD['abstract']}"
    at = text.index
    first = entity("a", "Method", "Zeta", 0, role="introduced")
    first["mentions"].append({"start": 13, "end": 17, "text": "Zeta"})
    return {
        "entities": [
            first,
            entity("b", "Method", "Zeta Net", at("Zeta Net"), role="used"),
            entity("c", "Dataset", "Cora", at("Cora")),
            entity("d", "Task", "graphs", at("graphs")),
        ],
        "relations": [
            {"head": "b", "type": "COMPARED_WITH", "tail": "a", "confidence": 0.5},
            {"head": "a", "type": "USED_FOR", "tail": "d", "confidence": 0.25},
        ],
        "results": [
            {"method": "a", "dataset": "c", "metric": None, "value": "90.1", "confidence": 0.5},
        ],
    }


def test_gold_spans_keep_the_longer_surface():
    assert gold_spans(GOLD) == {
        (0, 4, "Method"),
        (13, 17, "Method"),
        (29, 37, "Metric"),
        (41, 45, "Dataset"),
        (53, 61, "Method"),
    }


@pytest.mark.parametrize(
    ("figure", "right", "predicted", "gold"),
    [
        ("mention", 4, 5, 5),
        ("mention Task", 0, 1, 0),
        ("overlap", 4, 5, 5),
        ("entity", 3, 4, 4),
        ("entity Method", 2, 2, 2),
        ("introduced", 1, 1, 1),
        ("role", 2, 3, 3),
        ("name", 3, 3, 3),
        ("relation", 1, 2, 2),
        ("relation COMPARED_WITH", 1, 1, 1),
        ("relation EVALUATED_ON", 0, 0, 1),
        ("result", 0, 1, 1),
        ("result value+metric", 0, 1, 1),
    ],
)
def test_counts_of_a_figure(figure, right, predicted, gold):
    count = count_paper(GOLD, found())[figure]
    assert (count.right, count.predicted, count.gold) == (right, predicted, gold)


def test_score_rounds_to_percent():
    assert score([GOLD], {"p1": found()})["entity"] == {"p": 75.0, "r": 75.0, "f1": 75.0, "gold": 4, "pred": 4}


def test_paper_without_prediction_counts_as_empty():
    table = score([GOLD], {})
    assert table["entity"]["r"] == 0
    assert table["role"] == {"accuracy": 0.0, "of": 0}


def test_entities_are_paired_one_to_one():
    twice = [entity("a", "Method", "Zeta", 0), entity("b", "Method", "Zetas", 0)]
    assert match(GOLD["entities"], twice) == {"a": "e1"}


@pytest.mark.parametrize(
    ("left", "right"),
    [("Diffusion Models", "diffusion model"), ("self-attention", "Self Attention"), ("text/image", "text image")],
    ids=["plural", "hyphen", "slash"],
)
def test_fold_joins_variants(left, right):
    assert fold(left) == fold(right)


def test_judgements_pair_confidence_with_truth():
    judged = judgements([GOLD], {"p1": found()})
    assert judged["entity"] == [(0.75, True)] * 3 + [(0.75, False)]
    assert judged["relation"] == [(0.5, True), (0.25, False)]
    assert judged["result"] == [(0.5, False)]


@pytest.mark.parametrize(
    ("judged", "error"),
    [
        pytest.param([], 0.0, id="nothing"),
        pytest.param([(1.0, True), (0.0, False)], 0.0, id="perfect"),
        pytest.param([(1.0, False)], 1.0, id="wrong and sure"),
        pytest.param([(0.75, True)] * 3 + [(0.75, False)], 0.0, id="honest"),
    ],
)
def test_calibration_error(judged, error):
    assert expected_calibration_error(judged) == pytest.approx(error)


def test_intervals_hold_the_value_and_repeat():
    papers = [{**GOLD, "id": f"p{i}"} for i in range(6)]
    predicted = {"p0": found(), "p1": found(), "p2": found()}
    bounds = intervals(papers, predicted, samples=200)
    low, high = bounds["entity"]
    assert low <= score(papers, predicted)["entity"]["f1"] <= high
    assert bounds == intervals(papers, predicted, samples=200)


def test_intervals_refuse_a_level_out_of_range():
    with pytest.raises(ValueError, match="0 < level < 1"):
        intervals([GOLD], {}, level=1.5)
