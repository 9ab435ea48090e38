"""Decide whether two bare names are one thing, without any paper to ask: a label and names in, a verdict out."""

from collections.abc import Iterable
from enum import StrEnum

from extract.schema import Label
from graph.acronyms import abbreviates, split_acronym
from graph.headnouns import without_head
from graph.lexicon import standard
from graph.names import fold, key
from graph.phrases import arrangements, spelled
from graph.typos import misspelt


class Rule(StrEnum):
    """Why two names were taken for one; `LABEL`: why a name moved to the label that most papers give it."""

    FOLD = "fold"
    SPELLING = "spelling"
    HEAD_NOUN = "head_noun"
    WORD_ORDER = "word_order"
    LEXICON = "lexicon"
    ABBREVIATION = "abbreviation"
    ALIAS = "alias"
    LABEL = "label"
    USER = "user"


_SUREST_FIRST = (Rule.FOLD, Rule.SPELLING, Rule.HEAD_NOUN, Rule.WORD_ORDER, Rule.LEXICON)


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
        The verdict, and the least sure of the rules that were needed.

    Examples
    --------
    >>> same(Label.DATASET, "MMVet", "MM-Vet dataset")
    (True, <Rule.HEAD_NOUN: 'head_noun'>)
    >>> same(Label.TASK, "classifying images", "classification of images")
    (True, <Rule.WORD_ORDER: 'word_order'>)
    >>> same(Label.METRIC, "F-measure", "F1 score")
    (True, <Rule.LEXICON: 'lexicon'>)
    >>> same(Label.METHOD, "Direct Preference Optimization", "DPO")
    (True, <Rule.ABBREVIATION: 'abbreviation'>)
    >>> same(Label.METHOD, "ResNet-50", "ResNet-101")
    (False, None)
    """
    of_a, of_b = ({key(n): rule for rule, n in readings(label, name)} for name in (a, b))
    shared = [max(of_a[name], of_b[name], key=_SUREST_FIRST.index) for name in of_a.keys() & of_b.keys()]
    rule = min(shared, key=_SUREST_FIRST.index, default=None)
    if rule in {None, Rule.LEXICON} and _abbreviated(label, a, b):
        return True, Rule.ABBREVIATION
    if rule is not None:
        return True, rule
    if misspelt(a, b):
        return True, Rule.SPELLING
    return False, None


def readings(label: Label, name: str) -> list[tuple[Rule, str]]:
    """List all that a name may be reduced to, with the surest rule that leads there: names that share a key are one.

    Parameters
    ----------
    label : Label
        Rules differ by label.
    name : str
        As written: capitals tell a proper name from a term.

    Returns
    -------
    list of (Rule, str)
        Names with keys of their own, the surest first; the first is the name as it came.

    Examples
    --------
    >>> for rule, reading in readings(Label.TASK, "forecasting traffic"):
    ...     print(rule, reading)
    fold forecasting traffic
    word_order traffic forecasting
    lexicon traffic prediction
    lexicon traffic predicing
    """
    long = split_acronym(name)[0]
    found: dict[str, tuple[Rule, str]] = {}

    def add(rule: Rule, names: Iterable[str]) -> list[str]:
        for one in names:
            found.setdefault(key(one), (rule, one))
        return [one for _, one in found.values()]

    known = add(Rule.FOLD, [name, long])
    known = add(Rule.SPELLING, [spelled(label, fold(one)) for one in known])
    known = add(Rule.HEAD_NOUN, [shorter for one in known for shorter in heads(label, one)])
    known = add(Rule.WORD_ORDER, orders(known))
    known = add(Rule.LEXICON, [standard(label, fold(one)) for one in known])
    known = add(Rule.LEXICON, [standard(label, fold(shorter)) for one in known for shorter in heads(label, one)])
    add(Rule.LEXICON, orders(known))
    return list(found.values())


def heads(label: Label, name: str) -> list[str]:
    """List the name and, as long as its last word only repeats the label, the name without it."""
    names = [name]
    while (shorter := without_head(label, names[-1])) is not None:
        names.append(shorter)
    return names


def orders(names: Iterable[str]) -> list[str]:
    """Names, each also in the other orders of its words: "X of Y" as "Y X", "doing X" as "X doing"."""
    return [n for name in names for n in (name, *arrangements(fold(name)))]


def _abbreviated(label: Label, a: str, b: str) -> bool:
    """Whether one name is a short form of the other; two names that each bring their long form are compared by it."""
    (long_a, short_a), (long_b, short_b) = split_acronym(a), split_acronym(b)
    if short_a and short_b:
        return False
    heads_a, heads_b = heads(label, long_a), heads(label, long_b)
    for shorts, short, longs in ((heads_a, short_b, heads_b), (heads_b, short_a, heads_a)):
        if short and key(short) in {key(name) for name in shorts}:
            return True
        if any(abbreviates(one, long) for one in shorts for long in longs):
            return True
    return False
