"""Numbers that a text may report: text in; spans of digits, or values as written with their units, out."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

_NUMBER = r"(?:\d+(?:(?:[.,]|\{,\})\d+)*|(?<!\d)\.\d+)"
_UNIT_INSIDE = r"(?:\s?(?:\\?%|[xX\u00d7](?![^\W_])|\\times)\$?)?"
_ERROR = rf"(?:{_UNIT_INSIDE}\$?\s?(?:\\pm|\u00b1|\+/?-)\s?\$?{_NUMBER})?"
_JOIN = r"\s?(?P<join>--?|[\u2013\u2014~]|\$?\\sim\b|\bto\b|/)\s?"
_PAST_ERROR = re.compile(_ERROR)
_RANGE = re.compile(
    r"(?:(?<![\w^])|(?<=\b[x\u00d7])|(?<=\\times))"
    rf"(?P<first>{_NUMBER})(?:(?P<unit>{_UNIT_INSIDE}){_ERROR}\$?{_JOIN}(?P<sign>[$+]*)(?P<second>{_NUMBER}))?{_ERROR}"
)
_BETWEEN = re.compile(
    rf"\bbetween \$?(?P<first>{_NUMBER}){_UNIT_INSIDE}\$? and \$?(?P<second>{_NUMBER})", re.IGNORECASE
)
_FROM = re.compile(r"\bfrom (?:about |around |approximately )?\$?[+-]?$", re.IGNORECASE)
_SPREAD = re.compile(r"\b(?:rang\w+|var(?:y|ies|ied|ying)|span\w*)(?: \w+)? from [a-z ]*\$?[+-]?$", re.IGNORECASE)

_UNIT = re.compile(
    r"\$?\s?\\?(%)\$?|\$?\s?(?:\$?\{?\\times\}?\$?|\u00d7)|\s?[xX](?![A-Za-z0-9])"
    r"|\$?(?:\\,|[\s-])?(times|fold|(?:absolute )?percentage points?|(?:absolute )?points?|percent|pp|milliseconds?|ms"
    r"|FPS|fps|dB|hours|minutes|seconds?|s|mm|cm|m|MB|GB|KB|mAP|AP|tokens|steps|iterations|pixels)(?![A-Za-z0-9])"
)
_TIMES = re.compile(r"(?:\b[x\u00d7]|\\times\$?)$")
_MULTIPLE = re.compile(r"[kKMBT](?![A-Za-z0-9])| (?:thousand|million|billion|trillion)\b")
_BOUND = re.compile(
    r"(up to|over|at least|at most|(?:no )?(?:more|less|fewer|greater) than|exceeding|above|below|under|between"
    r"|>=?|<=?) (?:an? )?\$?$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:(?<=[\s($=~])|^)[+\u2212-]$")
_SERIES = re.compile(r"(?:, ?(?:and )?| and | to | or )[$+\u2212-]*")
"""What stands between the numbers of a series, of which the last may carry the unit of all."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its span, the value as written (sign and a bound such as "up to" included), its unit.

    `digits` is the span without sign and bound, which the model looks at.
    """

    start: int
    end: int
    value: str
    unit: str
    digits: tuple[int, int]


def number_spans(text: str) -> list[tuple[int, int]]:
    """List numbers and ranges of numbers, without signs, qualifiers, error ranges, and units at their ends.

    A change ("from 17% to 90%", "(0.56 to 0.61)") and two figures with a stroke between them ("58.5%/81.8%") are two
    numbers. Numbers inside names (the 4 of GPT-4, the 10 of CIFAR-10) are listed too: telling them apart needs the
    mentions.

    >>> text = "from 17% to 90%, up to 3x, 4-6 and 0.5 +/- 0.1 on CIFAR-10, ranging from 2 to 8 of 3/10"
    >>> [text[a:b] for a, b in number_spans(text)]
    ['17', '90', '3', '4-6', '0.5', '10', '2 to 8', '3/10']
    """
    between = {match.start("first"): match.end() for match in _BETWEEN.finditer(text)}
    spans, at = [], 0
    while match := _RANGE.search(text, at):
        start, at = match.start(), match.end()
        if start in between:
            at = between[start]
            spans.append((start, at))
        elif match["second"] is None:
            spans.append(match.span("first"))
        elif _is_pair(text, match):
            spans += [match.span("first"), match.span("second")]
        else:
            spans.append((start, match.end("second")))
    return spans


def _is_pair(text: str, match: re.Match[str]) -> bool:
    """Whether two joined numbers are two figures, not the ends of a range or the parts of a share."""
    if match["join"] == "/":
        return bool(match["unit"]) or "." in match["second"]
    if match["join"] != "to":
        return False
    before = text[max(0, match.start() - 40) : match.start()]
    if _FROM.search(before):
        return not _SPREAD.search(before)
    # Of 33 such in brackets, 24 tell a change in the training gold.
    return before.rfind("(") > before.rfind(")") and not match["sign"] and not before.endswith(("+", "-"))


def find_numbers(text: str, entities: Sequence[Mapping[str, Any]]) -> list[Number]:
    """List the numbers that stand outside the mentions, in order.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    entities : sequence of mapping
        Entities in the shape of `Entity.to_dict`.
    """
    inside = sorted((m["start"], m["end"]) for entity in entities for m in entity["mentions"])
    found = []
    for start, end in number_spans(text):
        before = bisect_left(inside, (end,))
        if not before or inside[before - 1][1] <= start:
            found.append(_as_written(text, start, end))
    return _with_shared_units(text, found)


def _as_written(text: str, start: int, end: int) -> Number:
    """Widen the digits to sign, bound and multiple, and read the unit."""
    sign = _SIGN.search(text[max(0, start - 2) : start])
    begin = start - len(sign.group()) if sign else start
    bound = _BOUND.search(text[max(0, begin - 16) : begin])
    begin = begin - len(bound.group()) if bound else begin
    multiple = _MULTIPLE.match(text, end)
    past = multiple.end() if multiple else end
    unit = _UNIT.match(text, past) or _UNIT.match(text, _past_error(text, past))
    named = unit and (unit.group(1) or unit.group(2))
    times = unit or _TIMES.search(text[max(0, start - 8) : start])
    return Number(begin, past, text[begin:past], named or ("x" if times else ""), (start, end))


def _past_error(text: str, end: int) -> int:
    """Skip the error range after a number."""
    error = _PAST_ERROR.match(text, end)
    return end if error is None else error.end()


def _with_shared_units(text: str, numbers: Sequence[Number]) -> list[Number]:
    """Give the numbers of a series ("55, 67 and 86%") the unit of its last."""
    shared: list[Number] = []
    for number in reversed(numbers):
        last = shared[-1] if shared else number
        in_series = not number.unit and _SERIES.fullmatch(text, number.end, last.start)
        # "0.93 and 94%", "28.3 and less than 1%" are no series.
        alike = _is_bare(number) == _is_bare(last) and not (last.unit == "%" and number.value.startswith("0."))
        shared.append(replace(number, unit=last.unit) if in_series and alike else number)
    return shared[::-1]


def _is_bare(number: Number) -> bool:
    """Whether a number is written without sign and bound."""
    return number.start == number.digits[0]
