"""Ask the heads about a paper's entities: text and entities in; probabilities of roles, relations and results out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from extract.encoder import Encoded, Encoder
from extract.features import ALLOWED, LABELS, Floats, Span, between, closest, distance, pair, standing, strings
from extract.heads import Group, sigmoid, softmax
from extract.schema import Label
from extract.sentences import sentence_index, sentences

MOST = 150
"""A text with more entities is no abstract: pairs would grow quadratically, so only those that meet are looked at."""

_AROUND = 50
"""In such a text two entities meet where fewer mentions stand between them, in one sentence. A number points at so many
mentions before and after it: in an abstract, at all."""

_AT_ONCE = 16
"""So many numbers are pointed at a time, to bound the memory."""


class Judge:
    """The heads, bent over one paper.

    Parameters
    ----------
    encoder : Encoder
        The model.
    text : str
        Title, newline, abstract.
    entities : sequence of mapping
        At least `label` and `mentions` of each, in the shape of `Entity.to_dict`; each has a mention.
    """

    def __init__(self, encoder: Encoder, text: str, entities: Sequence[Mapping[str, Any]]) -> None:
        self._heads = encoder.heads
        self._encoded: Encoded = encoder(text)
        self._starts = [start for start, _ in self._encoded.words]
        self._ends = [end for _, end in self._encoded.words]
        bounds = sentences(text)
        self._sentence = [sentence_index(bounds, start) for start in self._starts]
        self._spans = [sorted(self.words(m["start"], m["end"]) for m in entity["mentions"]) for entity in entities]
        self._group = Group(
            spans=[span for spans in self._spans for span in spans],
            owner=[i for i, spans in enumerate(self._spans) for _ in spans],
            labels=[LABELS.index(Label(entity["label"])) for entity in entities],
        )
        self._order = sorted(range(len(self._group.spans)), key=lambda i: self._group.spans[i])
        self._places = [self._group.spans[i][0] for i in self._order]
        self._mentions = self._heads.mentions(self._encoded.first, self._encoded.last, self._group)
        self._pooled = self._heads.pool(self._mentions, self._group)
        words = [text[start:end].lower() for start, end in self._encoded.words]
        stand = np.stack([standing(spans, self._sentence, words) for spans in self._spans])
        self.roles: Floats = softmax(self._heads.roles(self._pooled, stand))
        self._known = np.concatenate([self._pooled, self.roles], -1)

    def pairs(self) -> list[tuple[int, int]]:
        """List the ordered pairs of entities to look at: all; of more than `MOST`, those that meet in a sentence."""
        count = len(self._spans)
        if count <= MOST:
            return [(h, t) for h in range(count) for t in range(count) if h != t]
        met: set[tuple[int, int]] = set()
        for at, i in enumerate(self._order):
            for j in self._order[at + 1 : at + 1 + _AROUND]:
                if self._sentence[self._group.spans[i][0]] != self._sentence[self._group.spans[j][0]]:
                    break
                met.add((self._group.owner[i], self._group.owner[j]))
        return sorted({pair for h, t in met if h != t for pair in ((h, t), (t, h))})

    def words(self, start: int, end: int) -> Span:
        """First word and the word past the last one of some characters."""
        first = bisect_right(self._ends, start)
        return first, max(bisect_left(self._starts, end), first + 1)

    def same(self, pairs: Sequence[tuple[int, int]], names: Sequence[str]) -> Floats:
        """Probability that two entities, named by these surface strings, are one, shape (pairs,)."""
        features = np.stack([strings(names[i], names[j]) for i, j in pairs])
        return sigmoid(self._heads.same(self._pooled, np.asarray(pairs), features))

    def relations(self) -> tuple[list[tuple[int, int]], Floats]:
        """List the ordered pairs that a relation may join, and the probability of each type, shape (pairs, types)."""
        labels = self._group.labels
        pairs = [(h, t) for h, t in self.pairs() if ALLOWED[labels[h], labels[t]].any()]
        if not pairs:
            return [], np.zeros((0, ALLOWED.shape[-1]), np.float32)
        features = np.stack([pair(self._spans[h], self._spans[t], self._sentence) for h, t in pairs])
        likely = sigmoid(self._heads.relations(self._known, np.asarray(pairs), features, self._near(pairs)))
        return pairs, likely * np.stack([ALLOWED[labels[h], labels[t]] for h, t in pairs])

    @cached_property
    def _context(self) -> Floats:
        """Vectors of all words as context."""
        return self._heads.context(self._encoded.first)

    def _near(self, pairs: Sequence[tuple[int, int]]) -> tuple[Floats, Floats, Floats]:
        """Vectors of the two mentions of each pair that stand nearest to each other, and of what is between them."""
        place = {span: i for i, span in enumerate(self._group.spans)}
        near = [closest(self._spans[h], self._spans[t]) for h, t in pairs]
        runs = np.array([between(*both) for both in near], np.int64).reshape(-1, 2)
        heads, tails = ([place[span] for span in side] for side in zip(*near, strict=True))
        return self._mentions[heads], self._mentions[tails], self._heads.most(self._context, runs)

    def numbers(self, spans: Sequence[tuple[int, int]]) -> "Iterator[Number]":
        """Judge numbers, given as character spans in order; one after the other, since a long text has many."""
        words = [self.words(start, end) for start, end in spans]
        for some in self._neighbours(words):
            vectors = self._heads.numbers(self._encoded.first, self._encoded.last, words[some])
            reported = sigmoid(self._heads.reported(vectors))
            pointed = self._point(words[some], vectors)
            for i, (result, relative) in enumerate(reported):
                yield Number(float(result), float(relative), pointed[:, i])

    def _neighbours(self, words: Sequence[Span]) -> Iterator[slice]:
        """Cut numbers into runs of at most `_AT_ONCE` with at most `_AROUND` mentions between first and last."""
        places = [bisect_left(self._places, first) for first, _ in words]
        start = 0
        for end in range(1, len(words) + 1):
            if end == len(words) or end - start == _AT_ONCE or places[end] - places[start] > _AROUND:
                yield slice(start, end)
                start = end

    def _point(self, words: Sequence[Span], vectors: Floats) -> Floats:
        """Point a few neighbouring numbers at the entities that are mentioned around them."""
        first = bisect_left(self._places, words[0][0]) - _AROUND
        past = bisect_left(self._places, words[-1][1]) + _AROUND
        near = sorted(self._order[max(first, 0) : past])
        owners = sorted({self._group.owner[i] for i in near})
        group = Group(
            spans=[self._group.spans[i] for i in near],
            owner=[bisect_left(owners, self._group.owner[i]) for i in near],
            labels=[self._group.labels[owner] for owner in owners],
        )
        distances = np.array([[distance(w, m, self._sentence) for m in group.spans] for w in words], np.float32)
        pointed = np.zeros((len(LABELS) - 1, len(words), len(self._spans) + 1), np.float32)
        runs = np.array([between(w, m) for w in words for m in group.spans], np.int64).reshape(-1, 2)
        context = self._heads.most(self._context, runs).reshape(len(words), len(near), -1)
        pointed[:, :, [*owners, -1]] = self._heads.point(
            vectors, self._mentions[near], self._known[owners], group, distances=distances, between=context
        )
        return pointed


@dataclass(frozen=True, slots=True)
class Number:
    """What the heads say of a number.

    Attributes
    ----------
    reported, relative : float
        Probability that it is a result, and that it is a gain over something.
    pointed : array of float32, shape (3, entities + 1)
        Probability of each entity, in the last column of none, to be its method, dataset and metric.
    """

    reported: float
    relative: float
    pointed: Floats
