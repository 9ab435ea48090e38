"""The fit of the cues' weights: what it learns, and that it repeats."""

import pytest

from extract.cues import probabilities
from extract.training.cues import estimate, fit, prepare

CASES = [(["we", "x"], "yes"), (["they", "x"], "no")] * 20


def test_fit_learns_what_tells_the_classes_apart():
    model = fit(CASES, ["no", "yes"], least=5, decay=0.1)
    assert probabilities(model, ["we"])["yes"] > 0.9
    assert probabilities(model, ["they"])["no"] > 0.9


def test_rare_features_are_left_out():
    model = fit([*CASES, (["once"], "yes")], ["no", "yes"], least=5, decay=0.1)
    assert "once" not in model["weights"]


def test_fit_gives_shares_without_features():
    model = fit([([], "yes")] * 30 + [([], "no")] * 10, ["no", "yes"], least=5, decay=0.0)
    assert probabilities(model, [])["yes"] == pytest.approx(0.75, abs=0.02)


def gold(number: int) -> dict:
    return {
        "id": f"p{number}",
        "title": "Zeta: ranking",
        "abstract": f"We propose Zeta for ranking. It has 9{number}% accuracy on Cora.",
        "entities": [
            {"key": "e1", "label": "Method", "name": "Zeta", "surfaces": ["Zeta"], "role": "introduced"},
            {"key": "e2", "label": "Task", "name": "ranking", "surfaces": ["ranking"], "role": "addressed"},
            {"key": "e3", "label": "Dataset", "name": "Cora", "surfaces": ["Cora"], "role": "used"},
            {"key": "e4", "label": "Metric", "name": "accuracy", "surfaces": ["accuracy"], "role": "used"},
        ],
        "relations": [{"head": "e1", "type": "USED_FOR", "tail": "e2"}],
        "results": [{"method": "e1", "dataset": "e3", "metric": "e4", "value": f"9{number}", "unit": "%"}],
    }


def test_gold_is_grouped_as_in_the_pipeline():
    lesson = prepare(gold(1))
    assert sorted(lesson.matched.values()) == ["e1", "e2", "e3", "e4"]


def test_estimate_repeats_and_has_every_group():
    papers = [gold(number) for number in range(4)]
    weights = estimate(papers)
    assert set(weights) == {"roles", "relations", "results"}
    assert set(weights["relations"]) >= {"Method Task", "Method Dataset", "Dataset Task"}
    assert weights == estimate(papers)
