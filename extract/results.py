"""Component `litkg_results`: doc._.litkg_entities in, doc._.litkg_results out, by the model's heads for numbers."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.component import SETTINGS, Component
from extract.encoder import Encoder
from extract.features import Floats
from extract.judge import Judge
from extract.numbers import number_spans
from extract.schema import Label

FIELDS: Mapping[str, Label] = {"method": Label.METHOD, "dataset": Label.DATASET, "metric": Label.METRIC}
"""Fields of a result in the order of the heads that point at them, and the label of what may fill them."""

NUMBER_CUT = 0.6
"""Numbers less likely to be a result than this are left out; chosen on papers held out of training."""

SEVERAL = 0.4
"""A number is about each dataset and metric that is at least this likely."""

_UNIT = re.compile(
    r"\s?\\?(%)|\s?(?:\$?\\times\$?|\u00d7)|\s?[xX](?![A-Za-z0-9])"
    r"|[\s-]?(times|fold|percentage points|points|percent|pp|ms|FPS|fps|dB|hours|minutes|seconds|s|mm|cm|m|MB|GB|KB"
    r"|mAP|AP|tokens|steps)(?![A-Za-z0-9])"
)
_BOUND = re.compile(
    r"(up to|over|at least|more than|less than|exceeding|above|below|under|>=?|<=?) (?:an? )?\$?$", re.IGNORECASE
)
_SIGN = re.compile(r"(?:(?<=[\s(])|^)[+\u2212-]$")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its span, the value as written (sign and a bound such as "up to" included), its unit."""

    start: int
    end: int
    value: str
    unit: str


def find_numbers(text: str, entities: Sequence[Mapping[str, Any]]) -> list[tuple[Number, tuple[int, int]]]:
    """List the numbers that stand outside the mentions, each with the span of its digits.

    "From 3 to 5" gives two numbers, "3-5" is one.
    """
    inside = sorted((m["start"], m["end"]) for entity in entities for m in entity["mentions"])
    found = []
    for start, end in _split_from(text, number_spans(text)):
        before = bisect_left(inside, (end,))
        if before and inside[before - 1][1] > start:
            continue
        sign = _SIGN.search(text[max(0, start - 2) : start])
        begin = start - len(sign.group()) if sign else start
        bound = _BOUND.search(text[max(0, begin - 16) : begin])
        begin = begin - len(bound.group()) if bound else begin
        unit = _UNIT.match(text, end)
        name = "" if unit is None else unit.group(1) or unit.group(2) or "x"
        found.append((Number(begin, end, text[begin:end], name), (start, end)))
    return found


def _split_from(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Split the ranges that tell a change: the two numbers of "from 3% to 5%" are two levels."""
    for start, end in spans:
        parts = re.match(r"([\d.,]*\d)\D{0,8}\sto\s\D{0,3}(?=\d)", text[start:end])
        if parts and re.search(r"\bfrom (?:about |around )?\$?$", text[max(0, start - 14) : start], re.IGNORECASE):
            yield start, start + parts.end(1)
            yield start + parts.end(), end
        else:
            yield start, end


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
        number is a result times that of each field and of the entities in them.
    """
    numbers = find_numbers(text, entities) if entities else []
    if not numbers:
        return []
    judged = Judge(encoder, text, entities).numbers([span for _, span in numbers])
    found = []
    for (number, _), said in zip(numbers, judged, strict=True):
        if said.reported < NUMBER_CUT:
            continue
        methods, datasets, metrics = (_choose(row, several=field > 0) for field, row in enumerate(said.pointed))
        for metric, metric_share in metrics:
            for dataset, dataset_share in datasets:
                method, method_share = methods[0]
                sure = said.reported * method_share * dataset_share * metric_share
                chosen = {}
                for field, entity in zip(FIELDS, (method, dataset, metric), strict=True):
                    chosen[field] = None if entity is None else entities[entity]["key"]
                    sure *= 1.0 if entity is None else entities[entity]["confidence"]
                found.append(
                    {
                        **chosen,
                        "value": number.value,
                        "unit": number.unit,
                        "relative": said.relative >= 0.5,
                        "confidence": round(sure, 4),
                        "start": number.start,
                        "end": number.end,
                    }
                )
    return found


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
