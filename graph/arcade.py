"""Runs ArcadeDB in this process: starts it quietly and away from files, makes its rows and errors plain."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extract.errors import StoreError
from graph.cypher import pointed
from graph.schema import EdgeType

BATCH = 2000
"""Rows a transaction while loading, and records that are fetched at once."""

_EDGE_TYPES = frozenset(kind.value for kind in EdgeType)
_NO_FILES = "-Darcadedb.opencypher.loadCsv.allowFileUrls=false -Darcadedb.opencypher.loadCsv.allowRemoteUrls=false"
_PATH = re.compile(r"\(#\d+:\d+\)(?:<?-\[#\d+:\d+\]->?\(#\d+:\d+\))*")
_RECORD_ID = re.compile(r"#\d+:\d+")
_POSITION = re.compile(r"(?: at)? line (\d+)(?::|, column )(\d+)(?: - )?")


@contextmanager
def started() -> Iterator[Any]:
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


class Records:
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
        """Turn one value of a row into plain Python."""
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


def reason(error: Exception) -> str:
    """Give the engine's own sentence, without names of Java classes."""
    text = str(error).split(" (caused by ")[0].splitlines()[0] if str(error) else type(error).__name__
    return re.sub(r"^.*?(?:[\w$]+\.){2,}[\w$]+: ", "", text)


def explained(reason: str, query: str) -> str:
    """Add the line and a caret where the engine names a position; its columns count from 0."""
    position = _POSITION.search(reason)
    if position is None:
        return reason
    message = f"{reason[: position.start()]}: {reason[position.end() :]}".rstrip(": ")
    message = re.sub(r", expected: one of .* or \d+ more", "", message)
    return pointed(message, query, int(position[1]), int(position[2]) + 1)
