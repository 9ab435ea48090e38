"""Cues of roles, relations and results: a text with its mentions in, features and probabilities out; reads cues.json.

The weights are those of small logistic regressions, estimated by `extract/training/cues.py` on annotated abstracts.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extract.sentences import sentence_index, sentences
from extract.words import word_spans

CUES_FILE = "cues.json"


@dataclass(frozen=True, slots=True)
class Item:
    """A word of the text or a whole mention; `word` of a mention is its label in angle brackets."""

    word: str
    start: int
    end: int
    sentence: int
    key: str | None = None


class Reading:
    """A text as features see it: sentences, and items in which every mention of an entity is one item.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    entities : iterable of mapping
        Entities in the shape of `Entity.to_dict`; only key, label and mentions are looked at.
    """

    def __init__(self, text: str, entities: Iterable[Mapping[str, Any]]) -> None:
        self.text = text
        self.sentences = sentences(text)
        named = sorted(
            (mention["start"], mention["end"], f"<{entity['label']}>", entity["key"])
            for entity in entities
            for mention in entity["mentions"]
        )
        self.items: list[Item] = []
        self.places: dict[str, list[int]] = {}
        following = 0
        for start, end in word_spans(text):
            while following < len(named) and named[following][0] < end:
                first, last, word, key = named[following]
                self.places.setdefault(key, []).append(len(self.items))
                self.items.append(Item(word, first, last, sentence_index(self.sentences, first), key))
                following += 1
            if not self.items or self.items[-1].end <= start:
                word = text[start:end].lower()
                word = "#" if word[0].isdigit() else word
                self.items.append(Item(word, start, end, sentence_index(self.sentences, start)))
        self._openings: dict[int, list[str]] = {}
        for item in self.items:
            opening = self._openings.setdefault(item.sentence, [])
            if len(opening) < 2:
                opening.append(item.word)

    def opening(self, sentence: int) -> list[str]:
        """Give the first two words of a sentence."""
        return self._openings.get(sentence, [""])

    def before(self, place: int, count: int) -> list[str]:
        """Give up to `count` words before an item, nearest first, within its sentence."""
        sentence, low = self.items[place].sentence, max(0, place - count)
        return [item.word for item in reversed(self.items[low:place]) if item.sentence == sentence]

    def after(self, place: int, count: int) -> list[str]:
        """Give up to `count` words after an item, nearest first, within its sentence."""
        sentence = self.items[place].sentence
        return [item.word for item in self.items[place + 1 : place + 1 + count] if item.sentence == sentence]


def bucket(number: int, bounds: Sequence[int]) -> str:
    """Name the first bound that a number does not exceed.

    >>> bucket(3, (0, 1, 5)), bucket(9, (0, 1, 5))
    ('<=5', '>5')
    """
    return next((f"<={bound}" for bound in bounds if number <= bound), f">{bounds[-1]}")


@cache
def weights() -> dict[str, Any]:
    """Read the shipped weights once: group (roles, relations, results) to model name to classes and feature weights."""
    loaded: dict[str, Any] = json.loads(files("extract").joinpath(CUES_FILE).read_text(encoding="utf-8"))
    return loaded


def probabilities(model: Mapping[str, Any], features: Iterable[str]) -> dict[str, float]:
    """Multinomial logistic regression over features that are there or not.

    Parameters
    ----------
    model : mapping
        ``classes`` (list of names) and ``weights`` (feature to one weight a class); the feature "" is the bias.
    features : iterable of str
        Features of one case; unknown ones count nothing, repeated ones once.

    Returns
    -------
    dict
        Class to probability.

    Examples
    --------
    >>> model = {"classes": ["no", "yes"], "weights": {"": [0.0, 0.0], "we": [0.0, 1.0]}}
    >>> {name: round(p, 2) for name, p in probabilities(model, ["we", "unseen"]).items()}
    {'no': 0.27, 'yes': 0.73}
    """
    table = model["weights"]
    sums = list(table[""])
    for feature in sorted(set(features)):
        row = table.get(feature)
        if row is not None:
            sums = [total + weight for total, weight in zip(sums, row, strict=True)]
    top = max(sums)
    powers = [math.exp(total - top) for total in sums]
    return {name: power / sum(powers) for name, power in zip(model["classes"], powers, strict=True)}
