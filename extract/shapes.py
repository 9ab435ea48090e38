"""Word shapes: what an uncased vocabulary forgets about a word. Text in, small integers out."""

SHAPES = ("none", "lower", "title", "upper", "mixed", "number", "alphanumeric", "punctuation", "other")
"""Names of the shapes; a shape id is the index. Zero is for pieces that belong to no word."""


def shape(word: str) -> int:
    """Shape id of one word.

    >>> [SHAPES[shape(w)] for w in ("net", "Net", "NET", "ResNet", "GPT4", "3.5", "(")]
    ['lower', 'title', 'upper', 'mixed', 'alphanumeric', 'number', 'punctuation']
    """
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdigit() for c in word)
    if not letters:
        name = "number" if digits else "punctuation"
    elif digits:
        name = "alphanumeric"
    elif all(c.islower() for c in letters):
        name = "lower"
    elif letters[0].isupper() and all(c.islower() for c in letters[1:]) and len(letters) > 1:
        name = "title"
    elif all(c.isupper() for c in letters):
        name = "upper"
    elif any(c.isupper() for c in letters):
        name = "mixed"
    else:
        name = "other"
    return SHAPES.index(name)
