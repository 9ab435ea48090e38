"""Places in a paper's text as the page counts them: reads a paper node and offsets, gives UTF-16 units."""

from collections.abc import Mapping
from typing import Any


def span(paper: Mapping[str, Any], start: int, end: int) -> list[int]:
    """Return two offsets in the paper's text in UTF-16 units, as JavaScript counts.

    >>> span({"title": "\U0001f600 Reader", "abstract": ""}, 2, 8)
    [3, 9]
    """
    text = _text(paper)
    if text.isascii():
        return [start, end]
    return [len(text[:place].encode("utf-16-le", "surrogatepass")) // 2 for place in (start, end)]


def evidence(paper: Mapping[str, Any], sentence: str, start: int, end: int) -> list[int] | str:
    """Point into the paper's text where the sentence stands there, so that the page holds every abstract only once.

    >>> evidence({"title": "Reader", "abstract": "It reads."}, "It reads.", 7, 16)
    [7, 16]
    >>> evidence({"title": "Reader", "abstract": "It reads."}, "It writes.", 7, 16)
    'It writes.'
    """
    return span(paper, start, end) if _text(paper)[start:end] == sentence else sentence


def _text(paper: Mapping[str, Any]) -> str:
    """Return what offsets count in."""
    return f"{paper.get('title', '')}\n{paper.get('abstract', '')}"
