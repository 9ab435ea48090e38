"""What the heads are told beside the vectors: spans in, small float arrays out. Training and serving share it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extract.schema import PATTERNS, Label, RelationType

Floats = npt.NDArray[np.float32]
Span = tuple[int, int]
"""First word and the word past the last one."""

LABELS = tuple(Label)
TYPES = tuple(RelationType)

ALLOWED: npt.NDArray[np.bool_] = np.array(
    [[[(head, kind, tail) in PATTERNS for kind in TYPES] for tail in LABELS] for head in LABELS]
)
"""Which relation types may join a head label and a tail label, shape (labels, labels, types)."""

_FAR = 3
"""From this many sentences on, a distance counts as far."""

_STEPS = (2, 5, 10, 20, 40)
"""Upper bounds of the distance buckets, in words."""

DISTANCES = (_FAR + 1) + (len(_STEPS) + 1) + 1
"""Length of the vector of `distance`."""

PAIRS = DISTANCES + 4
"""Length of the vector of `pair`."""

STRINGS = 7
"""Length of the vector of `strings`."""

CONTEXT = 30
"""So many words between two mentions are looked at; mentions further apart have no words between them."""

_CUES = tuple(
    (frozenset(words.split()), reach)
    for words, reach in (
        (
            "propose proposes proposing introduce introduces introducing present presents presenting develop develops "
            "developing design designs devise release releases construct build create contribute",
            12,
        ),
        ("called named dubbed termed namely novel new our first", 5),
        (
            "outperform outperforms outperforming surpass surpasses exceeds than compared versus against baseline "
            "baselines over unlike existing previous prior",
            12,
        ),
    )
)
"""Words that tell what part a following mention plays (proposed, named, compared), and how many words they reach."""

STANDING = 9 + len(_CUES)
"""Length of the vector of `standing`."""


def distance(a: Span, b: Span, sentence: Sequence[int]) -> Floats:
    """How far apart two spans are.

    Parameters
    ----------
    a, b : (int, int)
        Word spans.
    sentence : sequence of int
        Index of the sentence of each word.

    Returns
    -------
    array of float32, shape (DISTANCES,)
        One-hot sentences apart, one-hot words apart, and 1 where `a` comes first.
    """
    out = np.zeros(DISTANCES, np.float32)
    out[min(abs(sentence[a[0]] - sentence[b[0]]), _FAR)] = 1
    gap = max(b[0] - a[1], a[0] - b[1], 0)
    out[_FAR + 1 + sum(gap >= step for step in _STEPS)] = 1
    out[-1] = a[0] < b[0]
    return out


def closest(head: Sequence[Span], tail: Sequence[Span]) -> tuple[Span, Span]:
    """Choose the mentions of two entities that stand nearest to each other; the earliest where several do.

    Both come in the order of the text, and mentions of one entity do not overlap.

    >>> closest([(0, 1), (9, 10)], [(4, 6), (12, 13)])
    ((9, 10), (12, 13))
    """
    few, many = (head, tail) if len(head) <= len(tail) else (tail, head)
    near = []
    for span in few:
        at = bisect_left(many, span)
        near += [(span, other) for other in many[max(at - 1, 0) : at + 1]]
    return min(near if few is head else [(a, b) for b, a in near], key=_apart)


def _apart(spans: tuple[Span, Span]) -> tuple[int, tuple[Span, Span]]:
    """Words between two spans, then their places."""
    (_, head_end), (tail_start, _) = spans
    return max(tail_start - head_end, spans[0][0] - spans[1][1]), spans


def pair(head: Sequence[Span], tail: Sequence[Span], sentence: Sequence[int]) -> Floats:
    """Features of an ordered pair of entities, given their mentions in the order of the text; shape (PAIRS,)."""
    out = np.zeros(PAIRS, np.float32)
    out[:DISTANCES] = distance(*closest(head, tail), sentence)
    for i, spans in enumerate((head, tail)):
        out[DISTANCES + 2 * i] = sentence[spans[0][0]] == 0
        out[DISTANCES + 2 * i + 1] = np.log1p(len(spans)) - 1
    return out


def between(a: Span, b: Span) -> Span:
    """Words that stand between two spans, as a span; (0, 0) where there is none or where there are too many.

    >>> between((8, 9), (2, 4)), between((2, 4), (4, 5))
    ((4, 8), (0, 0))
    """
    first, past = min(a[1], b[1]), max(a[0], b[0])
    return (first, past) if 0 < past - first <= CONTEXT else (0, 0)


def standing(spans: Sequence[Span], sentence: Sequence[int], words: Sequence[str]) -> Floats:
    """Where an entity stands in its paper: title, places, counts, and words before it that tell its part.

    Parameters
    ----------
    spans : sequence of (int, int)
        Word spans of its mentions.
    sentence : sequence of int
        Index of the sentence of each word; 0 is the title.
    words : sequence of str
        The words in lower case.

    Returns
    -------
    array of float32, shape (STANDING,)
    """
    out = np.zeros(STANDING, np.float32)
    title = bisect_right(sentence, 0)
    body = [(a, b) for a, b in spans if a >= title]
    for a, b in spans:
        if a < title:
            out[0] = 1
            out[1] = max(out[1], a == 0)
            out[2] = max(out[2], b < title and words[b] in ":\u2013\u2014")
            out[3] = max(out[3], a == 0 and b == title)
    if body:
        place = sentence[min(a for a, _ in body)]
        out[4] = 1
        out[5 + min(place - 1, 2)] = 1
        out[8] = place == sentence[-1]
        for i, (cues, reach) in enumerate(_CUES):
            out[9 + i] = any(
                words[k] in cues and sentence[k] == sentence[a]
                for a, _ in body
                for k in range(max(title, a - reach), a)
            )
    return out


def letters(name: str) -> str:
    """First letters of the words of a name, and the capitals inside them, in lower case.

    >>> letters("Direct Preference Optimization")
    'dpo'
    """
    return "".join(w[0] + "".join(c for c in w[1:] if c.isupper()) for w in re.findall(r"[^\W_]+", name)).lower()


def strings(a: str, b: str) -> Floats:
    """How two surface strings of one paper resemble each other; symmetric; shape (STRINGS,)."""
    short, long = sorted((a, b), key=lambda s: (len(s), s))
    low_short, low_long = short.lower(), long.lower()
    words_short, words_long = set(re.findall(r"\w+", low_short)), set(re.findall(r"\w+", low_long))
    plain = re.sub(r"[\W_]+", "", low_short)
    bare = plain[:-1] if plain.endswith("s") and not plain.endswith("ss") else plain
    both = words_short | words_long
    digits = [re.findall(r"\d+", s) for s in (short, long)]
    return np.array(
        [
            plain == re.sub(r"[\W_]+", "", low_long),
            len(bare) > 1 and bare == letters(long),
            len(bare) > 1 and letters(long).startswith(bare),
            low_long.startswith(low_short),
            low_long.endswith(low_short),
            len(words_short & words_long) / len(both) if both else 0.0,
            digits[0] != digits[1],
        ],
        np.float32,
    )
