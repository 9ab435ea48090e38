"""Graph to positions for the page: reads names of nodes and weighted ties, writes one (x, y) in pixels a node."""

import math
from collections.abc import Collection, Mapping, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

SEED = 7
SPACING = 52.0
"""Pixels between neighbouring nodes of the first view, on average."""
GAP = 30.0
"""Pixels between the rims of two nodes of the first view, at least."""
WIDER = 1.2
"""Screens are wider than high."""
CELL = 48.0
"""Pixels between nodes that are laid around the first view."""
INSIDE, BETWEEN = 3.0, 0.4
"""How much stronger ties pull inside a community than from one to another."""


def communities(ties: nx.Graph) -> list[list[str]]:
    """Louvain communities, largest first, members sorted; the same for the same graph.

    >>> communities(nx.Graph([("a", "b"), ("b", "c"), ("a", "c"), ("x", "y")]))
    [['a', 'b', 'c'], ['x', 'y']]
    """
    found = nx.community.louvain_communities(ties, weight="weight", seed=SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group[0]))


def _start(groups: Sequence[Sequence[str]]) -> dict[str, NDArray[np.float64]]:
    """Begin with every community as a disc of its own; the discs lie on a sunflower spiral, large ones inside."""
    golden = math.pi * (3 - math.sqrt(5))
    start: dict[str, NDArray[np.float64]] = {}
    before = 0
    for group in groups:
        middle = math.sqrt(before + len(group) / 2)
        angle = golden * len(start)
        centre = np.array((middle * math.cos(angle), middle * math.sin(angle)))
        for i, node in enumerate(group):
            radius = 0.6 * math.sqrt(i + 0.5)
            start[node] = centre + radius * np.array((math.cos(golden * i), math.sin(golden * i)))
        before += len(group)
    return start


def _part(places: NDArray[np.float64], radii: NDArray[np.float64], gap: float, rounds: int = 80) -> None:
    """Push overlapping nodes apart, in place, until none touch or the rounds are over."""
    need = radii[:, None] + radii[None] + gap
    np.fill_diagonal(need, 0)
    for _ in range(rounds):
        across, down = (places[:, None, axis] - places[None, :, axis] for axis in (0, 1))
        distance = np.maximum(np.sqrt(across * across + down * down), 1e-6)
        push = np.maximum(need / distance - 1, 0)
        if not push.any():
            return
        # Two nodes on one spot are thousands of times too near: the bound keeps them in the picture.
        push = np.minimum(push, need)
        places += 0.3 * np.stack(((across * push).sum(axis=1), (down * push).sum(axis=1)), axis=1)


def _ring(number: int) -> list[tuple[int, int]]:
    """Return the cells of a square ring around a cell, the nearest first.

    >>> len(_ring(1)), _ring(1)[0]
    (8, (-1, 0))
    """
    side = range(-number, number + 1)
    cells = {(i, j) for i in side for j in (-number, number)} | {(i, j) for j in side for i in (-number, number)}
    return sorted(cells, key=lambda cell: (cell[0] ** 2 + cell[1] ** 2, cell))


def _around(ties: nx.Graph, places: dict[str, tuple[float, float]], rest: Collection[str]) -> None:
    """Give each remaining node the free cell nearest to its neighbours, in the order given."""
    taken = {(round(x / CELL), round(y / CELL)) for x, y in places.values()}
    rings: list[list[tuple[int, int]]] = [[(0, 0)]]
    full: dict[tuple[int, int], int] = {}  # of a cell, the number of rings around it in which every cell is taken
    for node in rest:
        near = [places[other] for other in ties[node] if other in places]
        # Without a placed neighbour a node joins the rim: below everything, filled outwards.
        x, y = (sum(axis) / len(near) for axis in zip(*near, strict=True)) if near else (0.0, len(taken) ** 0.5 * CELL)
        column, row = round(x / CELL), round(y / CELL)
        # Cells never become free again: what was full around here, or around the next cell, is full still.
        known = [full.get((column + i, row + j), 0) - max(abs(i), abs(j)) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        ring = max(0, *known)
        while True:
            while ring >= len(rings):
                rings.append(_ring(len(rings)))
            free = next((c for c in rings[ring] if (column + c[0], row + c[1]) not in taken), None)
            if free is not None:
                break
            ring += 1
        full[column, row] = ring
        cell = (column + free[0], row + free[1])
        taken.add(cell)
        # A little off the middle of the cell, or the eye sees the grid before it sees the graph.
        aside, down = ((len(taken) * turn % 1 - 0.5) * 0.6 for turn in (0.618, 0.755))
        places[node] = ((cell[0] + aside) * CELL, (cell[1] + down) * CELL)


def positions(ties: nx.Graph, core: Collection[str], radii: Mapping[str, float]) -> dict[str, tuple[int, int]]:
    """Place the core by a force layout that keeps communities together, and everything else around it.

    Parameters
    ----------
    ties : networkx.Graph
        Every node to place and what pulls it, with an edge attribute ``weight``; the order of its nodes is the order
        in which nodes outside the core choose their place.
    core : collection
        The nodes of the first view. The force layout needs memory and time for their number squared: up to about 600.
    radii : mapping
        Pixels around each node of the core that no other may cover.

    Returns
    -------
    dict
        Node to whole pixels; the same for the same graph.

    References
    ----------
    .. [1] Jacomy, Venturini, Heymann, Bastian: ForceAtlas2, PLoS ONE 9(6), 2014. https://doi.org/10.1371/journal.pone.0098679

    Examples
    --------
    >>> sorted(positions(nx.Graph([("a", "b")]), ["a"], {"a": 10.0}))
    ['a', 'b']
    """
    inner = nx.Graph()
    inside = set(core)
    inner.add_nodes_from(node for node in ties if node in inside)
    inner.add_weighted_edges_from(
        (a, b, w) for a, b, w in ties.edges(data="weight", default=1.0) if a in inner and b in inner
    )
    places: dict[str, tuple[float, float]] = {}
    if len(inner) > 1:
        groups = communities(inner)
        home = {node: number for number, group in enumerate(groups) for node in group}
        for a, b, tie in inner.edges(data=True):
            tie["weight"] *= INSIDE if home[a] == home[b] else BETWEEN
        found = nx.forceatlas2_layout(
            inner,
            pos=_start(groups),
            max_iter=100,
            weight="weight",
            scaling_ratio=8.0,
            gravity=0.05,
            strong_gravity=True,
        )
        field = np.array([found[node] for node in inner])
        field -= field.mean(axis=0)
        # Stragglers move in, so that the middle of the picture is not squeezed for their sake.
        reach = np.hypot(field[:, 0], field[:, 1])
        field *= (np.maximum(reach, 1e-9) ** -0.3)[:, None]
        field *= SPACING * math.sqrt(len(inner) / math.pi) / max(float(np.quantile(reach**0.7, 0.9)), 1e-9)
        field[:, 0] *= WIDER
        _part(field, np.array([radii.get(node, 8.0) for node in inner]), gap=GAP)
        places = {node: (float(x), float(y)) for node, (x, y) in zip(inner, field, strict=True)}
    elif len(inner) == 1:
        places = dict.fromkeys(inner, (0.0, 0.0))
    _around(ties, places, [node for node in ties if node not in places])
    return {node: (round(x), round(y)) for node, (x, y) in places.items()}
