"""`litkg communities`: reads a build folder, writes the groups that its entities and papers fall into."""

from pathlib import Path
from typing import Annotated

import typer

from graph.commands.terminal import note, write_json, write_table

SHOWN_NAMES = 3
"""Names of each label in a row; JSON has them all."""


def communities(
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Communities to show.")] = 20,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write every community with its members, one a line.")
    ] = False,
) -> None:
    """Show the communities of the graph, largest first: what belongs together by the papers that hold it.

    A community is called by its most central task and method.
    """
    from graph.build import load
    from graph.communities import communities as find_communities

    found = find_communities(load(folder))
    if as_json:
        for community in found:
            write_json(community.to_dict())
        return
    columns = ("community", "papers", "entities", "methods", "datasets", "tasks")
    rows = [
        (one.name, len(one.papers), len(one.entities), *map(_some, (one.methods, one.datasets, one.tasks)))
        for one in found[:limit]
    ]
    write_table(columns, rows)
    note(f"communities: {len(found)}" + ("; --limit shows more" if len(found) > limit else ""))


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:SHOWN_NAMES])
