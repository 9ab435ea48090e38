"""The network that is trained: one encoder pass a paper, then small heads. Tensors in, logits out.

Every head here has its twin in numpy in `extract/heads.py`; a test holds both against each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from extract.features import DISTANCES, LABELS, PAIRS, STANDING, STRINGS, TYPES
from extract.schema import Role
from extract.training.encoder import Encoder

TAGS = 2 * len(LABELS) + 1
"""O, then B and I of each label."""

WIDTH = 256
"""Size of the vectors inside the heads."""

LONGEST_MENTION = 12
"""Words of the longest mention that the span head looks at."""


def gelu(x: Tensor) -> Tensor:
    """Gaussian error linear unit in its tanh form, which numpy can follow."""
    return functional.gelu(x, approximate="tanh")


@dataclass
class Entities:
    """Tensors of the entities (or units of equal strings) of one paper.

    Attributes
    ----------
    spans : int64, shape (mentions, 2)
        First and last word (inclusive) of each mention.
    owner : int64, shape (mentions,)
        Entity of each mention.
    labels : int64, shape (entities,)
    """

    spans: Tensor
    owner: Tensor
    labels: Tensor


class Heads(nn.Module):
    """Heads over word vectors: tags, spans, roles, same entity, relations and results; a tagger for each other corpus.

    Parameters
    ----------
    size : int
        Size of the word vectors.
    corpora : mapping of str to int
        Name of each other corpus and how many labels it has.
    dropout : float
        Probability of dropping a unit, 0 to 1.
    """

    def __init__(self, size: int, corpora: Mapping[str, int] | None = None, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.tag = nn.Linear(2 * size, TAGS)
        self.corpora = nn.ModuleDict({name: nn.Linear(2 * size, 2 * n + 1) for name, n in (corpora or {}).items()})
        self.span_first = nn.Linear(size, WIDTH)
        self.span_last = nn.Linear(size, WIDTH, bias=False)
        self.span_width = nn.Embedding(LONGEST_MENTION, WIDTH)
        self.span_out = nn.Linear(WIDTH, len(LABELS) + 1)
        nn.init.constant_(self.span_out.bias[:1], 5.0)  # of a thousand runs a dozen are mentions
        self.between = nn.Linear(size, WIDTH)
        self.span = nn.Linear(2 * size, WIDTH)
        self.label = nn.Embedding(len(LABELS), WIDTH)
        self.role_in = nn.Linear(2 * WIDTH + STANDING, WIDTH)
        self.role_out = nn.Linear(WIDTH, len(Role))
        self.same_in = nn.Linear(WIDTH, WIDTH)
        self.same_strings = nn.Linear(STRINGS, WIDTH)
        self.same_out = nn.Linear(WIDTH, 1)
        self.head = nn.Linear(2 * WIDTH + len(Role), WIDTH)
        self.tail = nn.Linear(2 * WIDTH + len(Role), WIDTH)
        self.product = nn.Linear(WIDTH, WIDTH, bias=False)
        self.pair = nn.Linear(PAIRS, WIDTH, bias=False)
        self.near_head = nn.Linear(WIDTH, WIDTH, bias=False)
        self.near_tail = nn.Linear(WIDTH, WIDTH, bias=False)
        self.pair_between = nn.Linear(WIDTH, WIDTH, bias=False)
        self.relation_out = nn.Linear(WIDTH, len(TYPES))
        self.number = nn.Linear(2 * size, WIDTH)
        self.number_out = nn.Linear(WIDTH, 2)
        self.none_out = nn.Linear(WIDTH, 3)
        self.point_number = nn.Linear(WIDTH, WIDTH)
        self.point_mention = nn.Linear(WIDTH, WIDTH, bias=False)
        self.point_entity = nn.Linear(2 * WIDTH + len(Role), WIDTH, bias=False)
        self.point_distance = nn.Linear(DISTANCES, WIDTH, bias=False)
        self.point_between = nn.Linear(WIDTH, WIDTH, bias=False)
        self.point_out = nn.Linear(WIDTH, len(LABELS))

    def drop(self, x: Tensor) -> Tensor:
        """Dropout while training."""
        return functional.dropout(x, self.dropout, self.training)

    def mentions(self, first: Tensor, last: Tensor, entities: Entities) -> Tensor:
        """Vectors of mentions, shape (mentions, WIDTH), from the vectors of each word's first and last piece."""
        joined = torch.cat([first[entities.spans[:, 0]], last[entities.spans[:, 1]]], -1)
        return gelu(self.span(self.drop(joined)) + self.label(entities.labels[entities.owner]))

    def pool(self, mentions: Tensor, entities: Entities) -> Tensor:
        """Mean and maximum over the mentions of each entity, shape (entities, 2 * WIDTH)."""
        n = len(entities.labels)
        owner = entities.owner[:, None].expand(-1, WIDTH)
        zero = mentions.new_zeros(n, WIDTH)
        mean = zero.scatter_reduce(0, owner, mentions, "mean", include_self=False)
        top = zero.scatter_reduce(0, owner, mentions, "amax", include_self=False)
        return torch.cat([mean, top], -1)

    def candidates(self, first: Tensor, last: Tensor) -> Tensor:
        """Logits of none and of each label for every run of words, shape (words, LONGEST_MENTION, labels + 1).

        Row i, column k is the run of the words i to i + k; a run that goes past the last word means nothing.
        """
        words = len(first)
        starts, ends = self.span_first(self.drop(first)), self.span_last(self.drop(last))
        place = (torch.arange(words)[:, None] + torch.arange(LONGEST_MENTION)).clamp(max=words - 1)
        hidden = gelu(starts[:, None] + ends[place] + self.span_width.weight)
        return self.span_out(self.drop(hidden))

    def context(self, first: Tensor) -> Tensor:
        """Vectors of words as context, shape (words + 1, WIDTH); the last row is zero and stands for no word."""
        return functional.pad(gelu(self.between(self.drop(first))), (0, 0, 0, 1))

    @staticmethod
    def most(context: Tensor, runs: Tensor) -> Tensor:
        """Maximum of the context over each run, shape (runs, WIDTH); zero for an empty run.

        Parameters
        ----------
        context : float, shape (words + 1, WIDTH)
        runs : int64, shape (runs, 2)
            First word and the word past the last one; (0, 0) is empty.
        """
        if not len(runs):
            return context.new_zeros(0, context.shape[-1])
        length = runs[:, 1] - runs[:, 0]
        steps = torch.arange(max(int(length.max()), 1))
        place = runs[:, :1] + steps
        # A word past the run repeats its last one, which changes no maximum.
        place = torch.minimum(place, (runs[:, 1:] - 1).clamp(min=0))
        place = torch.where(length[:, None] > 0, place, len(context) - 1)
        return context[place].amax(1)

    def roles(self, pooled: Tensor, standing: Tensor) -> Tensor:
        """Logits of roles, shape (entities, roles)."""
        return self.role_out(self.drop(gelu(self.role_in(torch.cat([self.drop(pooled), standing], -1)))))

    def same(self, pooled: Tensor, pairs: Tensor, strings: Tensor) -> Tensor:
        """Logit that two units name one thing, shape (pairs,)."""
        mean = pooled[:, :WIDTH]
        product = mean[pairs[:, 0]] * mean[pairs[:, 1]]
        hidden = gelu(self.same_in(self.drop(product)) + self.same_strings(strings))
        return self.same_out(hidden).squeeze(-1)

    def relations(self, known: Tensor, pairs: Tensor, features: Tensor, near: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        """Logits of relation types, shape (pairs, types).

        Parameters
        ----------
        known : float, shape (entities, 2 * WIDTH + roles)
            The pooled vectors with the probabilities of the roles.
        pairs : int64, shape (pairs, 2)
        features : float, shape (pairs, PAIRS)
        near : three of float, shape (pairs, WIDTH)
            The mention of the head and that of the tail which stand nearest to each other, and what is between them.
        """
        head, tail = self.head(self.drop(known)), self.tail(self.drop(known))
        h, t = head[pairs[:, 0]], tail[pairs[:, 1]]
        local = self.near_head(near[0]) + self.near_tail(near[1]) + self.pair_between(near[2])
        hidden = gelu(h + t + self.product(torch.tanh(h) * torch.tanh(t)) + self.pair(features) + local)
        return self.relation_out(self.drop(hidden))

    def numbers(self, first: Tensor, last: Tensor, spans: Tensor) -> Tensor:
        """Vectors of numbers, shape (numbers, WIDTH)."""
        return gelu(self.number(self.drop(torch.cat([first[spans[:, 0]], last[spans[:, 1]]], -1))))

    def point(
        self, numbers: Tensor, mentions: Tensor, known: Tensor, owner: Tensor, *, distances: Tensor, between: Tensor
    ) -> Tensor:
        """How well each mention fits each number, shape (numbers, mentions, labels)."""
        hidden = (
            self.point_number(numbers)[:, None]
            + (self.point_mention(mentions) + self.point_entity(known)[owner])[None]
            + self.point_distance(distances)
            + self.point_between(between)
        )
        return self.point_out(self.drop(gelu(hidden)))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: Encoder, corpora: Mapping[str, int] | None = None) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(encoder.words.embedding_dim, corpora)

    def forward(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor, *, corpus: str = ""
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Encode a batch and tag its words, with the labels of the project or of another corpus.

        Parameters
        ----------
        pieces, shapes, mask : int64, shape (batch, pieces)
        first, last : int64, shape (batch, words)
            Position of the first and last piece of each word.

        Returns
        -------
        tags : float, shape (batch, words, TAGS)
        first_vectors, last_vectors : float, shape (batch, words, size)
        """
        hidden = self.encoder(pieces, shapes, mask).float()
        size = hidden.shape[-1]
        first_vectors = hidden.gather(1, first[:, :, None].expand(-1, -1, size))
        last_vectors = hidden.gather(1, last[:, :, None].expand(-1, -1, size))
        joined = torch.cat([first_vectors, last_vectors], -1)
        tag = self.heads.corpora[corpus] if corpus else self.heads.tag
        return tag(self.heads.drop(joined)), first_vectors, last_vectors
