"""Reads the graph, writes a Cypher script for cypher-shell or Aura: one statement a batch, safe to run again."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.folders import whole_file
from graph.rows import edge_rows, node_rows
from graph.schema import INDEXES, IndexKind
from graph.statements import edge_values, index_statement, literal, merge_edges, merge_nodes, node_values

if TYPE_CHECKING:
    import networkx as nx

BATCH = 200
"""Rows a statement: a server parses each anew, and long ones slowly."""

_HEAD = """\
// A knowledge graph by litkg: `cypher-shell -a ADDRESS -u USER -f FILE` loads it, also into Aura.
// It may be run again: nodes and relationships are merged, and only what differs is written.
"""


def write_script(graph: "nx.MultiDiGraph[str]", path: Path) -> None:
    """Write a script that does what `graph.publish.neo4j.push` does, for a server that litkg does not reach.

    Each statement ends with a semicolon and a line break, which no text of the graph holds unescaped.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As `graph.assembly.assemble` makes it.
    path : Path
        The file to write.

    Raises
    ------
    StoreError
        If the file cannot be written.
    SchemaError
        If the graph does not fit `graph.schema`.
    """
    nodes, edges = node_rows(graph), edge_rows(graph)
    with whole_file(path) as file:
        file.write(_HEAD.encode())
        file.writelines(f"{index_statement(i)};\n".encode() for i in INDEXES if i.kind is IndexKind.UNIQUE)
        for label, rows in nodes.items():
            for batch in _batches([node_values(label, row) for row in rows]):
                file.write(f"{merge_nodes(label, batch)};\n".encode())
        for kind, rows in edges.items():
            for batch in _batches(map(edge_values, rows)):
                file.write(f"{merge_edges(kind, batch)};\n".encode())
        file.writelines(f"{index_statement(i)};\n".encode() for i in INDEXES if i.kind is not IndexKind.UNIQUE)


def _batches(rows: Iterable[list[Any]]) -> Iterator[str]:
    """Write lists of rows as `literal` does, one row a line."""
    lines: list[str] = []
    for row in rows:
        lines.append(literal(row))
        if len(lines) == BATCH:
            yield "[\n" + ",\n".join(lines) + "\n]"
            lines = []
    if lines:
        yield "[\n" + ",\n".join(lines) + "\n]"
