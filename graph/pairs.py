"""Decide whether two bare names are one thing, without any paper to ask: a label and names in, a verdict out."""

from collections.abc import Iterable
from enum import StrEnum

from extract.schema import Label
from graph.acronyms import abbreviates, split_acronym
from graph.headnouns import reordered, without_head
from graph.names import key


class Rule(StrEnum):
    """Why two names were taken for one; `LABEL`: why a name moved to the label that most papers give it."""

    FOLD = "fold"
    HEAD_NOUN = "head_noun"
    WORD_ORDER = "word_order"
    ABBREVIATION = "abbreviation"
    ALIAS = "alias"
    LABEL = "label"


def same(label: Label, a: str, b: str) -> tuple[bool, Rule | None]:
    """Whether two bare names of one label are one thing, without any paper to ask.

    Parameters
    ----------
    label : Label
        The label of both.
    a, b : str
        The names; their order does not matter.

    Returns
    -------
    tuple of (bool, Rule or None)
        The verdict, and the rule that joins them.

    Examples
    --------
    >>> same(Label.DATASET, "MMVet", "MM-Vet dataset")
    (True, <Rule.HEAD_NOUN: 'head_noun'>)
    >>> same(Label.METHOD, "ResNet-50", "ResNet-101")
    (False, None)
    >>> same(Label.METHOD, "Direct Preference Optimization", "DPO")
    (True, <Rule.ABBREVIATION: 'abbreviation'>)
    """
    (long_a, short_a), (long_b, short_b) = split_acronym(a), split_acronym(b)
    if key(a) == key(b) or key(long_a) == key(long_b):
        return True, Rule.FOLD
    heads_a, heads_b = heads(label, long_a), heads(label, long_b)
    if _keys(heads_a) & _keys(heads_b):
        return True, Rule.HEAD_NOUN
    if _keys(orders(heads_a)) & _keys(orders(heads_b)):
        return True, Rule.WORD_ORDER
    shorts_a, shorts_b = [*heads_a, *filter(None, [short_a])], [*heads_b, *filter(None, [short_b])]
    if (short_a and key(short_a) in _keys(shorts_b)) or (short_b and key(short_b) in _keys(shorts_a)):
        return True, Rule.ABBREVIATION
    for shorts, longs in ((shorts_a, heads_b), (shorts_b, heads_a)):
        if any(abbreviates(short, long) for short in shorts for long in longs):
            return True, Rule.ABBREVIATION
    return False, None


def _keys(names: Iterable[str]) -> set[str]:
    """Collect the keys of names."""
    return {key(name) for name in names}


def heads(label: Label, name: str) -> list[str]:
    """List the name and, where its last word only repeats the label, the name without it."""
    shorter = without_head(label, name)
    return [name] if shorter is None else [name, shorter]


def orders(names: Iterable[str]) -> list[str]:
    """Names, each also with "X of Y" turned to "Y X"."""
    return [n for name in names for n in (name, reordered(name)) if n is not None]
