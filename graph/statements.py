"""Writes Cypher from the schema: constraints and indexes, statements that merge rows, words and values in quotes."""

import math
import re
from collections.abc import Sequence
from typing import Any

from extract.errors import SchemaError
from graph.rows import EdgeKind, Row
from graph.schema import (
    EDGE_PROPERTIES,
    ENTITY,
    ENTITY_LABELS,
    KEY,
    MARK,
    NODE_PROPERTIES,
    EdgeType,
    Index,
    IndexKind,
    NodeLabel,
    Property,
)

_WORDS = frozenset(
    [*NodeLabel, ENTITY, *EdgeType, MARK.name]
    + [p.name for properties in NODE_PROPERTIES.values() for p in properties]
    + [p.name for p in EDGE_PROPERTIES]
)
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile("[\\\\'\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_INTEGERS = range(-(2**63), 2**63)


def quoted(word: str) -> str:
    """Give a label, relationship type or property name of the schema in backticks; nothing else may enter query text.

    Raises
    ------
    SchemaError
        If the word is not one of `graph.schema`: names from papers travel as parameters, or through `literal`.

    Examples
    --------
    >>> quoted(NodeLabel.METHOD)
    '`Method`'
    """
    if word not in _WORDS:
        raise SchemaError(f"{word!r:.60} is not a word of graph/schema.py; text from papers travels as a parameter")
    return f"`{word}`"


def literal(value: object) -> str:
    r"""Write a value as Cypher that gives it back: the one way in which text from papers enters a script.

    Neo4j decodes ``\uXXXX`` before it looks for quotes, whatever stands before the backslash, so a text that holds
    a backslash and a ``u`` is cut between the two. Control characters and those that turn the direction
    of writing are escaped, so that a script can be read and shown.

    Parameters
    ----------
    value : object
        Text, number, truth value, None, or a list of these.

    Raises
    ------
    SchemaError
        If Cypher has no such value.

    Examples
    --------
    >>> print(literal("it's \\upsilon"))
    'it\'s \\'+'upsilon'
    >>> print(literal([1, 0.5, True, None]))
    [1,0.5,true,null]
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "+".join(f"'{_ESCAPED.sub(_escape, part)}'" for part in re.split(r"(?<=\\)(?=u)", value))
    if (isinstance(value, int) and value in _INTEGERS) or (isinstance(value, float) and math.isfinite(value)):
        return repr(value).replace("e+", "e")
    if isinstance(value, list | tuple):
        return f"[{','.join(map(literal, value))}]"
    raise SchemaError(f"expected text, a finite number, a truth value or a list, got {value!r:.60}")


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"


def index_statement(index: Index) -> str:
    """Write the statement that makes a constraint or an index where it is not there yet.

    Examples
    --------
    >>> index_statement(Index("litkg_paper_year", IndexKind.RANGE, NodeLabel.PAPER, ("year",)))
    'CREATE RANGE INDEX litkg_paper_year IF NOT EXISTS FOR (n:`Paper`) ON (n.`year`)'
    """
    properties = ", ".join(f"n.{quoted(name)}" for name in index.properties)
    node = f"{index.name} IF NOT EXISTS FOR (n:{quoted(index.label)})"
    if index.kind is IndexKind.UNIQUE:
        return f"CREATE CONSTRAINT {node} REQUIRE {properties} IS UNIQUE"
    if index.kind is IndexKind.FULLTEXT:
        return f"CREATE FULLTEXT INDEX {node} ON EACH [{properties}]"
    return f"CREATE {index.kind.upper()} INDEX {node} ON ({properties})"


def node_values(label: NodeLabel, row: Row) -> list[Any]:
    """Put a row of `graph.rows.node_rows` into the order of `merge_nodes`; what a node lacks is None."""
    return [row.get(p.name) for p in NODE_PROPERTIES[label]]


def edge_values(row: Row) -> list[Any]:
    """Put a row of `graph.rows.edge_rows` into the order of `merge_edges`."""
    return [row["start"], row["end"], *(row["properties"][p.name] for p in EDGE_PROPERTIES)]


def merge_nodes(label: NodeLabel, rows: str = "$rows") -> str:
    """Write the statement that merges nodes by their key and writes only what differs.

    A node that is there already without `MARK` is the user's: it is written to, but never marked. Properties and
    labels that are not in the schema stay. ``differs`` is true in rows that were new or different.

    Parameters
    ----------
    label : NodeLabel
        The label of all of them.
    rows : str
        A parameter, or a list of `node_values` as `literal` writes it.
    """
    entity = f":{quoted(ENTITY)}" if label in ENTITY_LABELS else ""
    return (
        f"UNWIND {rows} AS row MERGE (n:{quoted(label)} {{{quoted(KEY)}: row[0]}}) ON CREATE SET n.{_MARKED} "
        + _write("n", NODE_PROPERTIES[label][1:], first=1, label=entity)
    )


def merge_edges(kind: EdgeKind, rows: str = "$rows") -> str:
    """Write the statement that merges relationships by their ends and writes only what differs.

    A relationship of the same type without `MARK` is the user's and stays as it is. A row whose ends are not there is
    skipped: count the rows that come back. Otherwise as `merge_nodes`, with `edge_values`.
    """
    start, edge, end = map(quoted, kind)
    return (
        f"UNWIND {rows} AS row MATCH (a:{start} {{{quoted(KEY)}: row[0]}}) MATCH (b:{end} {{{quoted(KEY)}: row[1]}}) "
        f"MERGE (a)-[r:{edge} {{{quoted(MARK.name)}: true}}]->(b) " + _write("r", EDGE_PROPERTIES, first=2)
    )


_MARKED = f"{quoted(MARK.name)} = true"


def _write(variable: str, properties: Sequence[Property], *, first: int, label: str = "") -> str:
    """Compare and set property by property: ``SET n = row`` would take from the user what is not in the schema."""
    items = [(f"{variable}.{quoted(p.name)}", f"row[{i}]", p.required) for i, p in enumerate(properties, first)]
    same = [f"{a} = {b}" if needed else f"({a} = {b} OR {a} IS NULL AND {b} IS NULL)" for a, b, needed in items]
    if label:
        same.append(f"{variable}{label}")
    sets = [f"{a} = {b}" for a, b, _ in items] + ([f"{variable}{label}"] if label else [])
    return (
        f"WITH {variable}, row, NOT coalesce({' AND '.join(same)}, false) AS differs "
        f"FOREACH (_ IN CASE WHEN differs THEN [1] ELSE [] END | SET {', '.join(sets)})"
    )
