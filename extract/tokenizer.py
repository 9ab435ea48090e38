"""The tokenizer of litkg's pipeline: text in, a Doc of the words that the encoder sees out."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_words_and_spaces, registry
from spacy.vocab import Vocab

from extract.words import word_spans

_POSSESSIVE = re.compile(r"('s)$")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """Replace lone surrogates, which neither spaCy nor a file can hold, one for one by U+FFFD: offsets stay true."""
    return _LONE_SURROGATE.sub("\ufffd", text)


class WordTokenizer:
    """Make a Doc of `word_spans`, the possessive apart; white space is kept, so that ``doc.text`` is the text.

    Lone surrogates become U+FFFD.

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the pipeline.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenise one text."""
        text = replace_surrogates(text)
        tokens = [token for start, end in word_spans(text) for token in _POSSESSIVE.split(text[start:end]) if token]
        words, spaces = get_words_and_spaces(tokens, text)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:
        """Tokenise a stream of texts; `batch_size` is there for spaCy's interface and changes nothing."""
        return map(self, texts)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to keep: the rule is code."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> "WordTokenizer":
        """Nothing to restore."""
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Nothing to keep: the rule is code."""

    def from_disk(self, path: str | Path, **_: Any) -> "WordTokenizer":
        """Nothing to restore."""
        return self


@registry.tokenizers("litkg.WordTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], WordTokenizer]:
    """Create the tokenizer for a pipeline, as spaCy's configuration asks for it."""

    def create(nlp: Language) -> WordTokenizer:
        return WordTokenizer(nlp.vocab)

    return create
