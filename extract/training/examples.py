"""Gold annotations to training examples: one paper in, its words, spans, pairs and targets out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from tokenizers import Tokenizer

from extract.corpora import Document
from extract.encoder import windows
from extract.features import ALLOWED, LABELS, TYPES, Floats, Span, between, closest, distance, pair, standing, strings
from extract.numbers import number_spans
from extract.pieces import Pieces, cut
from extract.schema import SYMMETRIC, Role
from extract.scoring import fold, gold_spans
from extract.sentences import sentence_index, sentences

ROLES = tuple(Role)
POINTERS = ("method", "dataset", "metric")
"""Fields of a result, in the order of the heads that point at them."""


@dataclass
class Example:
    """One paper, ready for the network. Word spans are (first, last) inclusive where they feed the network.

    `near` are the two mentions of each pair that stand nearest to each other, `runs` the words between them;
    `number_runs` the words between each number and each mention, number after number.
    """

    pieces: Pieces
    tags: list[int]
    units: "Group"
    same: list[tuple[int, int, int]]
    strings: list[Floats]
    entities: "Group"
    roles: list[int]
    pairs: list[tuple[int, int]]
    pair_features: list[Floats]
    relations: list[list[float]]
    numbers: list[Span] = field(default_factory=list)
    reported: list[tuple[float, float]] = field(default_factory=list)
    pointers: list[tuple[frozenset[int], ...] | None] = field(default_factory=list)
    distances: list[list[Floats]] = field(default_factory=list)
    standing: list[Floats] = field(default_factory=list)
    near: list[tuple[int, int]] = field(default_factory=list)
    runs: list[Span] = field(default_factory=list)
    number_runs: list[Span] = field(default_factory=list)
    corpus: str = ""

    @classmethod
    def tagged(cls, pieces: Pieces, tags: list[int], corpus: str) -> Self:
        """Make an example of another corpus, which has tags alone."""
        none = Group([], [], [])
        return cls(pieces, tags, none, [], [], none, [], [], [], [], corpus=corpus)


@dataclass
class Group:
    """Mentions with their owners: entities, or units of equal strings."""

    spans: list[Span]
    owner: list[int]
    labels: list[int]

    def of(self, index: int) -> list[Span]:
        """Word spans (end exclusive) of the mentions of one owner."""
        return [(a, b + 1) for (a, b), o in zip(self.spans, self.owner, strict=True) if o == index]


def example(gold: Mapping[str, Any], tokenizer: Tokenizer) -> Example | None:
    """Turn one gold paper into an example; None where the text has no word."""
    text = f"{gold['title']}\n{gold['abstract']}"
    pieces = cut(text, tokenizer)
    if not pieces.words:
        return None
    mentions = _mentions(gold, text, pieces)
    tags = [0] * len(pieces.words)
    for (first, last), entity, _ in mentions:
        label = LABELS.index(gold["entities"][entity]["label"])
        tags[first : last + 1] = [2 * label + 2] * (last + 1 - first)
        tags[first] = 2 * label + 1
    bounds = sentences(text)
    sentence = [sentence_index(bounds, start) for start, _ in pieces.words]
    entities, order = _entities(gold, mentions)
    units, members = _units(gold, mentions)
    same, features = _same(units, members)
    pairs, pair_features, relations = _pairs(gold, entities, order, sentence)
    words = [text[a:b].lower() for a, b in pieces.words]
    out = Example(
        pieces=pieces,
        tags=tags,
        units=units,
        same=same,
        strings=features,
        entities=entities,
        roles=[ROLES.index(Role(gold["entities"][i]["role"])) for i in order],
        pairs=pairs,
        pair_features=pair_features,
        relations=relations,
        standing=[standing(entities.of(i), sentence, words) for i in range(len(entities.labels))],
    )
    _near(out)
    _results(gold, text, out, order, sentence)
    return out


def _mentions(gold: Mapping[str, Any], text: str, pieces: Pieces) -> list[tuple[Span, int, str]]:
    """Every gold mention as (first and last word, index of its entity, surface)."""
    owners = {(e["label"], s): i for i, e in enumerate(gold["entities"]) for s in e["surfaces"]}
    out, taken = [], -1
    for start, end, label in sorted(gold_spans(gold)):
        inside = [i for i, (a, b) in enumerate(pieces.words) if a < end and b > start]
        surface = text[start:end]
        if inside and inside[0] > taken and (label, surface) in owners:
            out.append(((inside[0], inside[-1]), owners[label, surface], surface))
            taken = inside[-1]
    return out


def _entities(gold: Mapping[str, Any], mentions: list[tuple[Span, int, str]]) -> tuple[Group, list[int]]:
    """Entities that have a mention, and the index in the gold of each."""
    order = sorted({entity for _, entity, _ in mentions})
    place = {entity: i for i, entity in enumerate(order)}
    labels = [LABELS.index(gold["entities"][i]["label"]) for i in order]
    return Group([s for s, _, _ in mentions], [place[e] for _, e, _ in mentions], labels), order


def _units(gold: Mapping[str, Any], mentions: list[tuple[Span, int, str]]) -> tuple[Group, list[tuple[int, str]]]:
    """Mentions of one label and folded string are one unit; also the entity and the first surface of each."""
    keys: dict[tuple[str, str], int] = {}
    members: list[tuple[int, str]] = []
    group = Group([], [], [])
    for span, entity, surface in mentions:
        label = gold["entities"][entity]["label"]
        key = (label, fold(surface))
        if key not in keys:
            keys[key] = len(members)
            members.append((entity, surface))
            group.labels.append(LABELS.index(label))
        group.spans.append(span)
        group.owner.append(keys[key])
    return group, members


def _same(units: Group, members: list[tuple[int, str]]) -> tuple[list[tuple[int, int, int]], list[Floats]]:
    """Pairs of units of one label with 1 where they are one entity, and their string features."""
    pairs = [
        (i, j, int(members[i][0] == members[j][0]))
        for i in range(len(members))
        for j in range(i + 1, len(members))
        if units.labels[i] == units.labels[j]
    ]
    return pairs, [strings(members[i][1], members[j][1]) for i, j, _ in pairs]


def _pairs(
    gold: Mapping[str, Any], entities: Group, order: list[int], sentence: list[int]
) -> tuple[list[tuple[int, int]], list[Floats], list[list[float]]]:
    """Ordered pairs of entities that some relation type may join, their features and targets."""
    place = {gold["entities"][i]["key"]: n for n, i in enumerate(order)}
    stated = {(place.get(r["head"]), r["type"], place.get(r["tail"])) for r in gold["relations"]}
    stated |= {(tail, kind, head) for head, kind, tail in stated if kind in SYMMETRIC}
    pairs = [
        (h, t)
        for h, head in enumerate(entities.labels)
        for t, tail in enumerate(entities.labels)
        if h != t and ALLOWED[head, tail].any()
    ]
    spans = [entities.of(i) for i in range(len(entities.labels))]
    features = [pair(spans[h], spans[t], sentence) for h, t in pairs]
    return pairs, features, [[float((h, kind, t) in stated) for kind in TYPES] for h, t in pairs]


def _near(out: Example) -> None:
    """Add the nearest mentions of each pair and the words between them."""
    mentions = [out.entities.of(i) for i in range(len(out.entities.labels))]
    place = {(a, b + 1): i for i, (a, b) in enumerate(out.entities.spans)}
    for h, t in out.pairs:
        head, tail = closest(mentions[h], mentions[t])
        out.near.append((place[head], place[tail]))
        out.runs.append(between(head, tail))


def _locate(result: Mapping[str, Any], text: str) -> list[tuple[int, int]]:
    """Where the value of a result stands in the text."""
    pattern = r"(?<![\d.])" + re.escape(result["value"]) + r"(?!\d|[.,]\d)"
    return [m.span() for m in re.finditer(pattern, text)]


def _results(gold: Mapping[str, Any], text: str, out: Example, order: list[int], sentence: list[int]) -> None:
    """Add the numbers of the paper, which of them are results, and what each is a result of."""
    place = {gold["entities"][i]["key"]: n for n, i in enumerate(order)}
    named = {word for first, last in out.entities.spans for word in range(first, last + 1)}
    targets: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    spans = number_spans(text)
    for result in gold["results"]:
        for start, end in _locate(result, text):
            for span in spans:
                if span[0] < end and span[1] > start:
                    targets.setdefault(span, []).append(result)
    for span in spans:
        words = [i for i, (a, b) in enumerate(out.pieces.words) if a < span[1] and b > span[0]]
        if not words or (words[0] in named and span not in targets):
            continue
        results = targets.get(span, [])
        out.numbers.append((words[0], words[-1]))
        out.reported.append((float(bool(results)), float(any(r.get("relative") for r in results))))
        if results:
            out.pointers.append(
                tuple(
                    frozenset(place[r[f]] if r[f] is not None else -1 for r in results if r[f] is None or r[f] in place)
                    for f in POINTERS
                )
            )
        else:
            out.pointers.append(None)
        here = (words[0], words[-1] + 1)
        out.distances.append([distance(here, (a, b + 1), sentence) for a, b in out.entities.spans])
        out.number_runs += [between(here, (a, b + 1)) for a, b in out.entities.spans]


def examples(golds: Iterable[Mapping[str, Any]], tokenizer: Tokenizer) -> list[Example]:
    """Examples of all papers that have words."""
    return [made for gold in golds if (made := example(gold, tokenizer)) is not None]


def corpus_examples(
    documents: Iterable[Document], name: str, labels: Sequence[str], tokenizer: Tokenizer, longest: int
) -> list[Example]:
    """Examples of another corpus: texts with tags alone, long ones in parts of at most `longest` pieces."""
    made = []
    for document in documents:
        pieces = cut(document.text, tokenizer)
        tags = [0] * len(pieces.words)
        for start, end, label in document.spans:
            inside = [i for i, (a, b) in enumerate(pieces.words) if a < end and b > start]
            for i in inside:
                tags[i] = 2 * labels.index(label) + 1 + (i != inside[0])
        for first, past in windows([len(ids) for ids in pieces.ids], longest - 2, 0) if pieces.words else ():
            part = Pieces(pieces.words[first:past], pieces.ids[first:past], pieces.shapes[first:past])
            made.append(Example.tagged(part, tags[first:past], name))
    return made
