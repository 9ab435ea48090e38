"""Reads Cypher, gives rows: one interface to the embedded engine and to Neo4j."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Protocol, Self

from graph.bolt import connect
from graph.cypher import Rows
from graph.embedded import DamagedDatabaseError, create_database, open_engine

__all__ = ["DamagedDatabaseError", "Engine", "Rows", "connect", "create_database", "open_engine"]


class Engine(Protocol):
    """What answers Cypher queries, from `open_engine` or `connect`; use it in a ``with`` block or call `close`."""

    def run(self, query: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a query that reads.

        A node comes as a dict of ``labels`` (sorted) and its properties, a relationship as a dict of ``type``,
        ``start`` and ``end`` (ids of nodes) and its properties, a path as the list of its nodes and relationships
        in turn. Dates, of which the graph has none, come as text.

        Parameters
        ----------
        query : str
            Cypher, with ``$name`` where a value goes.
        parameters : mapping, optional
            The values; text from papers or people belongs here, never in the query.

        Returns
        -------
        Rows
            Columns are named also where no row was found.

        Raises
        ------
        QueryError
            If the query writes, reads files, calls an unknown procedure, or fails; the message shows the position
            where the engine names one.
        ServerError
            If the server breaks off.
        """

    def close(self) -> None:
        """Release files and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
