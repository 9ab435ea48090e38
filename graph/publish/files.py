"""Graph to files: reads the MultiDiGraph, writes GraphML or lossless JSON; knows every export format by its name."""

import json
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import networkx as nx

from extract.errors import UsageError
from graph.folders import write_whole
from graph.publish.bulk import write_bulk
from graph.publish.eval_results import write_eval_results
from graph.publish.orkg import write_orkg
from graph.publish.results_csv import write_results_csv
from graph.publish.script import write_script
from graph.schema import EDGE_PROPERTIES, NODE_PROPERTIES, Kind, NodeLabel

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(graph: nx.MultiDiGraph, path: Path) -> None:
    r"""Write GraphML, for Gephi, yEd, Cytoscape and `networkx.read_graphml`.

    Properties have the types of `graph.schema`; lists are JSON text. Ids of edges are numbered, for GraphML wants them
    unique; what an edge means stands in its ``type``. XML cannot hold most control characters and lone surrogates: in
    values each becomes U+FFFD; in ids of nodes it becomes ``\uXXXX``, and a backslash becomes two, so that different
    ids stay different. JSON is the lossless format.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph as `graph.assembly` makes it; it is not changed.
    path : Path
        The file to write.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    node_kinds = {p.name: p.kind for label in NodeLabel for p in NODE_PROPERTIES[label]}
    edge_kinds = {p.name: p.kind for p in EDGE_PROPERTIES}
    copy = nx.MultiDiGraph()
    for node, values in sorted(graph.nodes(data=True)):
        copy.add_node(_xml_id(node), **_xml_values(values, node_kinds))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (start, end, _, values) in enumerate(edges):
        copy.add_edge(_xml_id(start), _xml_id(end), key=f"e{number}", **_xml_values(values, edge_kinds))
    stream = BytesIO()
    # Not `write_graphml`, which writes other bytes where lxml happens to be installed.
    nx.write_graphml_xml(copy, stream)
    write_whole(path, stream.getvalue())


def _xml_id(node: str) -> str:
    r"""Return the id without what XML cannot hold; different ids stay different.

    >>> _xml_id("method:a\x01")
    'method:a\\u0001'
    """
    return _NOT_XML.sub(lambda hit: f"\\u{ord(hit[0]):04x}", node.replace("\\", "\\\\"))


def _xml_values(values: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Return the attributes as GraphML's types, sorted by name; a name outside the schema is text."""
    convert: Mapping[Kind, Callable[[Any], Any]] = {
        Kind.INTEGER: int,
        Kind.FLOAT: float,
        Kind.BOOLEAN: bool,
        Kind.STRING: lambda value: _NOT_XML.sub("\ufffd", str(value)),
        Kind.STRINGS: lambda value: _NOT_XML.sub("\ufffd", json.dumps(list(value), ensure_ascii=False)),
        Kind.INTEGERS: lambda value: json.dumps(list(value)),
    }
    return {name: convert[kinds.get(name, Kind.STRING)](values[name]) for name in sorted(values)}


def write_json(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the lossless node-link JSON of the build folder; see `graph.store.write_graph`."""
    from graph.store import write_graph

    write_graph(graph, path)


def _write_html(graph: nx.MultiDiGraph, path: Path) -> None:
    """Write the page; PyVis is imported only by who asks for it."""
    from graph.publish.html import publish_html

    publish_html(graph, path)


FORMATS: Mapping[str, Callable[[nx.MultiDiGraph, Path], None]] = {
    "cypher": write_script,
    "eval-results": write_eval_results,
    "graphml": write_graphml,
    "html": _write_html,
    "json": write_json,
    "neo4j-admin": write_bulk,
    "orkg": write_orkg,
    "results-csv": write_results_csv,
}
"""The writers that `litkg export --format` offers, by name."""


def export(graph: nx.MultiDiGraph, path: Path, *, format: str) -> None:
    """Write the graph in the named format.

    Raises
    ------
    UsageError
        If no format has this name, or a folder of this name holds something else.
    StoreError
        If the file cannot be written.

    Examples
    --------
    >>> export(nx.MultiDiGraph(), Path("graph.svg"), format="svg")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    extract.errors.UsageError: unknown format 'svg'; known are cypher, ...
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; known are {', '.join(sorted(FORMATS))}")
    FORMATS[format](graph, path)
