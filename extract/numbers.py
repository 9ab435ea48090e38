"""Numbers that a text may report: text in, character spans of numbers and ranges out."""

import re

_NUMBER = r"\d+(?:[.,]\d+)*|(?<!\d)\.\d+"
_UNIT = r"\s?(?:\\?%|[xX\u00d7](?![^\W_])|\\times)\$?"
_JOIN = r"\s?(?:--?|[\u2013\u2014]|\bto\b|\\pm|±|/)\s?"
_RANGE = re.compile(rf"(?<![^\W_])(?:{_NUMBER})(?:(?:{_UNIT})?\$?{_JOIN}[$+]*(?:{_NUMBER}))?")


def number_spans(text: str) -> list[tuple[int, int]]:
    """List numbers and ranges of numbers, without signs, qualifiers and units at their ends.

    Numbers inside names (the 4 of GPT-4, the 10 of CIFAR-10) are listed too: telling them apart needs the mentions.

    >>> text = "from 17% to 90%, up to 3x, 4-6 and 0.5 on CIFAR-10"
    >>> [text[a:b] for a, b in number_spans(text)]
    ['17% to 90', '3', '4-6', '0.5', '10']
    """
    return [match.span() for match in _RANGE.finditer(text)]
