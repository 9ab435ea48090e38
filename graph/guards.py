"""Tell names that can never be one thing, whatever papers say: a label and two names in, a verdict out."""

from extract.schema import Label
from graph.acronyms import identity_agrees, is_acronym
from graph.names import fold
from graph.pairs import same

_HEADS = frozenset(
    "ability algorithm approach architecture based benchmark capability corpus dataset framework index measure "  # noqa: SIM905
    "mechanism method metric model paradigm problem prompting scheme score setting strategy task technique".split()
)
"""Words that, at its end, only say what kind of thing a name is."""

_SMALL = frozenset({"and", "for", "from", "in", "of", "on", "to", "via", "with", "without"})

_STEM = 4
"""Letters that two words must share at their beginning to be forms of one word."""


def differs(label: Label, a: str, b: str) -> bool:
    """Whether two names can never be one thing: other numbers, a modifier more, another modifier, another direction.

    Names that names alone make one are one, whatever they look like.

    Parameters
    ----------
    label : Label
        The label of both.
    a, b : str
        The names; their order does not matter.

    Examples
    --------
    >>> differs(Label.METHOD, "GPT-4", "GPT-4o"), differs(Label.METHOD, "Adam", "Adam optimizer")
    (True, False)
    >>> differs(Label.METHOD, "gradient descent", "stochastic gradient descent")
    True
    >>> differs(Label.TASK, "text-to-image", "image-to-text"), differs(Label.TASK, "image editing", "video editing")
    (True, True)
    >>> differs(Label.METHOD, "FMCW", "FMCW radar"), differs(Label.METRIC, "perplexity", "surprise")
    (False, False)
    """
    if identity_agrees(a, b) and not _is_modified(a, b, headed=True) and not _are_siblings(a, b):
        return False
    return not same(label, a, b)[0]


def modifies(a: str, b: str) -> bool:
    """Whether one name is the other with more words, or its words in another order; a vague noun at the end is none.

    >>> modifies("ResNet", "residual ResNet"), modifies("FMCW", "FMCW radar"), modifies("CoT", "CoT prompting")
    (True, True, False)
    """
    return _is_modified(a, b, headed=False)


def _is_modified(a: str, b: str, *, headed: bool) -> bool:
    """Whether one name is the other and more; with `headed`, a short form may get the noun that it stands before."""
    (short, name), (long, longer) = sorted(((fold(n).split(), n) for n in (a, b)), key=lambda item: len(item[0]))
    if short == long[: len(short)]:
        rest = long[len(short) :]
        written = longer.split()[-len(rest) :] if rest else []
        if all(word in _HEADS for word in rest):
            return False
        if headed and is_acronym(name) and all(word.isalpha() and word.islower() for word in written):
            return not _SMALL.isdisjoint(rest)
    return set(short) <= set(long)


def _are_siblings(a: str, b: str) -> bool:
    """Whether two names of several words differ in one word alone, and these are neither one word nor a short form."""
    words_a, words_b = fold(a).split(), fold(b).split()
    if len(words_a) != len(words_b) or len(words_a) < 2:
        return False
    unlike = [(x, y) for x, y in zip(words_a, words_b, strict=True) if x != y]
    if len(unlike) != 1:
        return False
    x, y = unlike[0]
    if x in _HEADS and y in _HEADS:
        return False
    return x[:_STEM] != y[:_STEM] and not is_acronym(x) and not is_acronym(y)
