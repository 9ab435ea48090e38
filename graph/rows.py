"""Reads the graph, gives rows for loaders: plain dicts by node label and by kind of relationship, in stable order."""

import re
from typing import TYPE_CHECKING, Any

from extract.errors import SchemaError
from graph.schema import EDGE_PROPERTIES, KEY, NODE_PROPERTIES, EdgeType, Kind, NodeLabel, Property

if TYPE_CHECKING:
    import networkx as nx

Row = dict[str, Any]
EdgeKind = tuple[NodeLabel, EdgeType, NodeLabel]

_SURROGATE = re.compile("[\ud800-\udfff]")
_ITEMS = {Kind.STRINGS: Kind.STRING, Kind.INTEGERS: Kind.INTEGER}
_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.STRING: str,
    Kind.INTEGER: int,
    Kind.FLOAT: (float, int),
    Kind.BOOLEAN: bool,
}


def node_rows(graph: "nx.MultiDiGraph[str]") -> dict[NodeLabel, list[Row]]:
    """Rows of all nodes by label: the key as ``id`` and the declared properties that the node has.

    Raises
    ------
    SchemaError
        If a node has an unknown label or property, lacks a required one, or has one of another type.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("task:parsing", label="Task", name="parsing", aliases=[], papers=1, mentions=2)
    >>> node_rows(graph)[NodeLabel.TASK]
    [{'id': 'task:parsing', 'name': 'parsing', 'aliases': [], 'papers': 1, 'mentions': 2}]
    """
    rows: dict[NodeLabel, list[Row]] = {label: [] for label in NodeLabel}
    for key, attributes in sorted(graph.nodes(data=True)):
        label = _label(graph, key)
        values = {KEY: key, **{name: value for name, value in attributes.items() if name != "label"}}
        rows[label].append(_row(values, NODE_PROPERTIES[label], f"node {key}"))
    return {label: found for label, found in rows.items() if found}


def edge_rows(graph: "nx.MultiDiGraph[str]") -> dict[EdgeKind, list[Row]]:
    """Rows ``{"start": id, "end": id, "properties": {...}}`` of all edges by start label, type and end label.

    Raises
    ------
    SchemaError
        If an edge has an unknown type or property, lacks a required one, or has one of another type.
    """
    rows: dict[EdgeKind, list[Row]] = {}
    for start, end, attributes in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2].get("type", ""))):
        where = f"edge {start} -> {end}"
        try:
            kind = EdgeType(attributes.get("type"))
        except ValueError:
            raise SchemaError(f"{where}: expected a relationship type, got {attributes.get('type')!r}") from None
        values = {name: value for name, value in attributes.items() if name != "type"}
        row = {"start": start, "end": end, "properties": _row(values, EDGE_PROPERTIES, where)}
        rows.setdefault((_label(graph, start), kind, _label(graph, end)), []).append(row)
    return dict(sorted(rows.items()))


def _label(graph: "nx.MultiDiGraph[str]", key: str) -> NodeLabel:
    value = graph.nodes[key].get("label")
    try:
        return NodeLabel(value)
    except ValueError:
        raise SchemaError(f"node {key}: expected a label of {', '.join(NodeLabel)}, got {value!r}") from None


def _row(values: Row, properties: tuple[Property, ...], where: str) -> Row:
    """Put values into the schema's order, lists for tuples; what is None counts as absent."""
    given = {name: value for name, value in values.items() if value is not None}
    unknown = sorted(given.keys() - {p.name for p in properties})
    if unknown:
        raise SchemaError(
            f"{where}: unknown property {unknown[0]!r}; known are {', '.join(p.name for p in properties)}"
        )
    missing = [p.name for p in properties if p.required and p.name not in given]
    if missing:
        raise SchemaError(f"{where}: property {missing[0]!r} is missing")
    return {p.name: _value(given[p.name], p, where) for p in properties if p.name in given}


def _value(value: Any, property: Property, where: str) -> Any:
    """Give the value in the type of the schema; databases compare types, and text of theirs is UTF-8."""
    item = _ITEMS.get(property.kind)
    fits = isinstance(value, list | tuple) if item else _is(value, property.kind)
    if not fits or (item and not all(_is(one, item) for one in value)):
        raise SchemaError(f"{where}: property {property.name!r}: expected {property.kind}, got {value!r:.60}")
    if item:
        return list(value)
    return float(value) if property.kind is Kind.FLOAT else value


def _is(value: object, kind: Kind) -> bool:
    """Whether a lone value has a type; half a surrogate pair is no text that a database takes."""
    if isinstance(value, bool):
        return kind is Kind.BOOLEAN
    if isinstance(value, str):
        return kind is Kind.STRING and (value.isascii() or not _SURROGATE.search(value))
    return isinstance(value, _TYPES[kind])
