"""What a gain is over: text, its number and the methods around it in, the key of the baseline or None out."""

import re
from collections.abc import Sequence

from extract.lists import name_runs
from extract.named import Named, within
from extract.numbers import Number
from extract.schema import Label

_REACH = 400
"""So many characters around a number are looked at: hostile sentences have no end."""

_BEAT = r"(?:outperform|surpass|exceed|beat|outpac|overtak|improv|boost|lift|enhanc|outscor)\w*"
_COMPARED = r"(?:compared (?:to|with|against)|relative to|in comparison (?:to|with))"
_OVER = rf"(?:over|than|above|versus|vs\.?|against|(?:as |when |if )?{_COMPARED})"

_QUALIFIERS = (
    r"(?:(?!(?:with|of|for|on|in|by|and|or|using|to|from|when|at|as|while|than|over)\b)(?:[a-z][\w-]*|SOTA|e\.g\.),? )"
    r"{0,5}"
)
"""Words before a name that only describe it: "over the strongest existing", "than uncompiled"."""

_AMOUNT = (
    r"(?:an? |up to |about |around |over |nearly |more than |at least |as much as |average |of |[\w-]+ly |remarkable "
    r"|margin |significant |\\textbf\{)*[$+~-]*"
)
_DETAIL = r"(?: ?\([^()]{1,60}\))?"

_BEATEN = re.compile(rf"\b(?:{_BEAT} (?:up)?(?:on |over )?|{_OVER} ){_QUALIFIERS}\(?$")
_NEXT = re.compile(rf"(?:\band|,) {_QUALIFIERS}$")
_COMPARISON = re.compile(rf"\b(?:{_BEAT}|{_OVER}) ")

_BY = re.compile(
    rf"\)?{_DETAIL}(?: (?!and\b|while\b|but\b|which\b)[\w-]+){{0,3}} by {_AMOUNT}"
    rf"(?:\d[^;:,]{{1,60}}?(?:,|,? and) (?:by |even )?{_AMOUNT})?"
)
"""What stands between a method and the first or second number that it is beaten by."""

_SHOWN = re.compile(r" ?\((?:by )?(?:up to )?[$~]*\+?")
"""What stands between a method and the gain over it in brackets: "outperforms BERT (+3.1)"."""

_WITH = re.compile(
    rf"(?:{_DETAIL}(?: [\w@.-]+){{0,12}}?,)? (?:with|achieving|yielding|delivering|by)"
    rf"(?P<gain>(?: [\w-]+){{0,4}}? (?:gain|improvement|reduction|increase|advantage|boost)s? of)? {_AMOUNT}"
)
"""What stands between a method and the gain over it: "outperforms GEPA on all four, with absolute gains of 8.3"."""

_GAIN = re.compile(r"[^;.]{0,40}?\b(?:gain|improvement|reduction|increase|boost)")
_OVER_NAME = re.compile(rf"(?P<between>(?:[^.;]|\.(?=\d))*?)\b{_OVER} {_QUALIFIERS}$", re.IGNORECASE)
_FRONTED = re.compile(rf"(?:^|[,:;] )(?:when )?(?:{_COMPARED}|over) {_QUALIFIERS}$", re.IGNORECASE)
_OTHER_CLAUSE = re.compile(rf"[;:]|, which\b|\b(?:while|whereas|but|although)\b|\b{_OVER}\b", re.IGNORECASE)
_COMPOUND = re.compile(r"[-\u2010\u2011]\w")


def baseline(
    text: str,
    sentence: tuple[int, int],
    number: Number,
    mentions: Sequence[Named],
    *,
    method: str | None = None,
    place: tuple[int, int] = (0, 1),
) -> str | None:
    """Find the method that a gain is over, where the sentence names it.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    sentence : (int, int)
        Span of the sentence that holds the number.
    number : Number
        The gain.
    mentions : sequence of Named
        All mentions, in order.
    method : str, optional
        Key of the method that gains; never the answer.
    place : (int, int)
        Place of the number in its enumeration and the length of that: "by 3 and 5 over A and B" runs side by side.

    Returns
    -------
    str or None
        Key of the method; the first of several that share one gain.
    """
    start, end = max(sentence[0], number.start - _REACH), min(sentence[1], number.end + _REACH)
    names = within(mentions, start, end)
    # "over BERT-based systems" is not over BERT.
    methods = [
        name
        for name in names
        if name.label is Label.METHOD and name.key != method and not _COMPOUND.match(text, name.end)
    ]
    before = [name for name in methods if name.end <= number.start]
    after = [name for name in methods if name.start >= number.end]
    found = (
        _beaten(text, start, number, before)
        or _named_after(text, number, after)
        or _named_first(text, start, number, before)
    )
    if found is None:
        return None
    for run in name_runs(text, names, Label.METHOD):
        if found in run and len(run) == place[1] and all(name.key != method for name in run):
            return run[place[0]].key
    return found.key


def _beaten(text: str, start: int, number: Number, before: Sequence[Named]) -> Named | None:
    """Read "surpasses X by 3", "exceeding X (25.7%) by over 10", "beats A by 1 and X by 3", "beats X (+3"."""
    if not before:
        return None
    name = before[-1]
    lead = text[start : name.start]
    if not _BEATEN.search(lead) and not _beaten_next(lead):
        return None
    shown = _SHOWN.fullmatch(text, name.end, number.start) and "+" in text[name.end : number.end]
    by = _BY.fullmatch(text, name.end, number.start)
    led = _WITH.fullmatch(text, name.end, number.start)
    return name if shown or by or (led and (led["gain"] or _GAIN.match(text, number.end))) else None


def _beaten_next(lead: str) -> bool:
    """Whether a text leads to the second method that numbers beat: "exceeding A by 1.5, and"."""
    clause = lead.rpartition(";")[2]
    compared = _COMPARISON.search(clause)
    by = clause.find(" by ", compared.end()) if compared else -1
    return by >= 0 and any(c.isdigit() for c in clause[by:]) and _NEXT.search(clause) is not None


def _named_after(text: str, number: Number, after: Sequence[Named]) -> Named | None:
    """Read "3 points over X", "2x faster than X", "12% lower latency and 3% higher recall compared with the X"."""
    for name in after:
        found = _OVER_NAME.match(text, number.end, name.start)
        if found:
            return None if _OTHER_CLAUSE.search(found["between"]) else name
    return None


def _named_first(text: str, start: int, number: Number, before: Sequence[Named]) -> Named | None:
    """Read "compared with X, it gains 3 points"."""
    for name in before:
        if _FRONTED.search(text[start : name.start]) and "," in text[name.end : number.start]:
            return name
    return None
