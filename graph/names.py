r"""Fold names of things to what they are called: strings in, strings out; digits always belong to a name.

>>> fold("Vision-Language Models"), fold(r"R\'enyi divergences"), fold("Tokenisation")
('vision language model', 'renyi divergence', 'tokenization')
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256

from graph.words import british, singular

_GREEK = {
    letter: unicodedata.name(letter).split()[-1].lower().replace("lamda", "lambda")
    for letter in "αβγδεζηθικλμνξοπρστυφχψω"
} | {"ς": "sigma"}
_PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "\u0131": "i",
        "\u00d7": "x",
        "∞": "infty",
        **_GREEK,
    }
)

_ACCENT = re.compile(r"\\(?:['\"`^~=.]|[cvHukrdb](?=\s*\{))\s*\{?\s*\\?([A-Za-z])\s*\}?")
_FONT = re.compile(r"\\(?:text|math|emph|operatorname|boldsymbol|mbox|ensuremath)[a-z]*\s*(?=\{)")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
_COMMANDS = {"ell": "l", "times": "x", "ss": "ss", "o": "o", "l": "l", "i": "i", "ae": "ae", "oe": "oe", "aa": "a"}
_COMMANDS |= {f"var{letter}": letter for letter in ("epsilon", "phi", "theta", "rho", "sigma", "pi")}
_COMMANDS |= dict.fromkeys(("em", "bf", "it", "rm", "sc", "tt", "sf", "xspace"), "")

_PLURAL_ACRONYM = re.compile(r"(?<=[A-Z])s\b")  # not behind digits: YOLOv8s is a size of its own
_POSSESSIVE = re.compile(r"(?<=\w)['\u2019`\u00b4]s\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MARK = re.compile(r"(?<![^\W_])(?<![+*#])[+*#]+|(?<!\d)\.|\.(?!\d)|[^\w.+*#@]|_")
_APOSTROPHE = re.compile("['\u2019`\u00b4]")
_TEX = re.compile(r"[$^{}\\]")
_AT = re.compile(r"\s*@\s*|\sat\s+(?=\d)")
_NUMERAL = re.compile(r"\d+(?:\.\d+)*")
_IDENTITY = re.compile(r"\d+(?:\.\d+)*[^\W\d_]*|[+*#]+")
_SPACE = re.compile(r"(?<!\d) | (?!\d)")
_SLUG_MARKS = {"+": "-plus", "*": "-star", "#": "-sharp", "@": "-at-"}
_SLUG_LENGTH = 80


def plain(name: str) -> str:
    r"""Undo LaTeX markup and accents; keep case, hyphens and digits.

    >>> plain(r"Schr\"odinger bridge"), plain(r"$\pi_{0.5}$"), plain("R$^3$AG")
    ('Schrodinger bridge', 'pi_0.5', 'R3AG')
    """
    text = name
    if "\\" in text:
        text = _COMMAND.sub(lambda m: _COMMANDS.get(m[1], m[1]), _ACCENT.sub(r"\1", _FONT.sub("", text)))
    if not text.isascii():
        text = _decompose(text)
    return _TEX.sub("", text).replace("~", " ").strip()


def _decompose(text: str) -> str:
    """Letters without accents, Greek letters by their names, superscripts and full-width forms as plain characters."""
    text = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in text if not unicodedata.combining(c)).translate(_PLAIN)


@lru_cache(maxsize=1 << 17)
def fold(name: str) -> str:
    """Reduce a name to lower-case singular words divided by one space.

    Case, hyphens, spaces, slashes, plurals, Greek letters, accents, LaTeX and British spelling no longer count;
    digits, decimal points and the marks ``+ * # @`` do. Folding twice changes nothing.

    Parameters
    ----------
    name : str
        Any string.

    Returns
    -------
    str
        The folded name; empty where the name holds neither letter nor digit.

    Examples
    --------
    >>> fold("U-Net++"), fold("GPT-3.5"), fold("SNNs"), fold("Pass@1"), fold("β-VAE")
    ('u net++', 'gpt 3.5', 'snn', 'pass@1', 'beta vae')
    """
    text = _PLURAL_ACRONYM.sub("", _POSSESSIVE.sub("", plain(name)))
    text = text.lower() if text.isascii() else _decompose(text.casefold())
    text = _APOSTROPHE.sub("", _THOUSANDS.sub("", text.replace("&", " and ")))
    words = _AT.sub("@", _MARK.sub(" ", text)).strip("@ ").split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_fold_word(word, len(words) == 1) for word in words)


@lru_cache(maxsize=1 << 16)
def _fold_word(word: str, alone: bool) -> str:
    """One lower-case word in American spelling and the singular."""
    return british(singular(british(word), alone=alone))


def compact(folded: str) -> str:
    """Drop the spaces of a folded name except between two digits: what two spellings of one name share.

    >>> compact("mm vet"), compact("llama 2 7b")
    ('mmvet', 'llama2 7b')
    """
    return _SPACE.sub("", folded)


@lru_cache(maxsize=1 << 17)
def key(name: str) -> str:
    """Give what the spellings of one name share; names without letter or digit are their own key."""
    return compact(fold(name)) or " ".join(name.split())


def numbers(name: str) -> tuple[str, ...]:
    """Every number of a name, in order: versions, sizes, years, cut-offs.

    >>> numbers("LLaMA-2-7B"), numbers("YOLO-v1.1"), numbers("CIFAR-100"), numbers("BERT")
    (('2', '7'), ('1.1',), ('100',), ())
    """
    return tuple(_NUMERAL.findall(fold(name)))


def identity(name: str) -> tuple[str, ...]:
    """Numbers with the letters glued to them, and marks such as ``++``, sorted: names that differ here are different.

    >>> identity("GPT-4o"), identity("GPT-4"), identity("U-Net++")
    (('4o',), ('4',), ('++',))
    """
    return tuple(sorted(_IDENTITY.findall(fold(name))))


def slug(name: str) -> str:
    """Make a readable part of an id: the folded name with hyphens.

    >>> slug("Direct Preference Optimization"), slug("GPT-3.5"), slug("U-Net++"), slug("Pass@1")
    ('direct-preference-optimization', 'gpt-3.5', 'u-net-plus-plus', 'pass-at-1')
    """
    folded = fold(name)
    text = "".join(_SLUG_MARKS.get(c, c) for c in folded)
    text = re.sub(r"-{2,}", "-", text.replace(" ", "-")).strip("-")
    if text and len(text) <= _SLUG_LENGTH:
        return text
    return f"{text[: _SLUG_LENGTH - 9]}-{digest(folded or name)}".lstrip("-")


def digest(text: str) -> str:
    """Eight hexadecimal digits that depend on the text alone."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
