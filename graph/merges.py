"""The record of a merge: which two names became one thing, by which rule, with which evidence."""

from dataclasses import dataclass

from extract.schema import Label
from graph.pairs import Rule


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """Two names that became one thing.

    `score` is 1 where names alone or the user decide, else how far the papers agree; `papers` are those that show it:
    they use both names, or `a` where names alone decide. For `Rule.LABEL`, `b` is the label that gave way. `thing` is
    the id of the thing that the two names ended in; empty where no paper has either.
    """

    rule: Rule
    label: Label
    a: str
    b: str
    score: float
    papers: tuple[str, ...]
    thing: str = ""
