"""Split a paper's text into sentences: text in, character spans out; the title is the first sentence."""

import re
from bisect import bisect_right
from collections.abc import Sequence

_END = re.compile(
    r"(?<![.!?\u2026])[.!?\u2026]++[\"'\u2019\u201d)\]]*(?=\s+(?P<next>\S+))"
    r"|(?<=[a-z]{3})[.](?=(?P<glued>[A-Z][a-z]*)\s)"  # "tasks.The": the space is missing
    r"|\n[^\S\n]*\n"
)

_NEVER_LAST = frozenset(
    "e.g i.e eg ie al vs cf viz resp approx w.r.t ca incl esp aka a.k.a fig figs eq eqs sec secs tab ref refs no nos "  # noqa: SIM905
    "vol ed eds dept univ dr prof mr mrs ms st".split()
)
"""Words after which a full stop does not end a sentence, lower case, without their last full stop."""

_STARTERS = frozenset(
    "We Our The This These Those It Its In To For On By As When While With However Moreover Furthermore Finally "  # noqa: SIM905
    "Here Experiments Results Such There".split()
)
"""Words that begin a sentence even after a lone capital letter ("Appendix A. We ..."), which else is an initial."""


def _begins_sentence(word: str) -> bool:
    """Whether a sentence may begin with this word: a capital, a digit or a caseless letter, perhaps behind a quote."""
    bare = word.lstrip("\"'\u2018\u201c([{$\\*_")
    if not bare:
        return word[0] not in "'\u2019)"
    first = bare[0]
    if first.islower():
        # A name such as "vLLM" or "t-SNE" begins a sentence; "dataset" does not.
        return any(c.isupper() for c in bare.split("-")[-1] + bare)
    return first.isalnum()


def _is_boundary(text: str, end: re.Match[str]) -> bool:
    """Whether this run of closing punctuation ends a sentence."""
    following = end.group("next") or end.group("glued")
    if following is None:
        return True
    if not _begins_sentence(following):
        return False
    before = re.split(r"[\s(\[{/]", text[max(0, end.start() - 30) : end.start()])[-1]
    if end.group()[0] == "." and before.lower() in _NEVER_LAST:
        return False
    if before.endswith("\\"):  # LaTeX's thin space
        return False
    if end.group()[0] == "." and len(before) == 1 and before.isupper():
        return following.strip("\"'(),") in _STARTERS
    return True


def sentences(text: str) -> list[tuple[int, int]]:
    r"""List the character spans of the sentences, without the white space around them.

    Parameters
    ----------
    text : str
        Title, newline, abstract. Everything before the first newline is the title and is not split.

    Returns
    -------
    list of (int, int)
        Start and end (exclusive), in order. The first is the title: an empty span where the text has none. Together
        the spans hold every character that is not white space.

    Examples
    --------
    >>> text = "A title. Really?\nWe use e.g. BERT v1.1 (Fig. 2). It gains 3.5 points."
    >>> [text[start:end] for start, end in sentences(text)]
    ['A title. Really?', 'We use e.g. BERT v1.1 (Fig. 2).', 'It gains 3.5 points.']
    """
    newline = max(text.find("\n"), 0)
    cuts = [newline]
    cuts += [m.end() for m in _END.finditer(text, newline) if _is_boundary(text, m)]
    spans = [_trim(text, 0, newline)]
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        span = _trim(text, start, end)
        if span[0] < span[1]:
            spans.append(span)
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut the white space at both ends of a span."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentence_index(spans: Sequence[tuple[int, int]], offset: int) -> int:
    """Index of the sentence that holds this offset, or of the last one that starts before it.

    >>> sentence_index([(0, 5), (6, 20), (21, 30)], 7)
    1
    """
    return max(0, bisect_right(spans, (offset, float("inf"))) - 1)
