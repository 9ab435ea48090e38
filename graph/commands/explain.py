"""`litkg explain`: reads a build folder, writes all that it knows about one name."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.terminal import counted, write_json, write_line, write_paragraph

if TYPE_CHECKING:
    from graph.explain import Explanation, Link
    from graph.merges import Merge


def explain(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an alias, a paper's title or a node's id.")],
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Papers, edges and merged names to show.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Write everything as JSON, one node a line.")] = False,
) -> None:
    """Show a node: its aliases, its papers by role, its edges with their evidence, and why names were taken for it."""
    from graph.build import load
    from graph.explain import explain as explain_name
    from graph.store import MERGES, load_merges

    graph = load(folder)
    merges = load_merges(folder) if (folder / MERGES).is_file() else ()  # a build of an older litkg has none
    for explanation in explain_name(graph, name, merges):
        if as_json:
            write_json(explanation.to_dict())
        else:
            _write(explanation, limit)


def _write(explanation: "Explanation", limit: int) -> None:
    write_paragraph(f"{explanation.label}: {explanation.name}")
    for key, value in explanation.properties.items():
        if value not in ([], "", explanation.name):
            write_paragraph(f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}", indent=2)
    _write_links("Papers", explanation.papers, limit)
    _write_links("Edges", explanation.edges, limit)
    _write_merges(explanation.merges, limit)


def write_title(title: str, number: int, limit: int) -> None:
    """Write the head of a part, with how much of it is shown."""
    more = f"; {limit} of {number} shown, --limit shows more" if number > limit else f" ({number})"
    write_line("")
    write_line(title + more)


def _write_merges(merges: "Sequence[Merge]", limit: int) -> None:
    """One paragraph a merge."""
    if merges:
        write_title("Merged names", len(merges), limit)
    for merge in merges[:limit]:
        papers = counted(len(merge.papers), "paper")
        write_paragraph(f"{merge.a} = {merge.b} ({merge.rule}; {papers}, score {merge.score:.2f})", indent=2)


def _write_links(title: str, links: "Sequence[Link]", limit: int) -> None:
    """One paragraph a link, the evidence of its first paper below it."""
    if not links:
        return
    write_title(title, len(links), limit)
    for link in links[:limit]:
        arrow = f"{link.type} ->" if link.outgoing else f"<- {link.type}"
        papers = counted(link.support, "paper")
        write_paragraph(
            f"{arrow} {link.other_name} ({link.other_label}; {papers}, confidence {link.confidence:.2f})", indent=2
        )
        if link.evidence:
            write_paragraph(f'"{link.evidence[0]}"', indent=6, hanging=1)
