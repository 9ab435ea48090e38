"""The heads over one paper: which words a span holds, which pairs may relate, and probabilities that are some."""

import re

import numpy as np
import pytest

from extract.encoder import Encoded
from extract.features import ALLOWED, DISTANCES, LABELS, PAIRS, STANDING, STRINGS, TYPES
from extract.heads import Heads
from extract.judge import MOST, Judge
from extract.schema import Label, RelationType, Role
from extract.words import word_spans

TEXT = "FooNet parses\nFooNet reaches 91.2 accuracy on TreeBank."
SIZE, WIDTH = 6, 4


@pytest.fixture
def encoder():
    """An encoder with random vectors and heads."""
    rng = np.random.default_rng(0)
    known = 2 * WIDTH + len(Role)
    shapes = {
        "span": (WIDTH, 2 * SIZE),
        "role_in": (WIDTH, 2 * WIDTH + STANDING),
        "between": (WIDTH, SIZE),
        "near_head": (WIDTH, WIDTH),
        "near_tail": (WIDTH, WIDTH),
        "pair_between": (WIDTH, WIDTH),
        "point_between": (WIDTH, WIDTH),
        "role_out": (len(Role), WIDTH),
        "same_in": (WIDTH, WIDTH),
        "same_strings": (WIDTH, STRINGS),
        "same_out": (1, WIDTH),
        "head": (WIDTH, known),
        "tail": (WIDTH, known),
        "product": (WIDTH, WIDTH),
        "pair": (WIDTH, PAIRS),
        "relation_out": (len(TYPES), WIDTH),
        "number": (WIDTH, 2 * SIZE),
        "number_out": (2, WIDTH),
        "none_out": (3, WIDTH),
        "point_number": (WIDTH, WIDTH),
        "point_mention": (WIDTH, WIDTH),
        "point_entity": (WIDTH, known),
        "point_distance": (WIDTH, DISTANCES),
        "point_out": (len(LABELS), WIDTH),
    }
    weights = {f"{name}.weight": rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    weights["between.bias"] = rng.normal(size=WIDTH).astype(np.float32)
    weights["label.weight"] = rng.normal(size=(len(LABELS), WIDTH)).astype(np.float32)

    class Stub:
        heads = Heads(weights)

        def __call__(self, text):
            words = word_spans(text)
            first, last = rng.normal(size=(2, len(words), SIZE)).astype(np.float32)
            return Encoded(words, first, last)

    return Stub()


def entity(label, *texts):
    """An entity with its first occurrences in the text as mentions."""
    return {
        "label": label,
        "confidence": 1.0,
        "mentions": [{"start": TEXT.index(t), "end": TEXT.index(t) + len(t), "text": t} for t in texts],
    }


@pytest.fixture
def judge(encoder):
    """The heads over a method, a dataset, a metric and another method."""
    entities = [entity("Method", "FooNet"), entity("Dataset", "TreeBank"), entity("Metric", "accuracy")]
    return Judge(encoder, TEXT, [*entities, entity("Method", "parses")])


def test_words_of_characters(judge):
    start = TEXT.index("91.2")
    words = word_spans(TEXT)
    first, past = judge.words(start, start + 4)
    assert [TEXT[a:b] for a, b in words[first:past]] == ["91.2"]


def test_roles_are_probabilities(judge):
    assert judge.roles.shape == (4, len(Role))
    assert judge.roles.sum(-1) == pytest.approx(1)


def test_only_what_the_schema_allows_can_relate(judge):
    pairs, likely = judge.relations()
    assert (0, 1) in pairs
    assert (1, 0) not in pairs  # nothing goes from a dataset to a method
    row = likely[pairs.index((0, 1))]
    kinds = {kind for kind, p in zip(TYPES, row, strict=True) if p > 0}
    assert kinds == {RelationType.EVALUATED_ON}
    assert not ALLOWED[LABELS.index(Label.DATASET), LABELS.index(Label.METHOD)].any()


def test_one_entity_has_no_pairs(encoder):
    pairs, likely = Judge(encoder, TEXT, [entity("Metric", "accuracy")]).relations()
    assert pairs == []
    assert likely.shape == (0, len(TYPES))


def test_numbers_point_at_entities_of_the_right_label(judge):
    start = TEXT.index("91.2")
    (judged,) = judge.numbers([(start, start + 4)])
    assert judged.pointed.shape == (3, 5)
    assert judged.pointed.sum(-1) == pytest.approx(1)
    method, dataset, metric = judged.pointed
    assert method[[1, 2]] == pytest.approx(0)
    assert dataset[[0, 2, 3]] == pytest.approx(0)
    assert metric[[0, 1, 3]] == pytest.approx(0)
    assert 0 < judged.reported < 1


def _crowd(count):
    """A text of one sentence with many methods and a number after each."""
    text = "A title\n" + " ".join(f"Net{'x' * (i % 7)} {i}.5" for i in range(count))
    spans = [m.span() for m in re.finditer(r"Netx*", text)]
    entities = [{"label": "Method", "mentions": [{"start": start, "end": end}]} for start, end in spans]
    return text, entities, [m.span() for m in re.finditer(r"\d+\.5", text)]


def test_in_a_long_sentence_only_neighbours_are_paired(encoder):
    text, entities, _ = _crowd(MOST + 100)
    pairs = Judge(encoder, text, entities).pairs()
    assert (0, 50) in pairs
    assert (50, 0) in pairs
    assert max(abs(h - t) for h, t in pairs) == 50
    assert pairs == sorted(set(pairs))


def test_many_numbers_are_judged_one_by_one(encoder):
    text, entities, numbers = _crowd(MOST)
    judged = list(Judge(encoder, text, entities).numbers(numbers))
    assert len(judged) == MOST
    for i, number in enumerate(judged):
        assert number.pointed.shape == (3, MOST + 1)
        assert number.pointed.sum(-1) == pytest.approx(1)
        assert number.pointed[0, i] > 0
        assert all(abs(entity - i) <= 67 for entity in np.flatnonzero(number.pointed[0, :-1]))


def test_numbers_far_apart_share_no_mentions(encoder):
    text, entities, numbers = _crowd(MOST)
    last = list(Judge(encoder, text, entities).numbers([numbers[0], numbers[-1]]))[-1]
    assert not last.pointed[0, : MOST - 60].any()


def test_same_is_asked_by_pairs(judge):
    likely = judge.same([(0, 3)], ["FooNet", "TreeBank", "accuracy", "parses"])
    assert likely.shape == (1,)
    assert 0 < likely[0] < 1
