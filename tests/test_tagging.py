"""Tags and runs of words to spans: the best legal path, the best spans that do not overlap."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extract.features import LABELS
from extract.tagging import best_path, best_spans, runs, tagged, tagged_spans

TAGS = 2 * len(LABELS) + 1


def _legal(path):
    """Whether every I tag follows a B or I of its label."""
    return all(tag == 0 or tag % 2 or (i and path[i - 1] in (tag, tag - 1)) for i, tag in enumerate(path))


@given(arrays(np.float32, (3, 5), elements=st.floats(-5, 0, width=32)))
def test_best_path_is_the_best_legal_one(scores):
    path = best_path(scores)
    assert _legal(path)
    rivals = [p for p in product(range(5), repeat=3) if _legal(p)]
    value = lambda p: sum(scores[i, tag] for i, tag in enumerate(p))  # noqa: E731
    assert value(path) == pytest.approx(max(map(value, rivals)))


def test_no_words_have_no_path():
    assert best_path(np.zeros((0, TAGS), np.float32)) == []


@pytest.mark.parametrize(
    ("path", "spans"),
    [
        ([0, 0], []),
        ([1, 2, 2, 0], [(0, 3, 0)]),
        ([1, 1], [(0, 1, 0), (1, 2, 0)]),
        ([3, 4, 5], [(0, 2, 1), (2, 3, 2)]),
    ],
    ids=["none", "one long", "neighbours of one label", "neighbours of two labels"],
)
def test_spans_of_tags(path, spans):
    assert tagged_spans(path) == spans


def test_runs_count_the_border():
    probabilities = np.full((3, TAGS), 1e-6, np.float32)
    probabilities[0, 1], probabilities[1, 2], probabilities[2, 2] = 0.9, 0.5, 0.2
    found = np.exp(tagged(np.log(probabilities), [(0, 2), (0, 1), (0, 3)]))
    assert found[:, 1] == pytest.approx([0.9 * 0.5 * 0.8, 0.9 * 0.5, 0.9 * 0.5 * 0.2], rel=1e-3)
    assert found[:, 0] == pytest.approx([1e-12, 1e-6, 1e-18], rel=1e-2)


@given(st.lists(st.booleans(), max_size=8), st.integers(1, 4), st.integers(0, 8))
def test_runs_are_all_that_may_be_mentions(alive, longest, barrier):
    wanted = [
        (a, b)
        for a in range(len(alive))
        for b in range(a + 1, len(alive) + 1)
        if b - a <= longest and all(alive[a:b]) and not a < barrier < b
    ]
    assert runs(alive, longest, barrier) == wanted


SPANS = runs([True] * 5, 3, 0)


@given(st.lists(st.integers(-9, 9), min_size=len(SPANS), max_size=len(SPANS)))
def test_the_best_spans_have_the_greatest_sum(gains):
    def apart(chosen):
        return all(SPANS[i][1] <= SPANS[j][0] or SPANS[j][1] <= SPANS[i][0] for i, j in combinations(chosen, 2))

    found = best_spans(5, SPANS, gains)
    assert apart(found)
    positive = [i for i, gain in enumerate(gains) if gain > 0]
    rivals = (c for n in range(6) for c in combinations(positive, n) if apart(c))
    assert sum(gains[i] for i in found) == max(sum(gains[i] for i in rival) for rival in rivals)
