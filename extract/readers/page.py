"""Reads a text page of papers, a line of title and a line of abstract in turn, with page furniture around them.

Nothing in such a page says which line is which, and one odd line would shift all that follow if lines were merely
counted. So every line is judged by its own looks, and turn-taking decides only where looks do not.
"""

import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from extract.readers.fields import clean, title_id
from extract.readers.lines import numbered_lines
from extract.records import Dropped, Paper, Report
from extract.schema import DropReason

_LONGEST_TITLE = 250
_LONG_TITLE = 200

_INVITATION = r"Get trending papers in your email inbox(?: once a day)?!?"
_FURNITURE = re.compile(
    rf"(?:{_INVITATION}\s*|Subscribe)+|(?:Daily|Trending) Papers|Load more(?: papers)?|Read more|Previous|Next|Upvote",
    re.IGNORECASE,
)
_GLUED_BEFORE = re.compile(rf"(?:{_INVITATION}\s*)+(?:Subscribe(?![a-z]))?\s*")
_GLUED_AFTER = re.compile(rf"(?:{_INVITATION}\s*(?:Subscribe)?)+$")
_GLUED_BUTTON = re.compile(r"Subscribe(?=[^\sa-z:,.;\-])")

_FULL_STOP = re.compile(r"[.\u2026][)\]\"'\u2019\u201d]*$")
_SENTENCE_BREAK = re.compile(r"(?<=[a-z0-9)%]\.)(?<!\bvs\.) (?=[A-Z])")
_SPEAKS = re.compile(r"(?:We|Our|In this (?:paper|work|article|study)|This (?:paper|work|article|study))\b")
_WORD = re.compile(r"[^\W\d_]{2,}")


class _Looks(Enum):
    """What a line can be by its own looks."""

    TITLE = "title"
    ABSTRACT = "abstract"
    EITHER = "either"


def read_page(path: Path, report: Report) -> Iterator[tuple[int, Paper]]:
    """Yield (line of the title, paper) for every title of the page, with the abstract that follows it.

    A title that another title follows has no abstract and is yielded without. Of two titles before one abstract, one
    of fewer than three words beside a longer one is taken for a stray line. Lines without a place go to `report`.
    """
    lines = _content(path)
    looks = [_looks(line) for _, line in lines]
    waiting: tuple[int, str] | None = None

    def leave_out(number: int, line: str, why: str) -> None:
        detail = f"{why}: {line[:80]!r}"
        report(Dropped(DropReason.LINE_NOT_PLACED, f"{path.name}:{number}", detail))

    for (number, line), look, following in zip(lines, looks, [*looks, None][1:], strict=True):
        if not _WORD.search(line):
            leave_out(number, line, "no words")
        elif waiting is None:
            if look is _Looks.ABSTRACT:
                leave_out(number, line, "reads like an abstract, but no title stands before it")
            elif look is _Looks.EITHER and following is _Looks.TITLE:
                leave_out(number, line, "a sentence between an abstract and a title")
            else:
                waiting = number, line
        elif look is _Looks.ABSTRACT or (look is _Looks.EITHER and following is not _Looks.ABSTRACT):
            yield waiting[0], _paper(waiting[1], line)
            waiting = None
        elif _is_short(line) and not _is_short(waiting[1]):
            leave_out(number, line, "a few words between a title and its abstract")
        else:
            if _is_short(waiting[1]):
                leave_out(*waiting, "a few words before a title")
            else:
                yield waiting[0], _paper(waiting[1], "")
            waiting = number, line
    if waiting is not None:
        if _is_short(waiting[1]):
            leave_out(*waiting, "a few words at the end")
        else:
            yield waiting[0], _paper(waiting[1], "")


def _content(path: Path) -> list[tuple[int, str]]:
    """Give the lines that are neither blank nor furniture, furniture that is glued to them taken off."""
    content = []
    at_button = True
    for number, raw in numbered_lines(path):
        line = _GLUED_AFTER.sub("", _GLUED_BEFORE.sub("", clean(raw), count=1)).strip()
        if not line or _FURNITURE.fullmatch(line):
            continue
        # Only the first line of content can have the button glued to it; later a name may well begin like this.
        content.append((number, _GLUED_BUTTON.sub("", line, count=1) if at_button else line))
        at_button = False
    return content


def _looks(line: str) -> _Looks:
    """Judge a line by length and punctuation: titles are short and do not end in a full stop."""
    if len(line) > _LONGEST_TITLE:
        return _Looks.ABSTRACT
    stops, breaks = _FULL_STOP.search(line), _SENTENCE_BREAK.search(line)
    if stops and breaks:
        return _Looks.ABSTRACT
    if stops or breaks or len(line) > _LONG_TITLE or _SPEAKS.match(line):
        return _Looks.EITHER
    return _Looks.TITLE


def _is_short(line: str) -> bool:
    """Tell a line that is a title only if an abstract follows it: "Upvote 12", but also "Deep Sets"."""
    return len(line.split()) < 3


def _paper(title: str, abstract: str) -> Paper:
    return Paper(id=title_id(title), title=title, abstract=abstract)
