"""Tell whether a short form abbreviates a long one: two names in, a verdict out."""

import re
from collections.abc import Iterator
from functools import lru_cache

from graph.names import fold, identity, numbers, plain

_PARENTHESIS = re.compile(r"^(?P<before>.*\S)\s*\((?P<inside>[^()]+)\)\s*$", re.DOTALL)
_SMALL = frozenset("a an and as at by for from in of on or per the to via with".split())  # noqa: SIM905
"""Words that an acronym may leave out."""

_SPOKEN = {"2": "to", "4": "for"}
"""Digits that stand for words, as in T2I and text-to-image."""

_HEADS = (
    "auto",
    "bi",
    "cross",
    "de",
    "eigen",
    "hyper",
    "inter",
    "meta",
    "multi",
    "non",
    "over",
    "pre",
    "re",
    "self",
    "semi",
    "sub",
    "super",
    "tri",
    "un",
    "uni",
)
"""Beginnings of words whose rest gives a letter of its own: autoencoder in VAE, eigensolver in VQE."""

_JOINED = ("co", "de", "non", "pre", "re", "sub", "un")
"""Beginnings that give no letter of their own, hyphen or not: pre-trained in GPT."""

_LETTERS_FOR_PREFIX = 4
_LONGEST = 10


def is_acronym(name: str) -> bool:
    """Whether a name has the shape of a short form: one short word with capitals (or very few letters).

    >>> [is_acronym(n) for n in ("DPO", "k-NN", "LoRA", "LLMs", "bpp", "Transformer", "adam", "large language model")]
    [True, True, True, True, True, False, False, False]
    """
    text = plain(name)
    letters = re.sub(r"s$", "", re.sub(r"[\W_]", "", text))
    if not 2 <= len(letters) <= _LONGEST or " " in text:
        return False
    return sum(c.isupper() for c in letters) >= 2 or (len(letters) <= 3 and letters.isalpha())


def abbreviates(short: str, long: str, *, strict: bool = True) -> bool:
    """Whether `short` is an acronym of `long`.

    Parameters
    ----------
    short, long : str
        Names as written. Words that both end with are left out of the comparison: "OOD detection".
    strict : bool
        Every word of the long form must give its first letter, small words excepted, as is right for bare names.
        Otherwise the letters need only come in order, as Schwartz and Hearst (2003) ask where a text puts one name
        in parentheses behind the other.

    Examples
    --------
    >>> abbreviates("DPO", "Direct Preference Optimization"), abbreviates("T2I", "text-to-image")
    (True, True)
    >>> abbreviates("GPT", "Generative Pre-trained Transformer"), abbreviates("XAI", "explainable AI")
    (True, True)
    >>> abbreviates("METEOR", "metric for evaluation of translation"), abbreviates("t-SNE", "stochastic embedding")
    (False, False)
    >>> abbreviates("HTTP", "hypertext protocol"), abbreviates("HTTP", "hypertext protocol", strict=False)
    (False, True)
    >>> abbreviates("SAM 2", "Segment Anything Model"), abbreviates("SAM 2", "Segment Anything Model 2")
    (False, True)
    """
    head, words = _without_shared_ends(short, fold(long).split())
    if not is_acronym(head) or len(words) < 2:
        return False
    parts = fold(head).split()
    if any(len(part) > 1 and part.isalpha() and part in words for part in parts):
        return False  # "LLM-based agent" does not abbreviate "LLM-based financial agent": it repeats a whole word
    letters = "".join(parts)
    matched = any(_initials(letters, spelt) for spelt in _spellings(words, len(letters)))
    return (matched or (not strict and _in_order(letters, words))) and identity_agrees(short, long)


def identity_agrees(a: str, b: str) -> bool:
    """Whether the numbers and marks of two names allow them to be one thing.

    A digit between the letters of a short form may stand for "to" or "for" in the long one.

    >>> identity_agrees("GPT-4", "GPT-4o"), identity_agrees("T2I", "text-to-image")
    (False, True)
    >>> identity_agrees("Qwen2VL", "Qwen VL")
    False
    """
    if identity(a) == identity(b):
        return True
    return any(_says(long, short) for short, long in ((a, b), (b, a)))


def _says(long: str, short: str) -> bool:
    """Whether spelling out the 2 and 4 between letters of `short` uses only small words that `long` has."""
    words = fold(long).split()
    spoken = [_SPOKEN[m[0]] for m in re.finditer(r"(?<=[a-z])[24](?=[a-z])", fold(short))]
    if not spoken or any(words.count(w) < spoken.count(w) for w in spoken):
        return False
    return numbers(re.sub(r"(?<=[a-z])[24](?=[a-z])", " ", fold(short))) == numbers(long)


def split_acronym(name: str) -> tuple[str, str | None]:
    """Split ``"X (Y)"`` into the long and the short form where one abbreviates the other; else the name and None.

    >>> split_acronym("Kolmogorov-Arnold Networks (KAN)"), split_acronym("ImageNet (1K)")
    (('Kolmogorov-Arnold Networks', 'KAN'), ('ImageNet (1K)', None))
    >>> split_acronym("DPO (Direct Preference Optimization)")
    ('Direct Preference Optimization', 'DPO')
    """
    match = _PARENTHESIS.match(name)
    if match:
        before, inside = match["before"], match["inside"].strip()
        if abbreviates(inside, before, strict=False):
            return before, inside
        if abbreviates(before, inside, strict=False):
            return inside, before
    return name, None


def _without_shared_ends(short: str, words: list[str]) -> tuple[str, list[str]]:
    """Cut the words that both names begin or end with, as long as a short form and two words stay."""
    parts = re.split(r"[\s/-]+", plain(short))
    while len(parts) > 1 and len(words) > 2 and fold(parts[-1]) == words[-1]:
        parts, words = parts[:-1], words[:-1]
    while len(parts) > 1 and len(words) > 2 and fold(parts[0]) == words[0]:
        parts, words = parts[1:], words[1:]
    return "-".join(parts), words


def _spellings(words: list[str], letters: int) -> Iterator[tuple[str, ...]]:
    """Give the words as they stand, and with beginnings such as "pre" joined to the next word or standing for it."""
    yield tuple(words)
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _JOINED:
            joined[-1] += word
        else:
            joined.append(word)
    yield tuple(joined)
    if letters >= _LETTERS_FOR_PREFIX:  # a shorter one takes supervised for self-supervised learning
        yield tuple(word for before, word in zip(["", *words], words, strict=False) if before not in _HEADS)


@lru_cache(maxsize=65536)
def _initials(letters: str, words: tuple[str, ...]) -> bool:
    """Whether each word gives its first letters in turn; small words may give none."""
    if not words:
        return not letters
    word, rest = words[0], words[1:]
    if word in _SMALL and _initials(letters, rest):
        return True
    if letters and _SPOKEN.get(letters[0]) == word and _initials(letters[1:], rest):
        return True
    return any(letters.startswith(part) and _initials(letters[len(part) :], rest) for part in _contributions(word))


def _contributions(word: str) -> list[str]:
    """List what a word may give to an acronym: its beginning, or the first letters of the two words it is made of."""
    parts = [word[:n] for n in range(1, min(len(word), 4) + 1)]
    if word.startswith("ex"):
        parts.append("x")
    parts += [word[0] + word[len(h)] for h in _HEADS if word.startswith(h) and len(word) > len(h) + 2]
    if len(word) <= _LONGEST:
        parts.append(word)
    return parts


def _in_order(letters: str, words: list[str]) -> bool:
    """Whether the letters come in order in the long form, the first one at its start."""
    text = "".join(words)
    if not letters or not text.startswith(letters[0]):
        return False
    rest = iter(text)
    return all(letter in rest for letter in letters)
