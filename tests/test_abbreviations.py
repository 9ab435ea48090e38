"""Abbreviations: which pairs of short and long form are found, where, and which parentheses are left alone."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.abbreviations import find_abbreviations


def pairs(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*short)], text[slice(*long)]) for short, long in find_abbreviations(text)]


FOUND = {
    "long_short": ("We use score distillation sampling (SDS) here.", ("SDS", "score distillation sampling")),
    "short_long": ("We use SDS (score distillation sampling) here.", ("SDS", "score distillation sampling")),
    "plural_short": ("large language models (LLMs)", ("LLMs", "large language models")),
    "plural_long_only": ("Many large language models (LLM) err.", ("LLM", "large language models")),
    "plural_short_only": ("A large language model (LLMs).", ("LLMs", "large language model")),
    "hyphens": ("of retrieval-augmented generation (RAG)", ("RAG", "retrieval-augmented generation")),
    "leading_hyphen": ("a non-negative matrix factorization (NMF)", ("NMF", "non-negative matrix factorization")),
    "short_with_hyphen": ("a resting-state functional MRI (rs-fMRI)", ("rs-fMRI", "resting-state functional MRI")),
    "inner_letters": ("the variational autoencoder (VAE)", ("VAE", "variational autoencoder")),
    "initials_win": ("in state spaces (SS)", ("SS", "state spaces")),
    "small_words": ("the area under the curve (AUC)", ("AUC", "area under the curve")),
    "small_word_as_letter": ("maximum a posteriori (MAP)", ("MAP", "maximum a posteriori")),
    "small_word_never_first": (
        "the Abstraction and Reasoning Corpus (ARC)",
        ("ARC", "Abstraction and Reasoning Corpus"),
    ),
    "two_for_to": ("with audio-to-video (A2V) models", ("A2V", "audio-to-video")),
    "x_for_ex": ("towards explainable AI (XAI)", ("XAI", "explainable AI")),
    "cue": ("low-rank adaptation (i.e., LoRA)", ("LoRA", "low-rank adaptation")),
    "citation_after": ("a convolutional neural network (CNN, LeCun 1989)", ("CNN", "convolutional neural network")),
    "comma_after_long": (
        "BERT-X (Big Encoder, Rather Tiny - Xtra, 2019)",
        ("BERT-X", "Big Encoder, Rather Tiny - Xtra"),
    ),
    "sentence_before": ("It learns. Mean squared error (MSE) falls.", ("MSE", "Mean squared error")),
    "no_space": ("mean squared error(MSE)", ("MSE", "mean squared error")),
}


@pytest.mark.parametrize(("text", "pair"), FOUND.values(), ids=FOUND)
def test_finds_the_pair(text: str, pair: tuple[str, str]) -> None:
    assert pairs(text) == [pair]


LEFT_ALONE = {
    "example": "on public benchmarks (e.g. GLUE)",
    "number": "as shown above (1)",
    "year": "following earlier work (2023)",
    "citation": "a strong baseline (Smith et al., 2020)",
    "lower_case": "our method (ours) wins",
    "panel": "see the left side (A)",
    "other_sentence": "We like generative nets. Train (GNT) them.",
    "other_line": "Generative adversarial\nnetworks follow. (GAN)",
    "letters_missing": "on the image data (CIFAR)",
    "short_is_in_long": "our ResNet (ResNet)",
    "not_longer": "the word BERT (BERTs)",
    "percentage": "a gain in accuracy (95.2%)",
    "empty": "nothing ()",
    "chance": "many fast big old gap sizes (MGZ)",
}


@pytest.mark.parametrize("text", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_leaves_alone(text: str) -> None:
    assert pairs(text) == []


def test_finds_all_of_a_text_in_order() -> None:
    text = "Direct preference optimization (DPO) and its rival PPO (proximal policy optimization) (2024)."
    assert pairs(text) == [
        ("DPO", "Direct preference optimization"),
        ("PPO", "proximal policy optimization"),
    ]


@given(st.text(alphabet="aAbB sS2x-().,;\n", max_size=80))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    for (start, end), (begin, stop) in find_abbreviations(text):
        assert 0 <= start < end <= len(text)
        assert 0 <= begin < stop <= len(text)
        assert end <= begin or stop <= start
        assert stop - begin > end - start
        assert "\n" not in text[begin:stop]


@pytest.fixture
def nlp() -> spacy.Language:
    language = spacy.blank("en")
    language.add_pipe("litkg_abbreviations")
    return language


TEXT = "We align large language models (LLMs)."
FORMS = [{"short": [32, 36], "long": [9, 30]}]


def test_component_writes_plain_offsets(nlp: spacy.Language) -> None:
    assert nlp(TEXT)._.litkg_abbreviations == FORMS


def test_component_declares_what_it_assigns(nlp: spacy.Language) -> None:
    assert nlp.get_pipe_meta("litkg_abbreviations").assigns == ["doc._.litkg_abbreviations"]


def test_result_survives_bytes(nlp: spacy.Language) -> None:
    again = Doc(nlp.vocab).from_bytes(nlp(TEXT).to_bytes())
    assert again._.litkg_abbreviations == FORMS


def test_result_crosses_processes(nlp: spacy.Language) -> None:
    docs = list(nlp.pipe([TEXT, "None here."], n_process=2, batch_size=1))
    assert [doc._.litkg_abbreviations for doc in docs] == [FORMS, []]


def test_docs_do_not_share_the_default() -> None:
    vocab = spacy.blank("en").vocab
    Doc(vocab, words=["a"])._.litkg_abbreviations.append("x")
    assert Doc(vocab, words=["b"])._.litkg_abbreviations == []
