"""Tell a slip of the pen from another word: two names in, a verdict out; similar letters alone never make one thing."""

import re

from graph.names import fold, plain

_ALIKE = 7
"""Letters that a word must have before a slip that sounds the same counts (scarsity, recomendation)."""

_VOWEL_LOST = 9
_CONSONANT_LOST = 12
"""Letters of the right word where one of them may be missing: "mediation" and "medication" are two words."""

_DOUBLED = re.compile(r"([a-z])\1(?!(?:ing|ed|er)$)")  # planning is not planing
_SOFT_C = re.compile(r"(?<=[a-z])c(?=[eiy])")
_INDEPENDENT = re.compile(r"(?<=[a-z]{5})ent(?=$)|(?<=[a-z]{5})enc(?=e$|y$)")
_VOWELS = frozenset("aeiou")


def misspelt(a: str, b: str) -> bool:
    """Whether two names of several words differ by one slip in one long plain word.

    Names of one word may be coined (Performer, Preformer), short words differ by one letter too often, and a word with
    an inner capital or a digit is a name.

    Examples
    --------
    >>> misspelt("Data Scarsity", "data scarcity"), misspelt("hyperparamter search", "hyperparameter search")
    (True, True)
    >>> misspelt("test generation", "text generation"), misspelt("mediation analysis", "medication analysis")
    (False, False)
    """
    words_a, words_b = fold(a).split(), fold(b).split()
    if len(words_a) != len(words_b) or len(words_a) < 2:
        return False
    odd = [(x, y) for x, y in zip(words_a, words_b, strict=True) if x != y]
    if len(odd) != 1 or not _is_text(a) or not _is_text(b):
        return False
    return _slip(*sorted(odd[0], key=len))


def _is_text(name: str) -> bool:
    """Whether a name has neither digits nor capitals inside words."""
    return not re.search(r"\d|(?<=[^\W\d_])[A-Z]", plain(name))


def _slip(short: str, long: str) -> bool:
    """Whether two words are one with a slip."""
    if not (short.isalpha() and long.isalpha()) or short[0] != long[0] or len(short) < _ALIKE:
        return False
    if _sound(short) == _sound(long):
        return True
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) == len(long):
        swapped = short[:at] + short[at + 1 : at + 2] + short[at] + short[at + 2 :]
        return len(long) >= _VOWEL_LOST and at > 1 and swapped == long and not set(short[at : at + 2]) <= _VOWELS
    lost = at < len(short) and short[at:] == long[at + 1 :]
    return lost and len(long) >= (_VOWEL_LOST if long[at] in _VOWELS else _CONSONANT_LOST)


def _sound(word: str) -> str:
    """Reduce a word to what slips of the ear leave alone: doubled letters, s for a soft c, -ant for -ent."""
    text = _INDEPENDENT.sub(lambda m: "a" + m[0][1:], word)
    return _DOUBLED.sub(r"\1", _SOFT_C.sub("s", text))
