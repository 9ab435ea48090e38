"""What answers Cypher queries: reads a query, gives rows; the embedded engine and Neo4j both are one."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, Self

from graph.cypher import Rows


class Engine(ABC):
    """What answers Cypher queries, read only; use it in a ``with`` block or call `close`."""

    @abstractmethod
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

    @abstractmethod
    def close(self) -> None:
        """Release files and connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
