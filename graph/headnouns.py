"""Drop head nouns that only say what kind of thing a name is ("ImageNet dataset"): a label and a name in, names out."""

import re
from collections.abc import Mapping

from extract.schema import Label
from graph.names import fold, plain

_ALWAYS: dict[Label, frozenset[str]] = {
    Label.DATASET: frozenset(
        {
            "dataset",
            "data set",
            "benchmark",
            "corpus",
            "challenge",
            "database",
            "benchmark suite",
            "test suite",
            "shared task",
        }
    ),
    Label.TASK: frozenset({"task"}),
}
"""Heads that add nothing, whatever stands before them."""

_AFTER_TERM: dict[Label, frozenset[str]] = {
    Label.METHOD: frozenset(
        [
            "algorithm",
            "architecture",
            "mechanism",
            "method",
            "paradigm",
            "procedure",
            "scheme",
            "strategy",
            "technique",
        ]
    ),
    Label.METRIC: frozenset({"score", "metric", "coefficient", "value"}),
    Label.TASK: frozenset({"problem"}),
}
"""Heads that add nothing to two words or a proper name, but make the term of a lone word ("genetic algorithm")."""

_AFTER_NAME: dict[Label, frozenset[str]] = {
    Label.METHOD: frozenset(
        [
            "activation",
            "activation function",
            "approach",
            "backbone",
            "divergence",
            "framework",
            "function",
            "language model",
            "model",
            "model family",
            "network",
            "optimizer",
            "package",
            "prompting",
            "sampler",
            "test",
            "toolkit",
        ]
    ),
    Label.METRIC: frozenset({"index", "measure"}),
    Label.DATASET: frozenset({"collection", "competition", "data", "environment", "leaderboard", "simulator", "suite"}),
}
"""Heads that add nothing to a proper name alone ("BERT model", never "language model")."""

_AFTER_CAPITAL: dict[Label, frozenset[str]] = {
    Label.METHOD: frozenset({"activation function", "algorithm", "method", "optimizer", "sampler", "test"}),
    Label.METRIC: frozenset({"score", "coefficient", "index"}),
}
"""Heads before which a capital is enough for a proper name ("Adam optimizer"); any term may begin a sentence."""

_AFTER_KIND: dict[Label, tuple[frozenset[str], re.Pattern[str]]] = {
    Label.METHOD: (
        frozenset({"algorithm", "architecture", "method", "model", "network"}),
        re.compile(
            r"(?:former|coder|fier|ptron|iminator|nerator|timator|mizer|nizer|network|regression|forest|of expert)$"
        ),
    ),
    Label.METRIC: (
        frozenset({"metric", "rate", "score", "value"}),
        re.compile(r"(?:accuracy|latency|likelihood|perplexity|precision|recall|similarity|specificity)$"),
    ),
}
"""Heads that add nothing to words that already say what kind of thing they name ("autoencoder network")."""

_AFTER_CHAIN: dict[Label, frozenset[str]] = {
    Label.METHOD: frozenset({"model", "prompting"}),
    Label.TASK: frozenset({"conversion", "generation", "synthesis", "transfer"}),
}
"""Heads that add nothing to a chain of words ("chain-of-thought prompting", "text-to-3D generation")."""

_CHAINS: dict[Label, re.Pattern[str]] = {
    Label.METHOD: re.compile(r"[^\s-]+(?:-[^\s-]+){2,}"),
    Label.TASK: re.compile(r"(?:[^\s-]+[\s-])+to(?:[\s-][^\s-]+)+", re.IGNORECASE),
}

_VAGUE = frozenset(
    [
        "multi",
        "single",
        "cross",
        "inter",
        "intra",
        "new",
        "other",
        "novel",
        "target",
        "source",
        "downstream",
        "main",
        "open",
        "real",
        "full",
    ]
)
"""Words that are no name when they stand alone."""

_FIELDS = frozenset({"AI", "CV", "DL", "ML", "NLP", "OCR", "RL", "TTS", "ASR"})
"""Fields and tasks written like proper names: an AI model is not AI."""

_OPEN = re.compile(
    r"(?:\b(?:data|frame|graph|image|map|mask|sample|set|text|token|tree|video)|ian|ic|al|ive|ed|ous|ar|less|agent|aware|driven|free|level|modal|scale|shot|stage|step|style|time|view|wise)$"
)
"""How words end that need a noun behind them: adjectives, and what methods are applied to."""


def without_head(label: Label, name: str) -> str | None:
    """Drop a last word that only repeats the label; None where every word counts.

    Parameters
    ----------
    label : Label
        Heads differ by label: "index" ends a metric's name, "dataset" a dataset's.
    name : str
        As written: capitals tell a proper name from a term.

    Examples
    --------
    >>> without_head(Label.DATASET, "ImageNet dataset"), without_head(Label.METHOD, "Adam optimizer")
    ('ImageNet', 'Adam')
    >>> without_head(Label.METHOD, "graph network"), without_head(Label.METHOD, "genetic algorithm")
    (None, None)
    >>> without_head(Label.METHOD, "language model"), without_head(Label.METHOD, "BERT models")
    (None, 'BERT')
    """
    words = plain(name).split()
    for size in (2, 1):
        rest, head = words[:-size], fold(" ".join(words[-size:]))
        before = " ".join(rest)
        folded = fold(before).split()
        if not folded or (len(folded) == 1 and (folded[0] in _VAGUE or len(folded[0]) < 2)):
            continue
        if _holds(_ALWAYS, label, head) or (_holds(_AFTER_CHAIN, label, head) and _CHAINS[label].fullmatch(before)):
            return before
        term, proper = _holds(_AFTER_TERM, label, head), _holds(_AFTER_NAME, label, head)
        if (term or proper) and is_proper(before) and before not in _FIELDS:
            return before
        kinds, kind = _AFTER_KIND.get(label, (frozenset(), _OPEN))
        if head in kinds and kind.search(" ".join(folded)):
            return before
        if _OPEN.search(folded[-1]):
            continue
        capital = words[-1].islower() and all(word[0].isupper() for word in rest)
        if (term and len(folded) > 1) or (capital and _holds(_AFTER_CAPITAL, label, head)):
            return before
    return None


def _holds(heads: Mapping[Label, frozenset[str]], label: Label, head: str) -> bool:
    """Whether the table has this head for the label."""
    return head in heads.get(label, ())


def is_proper(name: str) -> bool:
    """Whether a name is written as a proper name: each word has a digit, an inner capital or a letter on its own.

    >>> [is_proper(n) for n in ("BERT", "U-Net", "LLaMA 2", "Multi-Agent", "CLIP-based", "Adam")]
    [True, True, True, False, False, False]
    """
    return all(_is_marked(word) for word in name.split())


def _is_marked(word: str) -> bool:
    """Whether a word looks like no word of the language."""
    parts = [part for part in word.split("-") if part]
    if parts and parts[-1].lower() in {"based", "like", "style"}:
        return False
    return any(c.isdigit() for c in word) or any(
        any(c.isupper() for c in part[1:]) or (len(part) == 1 and part.isupper()) for part in parts
    )
