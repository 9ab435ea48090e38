"""Which task a number is about: text, its sentence and the tasks that it names in, a key or None out."""

import re
from collections.abc import Collection, Sequence

from extract.lists import name_runs
from extract.named import Named, within
from extract.numbers import Number
from extract.schema import Label

_REACH = 400
"""So many characters around a number are looked at: hostile sentences have no end."""

_ON_TASK = re.compile(r"[^.,;:()\d]{0,60}?\b(?:on|in|for|at) (?:the )?(?:[\w-]+ ){0,2}$")
"""What stands between a number and the task after it: "points on parsing"."""

_FOR_TASK = re.compile(r"(?:^|[,;:] (?:and |while )?)(?:on|in|for|at) (?:the )?$", re.IGNORECASE)
"""What stands before the task that a clause begins with: "For parsing, it gains ..."."""

_SAME_CLAUSE = re.compile(r"[^.;:\d]*(?:[\d.,%\s\\$]|\b(?:and|from|to)\b)*")
"""What may stand between that task and the number: the numbers of one enumeration at most."""


def task(
    text: str,
    sentence: tuple[int, int],
    number: Number,
    mentions: Sequence[Named],
    addressed: Collection[str],
    *,
    listed: bool = False,
) -> str | None:
    """Find the task that a number is about.

    The task right after the number ("4.2 points on parsing"), else the one that leads in its clause ("For parsing, it
    gains 4.2 points"), else the one that the paper addresses, if it is the only one and the sentence names no other.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    sentence : (int, int)
        Span of the sentence that holds the number.
    number : Number
        The number.
    mentions : sequence of Named
        All mentions, in order.
    addressed : collection of str
        Keys of the tasks that the paper addresses.
    listed : bool
        Whether the number is one of an enumeration: of several tasks that follow it, which is its own is not said here.
    """
    start, end = max(sentence[0], number.start - _REACH), min(sentence[1], number.end + _REACH)
    names = [name for name in within(mentions, start, end) if name.label is Label.TASK]
    for name in names:
        if name.start >= number.end and _ON_TASK.fullmatch(text, number.end, name.start):
            several = listed and any(name in run for run in name_runs(text, names, Label.TASK))
            return None if several else name.key
    for name in reversed(names):
        if name.end <= number.start and _FOR_TASK.search(text[start : name.start]):
            return name.key if _SAME_CLAUSE.fullmatch(text, name.end, number.start) else None
    keys = {name.key for name in names}.union(addressed)
    return next(iter(keys)) if len(keys) == 1 and addressed else None
