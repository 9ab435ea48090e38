"""Bring phrases that say one thing into one form: word order and word forms; folded names in, folded names out."""

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.schema import Label

_ARTICLES = frozenset({"the", "a", "an"})
_PREPOSITIONS = frozenset({"of", "in", "for", "on", "over", "across"})
"""Words that join an action and what it acts on; "from", "to", "by" and "with" say more than that."""

_PREFIXES = frozenset({"re", "pre", "de", "un", "dis", "mis", "over", "under", "fine", "sub", "co"})
"""Beginnings that a hyphen may have parted from a verb."""

_NO_VERBS = frozenset({"string", "spring", "thing", "ring", "king", "wing", "being", "during", "ceiling", "morning"})
_VERBS = frozenset({"forecast", "search", "design", "control", "transfer", "repair"})
"""Verbs that are nouns of action as they stand."""

_TRAITS = frozenset(
    "clustering coding embedding learning planning processing ranking reasoning routing sampling spiking thinking "  # noqa: SIM905
    "tracking training".split()
)
_DOERS = frozenset(
    "agent algorithm data head llm method model module network policy rate system time token transformer vector".split()  # noqa: SIM905
)
"""What a gerund of the first kind describes and does not act on: a reasoning model is no reasoning about models."""

_STATE = re.compile(r"(?:ness|ity|ance|ence|ency|acy|bias)$")
"""How nouns of a state end, which stand before prepositions as actions do: fairness in machine learning."""

_ENDINGS = (
    ("ification", "if"),
    ("ifying", "if"),
    ("cognition", "cogniz"),
    ("ization", "iz"),
    ("izing", "iz"),
    ("thesis", "thesiz"),
    ("ysis", "yz"),
    ("yzing", "yz"),
    ("gnosis", "gnos"),
    ("osition", "os"),
    ("quisition", "quir"),
    ("scription", "scrib"),
    ("version", "vert"),
    ("olution", "olv"),
    ("ation", ""),
    ("ating", ""),
    ("ssion", "ss"),
    ("sion", "s"),
    ("ction", "c"),
    ("cting", "c"),
    ("tion", "t"),
    ("ement", ""),
    ("ment", ""),
    ("retrieval", "retriev"),
    ("removal", "remov"),
    ("discovery", "discover"),
    ("recovery", "recover"),
    ("inference", "infer"),
    ("guidance", "guid"),
    ("maintenance", "maintain"),
    ("ing", ""),
)
"""How nouns and gerunds of action end, and what is left for both; the first that fits counts."""

_SHORTEST_STEM = 3
_LONGEST_PHRASE = 12

_ATIONAL = re.compile(r"(?<=[a-z]ation)al\b")
_SPOKEN_TO = re.compile(r"\b([a-z]{3,})2([a-z]{3,})\b")
_SHORT_YEAR = re.compile(r"^([a-z][a-z ]*?) ?([012]\d)(?= |$)")


def spelled(label: Label, folded: str) -> str:
    """Undo what is only another way to write a word: an adjective for its noun, a digit for "to", a year in two digits.

    >>> spelled(Label.METRIC, "computational cost"), spelled(Label.TASK, "sim2real transfer")
    ('computation cost', 'sim to real transfer')
    >>> spelled(Label.DATASET, "wmt14 en de"), spelled(Label.METHOD, "resnet 18")
    ('wmt 2014 en de', 'resnet 18')
    """
    text = _SPOKEN_TO.sub(r"\1 to \2", _ATIONAL.sub("", folded))
    if label is Label.METRIC and text.startswith("of "):
        return f"number {text}"  # "# of parameters"
    return _SHORT_YEAR.sub(r"\1 20\2", text) if label is Label.DATASET else text


@lru_cache(maxsize=1 << 15)
def action(word: str) -> str | None:
    """Stem of a noun or gerund that names an action; None for any other word.

    >>> [action(w) for w in ("segmentation", "segmenting", "recognition", "recognizing", "planning", "model")]
    ['segment', 'segment', 'recogniz', 'recogniz', 'plan', None]
    """
    if word in _VERBS:
        return word
    for ending, rest in _ENDINGS:
        stem = word.removesuffix(ending) + rest
        if word.endswith(ending) and len(stem) >= _SHORTEST_STEM and word not in _NO_VERBS:
            return stem[:-1] if ending == "ing" and re.search(r"([bdglmnprt])\1$", stem) else stem
    return None


def arrangements(folded: str) -> list[str]:
    """List the orders in which a phrase may put its words, each with its action as a gerund at the end.

    >>> arrangements("classifying image"), arrangements("classification of the image")
    (['classifying image', 'image classifing'], ['classification of the image', 'image classifing'])
    >>> arrangements("detecting anomaly in time series")[-1], arrangements("language model")
    ('time series anomaly detecing', ['language model'])
    """
    words = folded.split()
    if not 1 < len(words) <= _LONGEST_PHRASE:
        return [folded]
    found = [words, *(_closed(turned) for turned in _turned(words, free=False))]
    first = [words[0] + words[1], *words[2:]] if words[0] in _PREFIXES else words
    if len(first) > 1 and _acts(first[0], first[-1]):
        rest = first[2:] if first[1] in _ARTICLES and len(first) > 2 else first[1:]
        found += [_closed([*turned, first[0]]) for turned in _turned(rest, free=True)]
    return list(dict.fromkeys(" ".join(turned) for turned in found))


def _turned(words: list[str], *, free: bool) -> Iterator[list[str]]:
    """Give the words, and "X of Y" as "Y X"; others than "of" need an action or state before them, unless `free`."""
    yield words
    at = next((i for i, word in enumerate(words[:-1]) if i and word in _PREPOSITIONS), None)
    if at is None:
        return
    before, after = words[:at], words[at + 1 :]
    if len(after) > 1 and after[0] in _ARTICLES:
        after = after[1:]
    if len(" ".join(before)) >= 4 and (free or words[at] == "of" or action(before[-1]) or _STATE.search(before[-1])):
        yield from ([*turned, *before] for turned in _turned(after, free=True))


def _acts(verb: str, thing: str) -> bool:
    """Whether a phrase that begins with the one and ends with the other says what is done."""
    return verb.endswith("ing") and action(verb) is not None and not (verb in _TRAITS and thing in _DOERS)


def _closed(words: list[str]) -> list[str]:
    """Put the last word into the form that nouns and gerunds of its action share."""
    stem = action(words[-1])
    return words if stem is None else [*words[:-1], f"{stem}ing"]
