"""Which written numbers can be compared, and which agree: values and units in; scales, amounts and verdicts out."""

import re
from dataclasses import dataclass

from graph.values import bound, interval

PERCENT = "%"
"""The scale of shares, whether they are written in percent or as a part of one."""

_SPELLINGS = {
    PERCENT: ("\\%", "percent", "per cent"),
    "points": ("point", "pp", "percentage point", "percentage points", "%p"),
    "x": ("times", "fold", "\\times", "\u00d7"),
    "ms": ("millisecond", "milliseconds"),
    "s": ("sec", "second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "dB": ("db", "decibel", "decibels"),
    "fps": ("frames per second",),
}
_SCALES = {spelling: scale for scale, spellings in _SPELLINGS.items() for spelling in (scale, *spellings)}
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


def scale(unit: str) -> str:
    r"""Give the unit under which numbers stand side by side: its spellings are one scale, different units are not.

    >>> scale("percent"), scale(r"$\times$"), scale("FPS"), scale("MB"), scale("")
    ('%', 'x', 'fps', 'MB', '')
    """
    bare = unit.replace("$", "").strip()
    return _SCALES.get(bare) or _SCALES.get(bare.lower(), bare)


def step(value: str) -> float:
    """Give the place value of the last digit that was written, of a range that of its first number.

    Examples
    --------
    >>> step("78.2"), step("1,024"), step("1.5 x 10^3"), step("up to 3.2 million"), step("-7")
    (0.1, 1.0, 100.0, 100000.0, 1.0)
    """
    # The same value with every digit zero but the last, so that powers and multiples are read in one place alone.
    ends = interval(_DIGITS.sub(_last_digit, value, count=1))
    return 0.0 if ends is None else min(map(abs, ends))


def _last_digit(digits: re.Match[str]) -> str:
    return re.sub(r"\d", "0", digits.group()[:-1]) + "1"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number on its scale.

    `low` and `high` are the ends of a range and equal for a lone number, `step` is the place value of the last digit
    written, and `bound` says "at most" or "at least" where the number is a bound.
    """

    scale: str
    low: float
    high: float
    step: float
    bound: str

    def best(self, direction: str) -> float:
        """Give the better end of a range; the upper one where the direction is unknown."""
        return self.low if direction == "lower" else self.high


def amount(value: str, unit: str, *, share: bool) -> Amount | None:
    """Read a written value on the scale on which it can be compared; None where it holds no number.

    Parameters
    ----------
    value, unit : str
        As written.
    share : bool
        Whether it is a share of one: then numbers without unit are percentages, from 0 to 1 parts of one.

    Examples
    --------
    >>> amount("0.89", "", share=True)
    Amount(scale='%', low=89.0, high=89.0, step=1.0, bound='')
    >>> amount("5-7", "milliseconds", share=False)
    Amount(scale='ms', low=5.0, high=7.0, step=1.0, bound='')
    """
    ends = interval(value)
    if ends is None:
        return None
    found, factor = scale(unit), 1
    if share and not found:
        found, factor = PERCENT, 100 if 0 <= ends[0] <= ends[1] <= 1 else 1
    low, high, last = ends[0] * factor, ends[1] * factor, step(value) * factor
    if factor > 1:  # binary fractions: 0.57 * 100 is not 57
        low, high, last = round(low, 9), round(high, 9), round(last, 9)
    return Amount(found, low, high, last, bound(value))


def agree(one: Amount, other: Amount) -> bool:
    """Say whether two numbers can both hold, compared at the coarser precision; numbers of two scales can.

    A range holds for every number within, a bound for every number on its side.

    Examples
    --------
    >>> def percent(value):
    ...     return amount(value, "%", share=True)
    >>> agree(percent("78.2"), percent("78.23")), agree(percent("78.2"), percent("78.3"))
    (True, False)
    >>> agree(percent("up to 80"), percent("78.2")), agree(percent("over 80"), percent("78.2"))
    (True, False)
    """
    if one.scale != other.scale:
        return True
    # Half a step is a step of rounding; a billionth more is for binary fractions.
    slack = max(one.step, other.step) * (0.5 + 1e-9)
    (low, high), (other_low, other_high) = _span(one), _span(other)
    return low - slack <= other_high and other_low - slack <= high


def _span(given: Amount) -> tuple[float, float]:
    """Give the least and the greatest number for which an amount holds."""
    return (
        float("-inf") if given.bound == "at most" else given.low,
        float("inf") if given.bound == "at least" else given.high,
    )
