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
from extract.training.examples import example
from extract.training.train import Settings, read_gold, split

ABOUT = (
    "The lowest layers of MPNet-base as published in all-mpnet-base-v2 (Apache-2.0), with an embedding of word shapes, "
    "trained with all heads at once on annotated abstracts; 8-bit weights."
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


def temperature(encoder: Encoder, papers: Sequence[dict[str, Any]]) -> float:
    """Fit the temperature of the tagger on papers that it has not seen."""
    logits, tags = [], []
    for paper in papers:
        made = example(paper, encoder.tokenizer)
        if made is not None:
            encoded = encoder(f"{paper['title']}\n{paper['abstract']}")
            logits.append(encoder.heads.tags(encoded.first, encoded.last))
            tags += made.tags
    return fit_temperature(np.concatenate(logits), tags)


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
    model: Path, gold: Sequence[Path], settings: Settings, *, dev: Sequence[Path] = (), given: Sequence[str] = ()
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
    """
    card = read_card(model)
    trained, held = split(read_gold(gold), settings)
    if held:
        card["temperature"] = temperature(Encoder.load(model), held)
        write_card(model, card)
    s = settings
    card |= {
        "about": ABOUT,
        "command": f"litkg train {' '.join(given or [p.name for p in gold])} --encoder ENCODER -o RUN"
        f" --epochs {s.epochs} --layers {s.layers} --seed {s.seed}",
        "settings": asdict(settings),
        "data": [{"file": p.name, "sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in gold],
        "papers": {"trained": len(trained), "held": len(held)},
    }
    card["scores"] = {"held": figures(model, held)} if held else {}
    for path in dev:
        card["scores"][path.stem] = figures(model, read_gold([path]))
    write_card(model, card)
    return card
