"""`litkg query`: reads a Cypher query or the name of one, asks a build folder or a Neo4j server, writes the rows."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from extract.errors import UsageError
from graph.commands.terminal import counted, note, write_json, write_table


def _complete(incomplete: str) -> list[tuple[str, str]]:
    """Offer the shell the names of queries that begin so, each with its question."""
    from graph.cookbook import cookbook

    return [(name, query.question) for name, query in cookbook().items() if name.startswith(incomplete)]


def query(
    cypher: Annotated[
        str | None,
        typer.Argument(metavar="QUERY", help="Cypher, or a name that --list shows.", autocompletion=_complete),
    ] = None,
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object a row.")] = False,
    params: Annotated[str | None, typer.Option(metavar="JSON", help="Parameters as a JSON object.")] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="One parameter; numbers and lists as JSON. Repeatable."),
    ] = None,
    names: Annotated[bool, typer.Option("--list", help="List the queries that have a name.")] = False,
    uri: Annotated[str | None, typer.Option(metavar="URI", help="Ask this Neo4j (bolt://...), not the build.")] = None,
    user: Annotated[
        str, typer.Option(help="User of Neo4j; the password comes from NEO4J_PASSWORD or a prompt.")
    ] = "neo4j",
    database: Annotated[str | None, typer.Option(help="Database of Neo4j, if not the default one.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Let the query change the database.")] = False,
) -> None:
    """Ask the graph in Cypher and show the rows. Nothing is changed without --write, and no file is ever read.

    The database of a build is made of its graph.json: what --write changes lives there until the next build.
    """
    from graph.cookbook import check_names, find
    from graph.query import connect, open_build

    if names:
        _write_names()
        return
    if not cypher:
        raise UsageError("expected a query; try: litkg query --list")
    named = find(cypher)
    values = parameters(params, param or [])
    if named:
        named.check(values)
    server = uri and connect(uri, user, password(), database, write=write)
    with server or open_build(folder, write=write, tell=_tell) as engine:
        rows = engine.run(named.cypher if named else cypher, values)
        if named and not rows.rows:
            check_names(engine, named, values)
    if as_json:
        for row in rows.rows:
            write_json(dict(zip(rows.columns, row, strict=True)))
    else:
        write_table(rows.columns, rows.rows)
        note(counted(len(rows.rows), "row"))


def _write_names() -> None:
    """One row a query, those together that ask for the same."""
    from graph.cookbook import cookbook

    rows = [(" ".join(f"${p}" for p in q.parameters), q.name, q.question) for q in cookbook().values()]
    write_table(("parameters", "name", "question"), sorted(rows))


def _tell(text: str) -> None:
    note(f"litkg: {text}")


def parameters(text: str | None, pairs: list[str]) -> dict[str, Any]:
    """Join the parameters given as one JSON object and those given one by one, which win.

    Examples
    --------
    >>> parameters('{"name": "DPO"}', ["limit=5", "label=Method"])
    {'name': 'DPO', 'limit': 5, 'label': 'Method'}
    """
    values: dict[str, Any] = {}
    if text is not None:
        try:
            values = json.loads(text)
        except json.JSONDecodeError as error:
            raise UsageError(f"--params: expected a JSON object, got {text!r:.60}: {error}") from None
        if not isinstance(values, dict):
            raise UsageError(f"--params: expected a JSON object, got {text!r:.60}")
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (equals and name):
            raise UsageError(f"--param: expected NAME=VALUE, got {pair!r}")
        try:
            values[name] = json.loads(value)
        except json.JSONDecodeError:
            values[name] = value
    return values


def password() -> str:
    """Password of Neo4j from the environment or a prompt: an argument would stand in the shell's history."""
    import os
    import sys

    known = os.environ.get("NEO4J_PASSWORD")
    if known:
        return known
    if not sys.stdin.isatty():
        raise UsageError("expected the password of Neo4j in NEO4J_PASSWORD, since there is no terminal to ask for it")
    return str(typer.prompt("Password of Neo4j", hide_input=True, err=True))
