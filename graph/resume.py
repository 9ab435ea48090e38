"""What is read already: reads the extractions of the last and of an interrupted build, keeps each new one on disk."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from os import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from extract.errors import LitkgError
from extract.records import Dropped, Extraction, Paper
from graph.store import EXTRACTIONS, checksum, read_manifest

DROPPED = "dropped.jsonl"
"""In a build folder: what was left out or lacks something, one JSON object a line, with the step that found it."""

PARTIAL = ".readings.jsonl"
"""In a folder that is being built: the readings so far."""

EXTRACT = "extract"
"""The step whose findings belong to one paper's extraction and are kept with it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one paper gave: its extraction, and what was left out of it."""

    extraction: Extraction
    dropped: tuple[Dropped, ...] = ()


class Readings:
    """Readings by paper, in files: a build that is killed loses at most one, and memory holds only where each stands.

    Parameters
    ----------
    file : BinaryIO
        Takes new readings at its end; it may hold those of an interrupted build.
    stands : dict of bytes to int
        Where the line of each paper begins in `file`, by `_identity`.
    last : _Last, optional
        The readings of the last good build.
    """

    def __init__(self, file: BinaryIO, stands: dict[bytes, int], last: "_Last | None") -> None:
        self.new = 0
        self._file = file
        self._stands = stands
        self._last = last

    def __contains__(self, paper: Paper) -> bool:
        identity = _identity(paper)
        return identity in self._stands or (self._last is not None and identity in self._last.stands)

    def find(self, paper: Paper) -> Reading | None:
        """Give the reading of this paper with this very text, if there is one."""
        identity = _identity(paper)
        if identity in self._stands:
            self._file.seek(self._stands[identity])
            return _reading(orjson.loads(self._file.readline()))
        return None if self._last is None else self._last.find(identity)

    def keep(self, reading: Reading) -> None:
        """Write a new reading to the file, where it stands even if the process is killed."""
        line = {"extraction": reading.extraction, "dropped": reading.dropped}
        self._stands[_identity(reading.extraction.paper)] = self._file.seek(0, SEEK_END)
        self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        self._file.flush()
        self.new += 1


@dataclass(frozen=True, slots=True)
class _Last:
    """The extractions of the last good build, where each stands, and what was left out of a paper by its id."""

    file: BinaryIO
    stands: dict[bytes, int]
    dropped: dict[str, list[Dropped]]

    def find(self, identity: bytes) -> Reading | None:
        """Read one of them."""
        if identity not in self.stands:
            return None
        self.file.seek(self.stands[identity])
        extraction = Extraction.from_dict(orjson.loads(self.file.readline()))
        return Reading(extraction, tuple(self.dropped.get(extraction.paper.id, ())))


def _identity(paper: Paper) -> bytes:
    """Digest of a paper's id and text: less to hold than the text."""
    return sha256(f"{paper.id}\n{paper.text}".encode("utf-8", "surrogatepass")).digest()[:16]


def _reading(data: Any) -> Reading:
    """Read what `Readings.keep` wrote."""
    return Reading(Extraction.from_dict(data["extraction"]), tuple(map(Dropped.from_dict, data["dropped"])))


def reader_identity(model: Path | None) -> str:
    """Identity of what reads papers: sha256 over the files of the model and the code of `extract`."""
    import extract
    from extract.encoder import SHIPPED, read_card

    folder = model or SHIPPED
    read_card(folder)  # says what is wrong with a folder that is no model
    digest = sha256()
    for path in (*sorted(folder.iterdir()), *sorted(Path(extract.__file__).parent.glob("*"))):
        if path.is_file():
            digest.update(f"{path.name} {checksum(path)}\n".encode())
    return digest.hexdigest()


@contextmanager
def readings(new: Path, last: Path, reader: str) -> Iterator[Readings]:
    """Open what is known for a build.

    Parameters
    ----------
    new : Path
        The folder that is being built; it may hold the file `PARTIAL` of a build that broke off, and holds it no
        more when the block ends without an error.
    last : Path
        The folder of the last good build, which need not exist.
    reader : str
        What reads papers, from `reader_identity`: readings of another are not reused.
    """
    path = new / PARTIAL
    head = orjson.dumps({"reader": reader}, option=orjson.OPT_APPEND_NEWLINE)
    stands, whole = _interrupted(path, head)
    found = len(stands)
    with path.open("r+b" if whole else "w+b") as file, _last(last, reader) as before:
        file.truncate(whole)
        file.seek(whole)
        if not whole:
            file.write(head)
        kept = Readings(file, stands, before)
        try:
            yield kept
        except BaseException:
            if not found and not kept.new:
                path.unlink()
            raise
    path.unlink()


def _interrupted(path: Path, head: bytes) -> tuple[dict[bytes, int], int]:
    """Find where each reading that a broken-off build left stands, and where the last ends; 0 if it is of no use."""
    stands: dict[bytes, int] = {}
    if not path.is_file():
        return stands, 0
    with path.open("rb") as file:
        if file.readline() != head:
            return stands, 0
        whole = file.tell()
        while (line := file.readline()).endswith(b"\n"):
            try:
                stands[_identity(_reading(orjson.loads(line)).extraction.paper)] = whole
            except (orjson.JSONDecodeError, LitkgError, KeyError, TypeError):
                break
            whole = file.tell()
    return stands, whole


@contextmanager
def _last(folder: Path, reader: str) -> Iterator[_Last | None]:
    """Open the last good build; one of another model, or a damaged one, counts for nothing."""
    with ExitStack() as opened:
        try:
            manifest = read_manifest(folder)
            names = (EXTRACTIONS, DROPPED)
            if manifest.model != reader or any(checksum(folder / name) != manifest.files.get(name) for name in names):
                found = None
            else:
                file = opened.enter_context((folder / EXTRACTIONS).open("rb"))
                found = _Last(file, _stands(file), _dropped(folder / DROPPED))
        except (OSError, LitkgError, orjson.JSONDecodeError, KeyError, TypeError):
            found = None
        yield found


def _stands(file: BinaryIO) -> dict[bytes, int]:
    """Find where the line of each paper begins."""
    stands: dict[bytes, int] = {}
    place = 0
    for line in file:
        stands[_identity(Paper.from_dict(orjson.loads(line)["paper"]))] = place
        place += len(line)
    return stands


def _dropped(path: Path) -> dict[str, list[Dropped]]:
    """Read what extraction left out, by paper."""
    dropped: dict[str, list[Dropped]] = {}
    with path.open("rb") as file:
        for line in file:
            data = orjson.loads(line)
            if data.pop("step") == EXTRACT:
                drop = Dropped.from_dict(data)
                dropped.setdefault(drop.where, []).append(drop)
    return dropped
