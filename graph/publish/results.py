"""Results for the page: reads the graph and its leaderboards, gives rows that point at each other by number."""

from collections.abc import Mapping
from typing import Any

import networkx as nx

from graph.leaderboard import Board, Conflict, boards, conflicts
from graph.publish.spans import evidence, span
from graph.schema import RESULT_FIELDS, EdgeType, NodeLabel
from graph.standings import tasks

_SHOWN = ("value", "unit", "relative", "number")


def result_rows(graph: nx.MultiDiGraph, index: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    """Return each result by its id, sorted.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph as `graph.assembly` makes it.
    index : mapping
        The number of each node that the page holds; a result of another paper is left out.

    Returns
    -------
    dict
        Id to row: the numbers of ``paper`` and of the entities that the result is about, its value, its ``evidence``
        as `graph.publish.spans.evidence` gives it, and the place of the value in the text, ``at``. ``tasks`` are those
        by which a leaderboard can be asked for it, also where the result itself names no ``task``.
    """
    of_result = tasks(graph)
    rows: dict[str, dict[str, Any]] = {}
    for node, values in sorted(graph.nodes(data=True)):
        if values.get("label") != NodeLabel.RESULT:
            continue
        reported = sorted(
            (paper, edge["starts"][0], edge["ends"][0])
            for paper, _, kind, edge in graph.in_edges(node, keys=True, data=True)
            if kind == EdgeType.REPORTS and paper in index
        )
        if not reported:
            continue
        paper, start, end = reported[0]
        around = sorted((k, n) for _, n, k in graph.out_edges(node, keys=True) if k in RESULT_FIELDS and n in index)
        rows[node] = {
            "paper": index[paper],
            **{RESULT_FIELDS[kind]: index[thing] for kind, thing in around},
            "tasks": sorted(index[task] for task in of_result[node] if task in index),
            **{name: values.get(name) for name in _SHOWN},
            "evidence": evidence(graph.nodes[paper], values["evidence"], start, end),
            "at": span(graph.nodes[paper], values["start"], values["end"]),
        }
    return rows


def board_rows(graph: nx.MultiDiGraph, index: Mapping[str, int], place: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the leaderboards in their order; `place` numbers the results, by id."""
    rows = (_board(board, index, place) for board in boards(graph))
    return [row for row in rows if row["levels"] or row["gains"]]


def conflict_rows(graph: nx.MultiDiGraph, index: Mapping[str, int], place: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return where papers report different values for one method, dataset and metric."""
    rows = (_conflict(conflict, index, place) for conflict in conflicts(graph))
    return [row for row in rows if len(row["standings"]) > 1]


def _board(board: Board, index: Mapping[str, int], place: Mapping[str, int]) -> dict[str, Any]:
    levels = [standing for standing in board.levels if standing.result in place]
    return {
        "dataset": index.get(board.dataset or ""),
        "metric": index.get(board.metric or ""),
        "direction": board.direction,
        "unit": board.unit,
        "levels": [place[standing.result] for standing in levels],
        "ranks": [standing.rank for standing in levels],
        "also": [[place[other] for other in standing.also if other in place] for standing in levels],
        "gains": [place[standing.result] for standing in board.gains if standing.result in place],
    }


def _conflict(conflict: Conflict, index: Mapping[str, int], place: Mapping[str, int]) -> dict[str, Any]:
    return {
        "method": index.get(conflict.method),
        "dataset": index.get(conflict.dataset),
        "metric": index.get(conflict.metric),
        "standings": [place[standing.result] for standing in conflict.standings if standing.result in place],
    }
