"""What matters in a graph: reads the MultiDiGraph, gives entities by what hangs on them, the most important first."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.records import Record
from graph.kinds import kinds, specificity
from graph.schema import RELATION_EDGES, ROLE_EDGES, EdgeType, NodeLabel

if TYPE_CHECKING:
    import networkx as nx

DIGITS = 2
"""Decimals of a score."""
_WORK_WITH = frozenset(ROLE_EDGES.values()) - {EdgeType.MENTIONS}
_RELATIONS = frozenset(RELATION_EDGES.values())


@dataclass(frozen=True, slots=True)
class Connected(Record):
    """An entity, the number of papers that work with it, of entities it is related to, and of its kinds.

    `score` is the number of papers times how specific the entity is.
    """

    id: str
    label: str
    name: str
    score: float
    papers: int
    neighbours: int
    kinds: int


@dataclass(frozen=True, slots=True)
class IntroducedOn(Record):
    """An entity, and the methods that are introduced by papers that work with it: names, the surest first.

    `score` is the number of these papers times how specific the entity is.
    """

    id: str
    label: str
    name: str
    score: float
    papers: int
    methods: tuple[str, ...]


def papers_of(graph: "nx.MultiDiGraph") -> dict[str, set[str]]:
    """Give each entity the papers that introduce, use, compare or address it: those that work with it."""
    found: dict[str, set[str]] = defaultdict(set)
    for paper, entity, type_ in graph.edges(keys=True):
        if type_ in _WORK_WITH:
            found[entity].add(paper)
    return found


def connected(graph: "nx.MultiDiGraph") -> list[Connected]:
    """Order the entities that papers work with by how much hangs on them.

    Papers are counted, not edges: one paper that relates a thing to many is still one. An umbrella term, such as
    neural network, comes after what is itself in as many papers, for its papers are those of its kinds.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.

    Returns
    -------
    list of Connected
        Highest score first, those with equal scores by name and id.
    """
    near: dict[str, set[str]] = defaultdict(set)
    for head, tail, type_ in graph.edges(keys=True):
        if type_ in _RELATIONS:
            near[head].add(tail)
            near[tail].add(head)
    below = kinds(graph)
    specific = specificity(graph, below)
    rows = [
        Connected(
            id=entity,
            label=graph.nodes[entity]["label"],
            name=graph.nodes[entity]["name"],
            score=round(len(papers) * specific[entity], DIGITS),
            papers=len(papers),
            neighbours=len(near[entity]),
            kinds=len(below[entity]),
        )
        for entity, papers in papers_of(graph).items()
    ]
    return sorted(rows, key=lambda row: (-row.score, row.name, row.id))


def introduced_on(graph: "nx.MultiDiGraph") -> list[IntroducedOn]:
    """Order entities by the papers that introduce a method and work with them.

    For a task these are the methods introduced for it, for a dataset those tried on it, for a metric those measured
    by it, for a method others that build on it or are compared with it.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.

    Returns
    -------
    list of IntroducedOn
        Highest score first, those with equal scores by name and id; none without such a paper.
    """
    introduced: dict[str, set[str]] = defaultdict(set)
    sure: dict[str, float] = defaultdict(float)
    for paper, entity, type_, confidence in graph.edges(keys=True, data="confidence"):
        if type_ == EdgeType.INTRODUCES and graph.nodes[entity]["label"] == NodeLabel.METHOD:
            introduced[paper].add(entity)
            sure[entity] = max(sure[entity], confidence)
    surest_first = sorted(sure, key=lambda method: (-sure[method], graph.nodes[method]["name"], method))
    place = {method: number for number, method in enumerate(surest_first)}
    specific = specificity(graph, kinds(graph))
    rows = []
    for entity, papers in papers_of(graph).items():
        others = [introduced[paper] - {entity} for paper in papers]
        number = sum(map(bool, others))
        if number:
            methods = sorted(set().union(*others), key=place.__getitem__)
            rows.append(
                IntroducedOn(
                    id=entity,
                    label=graph.nodes[entity]["label"],
                    name=graph.nodes[entity]["name"],
                    score=round(number * specific[entity], DIGITS),
                    papers=number,
                    methods=tuple(graph.nodes[method]["name"] for method in methods),
                )
            )
    return sorted(rows, key=lambda row: (-row.score, row.name, row.id))
