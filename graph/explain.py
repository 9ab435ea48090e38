"""Explain a name: reads graph, merges and a name, gives every node so called with its papers, edges and merges."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extract.records import Record
from graph.lookup import find, name_of
from graph.merges import Merge
from graph.schema import ROLE_EDGES, EdgeType

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Link:
    """An edge seen from the explained node: `outgoing` is false where the node is the tail."""

    type: str
    outgoing: bool
    other: str
    other_label: str
    other_name: str
    confidence: float
    support: int
    papers: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation(Record):
    """A node, its properties, the papers that hold it, its other edges and the merges that ended in it.

    Links are sorted by type, support and name.
    """

    id: str
    label: str
    name: str
    properties: dict[str, Any]
    papers: tuple[Link, ...]
    edges: tuple[Link, ...]
    merges: tuple[Merge, ...] = ()


def explain(graph: "nx.MultiDiGraph", name: str, merges: Iterable[Merge] = ()) -> tuple[Explanation, ...]:
    """Explain every node that is called `name`.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph of a build.
    name : str
        An id, a name, an alias or a paper's title; case, hyphens and plurals do not matter.
    merges : iterable of Merge
        The merges of the build.

    Returns
    -------
    tuple of Explanation
        The nodes, most papers first. One name may be a method and a dataset at once.

    Raises
    ------
    UnknownNameError
        If no node is called so; it carries suggestions.
    """
    found = find(graph, name)
    ended: dict[str, list[Merge]] = {node: [] for node in found}
    for merge in merges:
        if merge.thing in ended:
            ended[merge.thing].append(merge)
    explanations = [_explanation(graph, node, tuple(ended[node])) for node in found]
    return tuple(sorted(explanations, key=lambda e: (-len(e.papers), e.id)))


def _explanation(graph: "nx.MultiDiGraph", node: str, merges: tuple[Merge, ...]) -> Explanation:
    data = graph.nodes[node]
    links = [_link(graph, tail, edge, True) for _, tail, edge in graph.out_edges(node, data=True)]
    links += [_link(graph, head, edge, False) for head, _, edge in graph.in_edges(node, data=True)]
    order = {kind: index for index, kind in enumerate(EdgeType)}
    links.sort(key=lambda k: (order[EdgeType(k.type)], not k.outgoing, -k.support, k.other_name, k.other))
    roles = set(ROLE_EDGES.values())
    sightings = [link.type in roles and not link.outgoing for link in links]
    return Explanation(
        id=node,
        label=data["label"],
        name=name_of(data),
        properties={key: value for key, value in data.items() if key != "label"},
        papers=tuple(link for link, sighting in zip(links, sightings, strict=True) if sighting),
        edges=tuple(link for link, sighting in zip(links, sightings, strict=True) if not sighting),
        merges=merges,
    )


def _link(graph: "nx.MultiDiGraph", other: str, edge: dict[str, Any], outgoing: bool) -> Link:
    data = graph.nodes[other]
    return Link(
        type=edge["type"],
        outgoing=outgoing,
        other=other,
        other_label=data["label"],
        other_name=name_of(data),
        confidence=edge["confidence"],
        support=edge["support"],
        papers=tuple(edge["papers"]),
        evidence=tuple(edge["evidence"]),
    )
