"""Roles of in-paper entities: a reading and its entities in, one role each out, by weighted cues."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from extract.cues import Reading, bucket, probabilities, weights
from extract.grouping import fold as grouping_fold

_PROPOSE = frozenset(
    (
        "propose",
        "introduce",
        "present",
        "develop",
        "design",
        "release",
        "proposes",
        "introduces",
        "presents",
        "develops",
    )
)
_MOST_MENTIONS = 40
"""The words around only so many mentions of an entity are looked at."""

_NAME_LIKE = re.compile(r"[A-Z].*[A-Z0-9]|[a-z][A-Z]|\d")


def role_features(reading: Reading, entity: Mapping[str, Any], *, rank: int, rivals: int, proposal: int) -> list[str]:
    """Name the features that tell an entity's role.

    Parameters
    ----------
    reading : Reading
        The text with all entities.
    entity : mapping
        The entity, in the shape of `Entity.to_dict`.
    rank : int
        How many entities of its label are met before it.
    rivals : int
        How many entities of its label the paper has.
    proposal : int
        Index of the first sentence in which the authors propose something, 0 if there is none.
    """
    places = reading.places[entity["key"]]
    items = [reading.items[place] for place in places]
    texts = sorted({mention["text"] for mention in entity["mentions"]})
    last = max(len(reading.sentences) - 1, 1)
    met = [item.sentence for item in items]
    features = [
        f"count{bucket(len(items), (1, 2, 3, 5))}",
        f"rank{bucket(rank, (0, 1, 2, 4))}",
        f"rivals{bucket(rivals, (1, 2, 4, 8))}",
        f"first{bucket(round(10 * met[0] / last), (0, 1, 3, 5, 8))}",
        f"last{bucket(round(10 * met[-1] / last), (0, 1, 3, 5, 8))}",
        f"texts{bucket(len(texts), (1, 2, 3))}",
    ]
    if met[0] == 0:
        features.append("title")
        features.append(f"title and count{bucket(len(items), (1, 2, 3, 5))}")
        following = reading.text[items[0].end : items[0].end + 3].lstrip()
        if items[0].start == reading.items[0].start and following[:1] in (":", "-", "\u2013", "\u2014"):
            features.append("title head")
    if any(_NAME_LIKE.search(text) for text in texts):
        features.append("name")
    for text in texts:
        words = re.split(r"[\s\-/]+", text)
        features += [f"word {word}" for word in grouping_fold(text).split()]
        features.append(f"head {grouping_fold(words[-1])}")
        features.append(f"capitals {_capitals(words)}")
    if len(texts) > 1 and any(text.isupper() for text in texts):
        features.append("abbreviated")
    features.append(f"proposed{bucket(met[-1] - proposal, (-1, 0, 1))}" if proposal else "no proposal")
    if proposal in met:
        features.append("in proposal")
    for place in places[:_MOST_MENTIONS]:
        features += _context(reading, place)
    return features


def _capitals(words: Sequence[str]) -> str:
    """How a mention is spelled: all, some or no words with a capital, or with one inside."""
    if any(any(letter.isupper() for letter in word[1:]) for word in words):
        return "inside"
    upper = sum(word[:1].isupper() for word in words)
    return "all" if upper == len(words) else "some" if upper else "none"


def _first_proposal(reading: Reading) -> int:
    """Index of the first sentence in which the authors propose something, 0 if there is none."""
    for item in reading.items:
        if item.word in _PROPOSE and item.sentence:
            return item.sentence
    return 0


def _context(reading: Reading, place: int) -> list[str]:
    """Words around one mention: the nearest with their place, farther ones as a bag."""
    if reading.items[place].sentence == 0:
        return [f"title-{word}" for word in reading.before(place, 2)] + [
            f"title+{word}" for word in reading.after(place, 2)
        ]
    before, after = reading.before(place, 12), reading.after(place, 6)
    sentence = reading.items[place].sentence
    opening = reading.opening(sentence)
    features = [f"opens {opening[0]}", f"opens {' '.join(opening[:2])}"]
    features += [f"-{n} {word}" for n, word in enumerate(before[:2], 1)]
    features.append(f"-- {' '.join(reversed(before[:2]))}")
    features += [f"+{n} {word}" for n, word in enumerate(after[:2], 1)]
    features += [f"-- {word}" for word in before]
    features += [f"++ {word}" for word in after]
    if not before:
        features.append("-1 start")
    propose = next((n for n, word in enumerate(before) if word in _PROPOSE), None)
    if propose is not None:
        between = before[:propose]
        features.append(f"proposed at {bucket(propose, (1, 3, 6))}")
        features.append(f"proposed over {sum(word.startswith('<') for word in between)}")
        if "," in between or "that" in between or "to" in between or "with" in between:
            features.append("proposed in passing")
    return features


def assign_roles(reading: Reading, entities: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Give every entity the probability of each role.

    Parameters
    ----------
    reading : Reading
        The text with these entities.
    entities : sequence of mapping
        In order of first mention.

    Returns
    -------
    dict
        Entity key to role to probability.
    """
    models = weights()["roles"]
    return {key: probabilities(models[label], features) for key, label, features in role_cases(reading, entities)}


def role_cases(reading: Reading, entities: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, list[str]]]:
    """List key, label and features of every entity."""
    rivals = Counter(entity["label"] for entity in entities)
    met: Counter[str] = Counter()
    proposal = _first_proposal(reading)
    cases = []
    for entity in entities:
        label = entity["label"]
        features = role_features(reading, entity, rank=met[label], rivals=rivals[label], proposal=proposal)
        cases.append((str(entity["key"]), str(label), features))
        met[label] += 1
    return cases
