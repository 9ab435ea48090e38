"""What the network is trained to do on one batch: logits and targets in, a loss a head out."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from extract.features import Floats
from extract.training.examples import Example, Group
from extract.training.network import Entities, Heads, Network

PAD = 1
START, STOP = 0, 2
ROUND = 32
"""Batches are padded to multiples of this many pieces: repeated shapes are faster."""

WEIGHTS = {
    "tag": 1.0,
    "span": 0.5,
    "role": 0.2,
    "same": 0.2,
    "relation": 0.6,
    "number": 0.1,
    "point": 0.1,
    "corpus": 1.0,
}
"""How much each head counts; set by hand, not tuned."""


@dataclass
class Batch:
    """Padded tensors of several papers."""

    pieces: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    tags: Tensor


def collate(batch: list[Example], longest: int) -> Batch:
    """Pad examples to one shape; words past `longest` pieces are left out of the window."""
    rows = []
    for example in batch:
        ids, shapes, first, last = [START], [0], [], []
        for pieces, shape in zip(example.pieces.ids, example.pieces.shapes, strict=True):
            if len(ids) + len(pieces) + 1 > longest:
                break
            first.append(len(ids))
            ids += pieces
            shapes += [shape] * len(pieces)
            last.append(len(ids) - 1)
        rows.append(([*ids, STOP], [*shapes, 0], first, last))
    width = -(-max(len(r[0]) for r in rows) // ROUND) * ROUND
    words = max(len(r[2]) for r in rows)
    out = Batch(
        pieces=torch.full((len(rows), width), PAD),
        shapes=torch.zeros((len(rows), width), dtype=torch.long),
        mask=torch.zeros((len(rows), width), dtype=torch.long),
        first=torch.zeros((len(rows), words), dtype=torch.long),
        last=torch.zeros((len(rows), words), dtype=torch.long),
        tags=torch.full((len(rows), words), -100),
    )
    for i, ((ids, shapes, first, last), example) in enumerate(zip(rows, batch, strict=True)):
        out.pieces[i, : len(ids)] = torch.tensor(ids)
        out.shapes[i, : len(ids)] = torch.tensor(shapes)
        out.mask[i, : len(ids)] = 1
        out.first[i, : len(first)] = torch.tensor(first)
        out.last[i, : len(last)] = torch.tensor(last)
        out.tags[i, : len(first)] = torch.tensor(example.tags[: len(first)])
    return out


def _tensors(group: Group) -> Entities:
    return Entities(torch.tensor(group.spans), torch.tensor(group.owner), torch.tensor(group.labels))


def span_loss(heads: Heads, example: Example, first: Tensor, last: Tensor) -> Tensor:
    """Negative log-probability of none or the right label over all runs of words, a word."""
    logits = heads.candidates(first, last)
    words, longest, _ = logits.shape
    target = torch.zeros((words, longest), dtype=torch.long)
    for (a, b), owner in zip(example.entities.spans, example.entities.owner, strict=True):
        if b < words and b - a < longest:
            target[a, b - a] = 1 + example.entities.labels[owner]
    fits = torch.arange(words)[:, None] + torch.arange(longest) < words
    return functional.cross_entropy(logits[fits], target[fits], reduction="sum") / words


def _stack(arrays: list[Floats]) -> Tensor:
    return torch.from_numpy(np.stack(arrays))


def paper_losses(heads: Heads, example: Example, first: Tensor, last: Tensor, words: int) -> dict[str, Tensor]:
    """Losses of the heads beside the tagger on one paper; empty where the window does not hold the whole paper."""
    out: dict[str, Tensor] = {}
    if not example.entities.spans or words < len(example.pieces.words):
        return out
    entities, units = _tensors(example.entities), _tensors(example.units)
    mentions = heads.mentions(first, last, entities)
    pooled = heads.pool(mentions, entities)
    context = heads.context(first)
    roles = heads.roles(pooled, _stack(example.standing))
    out["role"] = functional.cross_entropy(roles, torch.tensor(example.roles))
    if example.same:
        pairs = torch.tensor(example.same)
        logits = heads.same(heads.pool(mentions, units), pairs[:, :2], _stack(example.strings))
        out["same"] = functional.binary_cross_entropy_with_logits(logits, pairs[:, 2].float())
    known = torch.cat([pooled, roles.softmax(-1)], -1)
    if example.pairs:
        heads_of, tails = torch.tensor(example.near).unbind(1)
        near = mentions[heads_of], mentions[tails], heads.most(context, torch.tensor(example.runs))
        logits = heads.relations(known, torch.tensor(example.pairs), _stack(example.pair_features), near)
        out["relation"] = functional.binary_cross_entropy_with_logits(logits, torch.tensor(example.relations))
    if example.numbers:
        numbers = heads.numbers(first, last, torch.tensor(example.numbers))
        logits = heads.number_out(numbers)
        reported = torch.tensor(example.reported)
        losses = functional.binary_cross_entropy_with_logits(logits, reported, reduction="none")
        out["number"] = losses[:, 0].mean() + (losses[:, 1] * reported[:, 0]).mean()
        if points := _pointing(heads, example, entities, numbers, mentions=mentions, known=known, context=context):
            out["point"] = torch.stack(points).mean()
    return out


def _pointing(
    heads: Heads,
    example: Example,
    entities: Entities,
    numbers: Tensor,
    *,
    mentions: Tensor,
    known: Tensor,
    context: Tensor,
) -> list[Tensor]:
    """Negative log-probability of the gold entities (or of none) for each field of each result."""
    distances = torch.from_numpy(np.array(example.distances))
    runs = heads.most(context, torch.tensor(example.number_runs)).view(len(numbers), len(mentions), -1)
    scores = heads.point(numbers, mentions, known, entities.owner, distances=distances, between=runs)
    none = heads.none_out(numbers)
    owner = entities.owner[None].expand(len(numbers), -1)
    losses = []
    for field in range(3):
        # Labels stand in the order Method, Dataset, Metric, Task, so a field's number is its label's.
        floor = scores.new_full((len(numbers), len(entities.labels)), -1e4)
        best = floor.scatter_reduce(1, owner, scores[:, :, field], "amax")
        best = best.masked_fill(entities.labels[None] != field, -1e4)
        logs = torch.cat([best, none[:, field : field + 1]], -1).log_softmax(-1)
        for row, target in enumerate(example.pointers):
            if target is not None and target[field]:
                losses.append(-torch.logsumexp(logs[row, sorted(target[field])], -1))
    return losses


def batch_losses(network: Network, batch: list[Example], longest: int) -> dict[str, Tensor]:
    """Mean loss of each head over a batch, which is of one corpus."""
    tensors, corpus = collate(batch, longest), batch[0].corpus
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tags, first, last = network(
            tensors.pieces, tensors.shapes, tensors.mask, tensors.first, tensors.last, corpus=corpus
        )
    loss = functional.cross_entropy(tags.float().flatten(0, 1), tensors.tags.flatten(), ignore_index=-100)
    if corpus:
        return {"corpus": loss}
    words = (tensors.tags >= 0).sum(1).tolist()
    several: dict[str, list[Tensor]] = {}
    for i, example in enumerate(batch):
        losses = {"span": span_loss(network.heads, example, first[i, : words[i]], last[i, : words[i]])}
        losses |= paper_losses(network.heads, example, first[i, : words[i]], last[i, : words[i]], words[i])
        for name, value in losses.items():
            several.setdefault(name, []).append(value)
    return {"tag": loss} | {name: torch.stack(losses).mean() for name, losses in several.items()}
