"""Leaderboards and conflicts: reads a graph and filters by name, gives boards best first, and numbers that disagree."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from extract.records import Record
from graph.collector import paused_collector
from graph.comparable import agree
from graph.standings import NO_DATASET, NO_METRIC, Reading, Standing, left_out, readings

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Board", "Conflict", "Standing", "boards", "conflicts", "left_out"]

_Pair = tuple[str | None, str | None]
"""Ids of a dataset and a metric; None where the paper names none."""


@dataclass(frozen=True, slots=True)
class Board(Record):
    """What papers report in one metric on one dataset, in units that can be compared.

    `levels` stand best first, one row a method, those without a method at the end, one a paper. `gains` are relative
    results: those of one unit together, largest first. `direction` is "higher" or "lower", whichever is better, and
    empty where unknown; `unit` is the unit in which the levels are compared. `methods` counts those that have a level,
    `papers` all. `dataset` and `metric` are ids of nodes, or None where the papers name none: then, and where the
    direction is unknown, nothing is ranked.
    """

    dataset: str | None
    dataset_name: str
    metric: str | None
    metric_name: str
    direction: str
    unit: str
    methods: int
    papers: int
    levels: tuple[Standing, ...]
    gains: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Conflict(Record):
    """Levels of one method on one dataset in one metric that cannot all hold, oldest paper first."""

    method: str
    method_name: str
    dataset: str
    dataset_name: str
    metric: str
    metric_name: str
    standings: tuple[Standing, ...]

    @property
    def papers(self) -> int:
        """Number of papers that disagree; 1 where a paper reports several numbers."""
        return len({standing.paper for standing in self.standings})


def boards(
    graph: "nx.MultiDiGraph", *, dataset: str | None = None, metric: str | None = None, task: str | None = None
) -> list[Board]:
    """Make the leaderboards of a graph.

    A method stands on a board once, with its best number; a range counts by its better end. Numbers in different units
    are on different boards, except that a share may be written as 89 % or 0.89. Gains stand on the first board of their
    dataset and metric.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    dataset, metric, task : str, optional
        Only results on, in, for these; as for `graph.standings.readings`.

    Returns
    -------
    list of Board
        Most methods first, then most papers, then by name; what names no dataset last. Every result is on one board,
        as a row or in `also` of one, except those that `left_out` gives.

    Raises
    ------
    UsageError
        If nothing of the label has the name; the message holds names that look like it.
    """
    pairs: dict[_Pair, list[Reading]] = defaultdict(list)
    with paused_collector():
        for reading in readings(graph, dataset=dataset, metric=metric, task=task):
            pairs[reading.dataset, reading.metric].append(reading)
        found = [board for pair, of_pair in pairs.items() for board in _boards(graph, pair, of_pair)]
    return sorted(found, key=_prominence)


def conflicts(
    graph: "nx.MultiDiGraph", *, dataset: str | None = None, metric: str | None = None, task: str | None = None
) -> list[Conflict]:
    """Find levels of one method on one dataset in one metric that cannot all hold.

    Numbers are compared at the coarser precision of the two: 78.2 and 78.23 agree. Bounds and ranges agree with what
    they allow, numbers in different units and of different tasks with everything.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    dataset, metric, task : str, optional
        Only results on, in, for these; as for `graph.standings.readings`.

    Returns
    -------
    list of Conflict
        Those of most papers first, those within one paper last, then by name.

    Raises
    ------
    UsageError
        If nothing of the label has the name; the message holds names that look like it.
    """
    groups: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    with paused_collector():
        for reading in readings(graph, dataset=dataset, metric=metric, task=task):
            method = reading.standing.method
            if method and reading.dataset and reading.metric and not reading.relative:
                groups[method, reading.dataset, reading.metric].append(reading)
        found = [_conflict(graph, *ends, group) for ends, group in groups.items()]
    return sorted(
        (conflict for conflict in found if conflict.standings),
        key=lambda c: (-c.papers, c.method_name, c.dataset_name, c.metric_name, c.method, c.dataset, c.metric),
    )


def _boards(graph: "nx.MultiDiGraph", pair: _Pair, of_pair: Iterable[Reading]) -> list[Board]:
    """Make the boards of a dataset and a metric: one for each scale of the levels, the gains on the first."""
    scales: dict[str, list[Reading]] = defaultdict(list)
    gains: list[Reading] = []
    for reading in of_pair:
        (gains if reading.relative else scales[reading.amount.scale]).append(reading)
    gains.sort(key=lambda r: (r.amount.scale, -abs(r.amount.high), r.standing.method_name, r.standing.result))
    first, *others = sorted(scales, key=lambda unit: (-_methods(scales[unit]), -_papers(scales[unit]), unit)) or [""]
    return [
        _board(graph, pair, first, scales[first], gains),
        *(_board(graph, pair, unit, scales[unit], []) for unit in others),
    ]


def _board(
    graph: "nx.MultiDiGraph", pair: _Pair, unit: str, levels: Sequence[Reading], gains: Sequence[Reading]
) -> Board:
    dataset, metric = pair
    direction = graph.nodes[metric]["direction"] if metric else ""
    return Board(
        dataset=dataset,
        dataset_name=graph.nodes[dataset]["name"] if dataset else NO_DATASET,
        metric=metric,
        metric_name=graph.nodes[metric]["name"] if metric else NO_METRIC,
        direction=direction,
        unit=unit,
        methods=_methods(levels),
        papers=_papers((*levels, *gains)),
        levels=_levels(levels, direction, ranked=bool(direction and dataset)),
        gains=tuple(reading.standing for reading in gains),
    )


def _levels(levels: Iterable[Reading], direction: str, *, ranked: bool) -> tuple[Standing, ...]:
    """One row a method, best first; at the end those that name no method, one row a paper."""

    def order(reading: Reading) -> tuple[Any, ...]:
        number, standing = reading.amount.best(direction), reading.standing
        better = number if direction == "lower" else -number
        return standing.method is None, better, standing.method_name, standing.paper, standing.start, standing.result

    of_row: dict[str, list[Reading]] = defaultdict(list)
    for reading in sorted(levels, key=order):
        of_row[reading.standing.method or reading.standing.paper].append(reading)
    ranks: dict[float, int] = {}  # of each number, so that ties have one
    rows = []
    for place, (best, *others) in enumerate(of_row.values(), 1):
        rank = ranks.setdefault(best.amount.best(direction), place) if ranked and best.standing.method else None
        also = tuple(other.standing.result for other in others)
        rows.append(replace(best.standing, rank=rank, also=also) if rank or also else best.standing)
    return tuple(rows)


def _methods(found: Iterable[Reading]) -> int:
    return len({reading.standing.method for reading in found} - {None})


def _papers(found: Iterable[Reading]) -> int:
    return len({reading.standing.paper for reading in found})


def _conflict(graph: "nx.MultiDiGraph", method: str, dataset: str, metric: str, levels: Sequence[Reading]) -> Conflict:
    """Take the levels of one method, dataset and metric that contradict another one."""
    standings = [one.standing for one in levels if any(_contradict(one, other) for other in levels)]
    standings.sort(key=lambda s: (s.year is None, s.year, s.paper, s.start, s.result))
    return Conflict(
        method=method,
        method_name=graph.nodes[method]["name"],
        dataset=dataset,
        dataset_name=graph.nodes[dataset]["name"],
        metric=metric,
        metric_name=graph.nodes[metric]["name"],
        standings=tuple(standings),
    )


def _contradict(one: Reading, other: Reading) -> bool:
    """Whether two results of one method, dataset and metric cannot both hold."""
    tasks = one.standing.task, other.standing.task
    return not agree(one.amount, other.amount) and (None in tasks or tasks[0] == tasks[1])


def _prominence(board: Board) -> tuple[Any, ...]:
    """Order of boards; ids and unit make it total."""
    names = board.dataset_name, board.metric_name, board.dataset or "", board.metric or "", board.unit
    return board.dataset is None, -board.methods, -board.papers, *names
