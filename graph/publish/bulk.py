"""Reads the graph, writes a folder for `neo4j-admin database import`: typed CSV files, the command, what follows."""

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import SchemaError
from graph.folders import replacing
from graph.rows import EdgeKind, Row, edge_rows, node_rows
from graph.schema import EDGE_PROPERTIES, ENTITY, ENTITY_LABELS, INDEXES, KEY, MARK, NODE_PROPERTIES, Kind, NodeLabel
from graph.statements import edge_values, index_statement, node_values, quoted

if TYPE_CHECKING:
    import networkx as nx

COMMAND = "import.sh"
FINISH = "finish.cypher"
"""Names in the folder, beside one CSV file a label and one a relationship type."""

_TYPES = {
    Kind.STRING: "string",
    Kind.INTEGER: "long",
    Kind.FLOAT: "double",
    Kind.BOOLEAN: "boolean",
    Kind.STRINGS: "string[]",
    Kind.INTEGERS: "long[]",
}
_SEPARATORS = (0x1F, 0x1E, 0x1D, 0x1C, *range(0xE000, 0xF900))
"""Characters that may part the items of a list: the first that no item holds, since the format cannot escape it."""

_SCRIPT = """\
#!/bin/sh
# Loads the graph into an empty Neo4j 5 database, which must be stopped meanwhile:
#   sh {command} [database]       with neo4j-admin on the path; by default into the database neo4j
# Then start the server; this makes constraints, indexes, and the lists that are empty, which CSV cannot hold:
#   cypher-shell -u neo4j -f {finish}
# Later builds go there by `litkg push`, which finds what this import wrote.
set -eu
cd "$(dirname "$0")"
exec neo4j-admin database import full "${{1:-neo4j}}" \\
    {options}
"""


def write_bulk(graph: "nx.MultiDiGraph[str]", folder: Path) -> None:
    """Write the CSV files of `neo4j-admin database import`, which loads a graph many times faster than `push`.

    What the import and the script after it make is what a push to an empty database makes.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As `graph.assembly.assemble` makes it.
    folder : Path
        The folder to write; missing, empty, or of an earlier export.

    Raises
    ------
    UsageError
        If the folder holds something else or cannot be written.
    SchemaError
        If the graph does not fit `graph.schema`.
    """
    nodes, edges = node_rows(graph), edge_rows(graph)
    separator = _separator(nodes, edges)
    by_type: dict[str, list[Row]] = {}
    for (_, kind, _), rows in edges.items():
        by_type.setdefault(kind.value, []).extend(rows)
    options = [f"--array-delimiter=U+{ord(separator):04X}", "--multiline-fields=true"]
    with replacing(folder, marker=COMMAND) as new:
        for label, found in nodes.items():
            labels = f"{label}:{ENTITY}" if label in ENTITY_LABELS else label.value
            options.append(f"--nodes={labels}={label}.csv")
            _write(new / f"{label}.csv", _node_lines(label, found, separator))
        for name, found in sorted(by_type.items()):
            options.append(f"--relationships={name}={name}.csv")
            _write(new / f"{name}.csv", _edge_lines(found, separator))
        _write(new / FINISH, (f"{statement};" for statement in _finishing()))
        shown = " \\\n    ".join(map(shlex.quote, options))
        _write(new / COMMAND, _SCRIPT.format(command=COMMAND, finish=FINISH, options=shown).splitlines())


def _finishing() -> Iterator[str]:
    """Write what the import cannot make."""
    yield from map(index_statement, INDEXES)
    for label in NodeLabel:
        for p in NODE_PROPERTIES[label]:
            if p.required and p.kind in (Kind.STRINGS, Kind.INTEGERS):
                absent = f"n.{quoted(MARK.name)} AND n.{quoted(p.name)} IS NULL"
                yield f"MATCH (n:{quoted(label)}) WHERE {absent} SET n.{quoted(p.name)} = []"


def _node_lines(label: NodeLabel, rows: Iterable[Row], separator: str) -> Iterator[str]:
    """Header and rows of one label."""
    properties = NODE_PROPERTIES[label][1:]
    yield ",".join([f"{KEY}:ID", *(f"{p.name}:{_TYPES[p.kind]}" for p in properties), _MARK])
    for row in rows:
        yield ",".join(_field(value, separator) for value in (*node_values(label, row), True))


def _edge_lines(rows: Iterable[Row], separator: str) -> Iterator[str]:
    """Header and rows of one relationship type."""
    yield ",".join([":START_ID", ":END_ID", *(f"{p.name}:{_TYPES[p.kind]}" for p in EDGE_PROPERTIES), _MARK])
    for row in rows:
        yield ",".join(_field(value, separator) for value in (*edge_values(row), True))


_MARK = f"{MARK.name}:{_TYPES[MARK.kind]}"


def _field(value: Any, separator: str) -> str:
    """Write one value; empty where there is none, which is not the same as the empty text in quotes.

    >>> _field('a "b" c', ";"), _field(None, ";"), _field(["a", "b"], ";"), _field(True, ";")
    ('"a ""b"" c"', '', '"a;b"', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = value if isinstance(value, str) else separator.join(map(str, value))
    return '"' + text.replace('"', '""') + '"'


def _separator(nodes: Mapping[NodeLabel, Sequence[Row]], edges: Mapping[EdgeKind, Sequence[Row]]) -> str:
    """Find a character that stands in no item of a list."""
    values = chain(
        (value for rows in nodes.values() for row in rows for value in row.values()),
        (value for rows in edges.values() for row in rows for value in row["properties"].values()),
    )
    used: set[str] = set()
    for value in values:
        if isinstance(value, list):
            used.update(*(item for item in value if isinstance(item, str)))
    free = next((chr(code) for code in _SEPARATORS if chr(code) not in used), None)
    if free is None:
        raise SchemaError("lists hold every character that could part their items; export to another format")
    return free


def _write(path: Path, lines: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)
