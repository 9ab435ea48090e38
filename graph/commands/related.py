"""`litkg related`: reads a build folder and a name, writes what is near it in the graph, and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.merges import one_of
from graph.commands.terminal import counted, note, write_json, write_table
from graph.schema import ENTITY_LABELS, NodeLabel

if TYPE_CHECKING:
    from graph.related import Related


def related(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an alias, a paper's title or a node's id.")],
    label: Annotated[
        str | None, typer.Option(metavar="LABEL", help="Only this label, such as Task; Paper for related papers.")
    ] = None,
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Related nodes to show.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object a related node.")] = False,
) -> None:
    """Show what is related to a node, nearest first: by a random walk from it, less where any walk would end up.

    The last column says why: relations of the two and papers that hold both, else what has these with both.
    """
    from graph.build import load
    from graph.lookup import find, name_of
    from graph.related import related as related_to

    wanted = one_of((*ENTITY_LABELS, NodeLabel.PAPER), "--label", label)
    graph = load(folder)
    for node in find(graph, name):
        found = related_to(graph, node, label=wanted, limit=limit)
        if as_json:
            for one in found:
                write_json({"of": node, **one.to_dict()})
            continue
        title = f"Related to {graph.nodes[node]['label']}: {name_of(graph.nodes[node])}"
        if found:
            rows = [(one.score, one.label, one.name, _why(one)) for one in found]
            write_table(("score", "label", "name", "why"), rows, title=title)
        else:
            note(f"{title}: nothing")


def _why(one: "Related") -> str:
    """Say what joins the two; go-betweens only where there is nothing more direct."""
    number = len(one.papers)
    direct = [*one.relations, *([counted(number, "shared paper")] if number else [])]
    between = [f"via {', '.join(one.via)}"] if one.via else ["by a longer way"]
    return ", ".join(direct or between)
