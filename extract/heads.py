"""The heads over word vectors, in numpy: spans and vectors in, scores out. Twin of `extract/training/network.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from extract.errors import ModelError
from extract.features import LABELS, Floats, Span

Ints = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32 | np.float16]

_AT_ONCE = 4096
"""Rows that are multiplied at a time, to bound the memory."""


def softmax(x: Floats) -> Floats:
    """Softmax over the last axis."""
    shifted = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True), np.float32)


def log_softmax(x: Floats) -> Floats:
    """Logarithm of the softmax over the last axis."""
    shifted = x - x.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)


def sigmoid(x: Floats) -> Floats:
    """Logistic function."""
    return np.asarray(1 / (1 + np.exp(-x)), np.float32)


def _gelu(x: Floats) -> Floats:
    """Gaussian error linear unit in its tanh form: Hendrycks and Gimpel (2016), https://arxiv.org/abs/1606.08415."""
    # Products, not a power, and factors that keep to float32: forty times as fast.
    inner = np.float32(np.sqrt(2 / np.pi)) * (x + 0.044715 * (x * x * x))
    return np.asarray(0.5 * x * (1 + np.tanh(inner)), np.float32)


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions and what they belong to.

    Attributes
    ----------
    spans : list of (int, int)
        Words of each mention, end exclusive.
    owner : list of int
        Index of the entity (or unit) of each mention.
    labels : list of int
        Index in `extract.features.LABELS` of each entity.
    """

    spans: Sequence[Span]
    owner: Sequence[int]
    labels: Sequence[int]


class Heads:
    """Weights of the heads, and one method a head.

    Parameters
    ----------
    weights : dict of str to array
        `NAME.weight` (out, in) and `NAME.bias` (out,) of each layer.
    """

    def __init__(self, weights: dict[str, Floats]) -> None:
        self._weights = weights
        self._blas = ThreadpoolController()

    @classmethod
    def load(cls, path: Path) -> "Heads":
        """Read `heads.npz`.

        Raises
        ------
        ModelError
            If the file is missing or damaged, or of a model that an earlier version trained.
        """
        try:
            with np.load(path, allow_pickle=False) as archive:
                weights = {name: archive[name].astype(np.float32) for name in archive.files}
        except (OSError, ValueError, EOFError, KeyError) as error:
            raise ModelError(f"{path}: cannot read the heads of the model ({error}); install litkg again") from error
        if "span_out.weight" not in weights:
            raise ModelError(f"{path}: expected a head for spans, got a model of an earlier version; train it again")
        return cls(weights)

    def _linear(self, name: str, x: Vectors) -> Floats:
        weight = self._weights[f"{name}.weight"]
        # One thread: the products are small, threads that wait for each other cost more, and the sums stay the same.
        with self._blas.limit(limits=1, user_api="blas"):
            out = x.reshape(-1, x.shape[-1]) @ weight.T
        bias = self._weights.get(f"{name}.bias")
        return np.asarray(out if bias is None else out + bias, np.float32).reshape(*x.shape[:-1], len(weight))

    def tags(self, first: Vectors, last: Vectors, corpus: str = "") -> Floats:
        """Logits of the tags of each word, shape (words, tags), from vectors of shape (words, size).

        The tags are those of the project, or those of a corpus that the model was trained with beside.
        """
        return self._linear(f"corpora.{corpus}" if corpus else "tag", np.concatenate([first, last], -1))

    def mentions(self, first: Vectors, last: Vectors, group: Group) -> Floats:
        """Vectors of the mentions, shape (mentions, width)."""
        starts, ends = [a for a, _ in group.spans], [b - 1 for _, b in group.spans]
        labels = [group.labels[o] for o in group.owner]
        joined = np.concatenate([first[starts], last[ends]], -1)
        return _gelu(self._linear("span", joined) + self._weights["label.weight"][labels])

    @staticmethod
    def pool(mentions: Floats, group: Group) -> Floats:
        """Mean and maximum over the mentions of each entity, shape (entities, 2 * width)."""
        owner = np.asarray(group.owner)
        rows = [mentions[owner == i] for i in range(len(group.labels))]
        return np.stack([np.concatenate([row.mean(0), row.max(0)]) for row in rows])

    def candidates(self, first: Vectors, last: Vectors, spans: Sequence[Span]) -> Floats:
        """Logits of none and of each label for some runs of words, shape (spans, labels + 1).

        A run has at most `longest_mention` words.
        """
        starts, ends = np.array(spans).T
        width = self._weights["span_width.weight"][ends - starts - 1]
        hidden = self._linear("span_first", first[starts]) + self._linear("span_last", last[ends - 1]) + width
        return self._linear("span_out", _gelu(hidden))

    @property
    def longest_mention(self) -> int:
        """Words of the longest run that `candidates` knows."""
        return len(self._weights["span_width.weight"])

    def context(self, first: Vectors) -> Floats:
        """Vectors of words as context, shape (words + 1, width); the last row is zero and stands for no word."""
        out = np.zeros((len(first) + 1, len(self._weights["between.bias"])), np.float32)
        for at in range(0, len(first), _AT_ONCE):
            part = first[at : at + _AT_ONCE]
            out[at : at + len(part)] = _gelu(self._linear("between", part))
        return out

    @staticmethod
    def most(context: Floats, runs: Ints) -> Floats:
        """Maximum of the context over each run (first word, word past the last), shape (runs, width)."""
        if not len(runs):
            return np.zeros((0, context.shape[-1]), np.float32)
        length = runs[:, 1] - runs[:, 0]
        place = np.minimum(runs[:, :1] + np.arange(max(int(length.max()), 1)), np.maximum(runs[:, 1:] - 1, 0))
        place[length <= 0] = len(context) - 1
        return np.asarray(context[place].max(1), np.float32)

    def roles(self, pooled: Floats, standing: Floats) -> Floats:
        """Logits of the roles, shape (entities, roles)."""
        return self._linear("role_out", _gelu(self._linear("role_in", np.concatenate([pooled, standing], -1))))

    def same(self, pooled: Floats, pairs: Ints, strings: Floats) -> Floats:
        """Logit that two units name one thing, shape (pairs,)."""
        mean = pooled[:, : pooled.shape[1] // 2]
        product = mean[pairs[:, 0]] * mean[pairs[:, 1]]
        hidden = _gelu(self._linear("same_in", product) + self._linear("same_strings", strings))
        return self._linear("same_out", hidden)[:, 0]

    def relations(self, known: Floats, pairs: Ints, features: Floats, near: tuple[Floats, Floats, Floats]) -> Floats:
        """Logits of the relation types, shape (pairs, types).

        Parameters
        ----------
        known : array of float32, shape (entities, 2 * width + roles)
            Pooled vectors beside the probabilities of the roles.
        pairs : array of int64, shape (pairs, 2)
        features : array of float32, shape (pairs, PAIRS)
        near : three arrays of float32, shape (pairs, width)
            The mentions of head and tail that stand nearest to each other, and what is between them.
        """
        h = self._linear("head", known)[pairs[:, 0]]
        t = self._linear("tail", known)[pairs[:, 1]]
        product = self._linear("product", np.asarray(np.tanh(h) * np.tanh(t), np.float32))
        local = sum(self._linear(n, x) for n, x in zip(("near_head", "near_tail", "pair_between"), near, strict=True))
        return self._linear("relation_out", _gelu(h + t + product + self._linear("pair", features) + local))

    def numbers(self, first: Vectors, last: Vectors, spans: Sequence[Span]) -> Floats:
        """Vectors of numbers, shape (numbers, width)."""
        joined = np.concatenate([first[[a for a, _ in spans]], last[[b - 1 for _, b in spans]]], -1)
        return _gelu(self._linear("number", joined))

    def reported(self, numbers: Floats) -> Floats:
        """Logits that a number is a result, and that it is relative, shape (numbers, 2)."""
        return self._linear("number_out", numbers)

    def point(
        self, numbers: Floats, mentions: Floats, known: Floats, group: Group, *, distances: Floats, between: Floats
    ) -> Floats:
        """Probability of each entity, and of none in the last column, to be what a number is about.

        Returns
        -------
        array of float32, shape (3, numbers, entities + 1)
            For the method, the dataset and the metric; entities of other labels have probability 0.
        """
        owner = np.asarray(group.owner)
        hidden = (
            self._linear("point_number", numbers)[:, None]
            + (self._linear("point_mention", mentions) + self._linear("point_entity", known)[owner])[None]
            + self._linear("point_distance", distances)
            + self._linear("point_between", between)
        )
        scores = self._linear("point_out", _gelu(hidden))
        none = self._linear("none_out", numbers)
        labels = np.asarray(group.labels)
        fields = []
        for field in range(len(LABELS) - 1):  # the labels' order is method, dataset, metric, then task
            best = np.full((len(numbers), len(labels)), -1e4, np.float32)
            for entity in np.unique(owner[labels[owner] == field]):
                best[:, entity] = scores[:, owner == entity, field].max(-1)
            fields.append(softmax(np.concatenate([best, none[:, field : field + 1]], -1)))
        return np.stack(fields)
