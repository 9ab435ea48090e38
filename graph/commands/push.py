"""`litkg push`: reads a build folder, writes its graph to a Neo4j server."""

from pathlib import Path
from typing import Annotated

import typer

from graph.commands.query import password
from graph.commands.terminal import progress, write_line


def push(
    uri: Annotated[str, typer.Argument(metavar="URI", help="Where Neo4j listens, such as bolt://localhost:7687.")],
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    user: Annotated[
        str, typer.Option(help="User of Neo4j; the password comes from NEO4J_PASSWORD or a prompt.")
    ] = "neo4j",
    database: Annotated[str | None, typer.Option(help="Database, if not the default one.")] = None,
) -> None:
    """Load the graph into Neo4j; safe to repeat, since nodes and relationships are merged by their id."""
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
            progress=lambda _, done, total: advance("push", done, total),
        )
    created, updated = report.relationships_created, report.relationships_updated
    write_line(f"{report.nodes} nodes: {report.nodes_created} new, {report.nodes_updated} changed")
    write_line(f"{report.relationships} relationships: {created} new, {updated} changed")
