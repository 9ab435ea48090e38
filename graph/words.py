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

_ISE = re.compile(r"(?<=\w\w)(al|im|dom|ar|or|er|tr|en|on|an|et|nt|gn|es)is(?=(?:e|ed|er|ers|es|ing)$)")
_ISATION = re.compile(r"(?<!prov)isation(?=s?$)")
_OUR = re.compile(r"(behavi|\bcol|neighb|\bfav|\blab|\bflav|\bhon|\bhum|\bharb|\brum|\bvap|\barm|\btum|\bod|\bvig)our")
_DOUBLE_L = re.compile(
    r"(?<=model|label|level)l(?=(?:ing|ed|ers?)$)|(?<=signal|travel|cancel|tunnel)l(?=(?:ing|ed|ers?)$)"
)
_AMERICAN = {
    "centre": "center",
    "centres": "center",
    "centred": "centered",
    "metre": "meter",
    "metres": "meter",
    "fibre": "fiber",
    "fibres": "fiber",
    "defence": "defense",
    "defences": "defense",
    "licence": "license",
    "analyse": "analyze",
    "analysed": "analyzed",
    "analyser": "analyzer",
    "analysing": "analyzing",
    "grey": "gray",
    "greyscale": "grayscale",
    "programme": "program",
    "programmes": "program",
    "artefact": "artifact",
    "artefacts": "artifact",
    "ageing": "aging",
    "judgement": "judgment",
    "paediatric": "pediatric",
    "anaesthesia": "anesthesia",
    "anaesthesiology": "anesthesiology",
    "haemorrhage": "hemorrhage",
    "catalogue": "catalog",
    "dialogue": "dialog",
    "dialogues": "dialog",
    "analogue": "analog",
}


def british(word: str) -> str:
    """American spelling of a British word where that is safe; other words stay.

    >>> [british(w) for w in ("optimisation", "tokeniser", "modelling", "behaviour", "noise", "promise", "arise")]
    ['optimization', 'tokenizer', 'modeling', 'behavior', 'noise', 'promise', 'arise']
    """
    if word in _AMERICAN:
        return _AMERICAN[word]
    word = _ISATION.sub("ization", _ISE.sub(r"\1iz", word))
    return _DOUBLE_L.sub("", _OUR.sub(r"\1or", word))


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
