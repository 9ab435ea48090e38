"""`litkg export`: reads a build folder, writes its graph in another format."""

from pathlib import Path
from typing import Annotated

import typer

from graph.commands.terminal import note


def export(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file to write.")],
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="graphml, html or json; by default the file's ending."),
    ] = None,
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
) -> None:
    """Write the graph as GraphML (Gephi, yEd, Cytoscape), a page, or node-link JSON (NetworkX)."""
    from graph.build import load
    from graph.publish.files import export as write_graph

    name = (format_ or out.suffix.lstrip(".")).lower()
    write_graph(load(folder), out, format=name)
    note(f"litkg: {name} in {out}")
