"""Reads a Neo4j server over Bolt: opens it with errors in plain words, answers Cypher queries."""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from extract.errors import LitkgError, QueryError, ServerError, UsageError
from graph.cypher import check, pointed
from graph.engine import Engine, Rows

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction

_TIMEOUT = 5.0
"""Seconds to wait for a connection, and for the retries of a transaction that meets a passing fault 3 times that."""

_SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

_ENDS = "MATCH (a)-[r]->(b) WHERE elementId(r) IN $ids RETURN elementId(r), a.id, b.id"


def connect(uri: str, user: str, password: str, database: str | None = None, *, write: bool = False) -> "Neo4jEngine":
    """Open a Neo4j server to ask it.

    Parameters
    ----------
    uri : str
        ``bolt://``, ``neo4j://`` or one of their TLS forms such as ``neo4j+s://``.
    user, password : str
        Credentials.
    database : str, optional
        Name of the database; the user's home database if left out.
    write : bool
        Whether queries may change the database.

    Raises
    ------
    ServerError
        If the server cannot be reached within seconds or refuses the credentials.
    UsageError
        If the address is not one of Bolt.
    """
    return Neo4jEngine(open_driver(uri, user, password, database), uri, database, write=write)


def open_driver(uri: str, user: str, password: str, database: str | None = None) -> "Driver":
    """Open a driver that has answered once; raises as `connect` does."""
    from neo4j import READ_ACCESS, GraphDatabase

    if urlsplit(uri).scheme not in _SCHEMES:
        raise UsageError(
            f"{uri!r}: expected an address that begins with one of {', '.join(s + '://' for s in _SCHEMES)}"
        )
    # Without any handler Python prints the driver's warnings to stderr; what matters comes as an error anyway.
    logging.getLogger("neo4j").addHandler(logging.NullHandler())
    with server_errors(uri, user, database):
        driver = GraphDatabase.driver(
            uri,
            auth=(user, password),
            connection_timeout=_TIMEOUT,
            connection_acquisition_timeout=2 * _TIMEOUT,
            max_transaction_retry_time=3 * _TIMEOUT,
            notifications_min_severity="OFF",
            user_agent="litkg",
        )
        try:
            # Only a query meets an expired password or a database that is not there.
            with driver.session(database=database, default_access_mode=READ_ACCESS) as session:
                session.run("RETURN 1").consume()
        except BaseException:
            driver.close()
            raise
    return driver


class Neo4jEngine(Engine):
    """A server, open to read or to write."""

    def __init__(self, driver: "Driver", uri: str, database: str | None, *, write: bool) -> None:
        self._driver = driver
        self._uri = uri
        self._database = database
        self._write = write

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def run(self, query: str, parameters: Mapping[str, Any] | None = None) -> Rows:
        """Run a Cypher query; see `Engine.run`."""
        check(query, write=self._write)

        def work(transaction: "ManagedTransaction") -> Rows:
            result = transaction.run(query, dict(parameters or {}))
            columns = tuple(result.keys())
            found = [tuple(record.values()) for record in result]
            ids = sorted({i for row in found for value in row for i in _relationship_ids(value)})
            ends = {i: (a, b) for i, a, b in transaction.run(_ENDS, ids=ids).values()} if ids else {}
            return Rows(columns, [tuple(_plain(value, ends) for value in row) for row in found])

        with (
            server_errors(self._uri, database=self._database, query=query),
            self._driver.session(database=self._database) as session,
        ):
            return session.execute_write(work) if self._write else session.execute_read(work)


@contextmanager
def server_errors(uri: str, user: str = "", database: str | None = None, *, query: str | None = None) -> Iterator[None]:
    """Turn the driver's errors into ours, each with what to do; `query` is the text of a person, if one runs."""
    from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable

    try:
        yield
    except LitkgError:
        raise
    except AuthError as error:
        if "RateLimit" in (error.code or ""):
            raise ServerError(f"{uri} takes no password for a while after several wrong ones; wait a minute") from error
        raise ServerError(
            f"{uri} refused user {user!r} or its password; set NEO4J_PASSWORD to the right one"
        ) from error
    except Neo4jError as error:
        raise _translated(error, uri, database, query) from error
    except ConfigurationError as error:
        raise UsageError(f"{uri}: expected an address such as bolt://localhost:7687 ({error})") from error
    except (ServiceUnavailable, OSError) as error:
        raise ServerError(
            f"{uri} cannot be reached ({_first_line(error)}); start it with `docker compose up -d neo4j`, or check "
            "host, port and encryption (bolt:// is plain, bolt+s:// is TLS)"
        ) from error
    except DriverError as error:
        raise ServerError(f"{uri} broke off ({_first_line(error)}); run the command again") from error
    except (TypeError, ValueError) as error:
        if query is None:
            raise UsageError(f"{uri}: {_first_line(error)}") from error
        raise QueryError(f"the parameters cannot be sent: {_first_line(error)}") from error


def _translated(error: Any, uri: str, database: str | None, query: str | None) -> LitkgError:
    code, message = error.code or "", _first_line(error.message or error)
    if code.endswith("CredentialsExpired"):
        return ServerError(
            f"{uri} wants the initial password changed first; run ALTER CURRENT USER SET PASSWORD FROM ... TO ... "
            "in cypher-shell or Neo4j Browser"
        )
    if code.endswith("DatabaseNotFound"):
        return ServerError(f"{uri} has no database {database!r}; leave the name out for the user's own")
    if query is not None and code.startswith("Neo.ClientError"):
        return QueryError(_explained(message, query))
    return ServerError(f"{uri} answered: {message}")


def _explained(message: str, query: str) -> str:
    """Add the line and a caret where the server names a position; its columns count from 1."""
    position = re.search(r" \(line (\d+), column (\d+) \(offset: \d+\)\)", message)
    if position is None:
        return message
    return pointed(message[: position.start()], query, int(position[1]), int(position[2]))


def _first_line(error: object) -> str:
    line = (str(error).splitlines() or [type(error).__name__])[0]
    return re.sub(r" \(resolved to .*", "", line)


def _relationship_ids(value: Any) -> Iterator[str]:
    from neo4j.graph import Path, Relationship

    if isinstance(value, Relationship):
        yield value.element_id
    elif isinstance(value, Path):
        yield from (r.element_id for r in value.relationships)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _relationship_ids(item)


def _plain(value: Any, ends: Mapping[str, tuple[Any, Any]]) -> Any:
    """Turn one value of the driver into plain Python; `ends` gives the ids of nodes by relationship."""
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {"labels": sorted(value.labels), **{name: _plain(value[name], ends) for name in sorted(value)}}
    if isinstance(value, Relationship):
        start, end = ends[value.element_id]
        properties = {name: _plain(value[name], ends) for name in sorted(value)}
        return {"type": value.type, "start": start, "end": end, **properties}
    if isinstance(value, Path):
        steps: list[Any] = [value.nodes[0]]
        for relationship, node in zip(value.relationships, value.nodes[1:], strict=True):
            steps += [relationship, node]
        return [_plain(step, ends) for step in steps]
    if isinstance(value, dict):
        return {name: _plain(item, ends) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, ends) for item in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
