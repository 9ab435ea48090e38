"""Reads the graph, writes it to a Neo4j server over Bolt: constraints, then batches that are safe to repeat."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.errors import ServerError
from graph.bolt import open_driver, server_errors
from graph.publish.prune import prune_edges, prune_nodes
from graph.rows import Row, edge_rows, node_rows
from graph.schema import INDEXES, IndexKind
from graph.statements import edge_values, index_statement, merge_edges, merge_nodes, node_values

if TYPE_CHECKING:
    import networkx as nx
    from neo4j import ManagedTransaction, Session

CHUNK = 1000
"""Rows a statement: while the server runs one, the next is packed and sent."""

_INDEX_SECONDS = 600
"""How long to wait until the server has filled indexes that are new."""

_COUNTED = " RETURN count(*) AS found, sum(CASE WHEN differs THEN 1 ELSE 0 END) AS written"


@dataclass(frozen=True, slots=True)
class PushReport:
    """How many nodes and relationships the graph has, how many were new or different on the server, how many went.

    `nodes_kept` are nodes that the graph no longer has, but that hold relationships which litkg did not write.
    """

    nodes: int = 0
    nodes_created: int = 0
    nodes_updated: int = 0
    relationships: int = 0
    relationships_created: int = 0
    relationships_updated: int = 0
    nodes_removed: int = 0
    relationships_removed: int = 0
    nodes_kept: int = 0

    @property
    def changed(self) -> bool:
        """Whether the server held anything less, more or else before."""
        created, updated = (
            self.nodes_created + self.relationships_created,
            self.nodes_updated + self.relationships_updated,
        )
        return bool(created or updated or self.nodes_removed or self.relationships_removed)


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
    prune: bool = False,
    batch_size: int = 10_000,
    progress: Callable[[str, int, int], None] | None = None,
) -> PushReport:
    """Write the graph to a server; what is there already and equal stays untouched.

    A push that broke off can be repeated. Nodes and relationships that litkg writes carry `graph.schema.MARK`. What is
    the user's stays: own nodes and relationships, also of our labels and types, and own properties and labels of our
    nodes.

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
    prune : bool
        Whether to remove what litkg wrote and the graph no longer has, whichever build it came from.
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
    nodes, edges = node_rows(graph), edge_rows(graph)
    groups: list[_Group] = [
        *(_Group(label.value, merge_nodes(label), partial(node_values, label), rows) for label, rows in nodes.items()),
        *(_Group(kind[1].value, merge_edges(kind), edge_values, rows) for kind, rows in edges.items()),
    ]
    total, done = sum(len(group.rows) for group in groups), 0
    counts = (_Count(), _Count())
    driver = open_driver(uri, user, password, database)
    with driver, server_errors(uri, user, database), driver.session(database=database) as session:
        _make_indexes(session, unique=True)
        for number, group in enumerate(groups):
            count = counts[number >= len(nodes)]
            for start in range(0, len(group.rows), batch_size):
                batch = group.rows[start : start + batch_size]
                created, updated = session.execute_write(_merge, group, batch)
                count.sent += len(batch)
                count.created += created
                count.updated += updated
                done += len(batch)
                if progress is not None:
                    progress(group.word, done, total)
        removed_edges = prune_edges(session, edges) if prune else 0
        removed_nodes, kept = prune_nodes(session, nodes) if prune else (0, 0)
        # An index that is filled once costs less than one that grows with every batch.
        _make_indexes(session, unique=False)
        session.run(f"CALL db.awaitIndexes({_INDEX_SECONDS})").consume()
    of_nodes, of_edges = counts
    return PushReport(
        *(of_nodes.sent, of_nodes.created, of_nodes.updated),
        *(of_edges.sent, of_edges.created, of_edges.updated),
        *(removed_nodes, removed_edges, kept),
    )


class _Group(NamedTuple):
    """Rows that one statement merges: a label or relationship type, and how a row becomes the statement's."""

    word: str
    statement: str
    values: Callable[[Row], list[Any]]
    rows: list[Row]


def _make_indexes(session: "Session", *, unique: bool) -> None:
    for index in INDEXES:
        if (index.kind is IndexKind.UNIQUE) is unique:
            session.run(index_statement(index)).consume()


def _merge(transaction: "ManagedTransaction", group: _Group, rows: list[Row]) -> tuple[int, int]:
    """Run one batch; gives how many rows were new and how many were there but different."""
    # No result is asked for before all are sent, so that packing a chunk and running the one before go on at once.
    results = [
        transaction.run(group.statement + _COUNTED, rows=[group.values(row) for row in rows[start : start + CHUNK]])
        for start in range(0, len(rows), CHUNK)
    ]
    found = written = created = 0
    for result in results:
        record: Any = result.single(strict=True)
        counters = result.consume().counters
        found += record["found"]
        written += record["written"]
        created += counters.nodes_created + counters.relationships_created
    if found < len(rows):  # more where somebody has copied a relationship
        raise ServerError(
            f"{len(rows) - found} of {len(rows)} {group.word} relationships found no nodes to join, though these were "
            "written before; somebody else deletes them: push again when nobody does"
        )
    return created, written - created
