"""Which way a metric is better: names in, "higher", "lower" or nothing out, from a curated list with its sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from extract.schema import Label
from graph.lexicon import Scope, entries, standard
from graph.names import fold
from graph.phrases import spelled


class Direction(StrEnum):
    """Which way a metric is better; either where it depends on who measures and why."""

    HIGHER = "higher"
    LOWER = "lower"
    EITHER = "either"


class Reach(StrEnum):
    """Where the names of a measure count: as the last word of any longer name, or with neutral words alone."""

    HEAD = "head"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Measure:
    """Names of one measure, which way it is better, whether it is a share of one, and a page that describes it."""

    reach: Reach
    names: tuple[str, ...]
    direction: Direction
    share: bool
    source: str


class _Reading(NamedTuple):
    """What is known of a name."""

    direction: Direction
    share: bool


_PREPOSITIONS = frozenset("of in on for with under over across per between from by against within during to".split())  # noqa: SIM905
_INSIDE = frozenset({"to", "per"})
"""Prepositions that also stand inside of compounds: "text-to-image accuracy", "per-class recall"."""

_TAILS = frozenset(
    "rate ratio score value metric measure number percentage percent proportion fraction share probability frequency "  # noqa: SIM905
    "performance result coefficient statistic index amount count macro micro weighted average mean max min".split()
)
"""Last words that say how something is counted and not what: "collision ratio" is as "collision"."""

_NEUTRAL = frozenset(
    "test testing validation val dev training train eval evaluation held out hold mean average avg median overall "  # noqa: SIM905
    "total final best peak max maximum min minimum top macro micro weighted unweighted balanced global aggregate "
    "aggregated per class sample frame token instance image pixel patch object point patient subject case slice volume "
    "video word sentence sequence document query step end to zero one few shot domain in ood distribution cross "
    "validated fold downstream wise level based absolute relative normalized standardized and raw model "
    "performance predictive post individual highest expected inference human task single multi turn round".split()
)
"""Words that say where or how something is measured, never which way it is better."""

_TURNING = frozenset(
    "attack attacker adversary adversarial jailbreak backdoor trojan poisoning membership evasion stealing leakage "  # noqa: SIM905
    "forget forgotten unlearning unlearned harmful malicious unsafe toxic false negative inverse inverted non no lack "
    "minus random chance".split()
)
"""Words that turn the measure behind them around, or leave open whose success it is."""

_GAINS = frozenset({"improvement", "gain", "boost", "saving"})

_LONGEST_NAME = 16
"""Words; what is longer is a sentence and no name."""


@lru_cache(maxsize=1)
def measures() -> tuple[Measure, ...]:
    """Read the table that is shipped beside this file.

    >>> [measure.direction.value for measure in measures() if "perplexity" in measure.names]
    ['lower']
    """
    found = []
    for line in files("graph").joinpath("metrics.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        reach, names, direction_, scale, source = line.split("\t")
        found.append(Measure(Reach(reach), tuple(names.split(" | ")), Direction(direction_), scale == "share", source))
    return tuple(found)


def direction(names: Iterable[str]) -> str:
    """Look up which way a metric is better.

    A longer name is read by its last words ("worst-group accuracy"), without cut-offs ("Recall@10"), without what
    stands behind a preposition ("accuracy on unseen users") and without words that only count ("collision ratio").

    Parameters
    ----------
    names : iterable of str
        Every name of one metric. Where they contradict each other, nothing is known.

    Returns
    -------
    str
        "higher", "lower", or empty where the list does not say or says that it depends.

    Examples
    --------
    >>> direction(["top-1 accuracy"]), direction(["negative log-likelihood", "NLL"]), direction(["something"])
    ('higher', 'lower', '')
    >>> direction(["accuracy drop"]), direction(["error reduction"]), direction(["attack success rate"])
    ('', 'higher', '')
    """
    found = {reading.direction for reading in map(_read, names) if reading is not None}
    return found.pop().value if len(found) == 1 and Direction.EITHER not in found else ""


def is_share(names: Iterable[str]) -> bool:
    """Tell whether 0.89 of this metric is the same as 89 or 89 %.

    >>> is_share(["F1"]), is_share(["worst-group accuracy"]), is_share(["latency"]), is_share(["something"])
    (True, True, False, False)
    """
    found = {reading.share for reading in map(_read, names) if reading is not None}
    return found == {True}


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Measure]:
    """Give every measure by its names without spaces, and by their synonyms; what the list itself says goes first."""
    listed = {_key(_folded(name)): measure for measure in measures() for name in measure.names}
    meant = {_key(_standard(_folded(name))): measure for measure in measures() for name in measure.names}
    synonyms = {
        _key(_folded(name)): meant[standing]
        for entry in entries()
        if Label.METRIC in entry.labels
        and entry.scope is Scope.WHOLE
        and (standing := _key(_standard(_folded(entry.names[0])))) in meant
        for name in entry.names
    }
    return meant | synonyms | listed


@lru_cache(maxsize=1 << 16)
def _read(name: str) -> _Reading | None:
    """Find out what is known of a name; None for nothing."""
    folded = _folded(_without_brackets(name))
    exact = _exact(folded.split())
    if exact is not None:
        return _Reading(exact.direction, exact.share)
    words = _standard(folded).replace("out of", "out").split()
    if len(words) > _LONGEST_NAME:
        return None
    at = next((i for i, word in enumerate(words) if "@" in word), None)
    if at is not None:
        before, behind = [*words[:at], words[at].split("@")[0]], words[at + 1 :]
        # "FPR at 95 % TPR" is a false positive rate, "recall@1 gap" a gap.
        words = before if not behind or _exact(behind) else [*before, *behind]
    at = next((i for i, word in enumerate(words) if i and word in _PREPOSITIONS), None)
    return _head(words) if at is None else _phrase(words, at)


def _phrase(words: Sequence[str], at: int) -> _Reading | None:
    """Read what stands before a preposition, or "rate of failure" as "failure rate"."""
    before, behind = words[:at], words[at + 1 :]
    # "mean intersection over union" and "sensitivity to noise" are in the list with their preposition.
    found = _suffix(words, at + 1) or _suffix(words[: at + 1], at) or _head(before)
    if found is not None:
        return found
    if words[at] == "per" and (measure := _exact(words[at:])):
        return _Reading(measure.direction, measure.share)
    # "text-to-image accuracy": here the preposition is inside of a compound.
    return _head(words if words[at] in _INSIDE else [*behind, *before])


def _head(words: Sequence[str]) -> _Reading | None:
    """Read a name by the longest known measure at its end."""
    rest: Sequence[str] = _standard(" ".join(words)).split()
    while rest:
        found = _change(rest) or _suffix(rest, len(rest))
        if found is not None:
            return found
        rest = rest[:-1] if rest[-1] in _TAILS or rest[-1].isdecimal() else ()
    good = bool(words) and words[-1] == "performance" and _TURNING.isdisjoint(words)
    return _Reading(Direction.HIGHER, False) if good else None


def _suffix(words: Sequence[str], starts: int) -> _Reading | None:
    """Find the longest measure that begins at one of the first words, ends with the name and is not turned around."""
    table, bare = _table(), [*map(_bare, words)]
    for start in range(starts):
        measure = table.get("".join(words[start:])) or table.get("".join(bare[start:]))
        if measure is None or (measure.reach is Reach.WHOLE and not _NEUTRAL.issuperset(filter(None, bare[:start]))):
            continue
        before = words[:start]
        other = _head(before[: before.index("and")]) if "and" in before else None
        turned = not _TURNING.isdisjoint(before) or (other is not None and other.direction is not measure.direction)
        return None if turned else _Reading(measure.direction, measure.share)
    return None


def _change(words: Sequence[str]) -> _Reading | None:
    """Read a gain, of which more is always better, and a reduction, which is good where less is."""
    of = _head(words[:-1]) if words[-1] == "reduction" else None
    reduced = of is not None and of.direction is Direction.LOWER
    gained = words[-1] in _GAINS and _TURNING.isdisjoint(words)
    return _Reading(Direction.HIGHER, False) if reduced or gained else None


def _exact(words: Sequence[str]) -> Measure | None:
    """Look up a name as it is, or without the numbers at the ends of its words."""
    return _table().get("".join(words)) or _table().get("".join(map(_bare, words)))


def _bare(word: str) -> str:
    """Drop a cut-off and the number at the end of a word: "BLEU 4" and "AP50" are BLEU and AP."""
    return word.partition("@")[0].rstrip("0123456789.")


def _folded(name: str) -> str:
    return spelled(Label.METRIC, fold(name))


def _standard(folded: str) -> str:
    return standard(Label.METRIC, folded)


def _key(folded: str) -> str:
    return folded.replace(" ", "")


def _without_brackets(name: str) -> str:
    """Drop what stands in brackets: an abbreviation or a remark."""
    before, bracket, rest = name.partition("(")
    return f"{before} {rest.partition(')')[2]}" if bracket and before.strip() else name
