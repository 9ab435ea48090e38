"""Mentions: what tagger and span head agree on, and where it lands in a Doc."""

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span

from extract.encoder import Encoded
from extract.features import LABELS
from extract.mentions import MentionFinder, find_mentions

TAGS = 2 * len(LABELS) + 1


def _legal(path):
    """Whether every I tag follows a B or I of its label."""
    return all(tag == 0 or tag % 2 or (i and path[i - 1] in (tag, tag - 1)) for i, tag in enumerate(path))


class _Reader:
    """An encoder that tags the words it is told to."""

    def __init__(self, words, tagged):
        self.words, self.tagged = words, tagged
        self.heads = self
        self.card = {"temperature": 1.0}

    def __call__(self, text):
        numbered = np.arange(len(self.words))[:, None]
        return Encoded(self.words, numbered, numbered)

    longest_mention = 3

    def tags(self, first, last):
        logits = np.zeros((len(first), TAGS), np.float32)
        for row, word in enumerate(first[:, 0]):
            logits[row, self.tagged[word]] = 9
        return logits

    def candidates(self, first, last, spans):
        """The span head has no opinion."""
        return np.zeros((len(spans), len(LABELS) + 1), np.float32)


def _find(monkeypatch, doc, words, tagged):
    monkeypatch.setattr("extract.component.shared", lambda *_: _Reader(words, tagged))
    return MentionFinder()(doc)


def test_mentions_become_entities_with_scores(monkeypatch):
    doc = Doc(spacy.blank("en").vocab, words=["We", "use", "Adam", "."], spaces=[True, True, False, False])
    doc = _find(monkeypatch, doc, [(0, 2), (3, 6), (7, 11), (11, 12)], {2: 1, 0: 0, 1: 0, 3: 0})
    assert [(e.text, e.label_, e.start_char) for e in doc.ents] == [("Adam", "Method", 7)]
    assert len(doc.spans["litkg"]) == 1
    assert 0.2 < doc.spans["litkg"].attrs["scores"][0] <= 1
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


def test_the_span_head_may_speak_against_the_tagger():
    class Sceptic(_Reader):
        def candidates(self, first, last, spans):
            logits = np.zeros((len(spans), len(LABELS) + 1), np.float32)
            logits[:, 0] = [30 if span == (2, 3) else 0 for span in spans]
            return logits

    words = [(0, 2), (3, 6), (7, 11)]
    tags = {0: 1, 1: 0, 2: 1}
    assert [m[:3] for m in find_mentions(_Reader(words, tags), "We use Adam")] == [(0, 1, 0), (2, 3, 0)]
    assert [m[:3] for m in find_mentions(Sceptic(words, tags), "We use Adam")] == [(0, 1, 0)]


def test_threads_are_checked():
    with pytest.raises(ValueError, match="expected threads of at least 1, got 0"):
        spacy.blank("en").add_pipe("litkg_mentions", config={"threads": 0})
