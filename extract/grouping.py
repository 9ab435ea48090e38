"""Which mentions of one paper name the same thing, and its name: mention texts and abbreviations in, strings out."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from extract.schema import Label

_IRREGULAR = {
    "accuracies": "accuracy",
    "analyses": "analysis",
    "biases": "bias",
    "corpora": "corpus",
    "curricula": "curriculum",
    "equilibria": "equilibrium",
    "hypotheses": "hypothesis",
    "indices": "index",
    "losses": "loss",
    "matrices": "matrix",
    "processes": "process",
    "syntheses": "synthesis",
    "vertices": "vertex",
}
_NO_PLURAL = re.compile(r"(ss|us|is|ics|news|series|bias|species|lens|atlas|canvas|vs|os)$")
_APART = r"[\s\-\u2010-\u2015_/~]+"
_SMALL_WORDS = frozenset(("a", "an", "and", "for", "from", "in", "of", "on", "the", "to", "via", "with"))

GENERIC_HEADS: Mapping[Label, frozenset[str]] = {
    label: frozenset(heads.split())
    for label, heads in {
        Label.METHOD: "algorithm approach architecture baseline framework function mechanism method model module "
        "network objective representation scheme series signal strategy system technique",
        Label.DATASET: "benchmark challenge database dataset",
        Label.METRIC: "metric rate score value",
        Label.TASK: "attack estimation generation prediction problem task",
    }.items()
}
"""Words that may follow a name without changing what it names. Counted on four fifths of the training gold: in at least
two papers the longer string, or the name with this word after it, is the same thing, and more than twice as often as
not ("model": 57 to 1, "dataset": 31 to 0). Words that pass but name a kind of thing ("learning") are left out."""

WELL_KNOWN = {
    "LLM": "large language model",
    "QA": "question answering",
    "RAG": "retrieval-augmented generation",
    "RL": "reinforcement learning",
    "SFT": "supervised fine-tuning",
    "VLM": "vision-language model",
}
"""Abbreviations that most annotators write out where the paper does not (LLM: 108 of 118, RAG: 5 of 8, on four fifths
of the training gold). Others, such as CNN, they mostly leave."""


def singular(word: str) -> str:
    """Cut the plural of a word; abbreviations keep their capitals.

    >>> [singular(word) for word in ("models", "LLMs", "analyses", "bias", "strategies", "networks", "GPS")]
    ['model', 'LLM', 'analysis', 'bias', 'strategy', 'network', 'GPS']
    """
    lower = word.lower()
    if lower in _IRREGULAR:
        return word[0] + _IRREGULAR[lower][1:]
    if len(word) < 3 or not word.endswith("s") or word[-2] in "'0123456789" or _NO_PLURAL.search(lower):
        return word
    if lower.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if lower.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1]


def fold(string: str) -> str:
    """Bring a mention to the form in which variants are one: case, hyphens and plurals do not count.

    >>> fold("Self-Attention Layers"), fold("LLMs")
    ('self attention layer', 'llm')
    """
    words = re.sub(_APART, " ", string).strip(" .,:;()'\"").split()
    return " ".join(singular(word).lower() for word in words)


def initials(phrase: str) -> set[str]:
    """Give the abbreviations that a phrase's initials make: with and without small words, compounds as one word too.

    >>> sorted(initials("Probability of Multi-Step Error"))
    ['pme', 'pmse', 'pome', 'pomse']
    """
    found = set()
    for apart, shortest in ((_APART, 2), (r"\s+", 3)):
        words = [word for word in re.split(apart, phrase.lower()) if word]
        full = [word for word in words if word not in _SMALL_WORDS]
        found |= {"".join(word[0] for word in some) for some in (words, full) if len(some) >= shortest}
    return found


def expansions(texts: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Map folded short forms to folded long forms.

    Parameters
    ----------
    texts : iterable of str
        Mention texts of the paper.
    pairs : iterable of (str, str)
        Short and long form of every abbreviation that the text defines.

    Returns
    -------
    dict
        Defined abbreviations, and mentions in capitals that are another mention's initials (2,663 of 2,673 such pairs
        in four fifths of the training gold are one thing; of those that fit only without hyphens, 382 of 392 in all of
        the gold).
    """
    found: dict[str, str] = {}
    for short, long in ((fold(short), fold(long)) for short, long in pairs):
        if found.get(long) != short:  # "SF (long form)" may come in both orders
            found[short] = long
    texts = list(dict.fromkeys(texts))
    longs: dict[str, str] = {}
    for long in texts:
        for short in sorted(initials(long)):
            longs.setdefault(short, fold(long))
    for text in texts:
        short = singular(text).replace("-", "")
        capitals = sum(letter.isupper() for letter in short)
        if short.isalpha() and capitals >= 2 and short.lower() in longs:
            found.setdefault(fold(text), longs[short.lower()])
    return {short: long for short, long in found.items() if short and long and short != long}


def identity(text: str, known: Mapping[str, str]) -> str:
    """Give the string that equal mentions share: folded, abbreviations written out.

    >>> identity("T2I models", {"t2i": "text to image"})
    'text to image model'
    """
    folded = fold(text)
    if folded in known:
        return known[folded]
    return " ".join(known.get(word, word) for word in folded.split())


def without_head(identity_: str, label: Label) -> str:
    """Cut a generic head word, if more than it remains."""
    name, _, head = identity_.rpartition(" ")
    return name if name and head in GENERIC_HEADS[label] else identity_


def full_name(identity_: str, others: Iterable[str]) -> str | None:
    """Give the one longer name of a dataset among others that says what this one is; 16 of 18 in the gold.

    The longer name ends in a generic head and begins with the words of the shorter; where both have a head, it may end
    with them too.

    >>> full_name("mit bih", ["mit bih arrhythmia database", "mit bih long"])
    'mit bih arrhythmia database'
    >>> full_name("wmh challenge", ["miccai 2017 wmh challenge"])
    'miccai 2017 wmh challenge'
    """
    words = without_head(identity_, Label.DATASET).split()
    headed = len(words) < len(identity_.split())
    found = []
    for other in others:
        longer = without_head(other, Label.DATASET).split()
        if len(longer) == len(other.split()) or len(longer) <= len(words):
            continue
        if longer[: len(words)] == words or (headed and longer[-len(words) :] == words):
            found.append(other)
    return found[0] if len(found) == 1 else None


def same_task(identity_: str) -> str:
    """Give the bag of stems of a task: "decoding speech" and "speech decoding" are one."""
    stems = {re.sub(r"(ation|ing|ion|e)$", "", word) for word in identity_.split() if word not in _SMALL_WORDS}
    return " ".join(sorted(stems))


def canonical_name(texts: Sequence[str], known: Mapping[str, str], *, label: Label, own: bool, title: str) -> str:
    """Choose the name of a thing from its mention texts.

    Parameters
    ----------
    texts : sequence of str
        Texts of its mentions, in order.
    known : mapping
        Folded short form to folded long form, from `expansions`.
    label : Label
        What it is. Names of datasets are proper names and keep their plural (126 of 129 in the training gold).
    own : bool
        Whether the paper introduces it: a name with which the title begins then stands against its long form.
    title : str
        The paper's title.

    Returns
    -------
    str
        The long form in the singular, in its most frequent spelling; the name itself where there is no long form.
    """
    counts = Counter(texts)
    folded = {text: fold(text) for text in counts}
    shorts = [text for text in counts if folded[text] in known or " " not in folded[text]]
    longs = [text for text in counts if folded[text] in known.values()]
    head = next((text for text in shorts if re.match(rf"{re.escape(text)}\s*[:\u2013\u2014-]", title)), None)
    if own and longs and head and head.lower() not in initials(folded[longs[0]]):
        return head
    weight: Counter[str] = Counter()
    for text, count in counts.items():
        weight[folded[text]] += count
    if longs:
        best = max(longs, key=lambda text: (counts[text], len(text)))
    else:
        best = max(counts, key=lambda text: (weight[folded[text]], len(folded[text])))
    # Of several spellings the commonest outside the title; a title's capitals say nothing.
    spellings = [text for text in texts if folded[text] == folded[best] and text not in title] or [
        text for text in texts if folded[text] == folded[best]
    ]
    name = Counter(spellings).most_common(1)[0][0]
    return name if label is Label.DATASET else WELL_KNOWN.get(singular(name), _singular_phrase(name))


def _singular_phrase(name: str) -> str:
    """Cut the plural of a phrase's head: the last word, or the one before "of"."""
    match = re.match(r"(.*?)([^\s\-]+)((?:[\s-](?:of|for|with|in)[\s-].*)?)$", name, re.DOTALL)
    if not match:
        return name
    return match.group(1) + singular(match.group(2)) + match.group(3)
