"""`litkg leaderboard`: reads a build folder, writes boards of results best first, or results that contradict."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.commands.merges import excerpt
from graph.commands.terminal import counted, note, write_json, write_line, write_paragraph, write_table

if TYPE_CHECKING:
    from graph.leaderboard import Board, Conflict, Standing

NAMED = 5
"""Boards, or metrics, that a remark names."""


def leaderboard(
    dataset: Annotated[str | None, typer.Option(metavar="NAME", help="Only results on this dataset.")] = None,
    metric: Annotated[str | None, typer.Option(metavar="NAME", help="Only results in this metric.")] = None,
    task: Annotated[str | None, typer.Option(metavar="NAME", help="Only results for this task.")] = None,
    contradictions: Annotated[
        bool, typer.Option("--conflicts", help="Show different numbers for one method, dataset and metric instead.")
    ] = False,
    folder: Annotated[Path, typer.Option("--build", "-b", metavar="FOLDER", help="The build folder.")] = Path("build"),
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Rows of a table, or conflicts, to show.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Write every board, or conflict, as a JSON object.")] = False,
) -> None:
    """Show which methods lead on which dataset by which metric; without a filter, which boards there are.

    Best first, one row a method, gains apart, each with its evidence. Filters take a name, an alias or a node's id.
    """
    from graph.build import load
    from graph.leaderboard import boards, conflicts, left_out

    graph = load(folder)
    filters = {"dataset": dataset, "metric": metric, "task": task}
    if contradictions:
        disagreeing = conflicts(graph, **filters)
        if as_json:
            for conflict in disagreeing:
                write_json(conflict.to_dict())
        else:
            _write_conflicts(disagreeing, limit)
        return
    found = boards(graph, **filters)
    if as_json:
        for board in found:
            write_json(board.to_dict())
    elif any(filters.values()):
        _write_boards(found, [name for name in ("dataset", "metric") if not filters[name]], limit)
    else:
        _write_overview(found, limit)
        note(f"results on no board, without a number or with neither dataset nor metric: {len(left_out(graph))}")
    if not found:
        fewer = [*({name: value} for name, value in filters.items() if value), {}]
        _tell_boards(next(filter(None, (boards(graph, **some) for some in fewer)), []))


def _write_overview(found: "Sequence[Board]", limit: int) -> None:
    """One row a board, with its leader where numbers are ranked."""
    rows = [
        (board.dataset_name, board.metric_name, board.methods, board.papers, len(board.gains), *_leader(board))
        for board in found[:limit]
    ]
    write_table(("dataset", "metric", "methods", "papers", "gains", "leader", "value"), rows)
    _tell_number(len(found), "board", limit)


def _leader(board: "Board") -> tuple[str, str]:
    """Name and number of the first method, empty where nothing is ranked."""
    first = next(iter(board.levels), None)
    return (first.method_name, _value(first)) if first and first.rank else ("", "")


def _write_boards(found: "Sequence[Board]", named: Sequence[str], limit: int) -> None:
    """One table of levels, one of gains, board below board; `named` are the columns that tell boards apart."""
    levels = [(board, standing) for board in found for standing in board.levels]
    gains = [(board, standing) for board in found for standing in board.gains]
    if levels:
        rows = [(s.rank or "", s.method_name, _value(s), *_place(board, named, s)) for board, s in levels[:limit]]
        write_table(("rank", "method", "value", *named, *_PLACE), rows)
        _tell_number(len(levels), "method", limit)
        _tell_directions([board for board, _ in levels[:limit]])
    if gains:
        rows = [(s.method_name, _value(s), s.baseline_name, *_place(board, named, s)) for board, s in gains[:limit]]
        write_table(("method", "gain", "over", *named, *_PLACE), rows, title="Gains")
        _tell_number(len(gains), "gain", limit)


_PLACE = ("paper", "year", "evidence")


def _place(board: "Board", named: Sequence[str], standing: "Standing") -> tuple[object, ...]:
    """Tell boards apart, and say where the number stands."""
    names = (getattr(board, f"{name}_name") for name in named)
    return *names, standing.title, standing.year or "", excerpt(standing.evidence, standing.value)


def _write_conflicts(found: "Sequence[Conflict]", limit: int) -> None:
    """One paragraph a conflict, below it the numbers of each sentence with paper, year and the sentence."""
    for conflict in found[:limit]:
        write_paragraph(f"{conflict.method_name} on {conflict.dataset_name}, {conflict.metric_name}")
        for (_, evidence), same in groupby(conflict.standings, key=lambda s: (s.paper, s.evidence)):
            first, *others = same
            values = ", ".join(_value(standing) for standing in (first, *others))
            write_paragraph(f"{values} in {first.title}" + (f" ({first.year})" if first.year else ""), indent=2)
            write_paragraph(f'"{evidence}"', indent=6, hanging=1)
        write_line("")
    _tell_number(len(found), "conflict", limit)
    note(f"within one paper: {sum(conflict.papers == 1 for conflict in found)}")


def _value(standing: "Standing") -> str:
    """Value and unit as written; a word stands apart from the number."""
    return f"{standing.value} {standing.unit}" if len(standing.unit) > 1 else f"{standing.value}{standing.unit}"


def _tell_number(number: int, what: str, limit: int) -> None:
    cut = f", {limit} shown; --limit shows more" if number > limit else ""
    note(counted(number, what) + cut)


def _tell_directions(found: "Sequence[Board]") -> None:
    """Say which way the metrics are better, and what is not ranked."""
    for direction, says in (
        ("higher", "higher is better"),
        ("lower", "lower is better"),
        ("", "not ranked, since nothing says which way is better"),
    ):
        metrics = dict.fromkeys(board.metric_name for board in found if board.direction == direction)
        if metrics:
            note(f"{says}: {_some(list(metrics))}")
    for unnamed in sorted({board.dataset_name for board in found if board.direction and board.dataset is None}):
        note(f"not ranked, since datasets may differ: {unnamed}")


def _tell_boards(existing: "Sequence[Board]") -> None:
    """Say that nothing was found, and what there is."""
    names = dict.fromkeys(f"{board.metric_name} on {board.dataset_name}" for board in existing)
    note(f"no result fits; there are boards of {_some(list(names))}" if names else "the graph has no results")


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
