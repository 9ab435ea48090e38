"""Component `litkg_results`: doc._.litkg_entities in, doc._.litkg_results out: numbers and what they measure."""

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.cues import Reading, bucket, probabilities, weights
from extract.numbers import number_spans
from extract.schema import Label, Role

FIELDS: Mapping[str, Label] = {"method": Label.METHOD, "dataset": Label.DATASET, "metric": Label.METRIC}
"""Fields of a result and the label of what may fill them."""

NUMBER_CUT = 0.4
"""Numbers less likely to be a result than this are left out: highest F1 of value and metric on held-out gold."""

FIELD_CUTS: Mapping[str, float] = {"method": 0.3, "dataset": 0.4, "metric": 0.2}
"""A field stays empty where no entity is this likely to fill it: highest F1 on held-out gold."""

_MOST_NUMBERS = 300
_MOST_ENTITIES = 150
"""Only so many numbers and entities of a text are paired: more is a table, and pairs grow quadratically."""

_WINDOW = 40
"""So many words of the sentence on each side of a number are looked at."""

SEVERAL = 0.5
"""A number is about each of the datasets and metrics that are at least this likely."""

_UNIT = re.compile(
    r"\s?\\?(%)|\s?(?:\$?\\times\$?|\u00d7)|\s?[xX](?![A-Za-z0-9])"
    r"|[\s-]?(times|fold|percentage points|points|percent|pp|ms|FPS|fps|dB|hours|minutes|seconds|s|mm|cm|m|MB|GB|KB"
    r"|mAP|AP|tokens|steps)(?![A-Za-z0-9])"
)
_BOUND = re.compile(
    r"(up to|over|at least|more than|less than|exceeding|above|below|under|>=?|<=?) (?:an? )?\$?$", re.IGNORECASE
)
_SIGN = re.compile(r"(?:(?<=[\s(])|^)[+\u2212-]$")
_YEAR = re.compile(r"(19|20)\d\d$")
_LARGE = re.compile(r"\s?(k|K|M|B|million|billion|thousand|trillion)(?![A-Za-z0-9])|[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its span, the value as written, its unit, and its first and last item in the reading."""

    start: int
    end: int
    value: str
    unit: str
    first: int
    last: int


def find_numbers(reading: Reading) -> list[Number]:
    """List the numbers that stand outside the mentions.

    Parameters
    ----------
    reading : Reading
        The text with its entities.

    Returns
    -------
    list of Number
        In order. "From 3 to 5" gives two numbers, "3-5" is one. The value has its sign and a bound such as "up to".
    """
    text = reading.text
    places = {item.start: place for place, item in enumerate(reading.items)}
    found = []
    for start, end in _split_from(text, number_spans(text)):
        first = last = places.get(start, -1)
        if first < 0:
            continue
        while last + 1 < len(reading.items) and reading.items[last + 1].start < end:
            last += 1
        if any(item.key is not None for item in reading.items[first : last + 1]):
            continue
        unit = _UNIT.match(text, end)
        sign = _SIGN.search(text[max(0, start - 2) : start])
        begin = start - len(sign.group()) if sign else start
        bound = _BOUND.search(text[max(0, begin - 16) : begin])
        begin = begin - len(bound.group()) if bound else begin
        name = "" if unit is None else unit.group(1) or unit.group(2) or "x"
        found.append(Number(begin, end, text[begin:end], name, first, last))
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


def number_features(reading: Reading, number: Number) -> list[str]:
    """Name the features that tell whether a number is a result, and whether a relative one."""
    text = reading.text
    sentence = reading.items[number.first].sentence
    before, after = reading.before(number.first, _WINDOW), reading.after(number.last, _WINDOW)
    mentioned = {word for word in (*before, *after) if word.startswith("<")}
    digits = text[reading.items[number.first].start : number.end]
    features = [
        f"unit {number.unit}",
        f"place{bucket(round(10 * sentence / max(len(reading.sentences) - 1, 1)), (0, 2, 5, 8))}",
        f"opens {' '.join(reading.opening(sentence))}",
        f"shape {re.sub('[0-9]+', '0', digits)[:12]}",
        *(f"sentence has {word}" for word in sorted(mentioned)),
        *(f"-{n} {word}" for n, word in enumerate(before[:3], 1)),
        *(f"+{n} {word}" for n, word in enumerate(after[:3], 1)),
        *(f"-- {word}" for word in before[:10]),
        *(f"++ {word}" for word in after[:8]),
        *(f"sentence {word}" for word in (*before, *after)),
    ]
    if _YEAR.match(digits):
        features.append("year")
    if not number.unit and _LARGE.match(text, number.end):
        features.append("large")
    if number.value[:1].isalpha():
        features.append("bound")
    return features


def place_features(reading: Reading, number: Number, entity: Mapping[str, Any], is_main: bool) -> list[str]:
    """Name the features that tell whether a number is about an entity: its role, where its nearest mention stands."""
    here = reading.items[number.first].sentence
    places = reading.places[entity["key"]]
    at = bisect(places, number.first)
    near = places[max(0, at - 1) : at + 1]
    place = min(near, key=lambda p: (abs(reading.items[p].sentence - here), abs(p - number.first)))
    there = reading.items[place].sentence
    features = [str(entity["role"]), f"count{bucket(len(places), (1, 2, 4))}"]
    if is_main:
        features.append("main")
    if there != here:
        side = "title" if there == 0 else "earlier" if there < here else "later"
        return [*features, side, f"{side} {entity['role']}", f"{side}{bucket(abs(here - there), (1, 2, 4))}"]
    low, high, side = (place, number.first, "<") if place < number.first else (number.last, place, ">")
    between = reading.items[low + 1 : high]
    label = f"<{entity['label']}>"
    rivals = sum(item.word == label and item.key != entity["key"] for item in between)
    numbers = sum(item.word == "#" for item in between)
    features += [
        f"side{side}",
        f"rivals{side}{bucket(rivals, (0, 1, 2))}",
        f"rivals{side}{bucket(rivals, (0, 1, 2))} numbers{bucket(numbers, (0, 1, 2))}",
        f"gap{side}{bucket(len(between), (0, 1, 2, 3, 5, 8, 14))}",
        f"gap{side}{bucket(len(between), (0, 2, 5, 10))} {entity['role']}",
        f"beside{side} {between[-1 if side == '<' else 0].word}" if between else f"beside{side}",
        f"at{side} {between[0 if side == '<' else -1].word}" if between else f"at{side}",
    ]
    if len(between) <= 8:
        features += [f"between{side} {item.word}" for item in between]
    return features


def result_cases(
    reading: Reading, entities: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Number, list[str], dict[str, list[tuple[str, list[str]]]]]]:
    """Give every number with its features and, for each field, the entities that may fill it with theirs."""
    own = [e["key"] for e in entities if e["label"] == Label.METHOD and e["role"] == Role.INTRODUCED]
    main = max(own, key=lambda key: len(reading.places[key]), default="")
    for number in find_numbers(reading)[:_MOST_NUMBERS]:
        fillers = {
            field: [
                (entity["key"], place_features(reading, number, entity, entity["key"] == main))
                for entity in entities
                if entity["label"] == label
            ]
            for field, label in FIELDS.items()
        }
        yield number, number_features(reading, number), fillers


def find_results(text: str, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Find the numbers that a paper reports and what they are about.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    entities : sequence of mapping
        Entities in the shape of `Entity.to_dict`.

    Returns
    -------
    list of dict
        Results in the shape of `Result.to_dict`, in order of the text. The confidence is the probability that the
        number is a result times that of each field, the ends' own confidences included.
    """
    entities = entities[:_MOST_ENTITIES]
    reading = Reading(text, entities)
    models = weights()["results"]
    sure = {entity["key"]: entity["confidence"] for entity in entities}
    found = []
    for number, features, fillers in result_cases(reading, entities):
        confidence = probabilities(models["number"], features)["yes"]
        if confidence < NUMBER_CUT:
            continue
        chosen: dict[str, list[str | None]] = {}
        for field, candidates in fillers.items():
            likely = [(probabilities(models[field], cues)["yes"], key) for key, cues in candidates]
            keys, share = _choose(likely, FIELD_CUTS[field])
            confidence *= share
            chosen[field] = keys
        relative = probabilities(models["relative"], features)["yes"] >= 0.5
        for metric in chosen["metric"]:
            for dataset in chosen["dataset"]:
                method = chosen["method"][0]
                ends = [sure[key] for key in (method, dataset, metric) if key is not None]
                joint = confidence
                for end in ends:
                    joint *= end
                found.append(
                    {
                        "method": method,
                        "dataset": dataset,
                        "metric": metric,
                        "value": number.value,
                        "unit": number.unit,
                        "relative": relative,
                        "confidence": round(joint, 4),
                        "start": number.start,
                        "end": number.end,
                    }
                )
    return found


def _choose(likely: Sequence[tuple[float, str]], cut: float) -> tuple[list[str | None], float]:
    """Choose the fillers of a field, nothing where none reaches the cut, and how likely the choice is right."""
    ordered = sorted(likely, key=lambda pair: -pair[0])
    if not ordered or ordered[0][0] < cut:
        nothing = 1.0
        for probability, _ in ordered:
            nothing *= 1 - probability
        return [None], nothing
    several = [key for probability, key in ordered if probability >= SEVERAL] or [ordered[0][1]]
    return list(several), ordered[0][0]


@Language.factory("litkg_results", requires=["doc._.litkg_entities"], assigns=["doc._.litkg_results"])
def make_results(nlp: Language, name: str) -> "Results":
    """Create the component; it has no settings."""
    return Results()


class Results:
    """Find the numbers that a paper reports and what they are about."""

    def __init__(self) -> None:
        for extension in ("litkg_entities", "litkg_results"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=[])

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.litkg_results``."""
        doc._.litkg_results = find_results(doc.text, doc._.litkg_entities)
        return doc
