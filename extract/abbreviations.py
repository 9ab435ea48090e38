"""Reads a Doc's text, writes `doc._.litkg_abbreviations`: short forms with their long forms, by character offsets.

The algorithm is that of Schwartz and Hearst (2003), with what abstracts of machine learning ask for: where the initials
of the words spell the short form they win over any looser match, plurals ("LLMs"), a 2 or 4 for "to" or "for", and a
leading X for "ex".

References
----------
A. S. Schwartz and M. A. Hearst. A simple algorithm for identifying abbreviation definitions in biomedical text.
Pacific Symposium on Biocomputing, 2003.
"""

import re
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

_PARENTHESIS = re.compile(r"\s?\(([^()\n]{2,200})\)")
_CUE = re.compile(
    r"(?:i\.e\.,?|or|called|dubbed|termed|denoted(?: as| by)?|abbreviated(?: as)?|short for|hereafter|a\.?k\.?a\.?)\s+",
    re.IGNORECASE,
)
_SHORT = re.compile(r"[^\W_](?:[\w.+&/'\-\u2010-\u2015]*[\w+])?(?: [^\W_][\w+\-]*)?")
_BREAK = re.compile(r"[.!?;:](?=\s)|[()\n]")
_COMMA = re.compile(r"[,;]")
_WORD = re.compile(r"[^\W_]+")
_LAST_WORD = re.compile(r"[^\s()\[\]{},;:\"]+$")
_PLURAL = re.compile(r"(?<=[A-Z0-9])s$")
_SMALL = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "via", "with"))
_LONGEST_SHORT = 14
_REACH = 300


class Abbreviation(NamedTuple):
    """Character spans of a short form and of the long form that the text gives for it; ends are exclusive."""

    short: tuple[int, int]
    long: tuple[int, int]


def find_abbreviations(text: str) -> list[Abbreviation]:
    """Find "long form (SF)" and "SF (long form)".

    Parameters
    ----------
    text : str
        Any text; offsets count its characters.

    Returns
    -------
    list of Abbreviation
        In the order of their parentheses. A long form never crosses a sentence, a line or another parenthesis.

    Examples
    --------
    >>> text = "We align large language models (LLMs) with DPO (Direct Preference Optimization) (e.g. on GLUE)."
    >>> for (start, end), (begin, stop) in find_abbreviations(text):
    ...     text[start:end], text[begin:stop]
    ('LLMs', 'large language models')
    ('DPO', 'Direct Preference Optimization')
    """
    found = []
    for parenthesis in _PARENTHESIS.finditer(text):
        start, end = parenthesis.span(1)
        cue = _CUE.match(text, start, end)
        start = cue.end() if cue else start
        left = max(0, parenthesis.start() - _REACH)
        left = max((match.end() for match in _BREAK.finditer(text, left, parenthesis.start())), default=left)
        pair = _long_before(text, left, parenthesis.start(), start, end) or _long_inside(
            text, left, parenthesis.start(), start, end
        )
        if pair:
            found.append(pair)
    return found


@Language.factory("litkg_abbreviations", assigns=["doc._.litkg_abbreviations"])
def make_abbreviations(nlp: Language, name: str) -> "AbbreviationFinder":
    """Make the component; it has no settings."""
    return AbbreviationFinder()


class AbbreviationFinder:
    """Sets `doc._.litkg_abbreviations` to a list of ``{"short": [start, end], "long": [start, end]}``."""

    def __init__(self) -> None:
        if not Doc.has_extension("litkg_abbreviations"):
            Doc.set_extension("litkg_abbreviations", default=[])

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one Doc."""
        doc._.litkg_abbreviations = [
            {"short": list(pair.short), "long": list(pair.long)} for pair in find_abbreviations(doc.text)
        ]
        return doc


def _long_before(text: str, left: int, right: int, start: int, end: int) -> Abbreviation | None:
    """Take the parenthesis for the short form, up to its first comma or semicolon, and match the words before it."""
    match = _SHORT.match(text, start, end)
    if not match or (match.end() < end and text[match.end()] not in ",;"):
        return None
    short = match.group()
    if not _is_short_form(short):
        return None
    letters = sum(c.isalnum() for c in short)
    words = list(_WORD.finditer(text, left, right))[-min(letters + 5, 2 * letters) :]
    begin = _match(text, words, short)
    return _pair(text, match.span(), begin, words[-1].end()) if begin is not None else None


def _long_inside(text: str, left: int, right: int, start: int, end: int) -> Abbreviation | None:
    """Take the word before the parenthesis for the short form, and match the words inside from the very first."""
    match = _LAST_WORD.search(text, left, right)
    if not match or not _is_short_form(match.group()):
        return None
    for stop in [*(comma.start() for comma in _COMMA.finditer(text, start, end)), end]:
        words = list(_WORD.finditer(text, start, stop))
        if len(words) > 1 and _match(text, words, match.group()) == words[0].start():
            return _pair(text, match.span(), words[0].start(), words[-1].end())
    return None


def _is_short_form(short: str) -> bool:
    """Tell what can be a short form: two or more letters or digits, a capital among them, at most two words."""
    return (
        len(short) <= _LONGEST_SHORT
        and sum(c.isalnum() for c in short) > 1
        and any(c.isupper() for c in short)
        and _SHORT.fullmatch(short) is not None
    )


def _match(text: str, words: list[re.Match[str]], short: str) -> int | None:
    """Give where the long form begins that ends with the last of the words, if the short form can come from it."""
    if not words:
        return None
    for letters in _spellings(short):
        begin = _by_initials(words, letters)
        if begin is None:
            begin = _by_letters(text, words, letters)
        if begin is not None:
            return begin
    return None


def _spellings(short: str) -> list[str]:
    """Give the letters to look for: without a plural's s, and as a 2, a 4 or a leading X would be spelled out."""
    letters = "".join(c for c in _PLURAL.sub("", short).lower() if c.isalnum())
    if len(letters) < 3:
        return [letters]
    spelled = letters.replace("2", "to").replace("4", "for")
    return list(dict.fromkeys((letters, "e" + spelled if spelled.startswith("x") else spelled)))


def _by_initials(words: list[re.Match[str]], letters: str) -> int | None:
    """Match each letter with the initial of a word, from the right; small words may be passed over."""
    left = len(letters)
    for word in reversed(words):
        small = _is_small(word)
        if word.group()[0].lower() == letters[left - 1] and not (small and left == 1):
            left -= 1
            if left == 0:
                return word.start()
        elif not small:
            return None
    return None


def _by_letters(text: str, words: list[re.Match[str]], letters: str) -> int | None:
    """Schwartz and Hearst: find each letter from the right, anywhere in a word; the first one must begin a word."""
    beginnings = {word.start() for word in words if not _is_small(word)}
    first, at = words[0].start(), words[-1].end()
    for i in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= first and (text[at].lower() != letters[i] or (i == 0 and at not in beginnings)):
            at -= 1
        if at < first:
            return None
    # Enough words hold any letters: more of them than letters, hyphenated ones counted once, is chance.
    counted = sum(start >= at and (start == at or text[start - 1] != "-") for start in beginnings)
    return at if counted <= len(letters) + 1 else None


def _is_small(word: re.Match[str]) -> bool:
    """Tell articles, conjunctions and prepositions; "in-context" is none."""
    return word.group().lower() in _SMALL and word.string[word.end() : word.end() + 1] != "-"


def _pair(text: str, short: tuple[int, int], begin: int, end: int) -> Abbreviation | None:
    """Widen the long form to whole hyphenated words; refuse one that is no longer than, or holds, the short form."""
    while begin > 1 and text[begin - 1] in "-\u2010\u2011" and text[begin - 2].isalnum():
        begin -= 2
        while begin and text[begin - 1].isalnum():
            begin -= 1
    form = text[slice(*short)]
    if end - begin <= len(form) or form in _WORD.findall(text[begin:end]):
        return None
    return Abbreviation(short, (begin, end))
