"""Component `litkg_relations`: doc._.litkg_entities in, doc._.litkg_relations out, by weighted cues of each pair."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, permutations
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.cues import Reading, bucket, probabilities, weights
from extract.grouping import fold
from extract.schema import PATTERNS, SYMMETRIC, Label, RelationType, Role

NONE = "none"
"""The class of a pair without relation."""

CUT = 0.2
"""Relations less likely than this are left out: F1 is highest where the cut is half of the F1 reached (Lipton et
al., Optimal Thresholding of Classifiers to Maximize F1 Measure, 2014). On certain mentions 0.27 would be best."""

_MOST_ENTITIES = 150
"""Only so many entities of a paper are related: an abstract has a tenth of it, and pairs grow quadratically."""

_MOST_MENTIONS = 40
"""Only so many mentions of an entity are looked at, for the same reason."""

_WINDOW = 14
"""So many words between two mentions are looked at."""

_HEAD_SHOWS = frozenset((RelationType.PART_OF, RelationType.IS_A))
"""Relations that the sentence of the head shows best when both ends never meet; else the tail's."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The closest pair of mentions of two entities: items in the reading and how many sentences lie between."""

    head: int
    tail: int
    apart: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An ordered pair of entities with all that its features need."""

    head: Mapping[str, Any]
    tail: Mapping[str, Any]
    meeting: Meeting
    features: list[str]

    @property
    def kind(self) -> str:
        """Name of the model for these labels."""
        return f"{self.head['label']} {self.tail['label']}"


@cache
def classes(head: Label, tail: Label) -> list[str]:
    """List the outcomes of a pair of these labels: none, then the relation types that the schema allows.

    >>> classes(Label.METHOD, Label.TASK)
    ['none', 'USED_FOR']
    """
    allowed = [kind.value for kind in RelationType if (head, kind, tail) in PATTERNS]
    return [NONE, *allowed] if allowed else []


def relation_cases(reading: Reading, entities: Sequence[Mapping[str, Any]]) -> Iterator[Pair]:
    """Give every ordered pair that the schema lets relate, with its features.

    Parameters
    ----------
    reading : Reading
        The text with these entities.
    entities : sequence of mapping
        Entities with their roles, in order of first mention.
    """
    labels = [Label(entity["label"]) for entity in entities]
    rank = {entity["key"]: labels[:i].count(labels[i]) for i, entity in enumerate(entities)}
    main = _main_method(reading, entities)
    shared = [f"own{bucket(sum(e['role'] == Role.INTRODUCED for e in entities), (0, 1, 2, 4))}"]
    words = {entity["key"]: fold(entity["name"]).split() for entity in entities}
    alone = {e["key"]: _alone(reading, e, rank[e["key"]], is_main=e["key"] == main) for e in entities}
    for head, tail in permutations(entities, 2):
        if not classes(Label(head["label"]), Label(tail["label"])):
            continue
        meeting = _closest(reading, reading.places[head["key"]], reading.places[tail["key"]])
        together = bucket(meeting.apart, (0, 1, 2))
        features = [
            *shared,
            f"apart{together}",
            f"roles {head['role']} {tail['role']}",
            f"roles {head['role']} {tail['role']} apart{together}",
            *(f"head {feature}" for feature in alone[head["key"]]),
            *(f"tail {feature}" for feature in alone[tail["key"]]),
        ]
        if main in (head["key"], tail["key"]):
            which = "head" if head["key"] == main else "tail"
            other = tail if which == "head" else head
            features += [f"main {which} {other['role']}", f"main {which} {other['role']} apart{together}"]
        if head["label"] == tail["label"]:
            features += _shared_words(words[head["key"]], words[tail["key"]])
        if meeting.apart == 0:
            features += _between(reading, meeting)
        yield Pair(head, tail, meeting, features)


def _main_method(reading: Reading, entities: Sequence[Mapping[str, Any]]) -> str:
    """Key of the method that the paper is about: introduced, in the title if possible, most mentioned; or empty."""
    own = [e for e in entities if e["label"] == Label.METHOD and e["role"] == Role.INTRODUCED]
    own.sort(key=lambda e: (reading.items[reading.places[e["key"]][0]].sentence > 0, -len(reading.places[e["key"]])))
    return str(own[0]["key"]) if own else ""


def _alone(reading: Reading, entity: Mapping[str, Any], rank: int, *, is_main: bool) -> list[str]:
    """Features of one end."""
    met = [reading.items[place].sentence for place in reading.places[entity["key"]]]
    last = max(len(reading.sentences) - 1, 1)
    features = [
        str(entity["role"]),
        f"rank{bucket(rank, (0, 1, 3, 6))}",
        f"count{bucket(len(met), (1, 2, 4))}",
        f"first{bucket(round(10 * met[0] / last), (0, 2, 5, 8))}",
        f"last{bucket(round(10 * met[-1] / last), (0, 2, 5, 8))}",
        f"word {fold(entity['name']).rpartition(' ')[2]}",
    ]
    if is_main:
        features.append("main")
    if met[0] == 0:
        features += ["title", f"title {entity['role']}"]
    return features


def _shared_words(head: Sequence[str], tail: Sequence[str]) -> list[str]:
    """Features of two names of one label that share words: a longer name with the same end is often a kind of it."""
    if len(head) > len(tail) and list(head[-len(tail) :]) == list(tail):
        return ["tail ends head"]
    if len(head) < len(tail) and list(tail[-len(head) :]) == list(head):
        return ["head ends tail"]
    features = []
    if head and tail and head[-1] == tail[-1]:
        features.append("same last word")
    if set(tail) <= set(head):
        features.append("tail in head")
    if set(head) <= set(tail):
        features.append("head in tail")
    return features


def _closest(reading: Reading, heads: Sequence[int], tails: Sequence[int]) -> Meeting:
    """Find the closest pair of mentions: fewest sentences between, the abstract before the title, then fewest words."""
    items = reading.items

    def distance(pair: tuple[int, int]) -> tuple[int, bool, int, int]:
        head, tail = pair
        first, second = items[head].sentence, items[tail].sentence
        # From the title to the abstract is farther than the one line that lies between.
        apart = abs(first - second) if (first == 0) == (second == 0) else 2 + abs(first - second)
        return apart, first == 0, abs(head - tail), head

    pairs = ((head, tail) for head in heads[:_MOST_MENTIONS] for tail in tails[:_MOST_MENTIONS])
    head, tail = min(pairs, key=distance)
    return Meeting(head, tail, distance((head, tail))[0])


def _between(reading: Reading, meeting: Meeting) -> list[str]:
    """Features of two mentions in one sentence: order, distance, words between and around."""
    low, high = sorted((meeting.head, meeting.tail))
    order = ">" if meeting.head < meeting.tail else "<"
    between = [item.word for item in reading.items[low + 1 : high]]
    features = [
        f"order{order}",
        f"gap{order}{bucket(len(between), (0, 1, 2, 4, 8, 16))}",
        f"mentions{order}{bucket(sum(word.startswith('<') for word in between), (0, 1, 3))}",
        "title" if reading.items[low].sentence == 0 else "abstract",
        f"opens {' '.join(reading.opening(reading.items[low].sentence))}",
    ]
    if len(between) <= 3:
        features.append(f"only{order} {' '.join(between)}")
    if len(between) <= _WINDOW:
        features += [f"between{order} {word}" for word in between]
        features += [f"between{order} {first} {second}" for first, second in pairwise(between)]
    features += [f"before{order} {word}" for word in reading.before(low, 3)]
    features += [f"after{order} {word}" for word in reading.after(high, 3)]
    return features


def find_relations(text: str, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Relate the entities of a paper.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    entities : sequence of mapping
        Entities in the shape of `Entity.to_dict`.

    Returns
    -------
    list of dict
        Relations in the shape of `Relation.to_dict`, by head, type and tail. The confidence is the probability of the
        relation times that of both ends; what is less likely than `CUT` is left out.
    """
    entities = entities[:_MOST_ENTITIES]
    reading = Reading(text, entities)
    models = weights()["relations"]
    likely: dict[tuple[str, RelationType, str], tuple[float, Pair]] = {}
    for pair in relation_cases(reading, entities):
        sure = pair.head["confidence"] * pair.tail["confidence"]
        for name, probability in probabilities(models[pair.kind], pair.features).items():
            if name != NONE:
                likely[pair.head["key"], RelationType(name), pair.tail["key"]] = probability * sure, pair
    order = {entity["key"]: i for i, entity in enumerate(entities)}
    found = []
    for (head, kind, tail), (one_way, pair) in likely.items():
        other_way = likely[tail, kind, head][0] if kind in SYMMETRIC else 0.0
        if (other_way, order[head]) > (one_way, order[tail]) and kind in SYMMETRIC:
            continue
        confidence = min(one_way + other_way, 1.0)
        if confidence >= CUT:
            start, end = _evidence(reading, pair.meeting, kind)
            found.append(
                {
                    "head": head,
                    "type": kind.value,
                    "tail": tail,
                    "confidence": round(confidence, 4),
                    "start": start,
                    "end": end,
                }
            )
    return sorted(found, key=lambda r: (order[r["head"]], r["type"], order[r["tail"]]))


def _evidence(reading: Reading, meeting: Meeting, kind: RelationType) -> tuple[int, int]:
    """Span of the sentence that shows a relation; of both where one follows the other."""
    head, tail = reading.items[meeting.head].sentence, reading.items[meeting.tail].sentence
    if meeting.apart == 1:
        first, last = sorted((head, tail))
    else:
        first = last = head if kind in _HEAD_SHOWS and head else tail or head
    return reading.sentences[first][0], reading.sentences[last][1]


@Language.factory("litkg_relations", requires=["doc._.litkg_entities"], assigns=["doc._.litkg_relations"])
def make_relations(nlp: Language, name: str) -> "Relations":
    """Create the component; it has no settings."""
    return Relations()


class Relations:
    """Relate the entities of a paper."""

    def __init__(self) -> None:
        for extension in ("litkg_entities", "litkg_relations"):
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=[])

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.litkg_relations``."""
        doc._.litkg_relations = find_relations(doc.text, doc._.litkg_entities)
        return doc
