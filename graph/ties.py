"""Graph to ties: reads the MultiDiGraph, gives papers and entities with one weight for each pair that an edge joins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from graph.schema import RELATION_EDGES, ROLE_EDGES, EdgeType, NodeLabel

if TYPE_CHECKING:
    import networkx as nx

STRENGTH: Mapping[EdgeType, float] = {
    **dict.fromkeys(ROLE_EDGES.values(), 1.0),
    EdgeType.MENTIONS: 0.25,
    **dict.fromkeys(RELATION_EDGES.values(), 0.1),
}
"""How strongly each type ties its ends; other types do not.

A paper ties ten entities or so, so that a walk through it comes to a given one of them with a tenth of the weight: a
relation counts as much. At full strength, what a single paper relates to a thing would come before all that many papers
hold with it.
"""


@dataclass(frozen=True, slots=True)
class Ties:
    """An undirected weighted graph as arrays, the same whatever the order in which the graph was filled.

    `nodes` are sorted ids. Each tie stands twice, once from either end, as positions in `nodes`, sorted by `heads`,
    then `tails`.
    """

    nodes: tuple[str, ...]
    heads: NDArray[np.int64]
    tails: NDArray[np.int64]
    weights: NDArray[np.float64]

    def strengths(self) -> NDArray[np.float64]:
        """Sum of the weights at each node, shape (nodes,)."""
        return np.bincount(self.heads, self.weights, len(self.nodes)).astype(np.float64)

    def around(self, node: int) -> NDArray[np.int64]:
        """Positions of the nodes tied to a node, sorted."""
        first, last = np.searchsorted(self.heads, (node, node + 1))
        return self.tails[first:last]


def ties(graph: "nx.MultiDiGraph") -> Ties:
    """Tie papers and entities; results are left out, for their paper ties the same ends.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.

    Returns
    -------
    Ties
        A tie weighs the sum of strength of type x confidence x number of papers of the edges between its ends.

    Examples
    --------
    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_nodes_from([("p1", {"label": "Paper"}), ("task:parsing", {"label": "Task"})])
    >>> _ = graph.add_edge("p1", "task:parsing", "ADDRESSES", confidence=0.5, support=1)
    >>> ties(graph).heads.tolist(), ties(graph).weights.tolist()
    ([0, 1], [0.5, 0.5])
    """
    nodes = tuple(sorted(node for node, label in graph.nodes(data="label") if label != NodeLabel.RESULT))
    index = {node: number for number, node in enumerate(nodes)}
    # Sums of floats depend on their order: sorted, it is not that in which edges were added.
    found = sorted(
        (min(index[head], index[tail]) * len(nodes) + max(index[head], index[tail]), STRENGTH[type_] * weight)
        for head, tail, type_, weight in _weights(graph)
    )
    codes, which = np.unique(np.array([code for code, _ in found], dtype=np.int64), return_inverse=True)
    weights = np.bincount(which, [weight for _, weight in found], len(codes)).astype(np.float64)
    ends = np.stack(np.divmod(codes, len(nodes)))
    heads, tails = np.concatenate((ends, ends[::-1]), axis=1)
    order = np.lexsort((tails, heads))
    return Ties(nodes, heads[order], tails[order], np.concatenate((weights, weights))[order])


def _weights(graph: "nx.MultiDiGraph") -> Iterator[tuple[str, str, EdgeType, float]]:
    """Give the edges that tie two nodes."""
    for head, tail, type_, edge in graph.edges(keys=True, data=True):
        weight = edge["confidence"] * edge["support"]
        if type_ in STRENGTH and head != tail and weight > 0:
            yield head, tail, type_, weight
