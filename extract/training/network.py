"""The network that is trained: one encoder pass a paper, then small heads. Tensors in, logits out.

Every head here has its twin in numpy in `extract/heads.py`; a test holds both against each other.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from extract.features import DISTANCES, LABELS, PAIRS, STRINGS, TYPES
from extract.schema import Role
from extract.training.encoder import Encoder

TAGS = 2 * len(LABELS) + 1
"""O, then B and I of each label."""

WIDTH = 256
"""Size of the vectors inside the heads."""


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
    """Heads over word vectors: tags, roles, same entity, relations and results."""

    def __init__(self, size: int, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = dropout
        self.tag = nn.Linear(2 * size, TAGS)
        self.span = nn.Linear(2 * size, WIDTH)
        self.label = nn.Embedding(len(LABELS), WIDTH)
        self.role_in = nn.Linear(2 * WIDTH, WIDTH)
        self.role_out = nn.Linear(WIDTH, len(Role))
        self.same_in = nn.Linear(WIDTH, WIDTH)
        self.same_strings = nn.Linear(STRINGS, WIDTH)
        self.same_out = nn.Linear(WIDTH, 1)
        self.head = nn.Linear(2 * WIDTH + len(Role), WIDTH)
        self.tail = nn.Linear(2 * WIDTH + len(Role), WIDTH)
        self.product = nn.Linear(WIDTH, WIDTH, bias=False)
        self.pair = nn.Linear(PAIRS, WIDTH, bias=False)
        self.relation_out = nn.Linear(WIDTH, len(TYPES))
        self.number = nn.Linear(2 * size, WIDTH)
        self.number_out = nn.Linear(WIDTH, 2)
        self.none_out = nn.Linear(WIDTH, 3)
        self.point_number = nn.Linear(WIDTH, WIDTH)
        self.point_mention = nn.Linear(WIDTH, WIDTH, bias=False)
        self.point_entity = nn.Linear(2 * WIDTH + len(Role), WIDTH, bias=False)
        self.point_distance = nn.Linear(DISTANCES, WIDTH, bias=False)
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

    def roles(self, pooled: Tensor) -> Tensor:
        """Logits of roles, shape (entities, roles)."""
        return self.role_out(self.drop(gelu(self.role_in(self.drop(pooled)))))

    def same(self, pooled: Tensor, pairs: Tensor, strings: Tensor) -> Tensor:
        """Logit that two units name one thing, shape (pairs,)."""
        mean = pooled[:, :WIDTH]
        product = mean[pairs[:, 0]] * mean[pairs[:, 1]]
        hidden = gelu(self.same_in(self.drop(product)) + self.same_strings(strings))
        return self.same_out(hidden).squeeze(-1)

    def relations(self, known: Tensor, pairs: Tensor, features: Tensor) -> Tensor:
        """Logits of relation types, shape (pairs, types); `known` is the pooled vector with the role probabilities."""
        head, tail = self.head(self.drop(known)), self.tail(self.drop(known))
        h, t = head[pairs[:, 0]], tail[pairs[:, 1]]
        hidden = gelu(h + t + self.product(torch.tanh(h) * torch.tanh(t)) + self.pair(features))
        return self.relation_out(self.drop(hidden))

    def numbers(self, first: Tensor, last: Tensor, spans: Tensor) -> Tensor:
        """Vectors of numbers, shape (numbers, WIDTH)."""
        return gelu(self.number(self.drop(torch.cat([first[spans[:, 0]], last[spans[:, 1]]], -1))))

    def point(self, numbers: Tensor, mentions: Tensor, known: Tensor, owner: Tensor, distances: Tensor) -> Tensor:
        """How well each mention fits each number, shape (numbers, mentions, labels)."""
        hidden = (
            self.point_number(numbers)[:, None]
            + (self.point_mention(mentions) + self.point_entity(known)[owner])[None]
            + self.point_distance(distances)
        )
        return self.point_out(self.drop(gelu(hidden)))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder
        self.heads = Heads(encoder.words.embedding_dim)

    def forward(
        self, pieces: Tensor, shapes: Tensor, mask: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Encode a batch and tag its words.

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
        return self.heads.tag(self.heads.drop(joined)), first_vectors, last_vectors
