"""Fold single lower-case words: plural to singular, British to American spelling; strings in, strings out."""

import re

_SINGULAR = frozenset(
    "series species bayes keras pandas bias alias atlas canvas lens gas texas kansas arkansas massachusetts chaos "  # noqa: SIM905
    "cosmos logos pathos jenkins hopkins wilkins illinois aras always perhaps whereas versus hans mans adams".split()
)
"""Words that end in s and are no plurals."""

_IRREGULAR = {
    "analyses": "analysis",
    "hypotheses": "hypothesis",
    "syntheses": "synthesis",
    "theses": "thesis",
    "diagnoses": "diagnosis",
    "crises": "crisis",
    "axes": "axis",
    "matrices": "matrix",
    "vertices": "vertex",
    "indices": "index",
    "appendices": "appendix",
    "ansatze": "ansatz",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "corpora": "corpus",
    "automata": "automaton",
    "spectra": "spectrum",
    "minima": "minimum",
    "maxima": "maximum",
    "optima": "optimum",
    "schemata": "schema",
    "formulae": "formula",
    "biases": "bias",
    "aliases": "alias",
    "gases": "gas",
    "lenses": "lens",
    "atlases": "atlas",
    "canvases": "canvas",
    "viruses": "virus",
    "caches": "cache",
    "headaches": "headache",
    "niches": "niche",
    "movies": "movie",
    "cookies": "cookie",
    "halves": "half",
    "leaves": "leaf",
    "shelves": "shelf",
    "mice": "mouse",
    "children": "child",
}

_SHORT = frozenset(
    [
        "ads",
        "apps",
        "arms",
        "bags",
        "bits",
        "bots",
        "cars",
        "cats",
        "caps",
        "dogs",
        "eyes",
        "gaps",
        "keys",
        "labs",
        "laws",
        "logs",
        "maps",
        "nets",
        "offs",
        "rows",
        "sets",
        "tags",
    ]
)
"""Plurals of four letters or fewer that count as such inside longer names; alone they may be acronyms (MAPS, ADS)."""

_BRITISH = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (
            r"(?<=\w\w)(al|im|dom|tom|ar|or|er|tr|en|on|an|et|nt|gn|es|il|el|rd|ym|bit|git|rit|sit|mat|vat)is"
            r"(?=(?:e|ed|er|ers|es|ing)$)",
            r"\1iz",
        ),
        (r"amortis(?=e|ing)", "amortiz"),
        (r"(?<!prov)isation(?=s?$)", "ization"),
        (r"(?<=analy|ataly|araly|troly)s(?=(?:e|ed|er|ers|ing)$)", "z"),
        (r"(behavi|neighb|endeav|\b(?:col|fav|lab|flav|hon|hum|harb|rum|vap|arm|tum|od|vig|rig|sav|val))our", r"\1or"),
        (r"(?<=model|label|level|panel)l(?=(?:ing|ed|ers?)$)", ""),
        (r"(?<=signal|travel|cancel|tunnel)l(?=(?:ing|ed|ers?)$)|(?<=channel|counsel)l(?=(?:ing|ed|ors?)$)", ""),
        (r"(cent|met|fib|theat|calib|spect)re(?=[ds]?$)", r"\1er"),
        (r"(cata|dia|ana)logue", r"\1log"),
        (r"(?<=def|off)ence(?=s?$)", "ense"),
        (r"parametriz", "parameteriz"),
        (r"anaesth", "anesth"),
        (r"paedi", "pedi"),
        (r"haem", "hem"),
        (r"aemi", "emi"),
        (r"oedem", "edem"),
        (r"foet", "fet"),
        (r"oesoph", "esoph"),
        (r"rrhoea", "rrhea"),
        (r"sulph", "sulf"),
        (r"artefact", "artifact"),
        (r"enrol(?=ments?$)|fulfil(?=ments?$)", r"\g<0>l"),
    )
)
_SUSPECT = re.compile(r"is(?:at|ed?|es|er|ing)|ys[ei]|our|ll|re[ds]?$|logue|ence|metriz|ae|oe|sulph|artef|rol|fulf")
"""What a word must hold to be worth the patterns above."""

_AMERICAN = {
    "licence": "license",
    "grey": "gray",
    "greyscale": "grayscale",
    "programme": "program",
    "programmes": "program",
    "ageing": "aging",
    "judgement": "judgment",
    "aluminium": "aluminum",
    "aeroplane": "airplane",
    "sceptic": "skeptic",
    "learnt": "learned",
    "adaption": "adaptation",
    "orientated": "oriented",
    "preventative": "preventive",
    "mould": "mold",
    "plough": "plow",
}
"""British words, and words that have two forms anywhere."""


def british(word: str) -> str:
    """American spelling of a British word where that is safe; other words stay.

    >>> [british(w) for w in ("optimisation", "tokeniser", "modelling", "behaviour", "noise", "promise", "arise")]
    ['optimization', 'tokenizer', 'modeling', 'behavior', 'noise', 'promise', 'arise']
    """
    if word in _AMERICAN:
        return _AMERICAN[word]
    for pattern, american in _BRITISH if _SUSPECT.search(word) else ():
        word = pattern.sub(american, word)
    return word


def singular(word: str, *, alone: bool = False) -> str:
    """Singular of a lower-case English word; words that are no plurals stay.

    Parameters
    ----------
    word : str
        One lower-case word.
    alone : bool
        Whether it is a whole name: then words of four letters stay, since they may be acronyms.

    Examples
    --------
    >>> [singular(w) for w in ("policies", "losses", "boxes", "networks", "analysis", "maps", "dynamics", "sizes")]
    ['policy', 'loss', 'box', 'network', 'analysis', 'map', 'dynamics', 'size']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SHORT:
        return word if alone else word[:-1]
    if len(word) < 5 or not word.endswith("s") or not word.isalpha() or word in _SINGULAR:
        return word
    if word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]
