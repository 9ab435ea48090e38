"""The build folder: reads and writes its extractions, graph and manifest, and replaces it as a whole or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import networkx as nx
import orjson

from extract.errors import StoreError, UsageError
from extract.records import Extraction
from graph.folders import SEAL, checksum, checksums, is_sealed, replacing, restore, seal
from graph.jsonfiles import (
    check_version,
    dump_extraction,
    json_object,
    read_extractions,
    read_graph,
    write_extractions,
    write_graph,
)
from graph.schema import SCHEMA_VERSION

__all__ = [
    "DATABASE",
    "EXTRACTIONS",
    "GRAPH",
    "MANIFEST",
    "PAGE",
    "InputFile",
    "Manifest",
    "checksum",
    "checksums",
    "counts",
    "dump_extraction",
    "is_sealed",
    "load",
    "new_build",
    "read_extractions",
    "read_graph",
    "read_manifest",
    "save",
    "seal",
    "verify",
    "write_extractions",
    "write_graph",
    "write_manifest",
]

MANIFEST = "manifest.json"
GRAPH = "graph.json"
EXTRACTIONS = "extractions.jsonl"
PAGE = "graph.html"
DATABASE = "cypher"
"""Names in a build folder; the database is a folder of its own, derived from the graph."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was read: its name without folders, so that the manifest is the same on every machine."""

    name: str
    sha256: str


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
            manifest = cls(**{**raw, "inputs": tuple(InputFile(**entry) for entry in raw["inputs"])})
        except (KeyError, TypeError) as error:
            raise StoreError(f"{where} is no manifest of litkg ({error}); build the folder anew") from None
        tables = (manifest.counts, manifest.dropped, manifest.files)
        if not isinstance(manifest.litkg, str) or not all(isinstance(table, dict) for table in tables):
            raise StoreError(f"{where} is no manifest of litkg; build the folder anew")
        return manifest


def write_manifest(folder: Path, manifest: Manifest) -> Manifest:
    """Write the manifest with the checksums of the files that stand in the folder; return it."""
    files = {
        path.name: checksum(path)
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != MANIFEST and path.suffix != SEAL and not path.name.startswith(".")
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


def verify(folder: Path) -> Manifest:
    """Compare every file of a build folder with the manifest and return that.

    Raises
    ------
    UsageError
        If it is no build folder.
    StoreError
        If a file is missing or changed; the message names all of them.
    """
    manifest = read_manifest(folder)
    wrong = [
        f"{name} is {'changed' if (folder / name).is_file() else 'missing'}"
        for name, expected in sorted(manifest.files.items())
        if not (folder / name).is_file() or checksum(folder / name) != expected
    ]
    wrong += [
        f"{path.stem} is changed" for path in sorted(folder.glob(f"*{SEAL}")) if not is_sealed(path.with_suffix(""))
    ]
    if wrong:
        raise StoreError(f"{folder}: {', '.join(wrong)}; build the folder anew")
    return manifest


def load(folder: Path | str) -> nx.MultiDiGraph:
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
    if path.is_file() and checksum(path) != manifest.files.get(GRAPH):
        read_graph(path)  # says what is wrong, if it can
        raise StoreError(f"{path} is not the file that the build wrote; build the folder anew")
    return read_graph(path)


def new_build(folder: Path | str, *, keep: Iterable[str] = ()) -> AbstractContextManager[Path]:
    """Give a folder to build in, which becomes `folder` once the block ends; see `graph.folders.replacing`."""
    return replacing(Path(folder), marker=MANIFEST, keep=frozenset(keep))


def save(
    folder: Path | str,
    graph: nx.MultiDiGraph,
    extractions: Iterable[Extraction],
    *,
    inputs: Iterable[InputFile] = (),
    model: str | None = None,
    dropped: Mapping[str, int] | None = None,
    publish: Callable[[nx.MultiDiGraph, Path], None] | None = None,
) -> Manifest:
    """Write a whole build folder; whatever stood there stays until the new one is complete.

    Parameters
    ----------
    folder : Path or str
        Missing, empty or an earlier build folder.
    graph : networkx.MultiDiGraph
        As `graph.assembly.assemble` makes it.
    extractions : iterable of Extraction
        What it was made of.
    inputs : iterable of InputFile
        The files that were read.
    model : str, optional
        The sha256 of the model that read them.
    dropped : mapping, optional
        What was left out, counted by reason.
    publish : callable, optional
        Called with the graph and the folder, for the page and the database.

    Returns
    -------
    Manifest
        What was written.

    Raises
    ------
    UsageError
        If the destination cannot be used.
    StoreError
        If another process writes to it, or the graph cannot be written.
    """
    with new_build(folder) as new:
        write_extractions(extractions, new / EXTRACTIONS)
        write_graph(graph, new / GRAPH)
        if publish is not None:
            publish(graph, new)
        manifest = Manifest(
            litkg=str(graph.graph["litkg"]),
            schema=SCHEMA_VERSION,
            inputs=tuple(sorted(inputs, key=lambda file: (file.name, file.sha256))),
            model=model,
            counts=counts(graph),
            dropped=dict(dropped or {}),
        )
        return write_manifest(new, manifest)


def counts(graph: nx.MultiDiGraph) -> dict[str, int]:
    """Count nodes by label and edges by type, sorted, without zeros."""
    found = Counter(str(label) for _, label in graph.nodes(data="label"))
    found.update(str(type_) for _, _, type_ in graph.edges(keys=True))
    return dict(sorted(found.items()))
