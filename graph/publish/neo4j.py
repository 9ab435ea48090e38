"""Reads the graph, writes it to a Neo4j server over Bolt: constraints, then batches that are safe to repeat."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.bolt import open_driver, server_errors
from graph.cypher import quoted
from graph.rows import EdgeKind, Row, edge_rows, node_rows
from graph.schema import ENTITY, ENTITY_LABELS, KEY, NodeLabel

if TYPE_CHECKING:
    import networkx as nx
    from neo4j import ManagedTransaction, Session


@dataclass(frozen=True, slots=True)
class PushReport:
    """How many nodes and relationships the graph has, and how many of them were new or different on the server."""

    nodes: int = 0
    nodes_created: int = 0
    nodes_updated: int = 0
    relationships: int = 0
    relationships_created: int = 0
    relationships_updated: int = 0

    @property
    def changed(self) -> bool:
        """Whether the server held anything less or anything else before."""
        return bool(
            self.nodes_created or self.nodes_updated or self.relationships_created or self.relationships_updated
        )


@dataclass(slots=True)
class _Count:
    """Rows sent so far and what the server did with them."""

    sent: int = 0
    created: int = 0
    updated: int = 0


def push(
    graph: "nx.MultiDiGraph[str]",
    uri: str,
    *,
    user: str,
    password: str,
    database: str | None = None,
    batch_size: int = 2000,
    progress: Callable[[str, int, int], None] | None = None,
) -> PushReport:
    """Write the graph to a server; what is there already and equal stays untouched.

    A push that broke off can be repeated. Nodes and relationships that the graph no longer has stay on the server.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As `graph.assembly.assemble` makes it.
    uri : str
        ``bolt://``, ``neo4j://`` or one of their TLS forms such as ``neo4j+s://``.
    user, password : str
        Credentials.
    database : str, optional
        Name of the database; the user's home database if left out.
    batch_size : int
        Rows a transaction, at least 1.
    progress : callable, optional
        Called after each batch with the label or relationship type, rows done and rows in all.

    Raises
    ------
    ServerError
        If the server cannot be reached, refuses the credentials or breaks off.
    SchemaError
        If the graph does not fit `graph.schema`; nothing was sent then.
    ValueError
        If `batch_size` is less than 1.
    """
    if batch_size < 1:
        raise ValueError(f"batch_size: expected at least 1, got {batch_size}")
    groups = [(label.value, _node_statement(label), rows) for label, rows in node_rows(graph).items()]
    node_groups = len(groups)
    groups += [(kind[1].value, _edge_statement(kind), rows) for kind, rows in edge_rows(graph).items()]
    total, done = sum(len(rows) for _, _, rows in groups), 0
    counts = (_Count(), _Count())
    driver = open_driver(uri, user, password, database)
    with driver, server_errors(uri, user, database), driver.session(database=database) as session:
        _constrain(session)
        for i, (word, statement, rows) in enumerate(groups):
            count = counts[i >= node_groups]
            for start in range(0, len(rows), batch_size):
                batch = rows[start : start + batch_size]
                created, updated = session.execute_write(_merge, statement, batch)
                count.sent += len(batch)
                count.created += created
                count.updated += updated
                done += len(batch)
                if progress is not None:
                    progress(word, done, total)
    nodes, edges = counts
    return PushReport(nodes.sent, nodes.created, nodes.updated, edges.sent, edges.created, edges.updated)


def _constrain(session: "Session") -> None:
    """Make ids unique; sorted, because an empty server then lists ``labels(n)`` sorted, as the embedded engine does."""
    for label in sorted((ENTITY, *NodeLabel)):
        session.run(
            f"CREATE CONSTRAINT litkg_{label.lower()}_{KEY} IF NOT EXISTS "
            f"FOR (n:{quoted(label)}) REQUIRE n.{quoted(KEY)} IS UNIQUE"
        ).consume()


def _node_statement(label: NodeLabel) -> str:
    """Write only what differs: ``SET n = row`` also removes properties that the graph no longer has."""
    second = f", n:{quoted(ENTITY)}" if label in ENTITY_LABELS else ""
    return (
        f"UNWIND $rows AS row MERGE (n:{quoted(label)} {{id: row.id}}) "
        f"WITH n, row, properties(n) <> row AS differs "
        f"FOREACH (_ IN CASE WHEN differs THEN [1] ELSE [] END | SET n = row{second}) "
        "RETURN sum(CASE WHEN differs THEN 1 ELSE 0 END) AS written"
    )


def _edge_statement(kind: EdgeKind) -> str:
    start, edge, end = (quoted(word) for word in kind)
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row.start}}) MATCH (b:{end} {{id: row.end}}) "
        f"MERGE (a)-[r:{edge}]->(b) "
        "WITH r, row, properties(r) <> row.properties AS differs "
        "FOREACH (_ IN CASE WHEN differs THEN [1] ELSE [] END | SET r = row.properties) "
        "RETURN sum(CASE WHEN differs THEN 1 ELSE 0 END) AS written"
    )


def _merge(transaction: "ManagedTransaction", statement: str, rows: list[Row]) -> tuple[int, int]:
    """Run one batch; gives how many rows were new and how many were there but different."""
    result = transaction.run(statement, rows=rows)
    record: Any = result.single(strict=True)
    counters = result.consume().counters
    created = counters.nodes_created + counters.relationships_created
    return created, record["written"] - created
