"""Gold annotations to trained weights, by one seed; writes `network.pt` and `training.json` to a run folder."""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from extract.pieces import load_tokenizer
from extract.training.encoder import load_mpnet
from extract.training.examples import Example, examples
from extract.training.losses import WEIGHTS, batch_losses
from extract.training.network import Network

LONGEST = 512
"""Pieces in one window, those at its ends included."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to train.

    Attributes
    ----------
    layers : int
        How many of the encoder's lowest layers to keep.
    epochs, batch : int
        Passes over the gold, and papers a step.
    rate, head_rate : float
        Peak learning rates of encoder and heads; 10 % warm-up, then linear decay.
    held : float
        Share of the papers kept out to watch the training, 0 to 1.
    seed : int
        Seed of every generator.
    """

    layers: int = 6
    epochs: int = 5
    batch: int = 8
    rate: float = 8e-5
    head_rate: float = 1e-3
    held: float = 0.05
    seed: int = 0


def read_gold(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """Read gold annotations, one JSON object a line."""
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line.strip()]


def split(papers: list[dict[str, Any]], settings: Settings) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Split papers into those to train on and those held out; the order in which they come does not matter."""
    papers = sorted(papers, key=lambda paper: str(paper["id"]))
    random.Random(settings.seed).shuffle(papers)  # noqa: S311 - not for secrets
    cut = len(papers) - round(settings.held * len(papers))
    return papers[:cut], papers[cut:]


def _batches(made: list[Example], size: int, rng: random.Random | None) -> Iterator[list[Example]]:
    """Batches of papers of similar length, in random order where a generator is given."""
    order = list(range(len(made)))
    length = [sum(map(len, e.pieces.ids)) for e in made]
    if rng is None:
        order.sort(key=lambda i: (length[i], i))
        yield from ([made[i] for i in order[at : at + size]] for at in range(0, len(order), size))
        return
    rng.shuffle(order)
    groups = []
    for at in range(0, len(order), size * 20):
        near = sorted(order[at : at + size * 20], key=lambda i: length[i] + 12 * rng.random())
        groups += [near[i : i + size] for i in range(0, len(near), size)]
    rng.shuffle(groups)
    yield from ([made[i] for i in group] for group in groups)


def total(losses: dict[str, torch.Tensor]) -> torch.Tensor:
    """Weighted sum of the heads' losses."""
    return torch.stack([WEIGHTS[name] * loss for name, loss in sorted(losses.items())]).sum()


def _means(rows: list[dict[str, float]]) -> dict[str, float]:
    return {
        name: round(float(np.mean([r[name] for r in rows if name in r])), 4)
        for name in WEIGHTS
        if any(name in r for r in rows)
    }


def watch(network: Network, held: list[Example], size: int) -> dict[str, float]:
    """Losses on papers that are not trained on."""
    network.eval()
    with torch.no_grad():
        rows = [{n: x.item() for n, x in batch_losses(network, b, LONGEST).items()} for b in _batches(held, size, None)]
    network.train()
    return _means(rows)


def train(
    gold: Sequence[Path],
    encoder: Path,
    out: Path,
    settings: Settings,
    *,
    progress: Callable[[int, int, dict[str, float]], None] | None = None,
) -> Network:
    """Train encoder and heads on gold annotations.

    Parameters
    ----------
    gold : sequence of Path
        JSON lines in the project's gold format.
    encoder : Path
        Folder with `model.safetensors` and `tokenizer.json` of an MPNet encoder.
    out : Path
        Run folder; gets `network.pt` and `training.json`.
    settings : Settings
        Sizes, rates and the seed.
    progress : callable, optional
        Called with (step, steps, losses) after each step.
    """
    random.seed(settings.seed)
    np.random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    tokenizer = load_tokenizer(encoder / "tokenizer.json")
    papers, held_papers = split(read_gold(gold), settings)
    made, held = examples(papers, tokenizer), examples(held_papers, tokenizer)
    network = Network(load_mpnet(encoder, settings.layers))
    # The word vectors are most of the parameters and the gold is too small to move them all.
    network.encoder.words.weight.requires_grad_(False)
    network.encoder.distance.weight.requires_grad_(False)
    quick = [*network.heads.parameters(), network.encoder.shapes.weight]
    slow = [p for p in network.encoder.parameters() if p.requires_grad and p is not network.encoder.shapes.weight]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": settings.rate}, {"params": quick, "lr": settings.head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    steps = settings.epochs * -(-len(made) // settings.batch)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    rng = random.Random(settings.seed)  # noqa: S311 - not for secrets
    history, step = [], 0
    network.train()
    for epoch in range(settings.epochs):
        rows = []
        for batch in _batches(made, settings.batch, rng):
            losses = batch_losses(network, batch, LONGEST)
            total(losses).backward()
            torch.nn.utils.clip_grad_norm_(slow + quick, 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            rows.append({name: loss.item() for name, loss in losses.items()})
            step += 1
            if progress is not None:
                progress(step, steps, rows[-1])
        minutes = round((time.monotonic() - started) / 60, 1)
        history.append({"epoch": epoch + 1, "train": _means(rows), "held": watch(network, held, settings.batch)})
        torch.save(network.state_dict(), out / "network.pt")
        note = {"settings": asdict(settings), "papers": len(papers), "minutes": minutes, "history": history}
        (out / "training.json").write_text(json.dumps(note, indent=1) + "\n", "utf-8")
    return network
