"""Removes from a Neo4j server what the graph no longer has: reads all that litkg marked, deletes what is too much."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from graph.rows import EdgeKind, Row
from graph.schema import KEY, MARK, NodeLabel
from graph.statements import quoted

if TYPE_CHECKING:
    from neo4j import ManagedTransaction, Session

BATCH = 5000
"""Nodes or relationships a transaction."""

_MARK, _KEY = quoted(MARK.name), quoted(KEY)
_ALL_NODES = f"MATCH (n) WHERE n.{_MARK} RETURN elementId(n), labels(n), n.{_KEY}"
_ALL_EDGES = (
    f"MATCH (a)-[r]->(b) WHERE r.{_MARK} RETURN elementId(r), type(r), a.{_KEY}, b.{_KEY} ORDER BY elementId(r)"
)
# A mark that is gone by now, or a relationship that is new, spares what was found before.
_DELETE_NODES = f"MATCH (n) WHERE elementId(n) IN $ids AND n.{_MARK} AND NOT (n)--() DELETE n"
_DELETE_EDGES = f"MATCH ()-[r]->() WHERE elementId(r) IN $ids AND r.{_MARK} DELETE r"


def prune_edges(session: "Session", edges: Mapping[EdgeKind, list[Row]]) -> int:
    """Delete marked relationships that the graph does not have, and copies of those that it has; give their number."""
    wanted = {(kind[1].value, row["start"], row["end"]) for kind, rows in edges.items() for row in rows}
    surplus = []
    for id_, *edge in session.run(_ALL_EDGES):
        if tuple(edge) in wanted:
            wanted.remove(tuple(edge))
        else:
            surplus.append(id_)
    return _delete(session, _DELETE_EDGES, surplus)


def prune_nodes(session: "Session", nodes: Mapping[NodeLabel, list[Row]]) -> tuple[int, int]:
    """Delete marked nodes that the graph does not have; give their number and that of those kept.

    A node on which relationships without the mark hang is kept: they are the user's, and would go with it.
    """
    wanted = {(row[KEY], label.value) for label, rows in nodes.items() for row in rows}
    found = session.run(_ALL_NODES)
    surplus = [id_ for id_, labels, key in found if not any((key, label) in wanted for label in labels)]
    removed = _delete(session, _DELETE_NODES, surplus)
    return removed, len(surplus) - removed


def _delete(session: "Session", statement: str, ids: Iterable[str]) -> int:
    """Delete in batches, each a transaction that may be repeated."""
    every, count = list(ids), 0
    for start in range(0, len(every), BATCH):
        count += session.execute_write(_run, statement, every[start : start + BATCH])
    return count


def _run(transaction: "ManagedTransaction", statement: str, ids: list[str]) -> int:
    counters = transaction.run(statement, ids=ids).consume().counters
    return counters.nodes_deleted + counters.relationships_deleted
