"""`litkg export`: reads a build folder, writes its graph in another format."""

from pathlib import Path
from typing import Annotated

import typer

from graph.commands.terminal import note


def export(
    out: Annotated[
        Path,
        typer.Option(
            "--out", "-o", metavar="FILE", help="The file to write; eval-results and neo4j-admin write a folder."
        ),
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="graphml, html, json, cypher, neo4j-admin, results-csv, eval-results or orkg; by default the file's "
            "ending.",
        ),
    ] = None,
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
) -> None:
    """Write the graph as GraphML (Gephi, yEd), a page, node-link JSON (NetworkX), or for Neo4j; or its results.

    For Neo4j: a script for cypher-shell and Aura (cypher), or tables for a bulk import (neo4j-admin). Results: a table
    (results-csv), files for model repositories of the Hugging Face Hub (eval-results), or a table that the Open
    Research Knowledge Graph imports (orkg).
    """
    from graph.build import load
    from graph.publish.files import export as write_graph

    name = (format_ or out.suffix.lstrip(".")).lower()
    write_graph(load(folder), out, format=name)
    note(f"litkg: {name} in {out}")
