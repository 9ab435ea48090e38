"""Tags to mentions: the best legal path, its spans, their confidence, and where they land in a Doc."""

from itertools import product

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from spacy.tokens import Doc, Span

from extract.encoder import Encoded
from extract.features import LABELS
from extract.mentions import MentionFinder, best_path, confidence, tagged_spans

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


def test_confidence_counts_the_border():
    probabilities = np.full((3, TAGS), 0.0, np.float32)
    probabilities[0, 1], probabilities[1, 2], probabilities[2, 2] = 0.9, 0.5, 0.2
    assert confidence(probabilities, 0, 2, 0) == pytest.approx(0.9 * 0.5 * 0.8)
    assert confidence(probabilities, 0, 1, 0) == pytest.approx(0.9 * 0.5)


class _Reader:
    """An encoder that tags the words it is told to."""

    def __init__(self, words, tagged):
        self.words, self.tagged = words, tagged
        self.heads = self
        self.card = {"temperature": 1.0}

    def __call__(self, text):
        numbered = np.arange(len(self.words))[:, None]
        return Encoded(self.words, numbered, numbered)

    def tags(self, first, last):
        logits = np.zeros((len(first), TAGS), np.float32)
        for row, word in enumerate(first[:, 0]):
            logits[row, self.tagged[word]] = 9
        return logits


def _find(monkeypatch, doc, words, tagged):
    monkeypatch.setattr("extract.component.shared", lambda *_: _Reader(words, tagged))
    return MentionFinder()(doc)


def test_mentions_become_entities_with_scores(monkeypatch):
    doc = Doc(spacy.blank("en").vocab, words=["We", "use", "Adam", "."], spaces=[True, True, False, False])
    doc = _find(monkeypatch, doc, [(0, 2), (3, 6), (7, 11), (11, 12)], {2: 1, 0: 0, 1: 0, 3: 0})
    assert [(e.text, e.label_, e.start_char) for e in doc.ents] == [("Adam", "Method", 7)]
    assert len(doc.spans["litkg"]) == 1
    assert 0.9 < doc.spans["litkg"].attrs["scores"][0] <= 1
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [e.text for e in again.ents] == ["Adam"]
    assert again.spans["litkg"].attrs["scores"] == doc.spans["litkg"].attrs["scores"]


def test_coarser_tokens_are_filled_and_never_overlap(monkeypatch):
    doc = Doc(spacy.blank("en").vocab, words=["CNN/LSTM", "works"])
    doc = _find(monkeypatch, doc, [(0, 3), (3, 4), (4, 8), (9, 14)], {0: 1, 1: 0, 2: 1, 3: 0})
    assert [e.text for e in doc.ents] == ["CNN/LSTM"]


def test_a_mention_ends_with_the_title(monkeypatch):
    words = ["On", "graphs", "\n", "Nets", "work"]
    doc = Doc(spacy.blank("en").vocab, words=words, spaces=[True, False, False, True, False])
    doc = _find(monkeypatch, doc, [(0, 2), (3, 9), (10, 14), (15, 19)], {0: 0, 1: 1, 2: 2, 3: 0})
    assert doc.text == "On graphs\nNets work"
    assert [e.text for e in doc.ents] == ["graphs"]


def test_entities_of_others_stay_where_no_mention_is(monkeypatch):
    doc = Doc(spacy.blank("en").vocab, words=["Anna", "uses", "Adam"])
    doc.set_ents([Span(doc, 0, 1, label="PERSON"), Span(doc, 2, 3, label="PERSON")])
    doc = _find(monkeypatch, doc, [(0, 4), (5, 9), (10, 14)], {0: 0, 1: 0, 2: 1})
    assert [(e.text, e.label_) for e in doc.ents] == [("Anna", "PERSON"), ("Adam", "Method")]
    assert [s.text for s in doc.spans["litkg"]] == ["Adam"]


def test_a_text_of_many_parts_is_tagged_to_its_end(monkeypatch):
    monkeypatch.setattr("extract.mentions._AT_ONCE", 2)
    doc = Doc(spacy.blank("en").vocab, words=["a"] * 5)
    doc = _find(monkeypatch, doc, [(2 * i, 2 * i + 1) for i in range(5)], {0: 1, 1: 0, 2: 0, 3: 0, 4: 1})
    assert [e.start for e in doc.ents] == [0, 4]


def test_threads_are_checked():
    with pytest.raises(ValueError, match="expected threads of at least 1, got 0"):
        spacy.blank("en").add_pipe("litkg_mentions", config={"threads": 0})
