"""What is read already: reads the extractions of the last and of an interrupted build, keeps each new one on disk."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import orjson

from extract.errors import LitkgError
from extract.records import Dropped, Extraction, Paper
from graph.store import EXTRACTIONS, checksum, read_extractions, read_manifest

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
    """Readings by paper, kept in a file as they come, so that a build that is killed loses at most one of them."""

    def __init__(self, file: BinaryIO) -> None:
        self.new = 0
        self._file = file
        self._known: dict[tuple[str, str], Reading] = {}

    def find(self, paper: Paper) -> Reading | None:
        """Give the reading of this paper with this very text, if there is one."""
        return self._known.get((paper.id, paper.text))

    def remember(self, readings: Iterable[Reading]) -> None:
        """Take readings that are on disk already."""
        for reading in readings:
            self._known[reading.extraction.paper.id, reading.extraction.paper.text] = reading

    def keep(self, reading: Reading) -> None:
        """Write a new reading to the file, where it stands even if the process is killed."""
        line = {"extraction": reading.extraction, "dropped": reading.dropped}
        self._file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        self._file.flush()
        self.new += 1


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
    found, whole = _interrupted(path, head)
    with path.open("r+b" if whole else "wb") as file:
        file.truncate(whole)
        file.seek(whole)
        kept = Readings(file)
        kept.remember(_last(last, reader))
        kept.remember(found)
        if not whole:
            file.write(head)
        try:
            yield kept
        except BaseException:
            if not found and not kept.new:
                path.unlink()
            raise
    path.unlink()


def _interrupted(path: Path, head: bytes) -> tuple[list[Reading], int]:
    """Read what a build that broke off left, and where its last whole line ends; 0 if it is of no use."""
    found: list[Reading] = []
    if not path.is_file():
        return found, 0
    with path.open("rb") as file:
        if file.readline() != head:
            return found, 0
        whole = file.tell()
        while (line := file.readline()).endswith(b"\n"):
            try:
                data = orjson.loads(line)
                extraction = Extraction.from_dict(data["extraction"])
                found.append(Reading(extraction, tuple(map(Dropped.from_dict, data["dropped"]))))
            except (orjson.JSONDecodeError, LitkgError, KeyError, TypeError):
                break
            whole = file.tell()
    return found, whole


def _last(folder: Path, reader: str) -> list[Reading]:
    """Read the last good build; one of another model, or a damaged one, counts for nothing."""
    try:
        manifest = read_manifest(folder)
        names = (EXTRACTIONS, DROPPED)
        if manifest.model != reader or any(checksum(folder / name) != manifest.files.get(name) for name in names):
            return []
        dropped: dict[str, list[Dropped]] = {}
        for line in (folder / DROPPED).read_bytes().splitlines():
            data = orjson.loads(line)
            if data.pop("step") == EXTRACT:
                drop = Dropped.from_dict(data)
                dropped.setdefault(drop.where, []).append(drop)
        return [
            Reading(extraction, tuple(dropped.get(extraction.paper.id, ())))
            for extraction in read_extractions(folder / EXTRACTIONS)
        ]
    except (OSError, LitkgError, orjson.JSONDecodeError, KeyError):
        return []
