"""What answers Cypher queries: reads a query, gives rows; the embedded engine and Neo4j both are one."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Self

from extract.errors import UsageError


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query gave: plain Python values, one tuple a row, in the order of `columns`."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def to_pandas(self) -> Any:
        """Give a `pandas.DataFrame` with these columns, also where there is no row.

        Raises
        ------
        UsageError
            If pandas, which litkg does without, is not installed.
        """
        try:
            pandas: Any = import_module("pandas")
        except ImportError as error:
            raise UsageError(f"a data frame needs pandas ({error}); install it with `pip install pandas`") from error
        return pandas.DataFrame(self.rows, columns=list(self.columns))


class Engine(ABC):
    """What answers Cypher queries, read only unless opened to write; use it in a ``with`` block or `close` it."""

    @abstractmethod
    def run(self, query: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a query, which is a transaction of its own.

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
            If the query writes unasked, reads files, calls an unknown procedure, or fails; the message shows the
            position where the engine names one.
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
