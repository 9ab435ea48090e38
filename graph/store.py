"""The build folder: reads and writes its extractions, merges, graph and manifest; replaced as a whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import networkx as nx
import orjson

from extract.errors import StoreError, UsageError
from graph.folders import checksum, replacing, restore
from graph.jsonfiles import (
    ExtractionFile,
    check_version,
    dump_extraction,
    json_object,
    read_extractions,
    read_graph,
    read_merges,
    write_extractions,
    write_graph,
    write_merges,
)
from graph.merges import Merge
from graph.notebook import KnowledgeGraph

__all__ = [
    "DATABASE",
    "EXTRACTIONS",
    "GRAPH",
    "MANIFEST",
    "MERGES",
    "PAGE",
    "ExtractionFile",
    "InputFile",
    "InputKind",
    "Manifest",
    "checksum",
    "counts",
    "dump_extraction",
    "load",
    "load_merges",
    "new_build",
    "read_extractions",
    "read_graph",
    "read_manifest",
    "write_extractions",
    "write_graph",
    "write_manifest",
    "write_merges",
]

MANIFEST = "manifest.json"
GRAPH = "graph.json"
EXTRACTIONS = "extractions.jsonl"
MERGES = "merges.jsonl"
PAGE = "graph.html"
DATABASE = "cypher"
"""Names in a build folder; the database is a folder of its own, derived from the graph."""


class InputKind(StrEnum):
    """What a file was read for."""

    PAPERS = "papers"
    CORRECTIONS = "corrections"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: its name without folders, so that the manifest is the same on every machine."""

    name: str
    sha256: str
    kind: InputKind = InputKind.PAPERS


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build folder holds and what it was made of; nothing in it depends on the time or the machine.

    `counts` are numbers of nodes by label and of edges by type; `dropped` counts what was left out by reason;
    `files` has the sha256 of every file but the manifest and derived folders.
    """

    litkg: str
    schema: int
    inputs: tuple[InputFile, ...] = ()
    model: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """Write sorted, indented JSON with a newline at its end."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def from_json(cls, data: bytes, *, where: str = MANIFEST) -> "Manifest":
        """Read a manifest.

        Raises
        ------
        StoreError
            If it is damaged or of another schema version.
        """
        raw = json_object(data, where)
        check_version(raw.get("schema"), where)
        try:
            manifest = cls(**{**raw, "inputs": tuple(map(_input, raw["inputs"]))})
        except (KeyError, TypeError, ValueError) as error:
            raise StoreError(f"{where} is no manifest of litkg ({error}); build the folder anew") from None
        tables = (manifest.counts, manifest.dropped, manifest.files)
        if not isinstance(manifest.litkg, str) or not all(isinstance(table, dict) for table in tables):
            raise StoreError(f"{where} is no manifest of litkg; build the folder anew")
        return manifest


def _input(entry: Mapping[str, Any]) -> InputFile:
    """Read an input; a build from before corrections does not say what it was for."""
    return InputFile(**{**entry, "kind": InputKind(entry.get("kind", InputKind.PAPERS))})


def write_manifest(folder: Path, manifest: Manifest) -> Manifest:
    """Write the manifest with the checksums of the files that stand in the folder; return it."""
    files = {
        path.name: checksum(path)
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != MANIFEST and not path.name.startswith(".")
    }
    complete = replace(manifest, files=files)
    (folder / MANIFEST).write_bytes(complete.to_json())
    return complete


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a build folder.

    Raises
    ------
    UsageError
        If there is no folder, or it is no build folder.
    StoreError
        If the manifest is damaged or of another version.
    """
    restore(folder)
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; expected a build folder, made by `litkg build`")
    path = folder / MANIFEST
    if not path.is_file():
        raise UsageError(f"{folder} holds no {MANIFEST}; expected a build folder, made by `litkg build`")
    return Manifest.from_json(path.read_bytes(), where=str(path))


def load(folder: Path | str) -> KnowledgeGraph:
    """Read the graph of a build folder.

    Raises
    ------
    UsageError
        If it is no build folder.
    StoreError
        If the graph is damaged or was changed after the build.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    path = folder / GRAPH
    if not _is_as_built(path, manifest):
        read_graph(path)  # says what is wrong, if it can
        raise StoreError(f"{path} is not the file that the build wrote; build the folder anew")
    return read_graph(path)


def load_merges(folder: Path | str) -> tuple[Merge, ...]:
    """Read the merges of a build folder, sorted.

    Raises
    ------
    UsageError
        If it is no build folder.
    StoreError
        If the merges are missing, as in a build of an older litkg, damaged or were changed after the build.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    path = folder / MERGES
    merges = tuple(read_merges(path))
    if not _is_as_built(path, manifest):
        raise StoreError(f"{path} is not the file that the build wrote; build the folder anew")
    return merges


def _is_as_built(path: Path, manifest: Manifest) -> bool:
    """Whether a file is the one that the build wrote; who reads it says so where it is missing."""
    return not path.is_file() or checksum(path) == manifest.files.get(path.name)


def new_build(folder: Path | str, *, keep: Iterable[str] = ()) -> AbstractContextManager[Path]:
    """Give a folder to build in, which becomes `folder` once the block ends; see `graph.folders.replacing`."""
    return replacing(Path(folder), marker=MANIFEST, keep=frozenset(keep))


def counts(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Count nodes by label and edges by type, sorted, without zeros."""
    found = Counter(str(label) for _, label in graph.nodes(data="label"))
    found.update(str(type_) for _, _, type_ in graph.edges(keys=True))
    return dict(sorted(found.items()))
