"""Established synonyms of the field, each with a public source: a label and a folded name in, the standard name out."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from extract.schema import Label
from graph.names import fold


class Scope(StrEnum):
    """Where the names of an entry stand for each other."""

    WHOLE = "whole"  # as a whole name
    PART = "part"  # anywhere in a name
    HEAD = "head"  # as its last word
    AT = "at"  # before the @ of a cut-off


@dataclass(frozen=True, slots=True)
class Entry:
    """Names that stand for each other under some labels; the first is the standard one."""

    labels: frozenset[Label]
    scope: Scope
    names: tuple[str, ...]
    source: str


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """Read the table that is shipped beside this file.

    >>> [entry.source for entry in entries() if "earth mover's distance" in entry.names]
    ['Wikipedia: Wasserstein metric']
    """
    found = []
    for line in files("graph").joinpath("lexicon.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        labels, scope, names, source = line.split("\t")
        chosen = frozenset(Label) if labels == "*" else frozenset(Label(label) for label in labels.split(","))
        found.append(Entry(chosen, Scope(scope), tuple(names.split(" | ")), source))
    return tuple(found)


@lru_cache(maxsize=1)
def _tables() -> Mapping[tuple[Label, Scope], Mapping[str, str]]:
    """For each label and scope but the whole name, the folded standard name by every name without its spaces."""
    tables: dict[tuple[Label, Scope], dict[str, str]] = defaultdict(dict)
    for entry in entries():
        for label in entry.labels if entry.scope is not Scope.WHOLE else ():
            tables[label, entry.scope] |= {_joined(fold(name)): fold(entry.names[0]) for name in entry.names}
    return tables


@lru_cache(maxsize=1)
def _wholes() -> Mapping[tuple[Label, str], str]:
    """Give the standard name by label and name without spaces; other entries may have changed parts of either."""
    table = {}
    for entry in entries():
        for label in entry.labels if entry.scope is Scope.WHOLE else ():
            for name in map(fold, entry.names):
                table[label, _joined(name)] = table[label, _joined(_inside(label, name))] = fold(entry.names[0])
    return table


@lru_cache(maxsize=1)
def _longest() -> int:
    """Count the words of the longest name that stands inside others."""
    return max(len(fold(name).split()) for entry in entries() if entry.scope is Scope.PART for name in entry.names)


def standard(label: Label, folded: str) -> str:
    """Replace what has an established synonym by the name that stands for it.

    Parameters
    ----------
    label : Label
        "R" is recall before the cut-off of a metric alone.
    folded : str
        A name as `fold` leaves it.

    Examples
    --------
    >>> standard(Label.METRIC, "f measure"), standard(Label.METRIC, "r@10"), standard(Label.TASK, "traffic forecasting")
    ('f1', 'recall@10', 'traffic prediction')
    >>> standard(Label.METHOD, "llm based agent"), standard(Label.METHOD, "f measure")
    ('large language model based agent', 'f measure')
    """
    wholes = _wholes()
    name = wholes.get((label, _joined(folded)), folded)
    name = _inside(label, name)
    return wholes.get((label, _joined(name)), name)


def _inside(label: Label, folded: str) -> str:
    """Replace parts of a name, its last word, and what stands before a cut-off."""
    tables = _tables()
    words = _parts(tables.get((label, Scope.PART), {}), folded.split())
    at, heads = tables.get((label, Scope.AT), {}), tables.get((label, Scope.HEAD), {})
    words = [f"{at.get(before, before)}@{after}" if mark else before for before, mark, after in map(_divide, words)]
    if len(words) > 1:
        words[-1] = heads.get(words[-1], words[-1])
    return " ".join(words)


def _joined(folded: str) -> str:
    """Drop the spaces of a folded name."""
    return folded.replace(" ", "")


def _divide(word: str) -> tuple[str, str, str]:
    """Divide a word at its first @."""
    return word.partition("@")


def _parts(table: Mapping[str, str], words: list[str]) -> list[str]:
    """Replace the longest names of the table, from left to right."""
    found: list[str] = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _longest()), start, -1):
            part = table.get("".join(words[start:end]))
            if part is not None:
                found += part.split()
                start = end
                break
        else:
            found.append(words[start])
            start += 1
    return found
