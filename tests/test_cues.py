"""Readings, features' arithmetic and the shipped weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.cues import Reading, bucket, probabilities, weights
from extract.relations import classes
from extract.schema import Label, Role

ENTITIES = [
    {"key": "e1", "label": "Method", "mentions": [{"start": 2, "end": 10, "text": "Zeta Net"}]},
    {"key": "e2", "label": "Dataset", "mentions": [{"start": 19, "end": 23, "text": "Cora"}]},
]


def test_mentions_are_items():
    reading = Reading("A Zeta Net\nWe use Cora 3.", ENTITIES)
    assert [item.word for item in reading.items] == ["a", "<Method>", "we", "use", "<Dataset>", "#", "."]
    assert reading.places == {"e1": [1], "e2": [4]}


def test_neighbours_stay_in_the_sentence():
    reading = Reading("A Zeta Net\nWe use Cora 3.", ENTITIES)
    assert reading.before(4, 9) == ["use", "we"]
    assert reading.after(1, 9) == []
    assert reading.opening(1) == ["we", "use"]


def test_mention_inside_a_word_is_still_an_item():
    entity = {"key": "e1", "label": "Method", "mentions": [{"start": 3, "end": 5, "text": "BC"}]}
    assert Reading("T\nABCD E", [entity]).places == {"e1": [1]}


@given(st.text(max_size=60))
def test_reading_of_any_text(text):
    assert Reading(text, []).places == {}


@pytest.mark.parametrize(("number", "name"), [(-5, "<=0"), (1, "<=1"), (2, ">1")])
def test_bucket(number, name):
    assert bucket(number, (0, 1)) == name


def test_repeated_and_unknown_features_count_nothing_more():
    model = {"classes": ["no", "yes"], "weights": {"": [0.0, 0.0], "we": [0.0, 1.0]}}
    assert probabilities(model, ["we", "we", "x"]) == probabilities(model, ["we"])


def test_weights_hold_a_model_for_every_label_and_pair():
    shipped = weights()
    assert set(shipped["roles"]) == {label.value for label in Label}
    assert all(set(model["classes"]) <= {role.value for role in Role} for model in shipped["roles"].values())
    for head in Label:
        for tail in Label:
            if classes(head, tail):
                assert shipped["relations"][f"{head} {tail}"]["classes"] == classes(head, tail)
    assert set(shipped["results"]) == {"number", "relative", "method", "dataset", "metric"}


def test_weights_are_as_wide_as_their_classes():
    for models in weights().values():
        for model in models.values():
            assert "" in model["weights"]
            assert {len(row) for row in model["weights"].values()} == {len(model["classes"])}
