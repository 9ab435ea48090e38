"""Communities of a graph: reads the MultiDiGraph, gives named groups of entities and papers that belong together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count, zip_longest

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from extract.records import Record
from graph.lookup import name_of
from graph.names import key
from graph.schema import NodeLabel
from graph.ties import Ties, ties

SEED = 7
_NAMING = (NodeLabel.TASK, NodeLabel.METHOD, NodeLabel.DATASET, NodeLabel.METRIC)
"""Labels in the order in which a community is called by them."""
_Members = dict[NodeLabel, list[str]]


@dataclass(frozen=True, slots=True)
class Community(Record):
    """Entities and papers that have more to do with each other than with the rest.

    `name` is that of the most central task with that of the most central method, made longer where another community
    has it. `entities` and `papers` are sorted ids; `tasks`, `methods`, `datasets` and `metrics` are the names of the
    entities, the most central first.
    """

    name: str
    entities: tuple[str, ...]
    papers: tuple[str, ...]
    tasks: tuple[str, ...]
    methods: tuple[str, ...]
    datasets: tuple[str, ...]
    metrics: tuple[str, ...]


def communities(graph: nx.MultiDiGraph) -> list[Community]:
    """Divide a graph into communities by the Louvain method [1]_.

    Central is what more papers of the community hold than chance would bring there; then what has more of its ties
    inside than by chance, which is its part in the modularity that the method raises [2]_. So what all communities
    have in common names none of them.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.

    Returns
    -------
    list of Community
        Most papers first, then most entities, then by ids. Every entity is in one, and every paper that holds one.

    References
    ----------
    .. [1] Blondel, Guillaume, Lambiotte, Lefebvre: Fast unfolding of communities in large networks, Journal of
       Statistical Mechanics, P10008, 2008. https://arxiv.org/abs/0803.0476
    .. [2] Newman: Finding community structure in networks using the eigenvectors of matrices, Physical Review E 74,
       036104, 2006. https://arxiv.org/abs/physics/0605087
    """
    tied = ties(graph)
    home = _homes(tied)
    members: dict[int, _Members] = defaultdict(lambda: defaultdict(list))
    for i in _most_central_first(graph, tied, home):
        node = tied.nodes[i]
        members[int(home[i])][NodeLabel(graph.nodes[node]["label"])].append(node)
    found = [group for group in members.values() if group.keys() - {NodeLabel.PAPER}]
    found.sort(
        key=lambda group: (-len(group[NodeLabel.PAPER]), -sum(map(len, group.values())), min(chain(*group.values())))
    )
    central = [
        {label: tuple(str(graph.nodes[node]["name"]) for node in group[label]) for label in _NAMING} for group in found
    ]
    return [
        Community(
            name=name,
            entities=tuple(sorted(chain(*(group[label] for label in _NAMING)))),
            papers=tuple(sorted(group[NodeLabel.PAPER])),
            tasks=names[NodeLabel.TASK],
            methods=names[NodeLabel.METHOD],
            datasets=names[NodeLabel.DATASET],
            metrics=names[NodeLabel.METRIC],
        )
        for name, names, group in zip(_distinct_names(central), central, found, strict=True)
    ]


def _homes(tied: Ties) -> NDArray[np.int64]:
    """Give the number of the community of each node, shape (nodes,)."""
    pairs = nx.Graph()
    # Numbers instead of ids: sets of strings have another order in every process.
    pairs.add_nodes_from(range(len(tied.nodes)))
    once = tied.heads < tied.tails
    ends = tied.heads[once].tolist(), tied.tails[once].tolist()
    pairs.add_weighted_edges_from(zip(*ends, tied.weights[once].tolist(), strict=True))
    home = np.zeros(len(tied.nodes), dtype=np.int64)
    for number, group in enumerate(nx.community.louvain_communities(pairs, seed=SEED)):
        home[list(group)] = number
    return home


def _most_central_first(graph: nx.MultiDiGraph, tied: Ties, home: NDArray[np.int64]) -> list[int]:
    """Order all nodes by how much they are of their communities."""
    paper = np.array([graph.nodes[node]["label"] == NodeLabel.PAPER for node in tied.nodes], dtype=np.float64)
    papers = _more_than_chance(tied, home, paper[tied.tails], paper)
    inside = _more_than_chance(tied, home, tied.weights, tied.strengths())
    names = [name_of(graph.nodes[node]) for node in tied.nodes]
    return sorted(range(len(names)), key=lambda i: (-papers[i], -inside[i], names[i], i))


def _more_than_chance(
    tied: Ties, home: NDArray[np.int64], weights: NDArray[np.float64], mass: NDArray[np.float64]
) -> list[float]:
    """Weight of each node's ties into its own community, less what the community's share of all mass would get."""
    every = np.bincount(tied.heads, weights, len(home))
    inside = np.bincount(tied.heads, weights * (home[tied.heads] == home[tied.tails]), len(home))
    shares = np.bincount(home, mass) / max(mass.sum(), 1e-300)
    return [round(excess, 9) for excess in (inside - every * shares[home]).tolist()]


def _distinct_names(central: Iterable[Mapping[NodeLabel, Sequence[str]]]) -> Iterator[str]:
    """Call each community by two of its names, by more where an earlier one is called so."""
    taken: set[str] = set()
    for names in central:
        by_rank = chain(*zip_longest(*(names[label] for label in _NAMING)))
        parts = list({key(name): name for name in by_rank if name}.values())
        forms = (" - ".join(parts[:length]) for length in range(min(2, len(parts)), len(parts) + 1))
        numbered = (f"{' - '.join(parts[:2])} ({number})" for number in count(2))
        name = next(form for form in chain(forms, numbered) if form.casefold() not in taken)
        taken.add(name.casefold())
        yield name
