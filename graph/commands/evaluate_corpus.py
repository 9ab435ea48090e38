"""`litkg evaluate --corpus`: tags a corpus of the literature with its own labels and scores the mentions."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from extract.corpora import CorpusTagger, Span, read_corpus
from extract.scoring import Count
from graph.commands.terminal import note, progress

SAMPLES = 1000
"""Resamples of the documents that the intervals come from."""


def score_corpus(corpus: str, file: Path, model: Path | None = None) -> dict[str, dict[str, float]]:
    """Tag a file of a corpus that the model was trained with, and score it.

    Parameters
    ----------
    corpus : str
        Name of the corpus in the model card.
    file : Path
        As for `extract.corpora.read_corpus`.
    model : Path, optional
        A model folder; the shipped model if None.

    Raises
    ------
    UsageError
        If the model was not trained with the corpus, or there is no such file.
    """
    tag = CorpusTagger(corpus, model)
    documents = read_corpus(file)
    predicted = []
    with progress() as advance:
        for document in documents:
            predicted.append(tag(document))
            advance("tag", len(predicted), len(documents))
    foreign = sorted({label for document in documents for _, _, label in document.spans} - set(tag.labels))
    if foreign:
        note(f"litkg: the model has no label {', '.join(foreign)} for {corpus}; such mentions count as missed")
    return score_spans([document.spans for document in documents], predicted, [*tag.labels, *foreign])


def score_spans(
    gold: Sequence[Sequence[Span]], predicted: Sequence[Sequence[Span]], labels: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Score spans strictly, both ends and the label, micro-averaged over documents, in percent with one decimal.

    Returns
    -------
    dict
        `mention` and, for each label, `mention LABEL` to ``p``, ``r``, ``f1``, ``gold``, ``pred`` and the bounds
        ``low`` and ``high`` of the F1 that 95 % of bootstrap samples of the documents give.

    Examples
    --------
    >>> figures = score_spans([[(0, 4, "Task")], [(5, 9, "Task")]], [[(0, 4, "Task")], [(5, 8, "Task")]], ["Task"])
    >>> figures["mention"]
    {'p': 50.0, 'r': 50.0, 'f1': 50.0, 'gold': 2, 'pred': 2, 'low': 0.0, 'high': 100.0}
    """
    names = ["mention", *(f"mention {label}" for label in labels)]
    counts = np.zeros((len(gold), len(names), 3), np.int64)
    for row, wanted, found in zip(counts, map(set, gold), map(set, predicted), strict=True):
        for i, spans in enumerate((wanted & found, found, wanted)):
            row[0, i] = len(spans)
            for _, _, label in spans:
                row[labels.index(label) + 1, i] += 1
    dice = np.random.default_rng(0)
    drawn = np.stack([counts[dice.integers(len(counts), size=len(counts))].sum(0) for _ in range(SAMPLES)])
    f1 = np.sort(2 * drawn[..., 0] / np.maximum(drawn[..., 1] + drawn[..., 2], 1), axis=0)
    low, high = 100 * f1[int(0.025 * SAMPLES)], 100 * f1[int(0.975 * SAMPLES)]
    figures: dict[str, dict[str, float]] = {}
    for i, (name, total) in enumerate(zip(names, counts.sum(0).tolist(), strict=True)):
        count = Count(*total)
        rates = {"p": count.precision, "r": count.recall, "f1": count.f1}
        figures[name] = {key: round(100 * rate, 1) for key, rate in rates.items()}
        figures[name] |= {"gold": count.gold, "pred": count.predicted}
        figures[name] |= {"low": round(float(low[i]), 1), "high": round(float(high[i]), 1)}
    return figures
