"""`litkg push`: reads a build folder, writes its graph to a Neo4j server."""

from pathlib import Path
from typing import Annotated

import typer

from graph.commands.query import password
from graph.commands.terminal import note, progress, write_line


def push(
    uri: Annotated[
        str, typer.Argument(metavar="URI", help="Where Neo4j listens: bolt://localhost:7687, neo4j+s:// for Aura.")
    ],
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    user: Annotated[
        str, typer.Option(help="User of Neo4j; the password comes from NEO4J_PASSWORD or a prompt.")
    ] = "neo4j",
    database: Annotated[str | None, typer.Option(help="Database, if not the default one.")] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove what litkg wrote earlier and this build does not have.")
    ] = False,
) -> None:
    """Load the graph into Neo4j; safe to repeat, since nodes and relationships are merged by their id.

    What is yours stays as it is: own nodes and relationships, own properties and labels of nodes that litkg wrote.
    """
    from graph.build import load
    from graph.publish.neo4j import push as push_graph

    graph, secret = load(folder), password()
    with progress() as advance:
        report = push_graph(
            graph,
            uri,
            user=user,
            password=secret,
            database=database,
            prune=prune,
            progress=lambda _, done, total: advance("push", done, total),
        )
    for name, counts in (
        (f"{report.nodes} nodes", (report.nodes_created, report.nodes_updated, report.nodes_removed)),
        (
            f"{report.relationships} relationships",
            (report.relationships_created, report.relationships_updated, report.relationships_removed),
        ),
    ):
        new, changed, removed = counts
        write_line(f"{name}: {new} new, {changed} changed" + (f", {removed} removed" if prune else ""))
    if report.nodes_kept:
        note(f"litkg: {report.nodes_kept} more would go, but relationships hang on them that litkg did not write")
    if not report.changed:
        note("litkg: the server held all of it already")
