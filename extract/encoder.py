"""The shipped model: text in, a vector for each word's first and last piece out. Needs no spaCy and no torch."""

import hashlib
import json
import os
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from tokenizers import Tokenizer

from extract.errors import ModelError, UsageError
from extract.features import Floats
from extract.heads import Heads, Vectors
from extract.pieces import Pieces, cut, load_tokenizer

SHIPPED = Path(__file__).parent / "model"
"""The model that comes with litkg."""

FILES = ("encoder.onnx", "heads.npz", "tokenizer.json")
"""Files of a model beside its card."""

_REMEMBERED = 4
_MOST_REMEMBERED = 50_000  # characters; each may be a word with 6 kB of vectors
_LONG = 4096
"""The vectors of a text with more words are kept in half precision, to bound the memory."""

_START, _STOP = 0, 2  # the encoder's pieces at both ends of a window


@dataclass(frozen=True, slots=True)
class Encoded:
    """Words of one text and their vectors.

    Attributes
    ----------
    words : list of (int, int)
        Character span of each word.
    first, last : array of float32, shape (words, size)
        Vectors of the first and of the last piece of each word; float16 in a text of thousands of words.
    """

    words: list[tuple[int, int]]
    first: Vectors
    last: Vectors


def windows(lengths: list[int], longest: int, overlap: int) -> list[tuple[int, int]]:
    """Cut words into windows that overlap, so that no text is too long.

    Parameters
    ----------
    lengths : list of int
        Pieces of each word.
    longest : int
        Pieces that fit into a window.
    overlap : int
        Pieces that neighbours share at least, where more than one window is needed.

    Returns
    -------
    list of (int, int)
        First word of each window and the word past its last one.

    Examples
    --------
    >>> windows([1] * 10, longest=6, overlap=2)
    [(0, 6), (4, 10)]
    """
    out, start = [], 0
    while True:
        end, held = start, 0
        while end < len(lengths) and held + lengths[end] <= longest:
            held += lengths[end]
            end += 1
        out.append((start, end))
        if end == len(lengths):
            return out
        shared, following = 0, end
        room = longest - lengths[end]  # the next window has at least one new word
        while following > start + 1 and shared < overlap and shared + lengths[following - 1] <= room:
            following -= 1
            shared += lengths[following]
        start = following


class Encoder:
    """Tokenizer, ONNX session and heads of one model.

    Parameters
    ----------
    tokenizer : Tokenizer
        Words to pieces.
    session : onnxruntime.InferenceSession
        Inputs `pieces` and `shapes` (1, pieces), output `vectors` (1, pieces, size).
    heads : Heads
        The heads that were trained with it.
    card : dict
        The model card.
    """

    def __init__(self, tokenizer: Tokenizer, session: Any, heads: Heads, card: dict[str, Any]) -> None:
        self.tokenizer = tokenizer
        self._session = session
        self.heads = heads
        self.card = card
        self._recent: OrderedDict[str, Encoded] = OrderedDict()

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int | None = None) -> Self:
        """Load a model folder.

        Parameters
        ----------
        folder : Path, optional
            Folder with `card.json` and the files it names; the shipped model if None.
        threads : int, optional
            Threads of one pass; all processors if None.

        Raises
        ------
        UsageError
            If the folder is not a model folder.
        ModelError
            If a file of the model is missing or cannot be loaded.
        """
        import onnxruntime

        folder = folder or SHIPPED
        card = read_card(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or os.cpu_count() or 1
        options.log_severity_level = 3
        # Threads that wait must not burn a processor which another worker could use.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            tokenizer = load_tokenizer(folder / "tokenizer.json")
            session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise ModelError(f"{folder}: cannot load the model ({error}); run `litkg doctor`") from error
        return cls(tokenizer, session, Heads.load(folder / "heads.npz"), card)

    def __call__(self, text: str) -> Encoded:
        """Encode one text of any length; longer ones in windows, each word with the window that shows most around it.

        The last few texts are remembered: the components of a pipeline ask for the same one in turn.
        """
        if text not in self._recent:
            while self._recent and (
                len(self._recent) == _REMEMBERED or sum(map(len, self._recent)) + len(text) > _MOST_REMEMBERED
            ):
                self._recent.popitem(last=False)
            self._recent[text] = self._encode(text)
        return self._recent[text]

    def _encode(self, text: str) -> Encoded:
        pieces = cut(text, self.tokenizer)
        size = int(self.card["size"])
        first = np.zeros((len(pieces.words), size), np.float16 if len(pieces.words) > _LONG else np.float32)
        last = np.zeros_like(first)
        lengths = [len(ids) for ids in pieces.ids]
        spans = windows(lengths, int(self.card["longest"]) - 2, int(self.card["overlap"])) if lengths else []
        for i, (start, end) in enumerate(spans):
            begins, ends, vectors = self._window(pieces, start, end)
            # Neighbours meet in the middle of what they share.
            left = start if i == 0 else (start + spans[i - 1][1]) // 2
            right = end if i == len(spans) - 1 else (spans[i + 1][0] + end) // 2
            first[left:right] = vectors[begins[left - start : right - start]]
            last[left:right] = vectors[ends[left - start : right - start]]
        return Encoded(pieces.words, first, last)

    def _window(self, pieces: Pieces, start: int, end: int) -> tuple[list[int], list[int], Floats]:
        """Run the session on some words: where each begins and ends among the pieces, and the pieces' vectors."""
        ids, shapes = [_START], [0]
        begins, ends = [], []
        for word, shape in zip(pieces.ids[start:end], pieces.shapes[start:end], strict=True):
            begins.append(len(ids))
            ids += word
            shapes += [shape] * len(word)
            ends.append(len(ids) - 1)
        feed = {"pieces": np.array([[*ids, _STOP]], np.int64), "shapes": np.array([[*shapes, 0]], np.int64)}
        return begins, ends, self._session.run(["vectors"], feed)[0][0]


def read_card(folder: Path) -> dict[str, Any]:
    """Read the model card of a folder.

    Raises
    ------
    UsageError
        If there is no `card.json`.
    ModelError
        If it is not JSON.
    """
    path = folder / "card.json"
    try:
        card: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{folder}: not a model folder, expected a card.json in it") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot read the model card ({error}); install litkg again") from error
    return card


def checksums(folder: Path) -> dict[str, str]:
    """sha256 of each file of a model, by name; a file that is not there is left out."""
    return {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in FILES if (folder / n).is_file()}


def shared(folder: Path | None = None, threads: int | None = None) -> Encoder:
    """Give the encoder of this process: components that read the same model share one."""
    return _shared(folder, threads, os.getpid())


@lru_cache(maxsize=2)
def _shared(folder: Path | None, threads: int | None, process: int) -> Encoder:
    """Load an encoder once a process: a session that was loaded before a fork has no threads after it."""
    return Encoder.load(folder, threads=threads)
