"""Words to word pieces: text in; ids, shapes and the piece positions of each word out."""

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from extract.errors import ModelError
from extract.shapes import shape
from extract.words import word_spans

MOST_PIECES = 8
"""A word keeps at most so many pieces: longer ones are no words of a language."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text, without the special ones at its ends.

    Attributes
    ----------
    words : list of (int, int)
        Character span of each word.
    ids : list of list of int
        Piece ids of each word, never empty.
    shapes : list of int
        Shape id of each word.
    """

    words: list[tuple[int, int]]
    ids: list[list[int]]
    shapes: list[int]


def load_tokenizer(path: Path) -> Tokenizer:
    """Read a `tokenizer.json`, without truncation and padding."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def cut(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into words and word pieces; a word that the vocabulary cannot spell becomes the unknown piece."""
    words = word_spans(text)
    strings = [text[start:end] for start, end in words]
    unknown = tokenizer.token_to_id("[UNK]")
    if unknown is None:
        raise ModelError("tokenizer.json: expected a piece [UNK] for words that the vocabulary cannot spell")
    ids: list[list[int]] = [[] for _ in words]
    if strings:
        encoding = tokenizer.encode(strings, is_pretokenized=True, add_special_tokens=False)
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None and len(ids[word]) < MOST_PIECES:
                ids[word].append(piece)
    return Pieces(words, [i or [unknown] for i in ids], [shape(s) for s in strings])
