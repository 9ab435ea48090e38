"""Component `litkg_results`: doc._.litkg_entities in, doc._.litkg_results out, by the model's heads for numbers."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.baselines import baseline
from extract.claims import Claim, claim
from extract.component import SETTINGS, Component
from extract.encoder import Encoder
from extract.features import Floats
from extract.judge import Judge
from extract.judge import Number as Judgement
from extract.lists import aligned, beside, number_runs
from extract.named import named
from extract.numbers import Number, find_numbers
from extract.schema import Label, Role
from extract.sentences import sentence_index, sentences
from extract.topics import task

FIELDS: Mapping[str, Label] = {"method": Label.METHOD, "dataset": Label.DATASET, "metric": Label.METRIC}
"""Fields of a result in the order of the heads that point at them, and the label of what may fill them."""

ENDS: Mapping[str, Label] = {**FIELDS, "task": Label.TASK, "baseline": Label.METHOD}
"""Every field of a result that names an entity."""

NUMBER_CUT = 0.7
"""Numbers less likely to be a result than this are left out; chosen on papers held out of training."""

SEVERAL = 0.4
"""A number is about each dataset and metric that is at least this likely."""

PLACED = 0.95
"""Where the build of a sentence tells what a number is about, it is right this often or more."""

SLOPE, SHIFT = 0.7, -0.1
"""Platt scaling of a result's probability, whose factors are not independent; fitted on papers held out of training,
where it brings the calibration error from .076 to .048 (cross-validated)."""


def find_results(text: str, entities: Sequence[Mapping[str, Any]], encoder: Encoder) -> list[dict[str, Any]]:
    """Find the numbers that a paper reports and what they are about.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    entities : sequence of mapping
        Entities in the shape of `Entity.to_dict`.
    encoder : Encoder
        The model.

    Returns
    -------
    list of dict
        Results in the shape of `Result.to_dict`, in order of the text. The confidence is the probability that the
        number is a result times that of each field and of the entities in them, calibrated.

    References
    ----------
    Platt, Probabilistic Outputs for Support Vector Machines, 1999.
    """
    numbers = find_numbers(text, entities) if entities else []
    if not numbers:
        return []
    judged = Judge(encoder, text, entities).numbers([number.digits for number in numbers])
    return read_results(text, entities, numbers, judged)


def read_results(
    text: str, entities: Sequence[Mapping[str, Any]], numbers: Sequence[Number], judged: Iterable[Judgement]
) -> list[dict[str, Any]]:
    """Read results from what the heads say of each number and from how the text is built.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    entities : sequence of mapping
        Entities in the shape of `Entity.to_dict`.
    numbers : sequence of Number
        The numbers of the text, in order.
    judged : iterable of Judgement
        What the heads say of each number.
    """
    mentions = named(entities)
    bounds = sentences(text)
    places = {i: (at, len(run)) for run in number_runs(text, numbers) for at, i in enumerate(run)}
    own = {e["key"] for e in entities if e["label"] == Label.METHOD and e["role"] == Role.INTRODUCED}
    addressed = {e["key"] for e in entities if e["label"] == Label.TASK and e["role"] == Role.ADDRESSED}
    found = []
    for i, (number, said, placed) in enumerate(zip(numbers, judged, aligned(text, numbers, mentions), strict=True)):
        if said.reported < NUMBER_CUT:
            continue
        sentence = bounds[sentence_index(bounds, number.start)]
        claimed = claim(text, sentence, number.start, number.end)
        if claimed in (Claim.NEGATED, Claim.HYPOTHETICAL):
            continue
        place = places.get(i, (0, 1))
        relative = said.relative >= 0.5
        barred = own if claimed is Claim.OTHERS and not relative else frozenset()
        if Label.METRIC not in placed and (metric := beside(text, number, mentions)):
            placed[Label.METRIC] = metric
        if barred and (other := baseline(text, sentence, number, mentions, place=place)):
            placed[Label.METHOD] = other
        topic = placed.get(Label.TASK) or task(text, sentence, number, mentions, addressed, listed=place[1] > 1)
        about = list(_ends(entities, said, placed, barred))
        method = about[0][0]["method"]  # that of all: a number may be about several datasets and metrics alone
        over = baseline(text, sentence, number, mentions, method=method, place=place) if relative else None
        for ends, sure in about:
            found.append(
                {
                    **ends,
                    "value": number.value,
                    "unit": number.unit,
                    "relative": relative,
                    "confidence": round(_calibrated(sure), 4),
                    "start": number.start,
                    "end": number.end,
                    "task": topic,
                    "baseline": over,
                }
            )
    return found


def _ends(
    entities: Sequence[Mapping[str, Any]], said: Judgement, placed: Mapping[Label, str], barred: Collection[str]
) -> Iterator[tuple[dict[str, str | None], float]]:
    """List what a number is about, each with its probability; the build of the sentence comes before the heads."""
    keys = [entity["key"] for entity in entities]
    choices: list[list[tuple[int | None, float]]] = []
    for label, row in zip(FIELDS.values(), said.pointed, strict=True):
        key = placed.get(label)
        if key is not None and key not in barred:
            choices.append([(keys.index(key), max(float(row[keys.index(key)]), PLACED))])
        elif label is Label.METHOD:
            choices.append(_choose(_without(row, [key in barred for key in keys]), several=False))
        else:
            choices.append(_choose(row, several=True))
    for chosen in product(*choices):
        ends = {field: None if at is None else keys[at] for field, (at, _) in zip(FIELDS, chosen, strict=True)}
        known = [entities[at]["confidence"] for at, _ in chosen if at is not None]
        yield ends, said.reported * math.prod(share for _, share in chosen) * math.prod(known)


def _calibrated(probability: float) -> float:
    """Scale the log-odds of a probability."""
    odds = max(probability, 1e-6) / max(1 - probability, 1e-6)
    return 1 / (1 + math.exp(-SHIFT) * math.pow(odds, -SLOPE))


def _without(row: Floats, barred: Sequence[bool]) -> Floats:
    """Take some entities out of a row of probabilities, the last of which is that of none."""
    if not any(barred):
        return row
    left = np.where([*barred, False], np.float32(0), row)
    return np.asarray(left / max(float(left.sum()), 1e-9), np.float32)


def _choose(row: Floats, *, several: bool) -> list[tuple[int | None, float]]:
    """Choose entities (or none, the last column) with the share of each: the likeliest, and others near it."""
    none = len(row) - 1
    best = int(row.argmax())
    if best == none:
        return [(None, float(row[none]))]
    chosen = [int(i) for i in np.flatnonzero(row[:none] >= SEVERAL)] if several else []
    share = float(row[sorted({best, *chosen})].sum())
    return [(i, share) for i in sorted({best, *chosen})]


class Results(Component):
    """Find the numbers that a paper reports and what they are about."""

    extensions = ("litkg_entities", "litkg_results")

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.litkg_results``."""
        doc._.litkg_results = find_results(doc.text, doc._.litkg_entities, self.encoder)
        return doc


@Language.factory(
    "litkg_results",
    requires=["doc._.litkg_entities"],
    assigns=["doc._.litkg_results"],
    default_config=SETTINGS,
)
def make_results(nlp: Language, name: str, model: str | None, threads: int | None) -> Results:
    """Create the component; `extract.component.Component` explains the settings."""
    return Results(model, threads)
