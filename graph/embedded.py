"""Reads the graph, writes an ArcadeDB database folder, and answers Cypher queries on it without a server."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import LitkgError, QueryError, StoreError
from graph.arcade import BATCH, Records, explained, reason, started
from graph.cypher import check, column_names
from graph.engine import Engine, Rows
from graph.folders import checksum, write_whole
from graph.rows import EdgeKind, Row, edge_rows, node_rows
from graph.schema import ENTITY, ENTITY_LABELS, INDEXES, MARK, IndexKind, NodeLabel
from graph.statements import index_statement, quoted

if TYPE_CHECKING:
    import networkx as nx

_SUMS = "litkg-sums.json"
_REWRITTEN = frozenset({_SUMS, "statistics.json", "last-tx-id.bin", "database.lck"})
"""Files that the engine rewrites when it closes; they hold no data of ours."""

_BINDS_PATH = re.compile(r"=\s*(?:\(|shortestPath|allShortestPaths)", re.IGNORECASE)


class DamagedDatabaseError(StoreError):
    """The embedded database is missing, altered or made of another graph; `what` says which of it.

    It can be made anew from graph.json.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; `litkg query` makes it anew, or rebuild it with `litkg build`")
        self.what = what


def create_database(graph: "nx.MultiDiGraph[str]", path: Path, *, made_of: str | None = None) -> None:
    """Make the embedded database of a graph.

    Entities carry the second label ``Entity``; ids are unique within Paper, Result and Entity. The engine names some
    files after the time, so two databases of one graph hold the same nodes and relationships in files of other names.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        As `graph.assembly.assemble` makes it.
    path : Path
        The folder to make; it must not exist or be empty.
    made_of : str, optional
        The sha256 of the graph.json that holds the graph, for `open_engine` to compare.

    Raises
    ------
    StoreError
        If the folder cannot be made. Nothing of it stays behind then.
    SchemaError
        If the graph does not fit `graph.schema`.
    """
    nodes, edges = node_rows(graph), edge_rows(graph)
    path = path.resolve()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise StoreError(f"{path}: expected a free place for the database, found something there; name another folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            path.rmdir()
        with started() as arcadedb:
            database = arcadedb.create_database(str(path))
        try:
            _load(database, nodes, edges)
        finally:
            database.close()
        _note_sums(path, made_of)
    except BaseException as error:
        shutil.rmtree(path, ignore_errors=True)
        if isinstance(error, Exception) and not isinstance(error, LitkgError):
            raise StoreError(f"{path}: the database could not be written: {reason(error)}") from error
        raise


def open_engine(
    path: Path, *, made_of: str | None = None, write: bool = False, closed: Callable[[], None] | None = None
) -> "EmbeddedEngine":
    """Open an embedded database; any number of processes may read it at once, each of them once, and one may write.

    Parameters
    ----------
    path : Path
        The folder of the database; `graph.query.open_build` opens that of a build and mends it.
    made_of : str, optional
        The sha256 that `create_database` was given; any, if left out.
    write : bool
        Whether queries may change the database, which then belongs to this process alone.
    closed : callable, optional
        Called once the engine is closed.

    Raises
    ------
    DamagedDatabaseError
        If the folder is not there, is not as it was left, or was made of another graph.
    StoreError
        If another process has it open for writing, or this one has it open already.
    """
    # The engine's own idea of the current folder stays the one that the process began in.
    path = path.resolve()
    with started() as arcadedb:
        fault = _difference(path, made_of)
        if fault is None:
            try:
                database = arcadedb.open_database(str(path), read_only=not write)
                return EmbeddedEngine(database, path, write=write, closed=closed)
            except Exception as error:
                fault = f"the database cannot be opened: {reason(error)}"
        holder = _holder(arcadedb, path)
        if holder is not None:
            raise StoreError(f"{path}: {holder}")
        raise DamagedDatabaseError(f"{path}: {fault}")


class EmbeddedEngine(Engine):
    """An embedded database, open to read or to write."""

    def __init__(self, database: Any, path: Path, *, write: bool, closed: Callable[[], None] | None) -> None:
        self._database = database
        self._path = path
        self._write = write
        self._closed = closed

    def close(self) -> None:
        """Release the files; note their checksums anew where they may have changed."""
        self._database.close()
        if self._write:
            _note_sums(self._path, _noted(self._path)["made_of"])
        if self._closed is not None:
            self._closed()

    def run(self, query: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a Cypher query; see `Engine.run`."""
        check(query, write=self._write)
        try:
            found = self._found(query, dict(parameters or {}))
        except Exception as error:
            raise QueryError(explained(reason(error), query)) from error
        columns = tuple(found[0]) if found else column_names(query)
        records = Records(self._database, found, paths=bool(_BINDS_PATH.search(query)))
        return Rows(columns, [tuple(records.plain(row.get(name)) for name in columns) for row in found])

    def _found(self, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """Ask the engine; a query that may write is a transaction of its own."""
        if not self._write:
            return list(self._database.query("opencypher", query, parameters).to_list())
        with self._database.transaction():
            return list(self._database.command("opencypher", query, parameters).to_list())


def _load(database: Any, nodes: Mapping[NodeLabel, list[Row]], edges: Mapping[EdgeKind, list[Row]]) -> None:
    """Write the constraints first, or finding the ends of relationships would be quadratic."""
    for index in INDEXES:
        # What is unique among entities is so within each of their labels.
        if index.kind is IndexKind.UNIQUE and index.label not in ENTITY_LABELS:
            database.command("opencypher", index_statement(index)).close()
    mark = f"{{{quoted(MARK.name)}: true}}"
    for label, rows in nodes.items():
        labels = quoted(label) + (f":{quoted(ENTITY)}" if label in ENTITY_LABELS else "")
        _write(database, f"UNWIND $rows AS row CREATE (n:{labels} {mark}) SET n += row", rows)
    for (start, kind, end), edge in edges.items():
        a, b = (quoted(ENTITY if label in ENTITY_LABELS else label) for label in (start, end))
        _write(
            database,
            f"UNWIND $rows AS row MATCH (a:{a} {{id: row.start}}) MATCH (b:{b} {{id: row.end}}) "
            f"CREATE (a)-[r:{quoted(kind)} {mark}]->(b) SET r += row.properties",
            edge,
        )


def _write(database: Any, statement: str, rows: list[Row]) -> None:
    for i in range(0, len(rows), BATCH):
        with database.transaction():
            database.command("opencypher", statement, {"rows": rows[i : i + BATCH]}).close()


def _sums(path: Path) -> dict[str, str]:
    """Checksums of the files that hold the data."""
    files = (file for file in sorted(path.iterdir()) if file.is_file() and file.name not in _REWRITTEN)
    return {file.name: checksum(file) for file in files}


def _note_sums(path: Path, made_of: str | None) -> None:
    sums = {"made_of": made_of, "files": _sums(path)}
    write_whole(path / _SUMS, json.dumps(sums, indent=0, sort_keys=True).encode())


def _noted(path: Path) -> dict[str, Any]:
    return dict(json.loads((path / _SUMS).read_bytes()))


def _difference(path: Path, made_of: str | None) -> str | None:
    """Compare hashes: the engine opens a file that was cut in half without a word and loses rows."""
    if not path.is_dir():
        return "expected the folder of an embedded database, found none"
    try:
        noted = _noted(path)
        expected, origin = dict(noted["files"]), noted["made_of"]
        found = _sums(path)
    except (OSError, ValueError, TypeError, KeyError) as error:
        return f"the list of hashes cannot be read ({error!r})"
    if made_of not in (None, origin):
        return "it was made of another graph"
    wrong = sorted(name for name, value in expected.items() if found.get(name) != value)
    return f"the file {wrong[0]} is missing or not as it was written" if wrong else None


def _holder(arcadedb: Any, path: Path) -> str | None:
    """Say who has the database open, rather than having died with it open."""
    try:
        arcadedb.open_database(str(path)).close()
    except Exception as error:
        if "active instance" in str(error):
            return "this program has the database open already; close that engine first"
        if "locked by another process" in str(error):
            return "another process has this database open for writing; wait until it ends, or end it"
    return None
