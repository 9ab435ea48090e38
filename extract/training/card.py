"""What is known of a trained model: settings, data, and figures on the papers held out, into the model's card."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from extract.encoder import Encoder, read_card
from extract.features import Floats
from extract.heads import softmax
from extract.pipeline import extract_papers, load_pipeline
from extract.records import Paper
from extract.scoring import score
from extract.tagging import runs
from extract.training.examples import example
from extract.training.train import Settings, read_gold, split

ABOUT = (
    "The lowest layers of MPNet-base as published in all-mpnet-base-v2 (Apache-2.0), with an embedding of word shapes, "
    "trained with all heads at once on annotated abstracts, and a tagger for each other corpus; 8-bit weights."
)
"""What a model is, in one line."""

_TEMPERATURES = np.arange(0.5, 3.01, 0.05)


def fit_temperature(logits: Floats, tags: Sequence[int]) -> float:
    """Choose the temperature that makes the tags' probabilities honest: least negative log-likelihood on a grid.

    Guo et al. (2017), "On Calibration of Modern Neural Networks".

    Parameters
    ----------
    logits : array of float32, shape (words, tags)
    tags : sequence of int
        The right tag of each word.
    """
    rows = np.arange(len(tags))
    losses = [-np.log(np.maximum(softmax(logits / t)[rows, tags], 1e-12)).mean() for t in _TEMPERATURES]
    return round(float(_TEMPERATURES[int(np.argmin(losses))]), 2)


def temperatures(encoder: Encoder, papers: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """Fit the temperatures of the tagger and of the span head on papers that they have not seen."""
    logits, tags, runs_logits, labels = [], [], [], []
    for paper in papers:
        made = example(paper, encoder.tokenizer)
        if made is None:
            continue
        encoded = encoder(f"{paper['title']}\n{paper['abstract']}")
        logits.append(encoder.heads.tags(encoded.first, encoded.last))
        tags += made.tags
        label = {
            (a, b + 1): made.entities.labels[o]
            for (a, b), o in zip(made.entities.spans, made.entities.owner, strict=True)
        }
        spans = runs([True] * len(made.tags), encoder.heads.longest_mention, len(made.tags))
        runs_logits.append(encoder.heads.candidates(encoded.first, encoded.last, spans))
        labels += [label.get(span, -1) + 1 for span in spans]
    return fit_temperature(np.concatenate(logits), tags), fit_temperature(np.concatenate(runs_logits), labels)


def figures(model: Path, papers: Sequence[dict[str, Any]]) -> dict[str, float]:
    """F1 (or accuracy) of each figure that `extract.scoring.score` gives, in percent."""
    nlp = load_pipeline(model=model)
    found = extract_papers(
        (Paper(id=str(p["id"]), title=p["title"], abstract=p["abstract"]) for p in papers),
        nlp=nlp,
        report=lambda _: None,
    )
    table = score(papers, {extraction.paper.id: extraction.to_dict() for extraction in found})
    return {name: row.get("f1", row.get("accuracy", 0.0)) for name, row in table.items()}


def write_card(model: Path, card: Mapping[str, Any]) -> None:
    """Write the card of a model folder."""
    (model / "card.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", "utf-8")


def finish_card(
    model: Path,
    gold: Sequence[Path],
    settings: Settings,
    *,
    dev: Sequence[Path] = (),
    given: Sequence[str] = (),
    corpora: Mapping[str, Path] | None = None,
) -> dict[str, Any]:
    """Fit the temperature, measure the model, and write both into its card, with what it was trained on and how.

    Parameters
    ----------
    model : Path
        A folder that `extract.training.export.export` wrote.
    gold, settings
        As in `train`: they give the papers that were held out.
    dev : sequence of Path
        More gold to measure on, never to choose by.
    given : sequence of str
        What the command line named to train on; by default the gold's file names.
    corpora : mapping of str to Path, optional
        The other corpora that it was trained with.
    """
    card = read_card(model)
    trained, held = split(read_gold(gold), settings)
    if held:
        card["temperature"], card["span_temperature"] = temperatures(Encoder.load(model), held)
        write_card(model, card)
    s = settings
    card |= {
        "about": ABOUT,
        "command": f"litkg train {' '.join(given or [p.name for p in gold])} --encoder ENCODER -o RUN"
        f" --epochs {s.epochs} --layers {s.layers} --processes {s.processes} --seed {s.seed}",
        "settings": asdict(settings),
        "data": [
            {"file": p.name, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()}
            for p in (*gold, *(corpora or {}).values())
        ],
        "papers": {"trained": len(trained), "held": len(held)},
    }
    card["scores"] = {"held": figures(model, held)} if held else {}
    for path in dev:
        card["scores"][path.stem] = figures(model, read_gold([path]))
    write_card(model, card)
    return card
