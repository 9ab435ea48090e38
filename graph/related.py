"""What is related to a node: reads a graph and the id of a node, gives others by a random walk, with their reasons."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extract.errors import UsageError
from extract.records import Record
from graph.lookup import name_of
from graph.schema import ENTITY_LABELS, NodeLabel
from graph.ties import Ties, ties

if TYPE_CHECKING:
    import networkx as nx

DAMPING = 0.85
"""Chance that the walk goes on instead of starting again, as in the first paper on PageRank."""
STEPS = math.ceil(math.log(1e-9) / math.log(DAMPING))
"""After so many steps, what is not yet walked weighs less than 1e-9."""
DIGITS = 4
"""Decimals of a score in percent: far above the error of the walk, so that the order never hangs on it."""

VIA = 3
"""Go-betweens that are named."""


@dataclass(frozen=True, slots=True)
class Related(Record):
    """A related node and why it is.

    `relations` are the types of the edges between the two, as they read from the first node: ``USED_FOR ->`` starts
    there, ``<- PART_OF`` ends there. `papers` are the ids of those that hold both. `via` are names of entities that
    share a relation or a paper with both, the most related first.
    """

    id: str
    label: str
    name: str
    score: float
    relations: tuple[str, ...]
    papers: tuple[str, ...]
    via: tuple[str, ...]


def related(graph: "nx.MultiDiGraph", node: str, *, label: NodeLabel | None = None, limit: int = 20) -> list[Related]:
    """Find what is related to a paper or an entity.

    A node's score is its personalised PageRank [1]_, the share of a random walk from the given node that is spent
    there, less the share that any walk would spend there in the end [2]_: what everything is tied to is not what this
    node is about. Shares are in percent, without the time spent at the given node itself, so that scores add up to 0.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    node : str
        Id of a paper or an entity.
    label : NodeLabel, optional
        Only nodes of this label; without it, entities.
    limit : int
        How many at most.

    Returns
    -------
    list of Related
        Highest score first, those with equal scores by name and id; none with a score of 0 or less.

    Raises
    ------
    UsageError
        If the node is a result.

    References
    ----------
    .. [1] Haveliwala: Topic-Sensitive PageRank, WWW 2002. https://doi.org/10.1145/511446.511513
    .. [2] Ollivier and Senellart: Finding Related Pages Using Green Measures, AAAI 2007, pages 1427-1433.
    """
    if graph.nodes[node]["label"] == NodeLabel.RESULT:
        raise UsageError(f"expected a paper or an entity, got the result {node}")
    tied = ties(graph)
    at = tied.nodes.index(node)
    scores = np.round(excess(tied, at), DIGITS)
    labels = ENTITY_LABELS if label is None else (label,)
    found = sorted(
        (-float(scores[i]), name_of(graph.nodes[other]), i)
        for i, other in enumerate(tied.nodes)
        if scores[i] > 0 and graph.nodes[other]["label"] in labels
    )
    reasons = _Reasons(graph, tied, scores, at)
    return [reasons.related(i) for _, _, i in found[:limit]]


def walk(tied: Ties, start: int) -> NDArray[np.float64]:
    """Share of a random walk that is spent at each node, if it keeps starting again at one of them; shape (nodes,).

    >>> pair = Ties(("a", "b"), np.array([0, 1]), np.array([1, 0]), np.array([1.0, 1.0]))
    >>> walk(pair, 0).round(3).tolist()
    [0.541, 0.459]
    """
    number = len(tied.nodes)
    chances = tied.weights / tied.strengths()[tied.heads]
    restart = np.zeros(number)
    restart[start] = 1.0
    spent = restart
    for _ in range(STEPS):
        # Sums in the order of the ties, without BLAS: the same floats on any machine.
        spent = DAMPING * np.bincount(tied.tails, spent[tied.heads] * chances, number) + (1 - DAMPING) * restart
    return spent


def excess(tied: Ties, start: int) -> NDArray[np.float64]:
    """Share of a walk from one node that is spent at each other node, less that of any walk, in percent; (nodes,)."""
    spent, by_chance = (_elsewhere(shares, start) for shares in (walk(tied, start), tied.strengths()))
    return np.multiply(100, spent - by_chance)


def _elsewhere(amounts: NDArray[np.float64], at: int) -> NDArray[np.float64]:
    """Give the share of each node in what all but one of them have."""
    rest = amounts.copy()
    rest[at] = 0
    return rest / max(float(rest.sum()), 1e-300)


class _Reasons:
    """Says why others are related to one node."""

    def __init__(self, graph: "nx.MultiDiGraph", tied: Ties, scores: NDArray[np.float64], at: int) -> None:
        self._graph, self._tied, self._scores, self._at = graph, tied, scores, at
        self._is_paper = np.array([graph.nodes[node]["label"] == NodeLabel.PAPER for node in tied.nodes])
        self._near = self._companions(at)

    def related(self, other: int) -> Related:
        """Give a node with its reasons."""
        nodes, scores = self._tied.nodes, self._scores
        both = np.intersect1d(self._tied.around(self._at), self._tied.around(other))
        between = np.setdiff1d(np.intersect1d(self._near, self._companions(other)), (self._at, other)).tolist()
        via = sorted((-float(scores[i]), name_of(self._graph.nodes[nodes[i]])) for i in between)
        data = self._graph.nodes[nodes[other]]
        return Related(
            id=nodes[other],
            label=data["label"],
            name=name_of(data),
            score=float(scores[other]),
            relations=tuple(sorted(self._relations(nodes[self._at], nodes[other]))),
            papers=tuple(nodes[i] for i in both[self._is_paper[both]].tolist()),
            via=tuple(name for _, name in via[:VIA]),
        )

    def _companions(self, node: int) -> NDArray[np.int64]:
        """Entities that share a relation or a paper with a node, and a paper's own."""
        around = self._tied.around(node)
        through = (self._tied.around(paper) for paper in around[self._is_paper[around]])
        found: NDArray[np.int64] = np.unique(np.concatenate((around, *through)))
        return np.compress(~self._is_paper[found], found)

    def _relations(self, a: str, b: str) -> Iterator[str]:
        """Types of the edges between two nodes, as they read from the first."""
        for arrow, ends in (("{} ->", (a, b)), ("<- {}", (b, a))):
            yield from (arrow.format(type_) for type_ in self._graph.get_edge_data(*ends, default={}))
