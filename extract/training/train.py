"""Gold annotations to trained weights, by one seed; writes `network.pt` and `training.json` to a run folder."""

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from extract.corpora import read_corpus
from extract.pieces import load_tokenizer
from extract.training.encoder import load_mpnet
from extract.training.examples import Example, corpus_examples, examples
from extract.training.losses import WEIGHTS, batch_losses
from extract.training.network import Network
from extract.training.team import Team, trainable
from extract.training.vocabulary import trim

LONGEST = 512
"""Pieces in one window, those at its ends included."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to train.

    Attributes
    ----------
    layers : int
        How many of the encoder's lowest layers to keep.
    pieces : int
        How many word pieces of the encoder's vocabulary to keep; see `extract.training.vocabulary`.
    epochs, batch : int
        Passes over the gold, and papers a step.
    corpus_pieces : int
        Word pieces of each other corpus that are seen an epoch: a smaller corpus is seen again, of a larger one as
        many texts as give so many.
    processes : int
        Processes that share each step; another number gives other weights.
    rate, head_rate : float
        Peak learning rates of encoder and heads; 10 % warm-up, then linear decay.
    held : float
        Share of the papers kept out to watch the training, 0 to 1.
    seed : int
        Seed of every generator.
    """

    layers: int = 8
    pieces: int = 12_000
    epochs: int = 3
    corpus_pieces: int = 120_000
    processes: int = 1
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


def _length(example: Example) -> int:
    return sum(map(len, example.pieces.ids))


def _batches(made: list[Example], size: int, rng: random.Random | None) -> Iterator[list[Example]]:
    """Batches of texts of similar length, in random order where a generator is given."""
    order = list(range(len(made)))
    length = [_length(e) for e in made]
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


def _portion(made: list[Example], pieces: int, rng: random.Random) -> list[Example]:
    """Choose texts of a corpus that have so many pieces together; all of them again and again where it has fewer."""
    chosen: list[Example] = []
    while made and pieces > 0:
        for example in rng.sample(made, len(made)):
            if pieces <= 0:
                break
            chosen.append(example)
            pieces -= _length(example)
    return chosen


def _epoch(
    made: list[Example], corpora: Mapping[str, list[Example]], settings: Settings, rng: random.Random
) -> list[list[Example]]:
    """Plan one pass: batches of the gold and of the other corpora, shuffled; of short texts a batch has more."""
    batches = list(_batches(made, settings.batch, rng))
    for _, others in sorted(corpora.items()):
        portion = _portion(others, settings.corpus_pieces, rng)
        if portion:
            usual = 300 * len(portion) / sum(map(_length, portion))
            batches += _batches(portion, settings.batch * min(max(round(usual), 1), 6), rng)
    rng.shuffle(batches)
    return batches


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


@dataclass
class _Work:
    """What every process does: go back through the losses of its share of a step's batch."""

    plan: list[list[Example]]
    size: int
    rows: list[dict[str, float]] = field(default_factory=list)

    def __call__(self, network: nn.Module, rank: int, step: int) -> None:
        share = self.plan[step][rank :: self.size]
        if share and isinstance(network, Network):
            losses = batch_losses(network, share, LONGEST)
            total(losses).backward()
            self.rows.append({name: loss.item() for name, loss in losses.items()})


def read_corpora(corpora: Mapping[str, Path], tokenizer: Path) -> tuple[dict[str, list[str]], dict[str, list[Example]]]:
    """Read other corpora: the sorted labels and the examples of each."""
    labels, made = {}, {}
    for name, path in sorted(corpora.items()):
        documents = read_corpus(path)
        labels[name] = sorted({label for document in documents for _, _, label in document.spans})
        made[name] = corpus_examples(documents, name, labels[name], load_tokenizer(tokenizer), LONGEST)
    return labels, made


def train(
    gold: Sequence[Path],
    encoder: Path,
    out: Path,
    settings: Settings,
    *,
    corpora: Mapping[str, Path] | None = None,
    texts: Iterable[str] | None = None,
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
        Run folder; gets `network.pt`, `tokenizer.json`, `corpora.json` and `training.json`.
    settings : Settings
        Sizes, rates and the seed.
    corpora : mapping of str to Path, optional
        Other corpora of entities by name, as `extract.corpora.read_corpus` takes them: each gets a tagger of its own
        on the shared encoder.
    texts : iterable of str, optional
        Texts that tell which word pieces to keep; those of the gold if None.
    progress : callable, optional
        Called with (step, steps, losses) after each step.
    """
    random.seed(settings.seed)
    np.random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    papers, held_papers = split(read_gold(gold), settings)
    if texts is None:
        texts = (f"{paper['title']}\n{paper['abstract']}" for paper in papers)
    kept = trim(encoder / "tokenizer.json", texts, settings.pieces, out / "tokenizer.json")
    tokenizer = load_tokenizer(out / "tokenizer.json")
    made, held = examples(papers, tokenizer), examples(held_papers, tokenizer)
    labels, others = read_corpora(corpora or {}, out / "tokenizer.json")
    (out / "corpora.json").write_text(json.dumps(labels, indent=1) + "\n", "utf-8")
    network = Network(load_mpnet(encoder, settings.layers, kept), {name: len(some) for name, some in labels.items()})
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
    rng = random.Random(settings.seed)  # noqa: S311 - not for secrets
    epochs = [_epoch(made, others, settings, rng) for _ in range(settings.epochs)]
    work = _Work([batch for epoch in epochs for batch in epoch], settings.processes)
    ends = list(np.cumsum([len(epoch) for epoch in epochs]))
    steps = len(work.plan)
    warm = max(1, steps // 10)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    history: list[dict[str, Any]] = []
    network.train()
    with Team(network, work, size=settings.processes, steps=steps, seed=settings.seed) as team:
        for step in range(steps):
            work(network, 0, step)
            team.gather()
            torch.nn.utils.clip_grad_norm_(trainable(network), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            if progress is not None:
                progress(step + 1, steps, work.rows[-1])
            if step + 1 in ends:
                epoch = {"epoch": len(history) + 1, "train": _means(work.rows)}
                history.append(epoch | {"held": watch(network, held, settings.batch)})
                work.rows.clear()
                torch.save(network.state_dict(), out / "network.pt")
                minutes = round((time.monotonic() - started) / 60, 1)
                note = {"settings": asdict(settings), "papers": len(papers), "minutes": minutes, "history": history}
                (out / "training.json").write_text(json.dumps(note, indent=1) + "\n", "utf-8")
            team.release()
    return network
