"""Read written values: a string in, the ends of its range and the kind of its bound out."""

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

_MOST = r"up to|at most|(?:less|fewer|lower) than|below|under|<=?|\\leq?\b"
_LEAST = r"over|at least|(?:more|greater|higher) than|exceeding|above|>=?|\\geq?\b"
_BOUND = re.compile(rf"(?P<turned>\bnot? )?(?:(?P<most>{_MOST})|(?:{_LEAST}))(?: an?)?\W*$", re.IGNORECASE)


def interval(value: str) -> tuple[float, float] | None:
    """Read a written value as the lower and the upper end of a range, equal for a lone number; None without a number.

    >>> interval("1.0%-2.5%"), interval("78.2"), interval("high")
    ((1.0, 2.5), (78.2, 78.2), None)
    >>> interval("2x to 4x"), interval("1.5 x 10^3"), interval("7.4/10"), interval("O(n^2)")
    ((2.0, 4.0), (1500.0, 1500.0), (7.4, 7.4), None)
    """
    match = None if _FORMULA.search(value) else _VALUE.search(_bare(value))
    if match is None:
        return None
    ends = [_amount(match, end) for end in "12" if match[f"amount{end}"]]
    finite = [end for end in ends if abs(end) < float("inf")]
    return (min(finite), max(finite)) if finite else None


def bound(value: str) -> str:
    """Say whether a written value is a bound: "at most", "at least", or empty for a plain value.

    >>> bound("up to 3"), bound("over 90"), bound("> 0.93"), bound("78.2")
    ('at most', 'at least', 'at least', '')
    """
    match = None if _FORMULA.search(value) else _VALUE.search(_bare(value))
    found = None if match is None else _BOUND.search(_bare(value)[: match.start()])
    if found is None:
        return ""
    # "No more than 5" is a bound on the other side than "more than 5".
    return "at most" if bool(found["most"]) is not bool(found["turned"]) else "at least"


def _bare(value: str) -> str:
    """Drop the dollars of formulas and the braces around commas."""
    return value.replace("$", "").replace("{,}", ",")


def _amount(match: re.Match[str], end: str) -> float:
    """One end of the range."""
    amount = float(re.sub(r"[,\u2009\u202f]", "", match[f"amount{end}"]))
    if power := match[f"power{end}"]:
        amount *= 10.0 ** int(power.replace("\u2212", "-"))
    if multiple := match[f"multiple{end}"]:
        amount *= _MULTIPLES[multiple.lower()]
    return -amount if match[f"sign{end}"] in ("-", "\u2212") else amount
