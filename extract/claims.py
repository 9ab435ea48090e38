"""What a text claims by a number: text and spans in; asserted, negated, hypothetical or of others, out."""

import re
from enum import StrEnum

_REACH = 300
"""So many characters around a number are looked at: hostile sentences have no end."""


class Claim(StrEnum):
    """How a number is claimed.

    `OTHERS` are levels that earlier work, a baseline or the state before a change reached.
    """

    ASSERTED = "asserted"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    OTHERS = "others"


def _before(*forms: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Compile what may stand right before a number."""
    return re.compile(f"(?:{'|'.join(forms)})$", flags)


def _words(most: int) -> str:
    """Match some words, none behind a comma or a bracket, with the space after each."""
    return rf"(?:[^\s,;:()]+ ){{0,{most}}}?"


_BREAK = re.compile(r"\b(?:while|whereas|but|although|though|thereby|thus)\b", re.IGNORECASE)
"""Words behind which another statement begins."""

_ATTAIN = (
    r"(?:reach|exceed|surpass|achieve|attain|obtain|hit|cross|pass|get|go|rise|climb|score|meet|match|approach|break|top"
    r"|yield)"
)
_ATTAINS = rf"(?:{_ATTAIN}(?:s|es|d|ed)?|went|got|rose|met)"
_ATTAINING = r"(?:reach|exceed|surpass|achiev|attain|obtain|hitt|cross|pass|gett|ris|climb|scor|meet|match|approach)ing"
_NEGATION = r"(?:\b(?:not|cannot|never|unable to|fail(?:s|ed|ing)? to)\b|n['\u2019]t\b)"
_ADVERB = r"(?:\w+ly|even|ever|yet|quite|always|once|able to|be able to|manage to|come close to)"

_NO_NEGATION = re.compile(
    r"\bnot (?:only|just|merely|simply)\b|\b(?:no|not) (?:\w+ )?(?:more|less|fewer|later|lower|higher|worse) than\b",
    re.IGNORECASE,
)
_NEGATED = _before(
    rf"(?P<chain>{_NEGATION}(?: {_NEGATION}| {_ADVERB}){{0,3}}?) (?:{_ATTAIN}(?:e?d)?|{_ATTAINING})\b ?{_words(6)}",
    rf"\b(?:never|no longer) (?:{_ADVERB} )?{_ATTAINS}\b ?{_words(6)}",
    rf"\bwithout (?:{_ADVERB} )?{_ATTAINING}\b ?{_words(6)}",
    # "no method reaches", but not "with no training it reaches" nor "needs no training to reach"
    rf"(?<!with )\b(?:no|none of|neither) (?:(?!and\b|or\b|to\b|it\b|we\b)[\w-]+ ){{1,6}}?{_ATTAINS}\b ?{_words(6)}",
    rf"\bfall(?:s|ing)? short of {_words(3)}",
)

_DO = rf"(?:{_ATTAIN}|improve|increase|reduce|cut|save|gain|deliver|be|become|have|generate|explain|show|speed|lower)"
_HYPOTHETICAL = _before(
    rf"\b(?:could|might|may|would|should) (?!not\b){_words(2)}(?:{_DO}|need|require) {_words(6)}",
    rf"\b(?:need|needs|needed|must|has to|have to|required) (?:to )?{_DO} (?:(?!by\b)[\w-]+ ){{0,3}}?",
    rf"\b(?:[Ii]f|[Uu]nless|[Aa]ssuming|[Ss]uppose|[Ss]upposing) {_words(12)}",
    rf"\b[Aa]im(?:s|ed|ing)? (?:for|at|to) {_words(6)}",
    rf"\b(?:target|goal|objective|ambition)s? (?:of|is|was|to {_DO}) {_words(4)}",
    rf"\b(?:[Ww]e|which|that|it|to|and) targets? {_words(3)}",
    rf"\b(?:expect|project|anticipat|hop|plan|intend|suppos)(?:e?d|ing|e|s)? to {_words(6)}",
    rf"\b(?:[Hh]ypothetical|[Ii]deal)(?:ly)? {_words(6)}",
    flags=0,  # "may" in lower case, unlike the month
)

_EARLIER = (
    r"(?:previous|prior|existing|earlier|past|conventional|traditional|competing|rival|baseline|next-best|second-best)"
)
_OTHER = rf"(?:{_EARLIER}|current|best|strongest|other|state-of-the-art|sota|published|human|vanilla|standard|most|all)"
_THING = (
    r"(?:methods?|approach(?:es)?|models?|works?|systems?|baselines?|techniques?|algorithms?|solutions?|studies|results?"
    r"|state of the art|state-of-the-art|art|sota|best|records?|performance|frameworks?|pipelines?|competitors?)"
)
_FIGURE = r"(?:accuracy|score|rate|value|level)"
_STAND = (
    r"(?:(?:reach|achiev|attain|obtain|scor|get|report|yield|record|remain|stay|stand|drop|fall|manag|plateau|averag"
    r"|deliver|show)\w*|got|is|are|was|were|has|have|had)"
)
_SUBJECT = r"(?:^|[,;:(] ?|\b(?:while|whereas|although|though|where|but|and|as|since|that) )(?:the |an? )*"
_OTHERS = _before(
    # "while existing approaches achieve 60"
    rf"{_SUBJECT}(?:{_OTHER} )*{_EARLIER} (?:[\w-]+ ){{0,3}}?{_THING} (?:only |at best )?{_STAND} {_words(5)}",
    # "the prior state of the art of 85", "the previous best (45.6", "a baseline accuracy of 70"
    rf"\b(?:{_EARLIER} (?:[\w-]+ ){{0,3}}?(?:{_THING}|{_FIGURE})|baselines?) ?(?:of (?:only |about )?|at |\(|: )",
    # "70.1 vs 66.8", "compared to 93.7"
    r"\b(?:vs\.?|versus|compared (?:to|with)|as opposed to|up from|down from) (?:the |an? |only |just |about |over )*",
    r"\breported (?:by|in) [^,;]*",
)
_OF_OTHERS = re.compile(
    rf"[^,;.()\d]{{0,30}}?\b(?:for|by|(?:reported|achieved|obtained) (?:by|in)) (?:the |{_OTHER} )*{_EARLIER}\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"[^,;)]{0,20}\bvs\b")
"""What follows the first of two figures that are compared."""

_FROM = _before(r"(?<!ranging )(?<!ranges )\bfrom (?:about |around |approximately |an? )*\$?")
_TO = re.compile(r"[^\d,;.]{0,20}\bto\b (?:about |around |over |nearly )*\$?[+-]?\d")


def claim(text: str, sentence: tuple[int, int], start: int, end: int) -> Claim:
    """Tell whether a sentence asserts a number, and of whom.

    Parameters
    ----------
    text : str
        Any text.
    sentence : (int, int)
        Span of the sentence that holds the number.
    start, end : int
        Span of the number as written, with its bound and without its unit.

    Returns
    -------
    Claim
        Two negations make an assertion; "not only", "no more than", "can" and "up to" are none.

    Examples
    --------
    >>> for text in ("It reaches 90%.", "It does not reach 90%.", "It could reach 90%.", "Prior work reaches 90%."):
    ...     start = text.index("90")
    ...     print(claim(text, (0, len(text)), start, start + 2))
    asserted
    negated
    hypothetical
    others
    """
    left = text[max(sentence[0], start - _REACH) : start].replace("$", "")
    right = text[end : min(sentence[1], end + _REACH)]
    own = _BREAK.split(left)[-1]
    negated = _NEGATED.search(_NO_NEGATION.sub("", own))
    if negated and len(re.findall(_NEGATION, negated["chain"] or "not", re.IGNORECASE)) % 2:
        return Claim.NEGATED
    if _HYPOTHETICAL.search(own):
        return Claim.HYPOTHETICAL
    if text[start] in "+-\u2212" or _COMPARED.match(right):
        return Claim.ASSERTED
    if _OTHERS.search(left) or _OF_OTHERS.match(right) or (_FROM.search(left) and _TO.match(right)):
        return Claim.OTHERS
    return Claim.ASSERTED
