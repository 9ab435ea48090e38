"""Strings of in-paper entities: folding, abbreviations, generic heads, names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.grouping import (
    canonical_name,
    expansions,
    fold,
    full_name,
    identity,
    same_task,
    singular,
    without_head,
)
from extract.schema import Label


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Diffusion Models", "diffusion model", id="capitals and plural"),
        pytest.param("self-attention", "Self Attention", id="hyphen"),
        pytest.param("policies", "policy", id="ies"),
        pytest.param("losses", "loss", id="sses"),
        pytest.param("LLMs", "LLM", id="abbreviation"),
    ],
)
def test_variants_fold_to_one(left, right):
    assert fold(left) == fold(right)


@pytest.mark.parametrize(("left", "right"), [("GPT-3", "GPT-4"), ("ResNet-50", "ResNet-101"), ("bias", "bia")])
def test_different_names_stay_apart(left, right):
    assert fold(left) != fold(right)


@given(st.text(max_size=40))
def test_fold_is_stable_and_total(text):
    assert isinstance(fold(text), str)
    assert isinstance(singular(text), str)


def test_expansions_hold_defined_pairs_and_initials():
    texts = ["graph neural networks", "GNNs", "T2I models"]
    assert expansions(texts, [("T2I", "text-to-image")]) == {
        "t2i": "text to image",
        "gnn": "graph neural network",
    }


@pytest.mark.parametrize(
    ("short", "long"),
    [
        pytest.param("V-STAR", "Visual Structural Training with Attention Reinforcement", id="hyphen"),
        pytest.param("MRCE", "Multi-dimensional Reasoning Complexity Estimator", id="compound as one word"),
        pytest.param("MDRCE", "Multi-dimensional Reasoning Complexity Estimator", id="compound as two words"),
        pytest.param("GNNs", "graph neural network", id="plural"),
    ],
)
def test_initials_are_short_forms(short, long):
    assert identity(short, expansions([short, long], [])) == identity(long, expansions([short, long], []))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        pytest.param("SD", "Self-Speculative Decoding", id="two letters, compound as one word"),
        pytest.param("IDAP++", "iterative divergence-aware pruning", id="an extension"),
        pytest.param("DPO", "distributed gradient descent", id="other letters"),
    ],
)
def test_other_letters_are_no_short_forms(short, long):
    assert not expansions([short, long], [])


def test_a_pair_that_comes_in_both_orders_is_one_thing():
    known = expansions([], [("ZOR", "zeta orbit regression"), ("zeta orbit regression", "ZOR")])
    assert identity("ZOR", known) == identity("zeta orbit regression", known)


def test_abbreviation_inside_a_mention_is_written_out():
    assert identity("OOD detection", {"ood": "out of distribution"}) == identity("out-of-distribution detection", {})


@pytest.mark.parametrize(
    ("name", "label", "cut"),
    [
        ("clip model", Label.METHOD, "clip"),
        ("clip agent", Label.METHOD, "clip agent"),
        ("cora benchmark", Label.DATASET, "cora"),
        ("adni database", Label.DATASET, "adni"),
        ("f1 score", Label.METRIC, "f1"),
        ("model", Label.METHOD, "model"),
    ],
)
def test_generic_head(name, label, cut):
    assert without_head(name, label) == cut


@pytest.mark.parametrize(
    ("short", "others", "full"),
    [
        pytest.param("zeta", ["zeta heart rate database"], "zeta heart rate database", id="first words"),
        pytest.param("zeta dataset", ["zeta heart rate benchmark"], "zeta heart rate benchmark", id="both with a head"),
        pytest.param("zeta challenge", ["miccai zeta challenge"], "miccai zeta challenge", id="last words and a head"),
        pytest.param("zeta", ["miccai zeta challenge"], None, id="last words alone"),
        pytest.param("zeta", ["zeta heart rate"], None, id="the longer has no head"),
        pytest.param("zeta", ["zeta 2018 challenge", "zeta 2019 challenge"], None, id="two longer ones"),
        pytest.param("zeta", ["zeta dataset"], None, id="only a head more"),
        pytest.param("zeta", ["zetas heart rate dataset"], None, id="another word"),
    ],
)
def test_the_full_name_of_a_dataset(short, others, full):
    assert full_name(short, [short, *others]) == full


def test_tasks_are_bags_of_stems():
    assert same_task("decoding speech") == same_task("speech decoding")


@pytest.mark.parametrize(
    ("texts", "known", "own", "title", "name"),
    [
        pytest.param(["LLMs"], {}, False, "", "large language model", id="well known"),
        pytest.param(["diffusion models"], {}, False, "", "diffusion model", id="singular"),
        pytest.param(["Mixture of Experts"], {}, False, "", "Mixture of Experts", id="plural after of stays"),
        pytest.param(
            ["ZOR", "Zeta Orbit Regression", "ZOR"],
            {"zor": "zeta orbit regression"},
            True,
            "ZOR: a title",
            "Zeta Orbit Regression",
            id="long form of plain initials",
        ),
        pytest.param(
            ["ZetO", "Zeta Orbit Regression", "ZetO"],
            {"zeto": "zeta orbit regression"},
            True,
            "ZetO: a title",
            "ZetO",
            id="own proper name in the title",
        ),
        pytest.param(
            ["Graph Search", "graph search"],
            {},
            False,
            "On Graph Search",
            "graph search",
            id="not the title's capitals",
        ),
    ],
)
def test_canonical_name(texts, known, own, title, name):
    assert canonical_name(texts, known, label=Label.METHOD, own=own, title=title) == name


def test_names_of_datasets_keep_their_plural():
    assert canonical_name(["nuScenes"], {}, label=Label.DATASET, own=False, title="") == "nuScenes"
