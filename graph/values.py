"""Read written values as numbers: a string in, a number or nothing out."""

import re

_AMOUNT = (
    r"(?P<amount{0}>(?:\d+(?:[,\u2009\u202f]\d{{3}})*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?)"
    r"(?:\s*(?:\\times|[x\u00d7*])\s*10\s*\^?\s*\{{?\s*(?P<power{0}>[-+\u2212]?\d{{1,3}})\}}?)?"
    r"(?:\s*(?P<multiple{0}>thousand|million|billion|trillion|[kKmMbB])\b)?"
)
_VALUE = re.compile(
    r"(?P<sign1>[-+\u2212]?)\s*"
    + _AMOUNT.format(1)
    + r"(?:\s*(?:%|\\%|x\b|times\b|\u00d7)?\s*(?:--?-?|[\u2013\u2014~]|\bto\b|\band\b)\s*(?P<sign2>[-+\u2212]?)\s*"
    + _AMOUNT.format(2)
    + ")?"
)
_MULTIPLES = {"k": 1e3, "m": 1e6, "b": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_FORMULA = re.compile(r"\\?\b(?:mathcal|tilde|widetilde|Omega|Theta)\b|\bO\(")


def number(value: str) -> float | None:
    """Read a written value as a number; of a range the upper end, None where it holds no number.

    >>> number("78.2"), number("1,024"), number("1.0%-2.5%"), number("-3"), number("3.2 million"), number("high")
    (78.2, 1024.0, 2.5, -3.0, 3200000.0, None)
    >>> number("1.5 x 10^3"), number("2e-4"), number("2x to 4x"), number("7.4/10"), number("O(n^2)")
    (1500.0, 0.0002, 4.0, 7.4, None)
    """
    match = None if _FORMULA.search(value) else _VALUE.search(value.replace("$", "").replace("{,}", ","))
    if match is None:
        return None
    ends = [_amount(match, end) for end in "12" if match[f"amount{end}"]]
    finite = [end for end in ends if abs(end) < float("inf")]
    return max(finite) if finite else None


def _amount(match: re.Match[str], end: str) -> float:
    """One end of the range."""
    amount = float(re.sub(r"[,\u2009\u202f]", "", match[f"amount{end}"]))
    if power := match[f"power{end}"]:
        amount *= 10.0 ** int(power.replace("\u2212", "-"))
    if multiple := match[f"multiple{end}"]:
        amount *= _MULTIPLES[multiple.lower()]
    return -amount if match[f"sign{end}"] in ("-", "\u2212") else amount
