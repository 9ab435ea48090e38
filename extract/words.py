"""The words of a text: text in, character spans out. The tokenizer, the encoder and the training share them."""

import re

_WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*|\S")


def word_spans(text: str) -> list[tuple[int, int]]:
    """List the character spans of the words: letters and digits with inner dots and apostrophes, else one character.

    Parameters
    ----------
    text : str
        Any text; offsets count its characters.

    Returns
    -------
    list of (int, int)
        Start and end (exclusive), in order. Every character that is not white space is in one of them.

    Examples
    --------
    >>> text = "U-Net's v1.1, é!"
    >>> [text[start:end] for start, end in word_spans(text)]
    ['U', '-', "Net's", 'v1.1', ',', 'é', '!']
    """
    return [match.span() for match in _WORD.finditer(text)]
