"""Reads the graph, writes an ArcadeDB database folder, and answers Cypher queries on it without a server."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import LitkgError, QueryError, StoreError
from graph.cypher import Rows, check_read_only, column_names, pointed, quoted
from graph.engine import Engine
from graph.folders import checksum
from graph.rows import EdgeKind, Row, edge_rows, node_rows
from graph.schema import ENTITY, ENTITY_LABELS, KEY, EdgeType, NodeLabel

if TYPE_CHECKING:
    import networkx as nx

BATCH = 2000
"""Rows a transaction while loading."""

_EDGE_TYPES = frozenset(kind.value for kind in EdgeType)
_SUMS = "litkg-sums.json"
_REWRITTEN = frozenset({_SUMS, "statistics.json", "last-tx-id.bin", "database.lck"})
"""Files that the engine rewrites when it closes; they hold no data of ours."""

_NO_FILES = "-Darcadedb.opencypher.loadCsv.allowFileUrls=false -Darcadedb.opencypher.loadCsv.allowRemoteUrls=false"
_PATH = re.compile(r"\(#\d+:\d+\)(?:<?-\[#\d+:\d+\]->?\(#\d+:\d+\))*")
_RECORD_ID = re.compile(r"#\d+:\d+")
_BINDS_PATH = re.compile(r"=\s*(?:\(|shortestPath|allShortestPaths)", re.IGNORECASE)
_POSITION = re.compile(r"(?: at)? line (\d+)(?::|, column )(\d+)(?: - )?")


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
        with _engine() as arcadedb:
            database = arcadedb.create_database(str(path))
        try:
            _load(database, nodes, edges)
        finally:
            database.close()
        sums = {"made_of": made_of, "files": _sums(path)}
        (path / _SUMS).write_text(json.dumps(sums, indent=0, sort_keys=True), encoding="utf-8")
    except BaseException as error:
        shutil.rmtree(path, ignore_errors=True)
        if isinstance(error, Exception) and not isinstance(error, LitkgError):
            raise StoreError(f"{path}: the database could not be written: {_reason(error)}") from error
        raise


def open_engine(path: Path, *, made_of: str | None = None) -> "EmbeddedEngine":
    """Open an embedded database to read it; any number of processes may do so at once, each of them once.

    Parameters
    ----------
    path : Path
        The folder of the database; `graph.query.open_build` opens that of a build and mends it.
    made_of : str, optional
        The sha256 that `create_database` was given; any, if left out.

    Raises
    ------
    DamagedDatabaseError
        If the folder is not there, is not as `create_database` left it, or was made of another graph.
    StoreError
        If another process has it open for writing, or this one has it open already.
    """
    # The engine's own idea of the current folder stays the one that the process began in.
    path = path.resolve()
    with _engine() as arcadedb:
        reason = _difference(path, made_of)
        if reason is None:
            try:
                return EmbeddedEngine(arcadedb.open_database(str(path), read_only=True))
            except Exception as error:
                reason = f"the database cannot be opened: {_reason(error)}"
                if "active instance" in reason:
                    raise StoreError(
                        f"{path}: this program has the database open already; close that engine first"
                    ) from error
        if _is_held(arcadedb, path):
            raise StoreError(
                f"{path}: another process has this database open for writing; wait until it ends, or end it"
            )
        raise DamagedDatabaseError(f"{path}: {reason}")


class EmbeddedEngine(Engine):
    """A read-only embedded database."""

    def __init__(self, database: Any) -> None:
        self._database = database

    def close(self) -> None:
        """Release the files."""
        self._database.close()

    def run(self, query: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a Cypher query that reads; see `Engine.run`."""
        check_read_only(query)
        try:
            found = self._database.query("opencypher", query, dict(parameters or {})).to_list()
        except Exception as error:
            raise QueryError(_explained(_reason(error), query)) from error
        columns = tuple(found[0]) if found else column_names(query)
        records = _Records(self._database, found, paths=bool(_BINDS_PATH.search(query)))
        return Rows(columns, [tuple(records.plain(row.get(name)) for name in columns) for row in found])


class _Records:
    """Turns what the engine returns into plain values: no record ids, relationships with their ends, paths as lists."""

    def __init__(self, database: Any, found: list[dict[str, Any]], *, paths: bool) -> None:
        self._paths = paths
        wanted: set[str] = set()
        for value in _walk(found):
            if isinstance(value, dict) and "@rid" in value and value["@type"] in _EDGE_TYPES:
                wanted.add(value["@rid"])
            elif paths and isinstance(value, str) and _PATH.fullmatch(value):
                wanted.update(_RECORD_ID.findall(value))
        self._known: dict[str, dict[str, Any]] = {}
        ids = sorted(wanted)
        for i in range(0, len(ids), BATCH):
            # Relationships come without ends and paths as text; only record ids that matched #digits:digits go in here.
            listed = ", ".join(ids[i : i + BATCH])
            rows = database.query("sql", f"SELECT @this AS record, @out.id AS o, @in.id AS i FROM [{listed}]")  # noqa: S608
            for row in rows.to_list():
                self._known[row["record"]["@rid"]] = self._record(row["record"], row["o"], row["i"])

    def plain(self, value: Any) -> Any:
        if isinstance(value, dict):
            if "@rid" not in value:
                return {name: self.plain(item) for name, item in value.items()}
            return self._known.get(value["@rid"]) or self._record(value)
        if isinstance(value, list):
            return [self.plain(item) for item in value]
        if self._paths and isinstance(value, str) and _PATH.fullmatch(value):
            ids = _RECORD_ID.findall(value)
            return [self._known[i] for i in ids] if all(i in self._known for i in ids) else value
        return value

    def _record(self, value: dict[str, Any], start: str | None = None, end: str | None = None) -> dict[str, Any]:
        properties = {name: self.plain(value[name]) for name in sorted(value) if not name.startswith("@")}
        if value["@type"] in _EDGE_TYPES:
            return {"type": value["@type"], "start": start, "end": end, **properties}
        return {"labels": sorted(value["@type"].split("~")), **properties}


def _walk(value: Any) -> Iterator[Any]:
    """Every value inside lists and dicts, and the value itself."""
    yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _walk(item)


def _load(database: Any, nodes: Mapping[NodeLabel, list[Row]], edges: Mapping[EdgeKind, list[Row]]) -> None:
    """Write the constraints first, or finding the ends of relationships would be quadratic."""
    for label in (NodeLabel.PAPER, NodeLabel.RESULT, ENTITY):
        database.command(
            "opencypher", f"CREATE CONSTRAINT FOR (n:{quoted(label)}) REQUIRE n.{quoted(KEY)} IS UNIQUE"
        ).close()
    for label, rows in nodes.items():
        labels = quoted(label) + (f":{quoted(ENTITY)}" if label in ENTITY_LABELS else "")
        _write(database, f"UNWIND $rows AS row CREATE (n:{labels}) SET n = row", rows)
    for (start, kind, end), edge in edges.items():
        a, b = (quoted(ENTITY if label in ENTITY_LABELS else label) for label in (start, end))
        _write(
            database,
            f"UNWIND $rows AS row MATCH (a:{a} {{id: row.start}}) MATCH (b:{b} {{id: row.end}}) "
            f"CREATE (a)-[r:{quoted(kind)}]->(b) SET r = row.properties",
            edge,
        )


def _write(database: Any, statement: str, rows: list[Row]) -> None:
    for i in range(0, len(rows), BATCH):
        with database.transaction():
            database.command("opencypher", statement, {"rows": rows[i : i + BATCH]}).close()


@contextmanager
def _engine() -> Iterator[Any]:
    """Import and start the engine, which otherwise logs to the terminal and to a folder in the user's home."""
    logs = tempfile.mkdtemp(prefix="litkg-engine-")
    settings = {"ARCADEDB_LOG_CONSOLE": "0", "ARCADEDB_LOG_DIR": logs}
    for name in ("ARCADEDB_NATIVE_ISOLATE_ARGS", "ARCADEDB_JVM_ARGS"):
        settings[name] = f"{os.environ.get(name, '')} {_NO_FILES}".strip()
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        try:
            import arcadedb
        except ImportError as error:
            raise StoreError(
                f"the embedded Cypher engine cannot be imported ({error}); install it with `pip install arcadedb`"
            ) from error
        yield arcadedb
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        # The log file is open by now; without a name it goes when the process does, however that ends.
        shutil.rmtree(logs, ignore_errors=True)


def _sums(path: Path) -> dict[str, str]:
    """Checksums of the files that hold the data."""
    files = (file for file in sorted(path.iterdir()) if file.is_file() and file.name not in _REWRITTEN)
    return {file.name: checksum(file) for file in files}


def _difference(path: Path, made_of: str | None) -> str | None:
    """Compare hashes: the engine opens a file that was cut in half without a word and loses rows."""
    if not path.is_dir():
        return "expected the folder of an embedded database, found none"
    try:
        noted = json.loads((path / _SUMS).read_text(encoding="utf-8"))
        expected, origin = dict(noted["files"]), noted["made_of"]
        found = _sums(path)
    except (OSError, ValueError, TypeError, KeyError) as error:
        return f"the list of hashes cannot be read ({error!r})"
    if made_of not in (None, origin):
        return "it was made of another graph"
    wrong = sorted(name for name, value in expected.items() if found.get(name) != value)
    return f"the file {wrong[0]} is missing or not as it was written" if wrong else None


def _is_held(arcadedb: Any, path: Path) -> bool:
    """Whether another process has the database open for writing, rather than having died with it open."""
    if not (path / "database.lck").exists():
        return False
    try:
        arcadedb.open_database(str(path)).close()
    except Exception as error:
        return "locked by another process" in str(error)
    return False


def _reason(error: Exception) -> str:
    """Give the engine's own sentence, without names of Java classes."""
    text = str(error).split(" (caused by ")[0].splitlines()[0] if str(error) else type(error).__name__
    return re.sub(r"^.*?(?:[\w$]+\.){2,}[\w$]+: ", "", text)


def _explained(reason: str, query: str) -> str:
    """Add the line and a caret where the engine names a position; its columns count from 0."""
    position = _POSITION.search(reason)
    if position is None:
        return reason
    message = f"{reason[: position.start()]}: {reason[position.end() :]}".rstrip(": ")
    message = re.sub(r", expected: one of .* or \d+ more", "", message)
    return pointed(message, query, int(position[1]), int(position[2]) + 1)
