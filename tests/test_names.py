"""Names: what folding ignores, what it never drops, and what two short or long forms say of each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.schema import Label
from graph.acronyms import abbreviates, identity_agrees, is_acronym, split_acronym
from graph.headnouns import without_head
from graph.names import fold, identity, key, numbers, slug

NAMES = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="abcesixzuhoLMNS019.,-+*@_ /()&'$\\{}^~αβéß²", max_size=30),
    st.lists(
        st.sampled_from(["analyses", "Losses", "GPT-4o", "v1.1", "CNNs", "U-Net++", "at", "10", "optimised", "of"])
    ).map(" ".join),
)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("Chain-of-Thought", "chain of thought", id="case and hyphens"),
        pytest.param("bias/variance", "bias-variance", id="slash"),
        pytest.param("multi_task learning", "multi-task learning", id="underscore"),
        pytest.param("diffusion models", "Diffusion Model", id="plural"),
        pytest.param("chains of thought", "chain of thought", id="plural inside"),
        pytest.param("SNNs", "SNN", id="plural acronym"),
        pytest.param("vision-language policies", "vision-language policy", id="plural in ies"),
        pytest.param("validation losses", "validation loss", id="plural in sses"),
        pytest.param("asymptotic analyses", "asymptotic analysis", id="irregular plural"),
        pytest.param("π0.5", "pi0.5", id="Greek"),
        pytest.param("$\\pi_{0.5}$", "π_0.5", id="LaTeX Greek"),
        pytest.param("Schrödinger bridge", 'Schr\\"odinger bridge', id="umlaut"),
        pytest.param("Ångström loss", "Angstrom loss", id="ring"),
        pytest.param("Łukasiewicz logic", "Lukasiewicz logic", id="stroke"),
        pytest.param("R$^3$AG", "R³AG", id="superscript"),
        pytest.param("Generalised optimisation", "Generalized optimization", id="British s"),
        pytest.param("topic modelling", "topic modeling", id="British ll"),
        pytest.param("behaviour cloning", "behavior cloning", id="British our"),
        pytest.param("cats & dogs", "cats and dogs", id="ampersand"),
        pytest.param("Spearman's rho", "Spearmans rho", id="apostrophe"),
        pytest.param("nDCG at 10", "nDCG@10", id="at"),
        pytest.param("$\\varepsilon$-greedy", "ε-greedy", id="variant of a Greek letter"),
        pytest.param("{\\em Pile}", "The Pile", id="font and article"),
        pytest.param("4\u00d7 upscaling", "4x upscaling", id="times"),
        pytest.param("parametrisation", "parameterization", id="two forms of one word"),
        pytest.param("anaesthesia catalogues", "anesthesia catalog", id="British ae and ogue"),
        pytest.param("amortised inference", "amortized inference", id="British s behind a rare ending"),
    ],
)
def test_folding_makes_spellings_one(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("MM-Vet", "MMVet", id="hyphen dropped"),
        pytest.param("LJ Speech", "LJSpeech", id="space dropped"),
        pytest.param("k-NN", "kNN", id="single letter"),
        pytest.param("Qwen3-VL-8b", "Qwen3VL-8B", id="hyphens between letter and digit"),
    ],
)
def test_keys_forget_where_words_are_divided(a: str, b: str) -> None:
    assert key(a) == key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        pytest.param("CIFAR-10", "CIFAR-100", id="classes"),
        pytest.param("ResNet-50", "ResNet-101", id="depth"),
        pytest.param("VARGPT", "VARGPT-v1.1", id="version"),
        pytest.param("GPT-4", "GPT-4o", id="letter behind the version"),
        pytest.param("LLaMA-2-7B", "LLaMA-2-13B", id="size"),
        pytest.param("Llama 2 7B", "Llama 27B", id="two numbers and one"),
        pytest.param("GPT-3.5", "GPT-35", id="decimal point"),
        pytest.param("U-Net", "U-Net++", id="marks"),
        pytest.param("RRT", "RRT*", id="star"),
        pytest.param("GPS", "GP", id="acronym in capital S"),
        pytest.param("LMS", "LM", id="short acronym in S"),
        pytest.param("C#", "C", id="sharp"),
        pytest.param("YOLOv8s", "YOLOv8", id="size letter"),
    ],
)
def test_keys_keep_apart_what_differs_in_identity(a: str, b: str) -> None:
    assert key(a) != key(b)


@given(NAMES)
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(alphabet="abcXYZ0123456789-_/ ()", max_size=30))
def test_folding_never_drops_a_digit(name: str) -> None:
    assert [c for c in fold(name) if c.isdigit()] == [c for c in name if c.isdigit()]


@given(NAMES)
def test_folding_keeps_the_numbers(name: str) -> None:
    assert numbers(fold(name)) == numbers(name)
    assert identity(fold(name)) == identity(name)


@given(NAMES)
def test_slugs_hold_no_space_and_are_never_empty(name: str) -> None:
    made = slug(name)
    assert made
    assert not any(c.isspace() for c in made)
    assert len(made) <= 80


def test_a_long_slug_ends_in_a_digest_of_the_whole_name() -> None:
    long = "very " * 40
    assert slug(long + "one") != slug(long + "two")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        pytest.param("DPO", "Direct Preference Optimization", id="initials"),
        pytest.param("RLHF", "reinforcement learning from human feedback", id="small word left out"),
        pytest.param("IoT", "Internet of Things", id="small word used"),
        pytest.param("VAE", "Variational Autoencoder", id="inner initial"),
        pytest.param("CNNs", "convolutional neural network", id="plural"),
        pytest.param("DiT", "Diffusion Transformer", id="first letters"),
        pytest.param("T2I", "text-to-image", id="digit for a word"),
        pytest.param("OOD detection", "out-of-distribution detection", id="shared tail"),
        pytest.param("SAM 2", "Segment Anything Model 2", id="shared number"),
        pytest.param("deep RL", "deep reinforcement learning", id="shared beginning"),
        pytest.param("LLM-based agent", "large language model-based agent", id="shared tail behind a hyphen"),
        pytest.param("GPT", "generative pre-trained transformer", id="prefix without a letter"),
        pytest.param("MGSM", "multi-lingual grade school math", id="prefix for its word"),
        pytest.param("XAI", "explainable artificial intelligence", id="x of ex"),
    ],
)
def test_strict_abbreviations(short: str, long: str) -> None:
    assert abbreviates(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        pytest.param("VQE", "variational quantum circuit", id="other letter"),
        pytest.param("SAM 2", "Segment Anything Model", id="number missing"),
        pytest.param("SAM", "Segment Anything Model 2", id="number added"),
        pytest.param("VAE", "VAE encoding", id="repeats the word"),
        pytest.param("AI agent", "autonomous AI agent", id="modifier"),
        pytest.param("Adam", "adaptive moment estimation", id="word, not acronym"),
        pytest.param("LLM", "language model", id="letter without word"),
        pytest.param("deep RL", "deep inverse reinforcement learning", id="modifier behind a shared beginning"),
    ],
)
def test_what_is_no_abbreviation_even_in_a_text(short: str, long: str) -> None:
    assert not abbreviates(short, long, strict=False)


def test_a_text_may_abbreviate_more_freely_than_bare_names() -> None:
    assert abbreviates("DOTA", "dataset for object detection in aerial images", strict=False)
    assert not abbreviates("DOTA", "dataset for object detection in aerial images")


@given(NAMES, NAMES)
def test_abbreviations_agree_in_identity(short: str, long: str) -> None:
    if abbreviates(short, long, strict=False):
        assert identity_agrees(short, long)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        pytest.param("Low-rank adaptation (LoRA)", ("Low-rank adaptation", "LoRA"), id="long first"),
        pytest.param("LoRA (low-rank adaptation)", ("low-rank adaptation", "LoRA"), id="short first"),
        pytest.param("ImageNet (1K)", ("ImageNet (1K)", None), id="size"),
        pytest.param("top-k (k", ("top-k (k", None), id="open parenthesis"),
    ],
)
def test_splitting_a_name_with_its_acronym(name: str, parts: tuple[str, str | None]) -> None:
    assert split_acronym(name) == parts


@pytest.mark.parametrize(
    ("label", "name", "rest"),
    [
        pytest.param(Label.DATASET, "ImageNet dataset", "ImageNet", id="dataset"),
        pytest.param(Label.DATASET, "ISLES 2022 Challenge", "ISLES 2022", id="challenge"),
        pytest.param(Label.METHOD, "BERT models", "BERT", id="proper name and model"),
        pytest.param(Label.METHOD, "self-attention mechanism", "self-attention", id="term and mechanism"),
        pytest.param(Label.METHOD, "chain-of-thought prompting", "chain-of-thought", id="chain and prompting"),
        pytest.param(Label.METRIC, "BLEU score", "BLEU", id="score"),
        pytest.param(Label.TASK, "link prediction tasks", "link prediction", id="task"),
        pytest.param(Label.DATASET, "MNIST database", "MNIST", id="database"),
        pytest.param(Label.METHOD, "autoencoder network", "autoencoder", id="kind and network"),
        pytest.param(Label.METHOD, "weight-sharing strategy", "weight-sharing", id="term and strategy"),
        pytest.param(Label.METRIC, "recall value", "recall", id="kind and value"),
        pytest.param(Label.TASK, "text-to-image synthesis", "text-to-image", id="chain and synthesis"),
        pytest.param(Label.TASK, "out-of-distribution generation", None, id="chain without to"),
        pytest.param(Label.METHOD, "AI model", None, id="field and model"),
        pytest.param(Label.METHOD, "temporal graph method", None, id="what a method is applied to"),
        pytest.param(Label.METRIC, "error rate", None, id="error and rate"),
        pytest.param(Label.METHOD, "graph network", None, id="network counts"),
        pytest.param(Label.METHOD, "language model", None, id="term and model"),
        pytest.param(Label.METHOD, "Foundation model", None, id="term at the start of a sentence"),
        pytest.param(Label.METHOD, "genetic algorithm", None, id="lone adjective"),
        pytest.param(Label.METHOD, "multi-agent framework", None, id="modifier"),
        pytest.param(Label.METRIC, "inception score", None, id="lone word and score"),
        pytest.param(Label.TASK, "multi-task", None, id="vague word and task"),
        pytest.param(Label.METHOD, "ImageNet dataset", None, id="head of another label"),
        pytest.param(Label.DATASET, "dataset", None, id="head alone"),
    ],
)
def test_head_nouns(label: Label, name: str, rest: str | None) -> None:
    assert without_head(label, name) == rest


@given(st.sampled_from(Label), NAMES)
def test_head_nouns_carry_no_number_of_their_own(label: Label, name: str) -> None:
    rest = without_head(label, name)
    if rest is not None:
        assert identity(rest) == identity(name)


@pytest.mark.parametrize(
    ("name", "verdict"),
    [("DPO", True), ("LoRA", True), ("k-NN", True), ("Transformer", False), ("large language model", False)],
)
def test_the_shape_of_an_acronym(name: str, verdict: bool) -> None:
    assert is_acronym(name) is verdict
