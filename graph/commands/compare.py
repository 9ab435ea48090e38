"""`litkg compare`: reads a build folder and two names of methods, writes what it knows of the two together."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.explain import write_title
from graph.commands.terminal import note, write_json, write_paragraph
from graph.schema import NodeLabel

if TYPE_CHECKING:
    import networkx as nx

    from graph.compare import Comparison, SharedEntity, SharedPaper
    from graph.explain import Link
    from graph.leaderboard import Board, Standing


def compare(
    a: Annotated[str, typer.Argument(metavar="METHOD", help="A method's name, alias or id.")],
    b: Annotated[str, typer.Argument(metavar="METHOD", help="Another method's.")],
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Rows of each part to show.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Write everything as one JSON object.")] = False,
) -> None:
    """Put two methods side by side: what is said of the two, their results, and what and which papers they share."""
    from graph.build import load
    from graph.compare import compare as compare_methods

    graph = load(folder)
    found = compare_methods(graph, _method(graph, a), _method(graph, b))
    if as_json:
        write_json(found.to_dict())
    else:
        _write(found, limit)


def _method(graph: "nx.MultiDiGraph", name: str) -> str:
    """Find the method that a name means: of several, that of most papers."""
    from graph.lookup import find

    node, *others = find(graph, name, label=NodeLabel.METHOD)
    if others:
        note(f"litkg: taking {name!r} for {node}; also called so: {', '.join(others)}")
    return node


def _write(found: "Comparison", limit: int) -> None:
    """One part for each thing that the two have in common."""
    for side in (found.a, found.b):
        only = ", ".join(f"{label} {number}" for label, number in side.only.items())
        write_paragraph(f"{side.name} (papers: {side.papers}; related to it alone: {only or 'nothing'})")
    a, b = found.a.name, found.b.name
    _write_stated(a, b, found.stated, limit)
    _write_boards(found.boards, limit)
    _write_shared(found.shared, limit)
    _write_papers(a, b, found.papers, limit)
    if not (found.stated or found.boards or found.shared or found.papers):
        note("the two have nothing in common in this build")


def _write_stated(a: str, b: str, stated: "Sequence[Link]", limit: int) -> None:
    """One paragraph an edge, below it the sentence of each paper."""
    if stated:
        write_title("Stated", len(stated), limit)
    for link in stated[:limit]:
        head, tail = (a, b) if link.outgoing else (b, a)
        write_paragraph(
            f"{head} {link.type} {tail} (papers: {link.support}, confidence {link.confidence:.2f})", indent=2
        )
        for evidence in link.evidence[:limit]:
            write_paragraph(f'"{evidence}"', indent=6, hanging=1)


def _write_boards(found: "Sequence[Board]", limit: int) -> None:
    """One paragraph a board, below it the number of each result with its sentence."""
    if found:
        write_title("Results", len(found), limit)
    for board in found[:limit]:
        better = f" ({board.direction} is better)" if board.direction else ""
        write_paragraph(f"{board.metric_name} on {board.dataset_name}{better}", indent=2)
        for standing in (*board.levels, *board.gains):
            write_paragraph(_reported(standing, gain=standing in board.gains), indent=4)
            write_paragraph(f'"{standing.evidence}"', indent=8, hanging=1)


def _reported(standing: "Standing", *, gain: bool) -> str:
    """Say a result in one line."""
    over = f" over {standing.baseline_name}" if standing.baseline else ""
    year = f" ({standing.year})" if standing.year else ""
    amount = f"{'gain of ' if gain else ''}{standing.value} {standing.unit}".rstrip()
    return f"{standing.method_name}: {amount}{over}, in {standing.title}{year}"


def _write_shared(shared: "Sequence[SharedEntity]", limit: int) -> None:
    """One paragraph an entity, with the number of papers on either side."""
    if shared:
        write_title("Both are related to", len(shared), limit)
    for entity in shared[:limit]:
        papers = f"papers: {len(entity.a)} and {len(entity.b)}"
        write_paragraph(f"{entity.name} ({entity.label}; {papers})", indent=2)


def _write_papers(a: str, b: str, papers: "Sequence[SharedPaper]", limit: int) -> None:
    """One paragraph a paper, with its role edges."""
    if papers:
        write_title("Papers with both", len(papers), limit)
    for paper in papers[:limit]:
        year = f" ({paper.year})" if paper.year else ""
        write_paragraph(f"{paper.title}{year}: {paper.a} {a}, {paper.b} {b}", indent=2)
