"""Extractions, merges and graphs as JSON files: reads and writes those of a build folder, lossless and sorted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import networkx as nx
import orjson

from extract.errors import InputError, StoreError
from extract.records import Extraction
from extract.schema import Label
from graph.folders import whole_file
from graph.merges import Merge
from graph.notebook import KnowledgeGraph
from graph.pairs import Rule
from graph.schema import SCHEMA_VERSION

_RESERVED_NODE = frozenset({"id"})
_RESERVED_EDGE = frozenset({"source", "target", "key"})
"""Attribute names that node-link data keep for themselves."""


def write_extractions(extractions: Iterable[Extraction], path: Path) -> int:
    """Write one JSON object a line, as they come; return the number of lines."""
    count = 0
    with path.open("wb") as file:
        for count, extraction in enumerate(extractions, 1):  # noqa: B007
            file.write(dump_extraction(extraction))
    return count


def dump_extraction(extraction: Extraction) -> bytes:
    """Give one line of `extractions.jsonl`, with its newline; keys stand in the order of the records' fields."""
    return orjson.dumps(extraction, option=orjson.OPT_APPEND_NEWLINE)


def read_extractions(path: Path) -> Iterator[Extraction]:
    """Read extractions one by one.

    Raises
    ------
    InputError
        If a line is no JSON object; the message names file and line.
    SchemaError
        If a line is no extraction.
    """
    with path.open("rb") as file:
        for line, text in enumerate(file, 1):
            try:
                data = orjson.loads(text)
            except orjson.JSONDecodeError as error:
                raise InputError(f"expected a JSON object: {error}", path=str(path), line=line) from None
            yield Extraction.from_dict(data, where=f"{path}:{line}")


@dataclass(frozen=True, slots=True)
class ExtractionFile:
    """Extractions in a file, read one by one as often as they are asked for: they need not fit in memory."""

    path: Path

    def __iter__(self) -> Iterator[Extraction]:
        return read_extractions(self.path)


def write_merges(merges: Iterable[Merge], path: Path) -> None:
    """Write one JSON object a line, sorted."""
    with path.open("wb") as file:
        file.writelines(orjson.dumps(merge, option=orjson.OPT_APPEND_NEWLINE) for merge in sorted(merges))


def read_merges(path: Path) -> Iterator[Merge]:
    """Read what `write_merges` wrote.

    Raises
    ------
    StoreError
        If the file is missing or a line is no merge.
    """
    try:
        with path.open("rb") as file:
            for line, text in enumerate(file, 1):
                yield _merge(text, f"{path}:{line}")
    except FileNotFoundError:
        raise StoreError(f"{path} is missing; build the folder anew") from None


def _merge(text: bytes, where: str) -> Merge:
    data = json_object(text, where)
    try:
        return Merge(
            **{**data, "rule": Rule(data["rule"]), "label": Label(data["label"]), "papers": tuple(data["papers"])}
        )
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{where} is no merge of litkg ({error}); build the folder anew") from None


def write_graph(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write node-link JSON: one node or edge a line, sorted, the same bytes for the same graph.

    `networkx.node_link_graph(json.load(file), edges="edges")` reads it too.

    Raises
    ------
    StoreError
        If an attribute has a name that node-link data need for themselves, or a value that JSON cannot hold.
    """
    head = {
        "directed": True,
        "edges": None,
        "graph": dict(graph.graph),
        "multigraph": True,
        "nodes": None,
        "schema": SCHEMA_VERSION,
    }
    try:
        with whole_file(path) as file:
            for index, (name, value) in enumerate(sorted(head.items())):
                file.write(b',\n"' if index else b'{"')
                file.write(name.encode() + b'":')
                if name == "edges":
                    _write_lines(file, _edge_rows(graph))
                elif name == "nodes":
                    _write_lines(file, _node_rows(graph))
                else:
                    file.write(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))
            file.write(b"}\n")
    except (TypeError, orjson.JSONEncodeError) as error:
        raise StoreError(f"{path}: a value cannot be written as JSON: {error}") from None


def _write_lines(file: BinaryIO, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a JSON list with one row a line."""
    file.write(b"[")
    for index, row in enumerate(rows):
        file.write(b",\n" if index else b"\n")
        file.write(orjson.dumps(row, option=orjson.OPT_SORT_KEYS))
    file.write(b"]")


def _node_rows(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    for node in sorted(graph.nodes):
        yield {**_safe(graph.nodes[node], _RESERVED_NODE, f"node {node!r}"), "id": node}


def _edge_rows(graph: nx.MultiDiGraph) -> Iterator[dict[str, Any]]:
    for source, target, key in sorted(graph.edges(keys=True)):
        attributes = _safe(graph.edges[source, target, key], _RESERVED_EDGE, f"edge {source!r} {key} {target!r}")
        yield {**attributes, "source": source, "target": target, "key": key}


def _safe(attributes: Mapping[str, Any], reserved: frozenset[str], what: str) -> Mapping[str, Any]:
    """Return the attributes, unless one would be overwritten by node-link's own."""
    clash = sorted(reserved & attributes.keys())
    if clash:
        raise StoreError(f"{what} has an attribute {clash[0]!r}, which node-link data keep for themselves; rename it")
    return attributes


def read_graph(path: Path) -> KnowledgeGraph:
    """Read what `write_graph` wrote; nodes and edges come in sorted order.

    Raises
    ------
    StoreError
        If the file is missing, cut off, damaged or of another schema version.
    """
    try:
        data = json_object(path.read_bytes(), str(path))
    except FileNotFoundError:
        raise StoreError(f"{path} is missing; build the folder anew") from None
    check_version(data.get("schema"), str(path))
    graph = KnowledgeGraph()
    try:
        graph.graph.update(data["graph"])
        for row in data["nodes"]:
            graph.add_node(row.pop("id"), **row)
        for row in data["edges"]:
            source, target, key = row.pop("source"), row.pop("target"), row.pop("key")
            if source not in graph or target not in graph:
                raise StoreError(f"{path}: the edge {source!r} {key} {target!r} has an end that is no node")
            graph.add_edge(source, target, key=key, **row)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise StoreError(f"{path} is no graph of litkg ({error!r}); build the folder anew") from None
    return graph


def json_object(data: bytes, where: str) -> dict[str, Any]:
    """Decode a JSON object."""
    try:
        decoded = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise StoreError(f"{where} is damaged or cut off: {error}; build the folder anew") from None
    if not isinstance(decoded, dict):
        raise StoreError(f"{where}: expected a JSON object, got {type(decoded).__name__}; build the folder anew")
    return decoded


def check_version(version: object, where: str) -> None:
    """Refuse files of another schema version."""
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"{where} has schema version {version!r}, this litkg reads {SCHEMA_VERSION}; build the folder anew"
        )
