"""Corpora of scientific entities: published file in, documents with labelled spans out; a tagger with their labels."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from extract.encoder import Encoder
from extract.errors import InputError, UsageError
from extract.heads import log_softmax
from extract.readers.lines import numbered_lines
from extract.tagging import best_path, tagged_spans

Span = tuple[int, int, str]
"""Start, end (exclusive) and label."""

Line = tuple[int, str]
"""Number from 1, and text."""

Sentences = tuple[str, list[str], list[Span]]
"""Document, tokens, and entities as spans of these tokens."""

_FORMATS = (
    "SciERC's JSON lines with sentences and ner, JSON lines with doc, tokens and ents, or a token and its tag a line"
)
_WRITTEN = {
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
    "``": '"',
    "''": '"',
}
_TAG = re.compile(r"O|([BI])-(.+)")
_NEW_DOCUMENT = "-DOCSTART-"


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a corpus.

    Attributes
    ----------
    id : str
        The corpus's id, else file and line where it begins.
    text : str
        The tokens with one space between them, as they were before they were made tokens of the Penn Treebank.
    spans : list of (int, int, str)
        Character span and label of each entity, sorted. Of spans that overlap the first is here, or the longer one
        where both begin together.
    tokens : list of (int, int)
        Character span of each token.
    """

    id: str
    text: str
    spans: list[Span]
    tokens: list[tuple[int, int]]


def read_corpus(path: Path) -> list[Document]:
    """Read a corpus: SciERC's JSON lines, CoNLL columns as of TDMSci, or JSON lines of sentences; plain or gzip.

    Parameters
    ----------
    path : Path
        The file. What is in it tells the format:

        - objects with ``sentences`` (lists of tokens) and ``ner`` (for each sentence a list of first token, last token
          and label, tokens counted over the document); ``doc_key`` is the id. One document a line.
        - objects with ``tokens`` and ``ents`` (first token, token past the last and label). Lines with the same ``doc``
          after one another are one document.
        - a token a line, with its tag (``O``, ``B-LABEL``, ``I-LABEL``) in the last of two or more columns, and an
          empty line after each sentence. One document a sentence, or from one ``-DOCSTART-`` to the next.

    Raises
    ------
    UsageError
        If there is no such file.
    InputError
        If a line is not what the format says.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file; expected a corpus: {_FORMATS}")
    lines = [(number, line) for number, line in numbered_lines(path)]
    first = next(((number, line) for number, line in lines if line.strip()), None)
    if first is None:
        raise InputError(f"expected {_FORMATS}; the file is empty", path=str(path))
    columns = _columns(first[1])
    tagged = columns[0] == _NEW_DOCUMENT or (len(columns) > 1 and _TAG.fullmatch(columns[-1]))
    sentences = list(_read_columns(path, lines) if tagged else _read_json(path, lines))
    if not sentences:
        raise InputError("expected sentences, there is none", path=str(path), line=first[0])
    return [_document(name, list(group)) for name, group in groupby(sentences, key=lambda sentence: sentence[0])]


class CorpusTagger:
    """Finds mentions as a corpus has them, with the head that the model was trained with beside its own.

    Parameters
    ----------
    corpus : str
        Name of the corpus in the model card.
    model : Path, optional
        A model folder; the shipped model if None.

    Attributes
    ----------
    labels : list of str
        The corpus's labels.

    Raises
    ------
    UsageError
        If the model was not trained with the corpus.
    """

    def __init__(self, corpus: str, model: Path | None = None) -> None:
        self._corpus = corpus
        self._encoder = Encoder.load(model)
        known: dict[str, list[str]] = self._encoder.card.get("corpora", {})
        if corpus not in known:
            have = ", ".join(sorted(known)) or "none"
            raise UsageError(f"the model was not trained with the corpus {corpus!r}; its card has: {have}")
        self.labels = known[corpus]

    def __call__(self, document: Document) -> list[Span]:
        """Find the mentions of one document, as character spans that begin and end with tokens of the corpus.

        Words of the encoder may be finer than tokens: a token belongs to the mention that first reaches into it.
        """
        encoded = self._encoder(document.text)
        scores = log_softmax(self._encoder.heads.tags(encoded.first, encoded.last, corpus=self._corpus))
        starts, ends = [start for start, _ in document.tokens], [end for _, end in document.tokens]
        spans: list[Span] = []
        for first, past, label in tagged_spans(best_path(scores)):
            start = starts[bisect_right(ends, encoded.words[first][0])]
            end = ends[bisect_left(starts, encoded.words[past - 1][1]) - 1]
            if not spans or spans[-1][1] <= start:
                spans.append((start, end, self.labels[label]))
        return spans


def _document(name: str, sentences: Sequence[Sentences]) -> Document:
    """Join sentences to a document: tokens to text, spans of tokens to spans of characters."""
    tokens: list[tuple[int, int]] = []
    words: list[str] = []
    spans: list[Span] = []
    past = 0
    for _, some, entities in sentences:
        before = len(tokens)
        for token in some:
            words.append(_WRITTEN.get(token, token).replace("\\/", "/"))
            tokens.append((past, past + len(words[-1])))
            past = tokens[-1][1] + 1
        spans += [(tokens[before + a][0], tokens[before + b - 1][1], label) for a, b, label in entities]
    apart: list[Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or apart[-1][1] <= span[0]:
            apart.append(span)
    return Document(name, " ".join(words), apart, tokens)


def _columns(line: str) -> list[str]:
    return [column.strip() for column in (line.split("\t") if "\t" in line else line.split())]


def _read_columns(path: Path, lines: Sequence[Line]) -> Iterator[Sentences]:
    """Read a token a line; an I tag that continues nothing begins an entity, as in CoNLL's own scorer."""
    tokens: list[str] = []
    entities: list[Span] = []
    document, begun, open_label = "", 0, ""
    for number, line in [*lines, (len(lines) + 1, "")]:
        columns = _columns(line)
        new = bool(columns) and columns[0] == _NEW_DOCUMENT
        if new or not any(columns):
            if tokens:
                yield document or f"{path.name}:{begun}", tokens, entities
            tokens, entities, open_label = [], [], ""
            document = f"{path.name}:{number}" if new else document
            continue
        tag = _TAG.fullmatch(columns[-1]) if len(columns) > 1 else None
        if tag is None:
            message = f"expected a token and a tag (O, B-LABEL or I-LABEL) in the last column, got {line[:80]!r}"
            raise InputError(message, path=str(path), line=number)
        begun = begun if tokens else number
        tokens.append(columns[0])
        kind, label = tag.groups()
        if kind == "I" and label == open_label:
            entities[-1] = (entities[-1][0], len(tokens), label)
        elif kind:
            entities.append((len(tokens) - 1, len(tokens), label))
        open_label = label or ""


def _read_json(path: Path, lines: Sequence[Line]) -> Iterator[Sentences]:
    """Read one object a line: a document of SciERC, or a sentence."""
    for number, line in lines:
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            message = f"expected {_FORMATS}; as JSON: {error}"
            raise InputError(message, path=str(path), line=number) from None
        try:
            yield _sentences(value, f"{path.name}:{number}")
        except ValueError as error:
            raise InputError(str(error), path=str(path), line=number) from None


def _sentences(value: Any, where: str) -> Sentences:
    """Give the id, tokens and entities of an object; ValueError says what is wrong with it."""
    if not isinstance(value, dict):
        raise ValueError(f"expected an object, got {type(value).__name__}")
    nested = "sentences" in value
    groups, entities, inclusive = ("sentences", "ner", 1) if nested else ("tokens", "ents", 0)
    for key in (groups, entities):
        if not isinstance(value.get(key), list):
            raise ValueError(f"expected {_FORMATS}; {key} is missing or no list")
    tokens, found = value[groups], value[entities]
    if nested:
        if not all(isinstance(some, list) for some in (*tokens, *found)) or len(tokens) != len(found):
            raise ValueError(f"expected a list in ner for each of the {len(tokens)} sentences, got {len(found)}")
        tokens, found = [token for some in tokens for token in some], [entity for some in found for entity in some]
    if not all(isinstance(token, str) for token in tokens):
        raise ValueError(f"expected strings as tokens in {groups}")
    name = value.get("doc_key" if nested else "doc") or where
    return str(name), tokens, [_entity(entity, inclusive, len(tokens)) for entity in found]


def _entity(entity: Any, inclusive: int, tokens: int) -> Span:
    match entity:
        case [int(start), int(last), str(label), *_] if 0 <= start < last + inclusive <= tokens:
            return start, last + inclusive, label
    raise ValueError(f"expected an entity as [start, end, label] within {tokens} tokens, got {entity!r}")
