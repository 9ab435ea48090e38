"""`litkg explain`: reads a build folder, writes all that it knows about one name."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.terminal import write_json, write_line, write_table

if TYPE_CHECKING:
    from graph.explain import Explanation, Link


def explain(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an alias, a paper's title or a node's id.")],
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Rows of each table.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Write everything as JSON, one node a line.")] = False,
) -> None:
    """Show a node: its aliases, its papers by role, its edges with their evidence."""
    from graph.build import load
    from graph.explain import explain as explain_name

    for explanation in explain_name(load(folder), name):
        if as_json:
            write_json(explanation.to_dict())
        else:
            _write(explanation, limit)


def _write(explanation: "Explanation", limit: int) -> None:
    write_line(f"{explanation.label}: {explanation.name}")
    for key, value in explanation.properties.items():
        if value not in ([], "", explanation.name):
            write_line(f"  {key}: {', '.join(map(str, value)) if isinstance(value, list) else value}")
    _write_links("Papers", explanation.papers, limit)
    _write_links("Edges", explanation.edges, limit)


def _write_links(title: str, links: "Sequence[Link]", limit: int) -> None:
    """One row a link, its strongest evidence beside it."""
    if not links:
        return
    rows = [
        (
            f"{link.type} ->" if link.outgoing else f"<- {link.type}",
            f"{link.other_name} ({link.other_label})",
            link.support,
            round(link.confidence, 2),
            link.evidence[0] if link.evidence else "",
        )
        for link in links[:limit]
    ]
    more = f"; {limit} of {len(links)} shown, --limit shows more" if len(links) > limit else f" ({len(links)})"
    write_table(("edge", "node", "papers", "confidence", "evidence"), rows, title=title + more)
