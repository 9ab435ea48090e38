"""Two methods side by side: reads a graph and two ids, gives what joins them, their results and what they share."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.errors import UsageError
from extract.records import Record
from graph.explain import Explanation, Link, explain
from graph.leaderboard import Board, boards
from graph.schema import ENTITY_LABELS, EdgeType

if TYPE_CHECKING:
    import networkx as nx

_ABOUT = frozenset({EdgeType.ON, EdgeType.IN, EdgeType.FOR})
"""Edges from a result to what its method was tried on, measured by, used for."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two methods; `only` counts, by label, the entities that it alone is related to."""

    id: str
    name: str
    papers: int
    only: dict[str, int]


@dataclass(frozen=True, slots=True)
class SharedPaper:
    """A paper that holds both methods, and its role edge to each."""

    id: str
    title: str
    year: int | None
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class SharedEntity:
    """An entity that both methods are related to or have results with; `a` and `b` are the papers that show it."""

    id: str
    label: str
    name: str
    a: tuple[str, ...]
    b: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """All that a graph knows of two methods together.

    `stated` are the edges between the two as seen from `a`. `boards` hold the results of the two alone, where both
    have some on one dataset in one metric, or one has a gain over the other.
    """

    a: Side
    b: Side
    stated: tuple[Link, ...]
    boards: tuple[Board, ...]
    shared: tuple[SharedEntity, ...]
    papers: tuple[SharedPaper, ...]


def compare(graph: "nx.MultiDiGraph", a: str, b: str) -> Comparison:
    """Put two methods side by side.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    a, b : str
        Ids of two methods.

    Returns
    -------
    Comparison
        Entities stand by label, those of most papers first; papers the latest first; the rest by name and id.

    Raises
    ------
    UsageError
        If the two are one.
    """
    if a == b:
        name = graph.nodes[a]["name"]
        raise UsageError(f"expected two methods, got {name!r} twice; see its names with: litkg merges {name!r}")
    (one,), (other,) = explain(graph, a), explain(graph, b)
    near_a, near_b = _near(graph, one), _near(graph, other)
    return Comparison(
        a=_side(graph, one, near_a.keys() - near_b.keys() - {b}),
        b=_side(graph, other, near_b.keys() - near_a.keys() - {a}),
        stated=tuple(link for link in one.edges if link.other == b),
        boards=tuple(_of_both(boards(graph), a, b)),
        shared=_shared(graph, near_a, near_b),
        papers=_papers(graph, one, other),
    )


def _near(graph: "nx.MultiDiGraph", method: Explanation) -> dict[str, set[str]]:
    """Give the entities that a method is related to or has results with, each with the papers that show it."""
    near: dict[str, set[str]] = defaultdict(set)
    for link in method.edges:
        if link.other_label in ENTITY_LABELS:
            near[link.other].update(link.papers)
        elif link.type == EdgeType.OF:
            for _, entity, type_ in graph.out_edges(link.other, keys=True):
                if type_ in _ABOUT:
                    near[entity].update(link.papers)
    return near


def _side(graph: "nx.MultiDiGraph", method: Explanation, only: Iterable[str]) -> Side:
    counts = Counter(graph.nodes[entity]["label"] for entity in only)
    return Side(method.id, method.name, len(method.papers), dict(sorted(counts.items())))


def _of_both(every: Iterable[Board], a: str, b: str) -> Iterator[Board]:
    """Cut boards down to the two methods, and leave out those that do not set one against the other."""
    for board in every:
        levels = tuple(standing for standing in board.levels if standing.method in (a, b))
        gains = tuple(standing for standing in board.gains if standing.method in (a, b))
        both = {standing.method for standing in (*levels, *gains)} == {a, b} and board.dataset and board.metric
        over = tuple(standing for standing in gains if standing.baseline in (a, b))
        if both:
            yield replace(board, levels=levels, gains=gains)
        elif over:
            yield replace(board, levels=(), gains=over)


def _shared(
    graph: "nx.MultiDiGraph", near_a: Mapping[str, set[str]], near_b: Mapping[str, set[str]]
) -> tuple[SharedEntity, ...]:
    """Find the entities near both."""
    order = {label.value: place for place, label in enumerate(ENTITY_LABELS)}
    both = [
        SharedEntity(
            id=entity,
            label=graph.nodes[entity]["label"],
            name=graph.nodes[entity]["name"],
            a=tuple(sorted(near_a[entity])),
            b=tuple(sorted(near_b[entity])),
        )
        for entity in near_a.keys() & near_b.keys()
    ]
    return tuple(sorted(both, key=lambda e: (order[e.label], -len({*e.a, *e.b}), e.name, e.id)))


def _papers(graph: "nx.MultiDiGraph", one: Explanation, other: Explanation) -> tuple[SharedPaper, ...]:
    """Find the papers that hold both."""
    roles = {link.other: link.type for link in other.papers}
    both = [
        SharedPaper(link.other, link.other_name, graph.nodes[link.other].get("year"), link.type, roles[link.other])
        for link in one.papers
        if link.other in roles
    ]
    return tuple(sorted(both, key=lambda paper: (-(paper.year or 0), paper.title, paper.id)))
