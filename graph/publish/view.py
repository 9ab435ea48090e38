"""Graph to what the page shows: reads the MultiDiGraph, gives PyVis's nodes and edges with the details beside them."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from math import log2, sqrt
from typing import Any

import networkx as nx
from pyvis.edge import Edge
from pyvis.network import Network
from pyvis.node import Node

from graph.communities import communities
from graph.publish.layout import positions
from graph.publish.looks import LOOKS, OPTIONS, PHRASES, PULL
from graph.publish.packing import columns
from graph.publish.results import board_rows, conflict_rows, result_rows
from graph.publish.spans import evidence
from graph.schema import ENTITY_LABELS, ROLE_EDGES, EdgeType, NodeLabel

FIRST_ENTITIES = 300
"""Entities that the page draws before anybody asks for more."""
FIRST_PAPERS = 150
"""Papers that take part in the force layout, and that the page draws when papers are switched on."""
MOST_ENTITIES = 30_000
MOST_PAPERS = 8_000
"""What a page holds at most, the most important first: a file of about 15 MB, which a browser opens in seconds."""


def page_data(graph: nx.MultiDiGraph, *, title: str) -> dict[str, Any]:
    """Return what the scripts of the page read, as plain JSON values.

    Parameters
    ----------
    graph : networkx.MultiDiGraph
        The graph as `graph.assembly` makes it.
    title : str
        Head of the page.

    Returns
    -------
    dict
        All rows are written as `graph.publish.packing.columns`. ``nodes`` and ``edges`` are PyVis's; the id of a node
        is its position in ``things``, most important first, which holds the properties of entities and papers;
        ``first`` marks the first view. ``communities`` have a name and members, by position. An edge carries type,
        confidence, support, papers (positions in ``things``) and evidence as `graph.publish.spans.evidence` gives it.
        ``results`` are no nodes of the drawing; ``boards`` and ``conflicts`` point to them by position. ``left`` counts
        the nodes of the graph that the page has no room for.
    """
    ranked = _ranking(graph)
    order = _held(graph, ranked)
    index = {node: number for number, node in enumerate(order)}
    first = _first_view(graph, order)
    net = _network(graph, order, index, first)
    nodes, edges, _, _, _, options = net.get_network_data()
    results = result_rows(graph, index)
    place = {node: number for number, node in enumerate(results)}
    return {
        "title": title,
        "version": graph.graph.get("litkg", ""),
        "paper": NodeLabel.PAPER.value,
        "labels": _legend(graph),
        "types": _types(graph),
        "options": json.loads(options),
        "left": len(ranked) - len(order),
        "nodes": columns(nodes),
        "edges": columns(edges),
        "communities": columns(_communities(graph, index)),
        "things": columns([_thing(node, graph.nodes[node], node in first) for node in order]),
        "results": columns(list(results.values())),
        "boards": columns(board_rows(graph, index, place)),
        "conflicts": columns(conflict_rows(graph, index, place)),
    }


def simple_id(label: str, name: str) -> str:
    """Return the id that an entity has where its name is plain; the page then need not hold it.

    >>> simple_id("Method", "Vision Transformer")
    'method:vision-transformer'
    """
    return f"{label}:{name}".lower().replace(" ", "-") if name.isascii() else ""


def _network(graph: nx.MultiDiGraph, order: list[str], index: Mapping[str, int], first: Collection[str]) -> Network:
    """Fill PyVis's network in one go: its own methods look through all nodes for each node and edge that is added."""
    sizes = {node: _size(graph.nodes[node]) for node in order}
    places = positions(_ties(graph, order), first, {node: float(size) for node, size in sizes.items()})
    net = Network(directed=True)
    for number, node in enumerate(order):
        label = NodeLabel(graph.nodes[node]["label"])
        x, y = places[node]
        # The page draws the names itself, the important first and none over another.
        drawn = Node(number, LOOKS[label][0], "", group=label.value, size=sizes[node], x=x, y=y)
        net.nodes.append(drawn.options)
        net.node_ids.append(number)
        net.node_map[number] = drawn.options
    joined = [(index[a], index[b], kind, v) for a, b, kind, v in _drawn_edges(graph, index)]
    for a, b, kind, values in sorted(joined, key=lambda edge: edge[:3]):
        net.edges.append(Edge(a, b, directed=True, type=kind, **_grounds(graph, index, values)).options)
    net.set_options(json.dumps(OPTIONS))
    return net


def _drawn_edges(graph: nx.MultiDiGraph, index: Mapping[str, int]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return the edges between nodes that the page holds."""
    return [(a, b, kind, v) for a, b, kind, v in graph.edges(keys=True, data=True) if a in index and b in index]


def _ranking(graph: nx.MultiDiGraph) -> list[str]:
    """Order entities by papers, then by relations and mentions; papers follow, those with most entities first."""
    ties: Counter[str] = Counter()
    for a, b, kind in graph.edges(keys=True):
        if kind in PULL:
            ties.update((a, b))
    drawn = [node for node, label in graph.nodes(data="label") if label in LOOKS]

    def key(node: str) -> tuple[bool, int, int, int, str]:
        values = graph.nodes[node]
        is_paper = values["label"] == NodeLabel.PAPER
        return is_paper, -values.get("papers", 0), -ties[node], -values.get("mentions", 0), node

    return sorted(drawn, key=key)


def _split(graph: nx.MultiDiGraph, order: list[str]) -> tuple[list[str], list[str]]:
    """Return entities and papers, each in their order."""
    entities = [node for node in order if graph.nodes[node]["label"] != NodeLabel.PAPER]
    return entities, order[len(entities) :]


def _held(graph: nx.MultiDiGraph, ranked: list[str]) -> list[str]:
    """Choose what the page has room for."""
    entities, papers = _split(graph, ranked)
    return entities[:MOST_ENTITIES] + papers[:MOST_PAPERS]


def _first_view(graph: nx.MultiDiGraph, order: list[str]) -> set[str]:
    """Choose the most important entities and papers; the rest waits for a search or for its neighbour to be opened."""
    entities, papers = _split(graph, order)
    return set(entities[:FIRST_ENTITIES]) | set(papers[:FIRST_PAPERS])


def _size(properties: Mapping[str, Any]) -> int:
    """Return the radius in pixels: grows with the root of the number of papers; papers themselves stay small."""
    return min(34, round(5 + 4 * sqrt(max(properties.get("papers", 1), 1)))) if "name" in properties else 6


def _ties(graph: nx.MultiDiGraph, order: list[str]) -> nx.Graph:
    """Return one weighted tie for each pair of nodes that any relation joins."""
    ties = nx.Graph()
    ties.add_nodes_from(order)
    for a, b, kind, support in sorted(graph.edges(keys=True, data="support", default=1)):
        if kind in PULL and a != b and a in ties and b in ties:
            before = ties.get_edge_data(a, b, {"weight": 0.0})["weight"]
            ties.add_edge(a, b, weight=before + PULL[EdgeType(kind)] * (1 + log2(max(support, 1))))
    return ties


def _thing(node: str, properties: Mapping[str, Any], first: bool) -> dict[str, Any]:
    """Return id, label and properties; an address that is not http or https is left out, for the page would link it."""
    thing = dict(sorted(properties.items()))
    if simple_id(properties["label"], str(properties.get("name", ""))) != node:
        thing["id"] = node
    if not str(thing.get("url", "")).lower().startswith(("http://", "https://")):
        thing.pop("url", None)
    return thing | ({"first": 1} if first else {})


def _communities(graph: nx.MultiDiGraph, index: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the communities of more than one paper, those with most papers first."""
    found = [one for one in communities(graph) if len(one.papers) > 1]
    return [
        {"name": one.name, "members": sorted(index[node] for node in (*one.entities, *one.papers) if node in index)}
        for one in found
    ]


def _grounds(graph: nx.MultiDiGraph, index: Mapping[str, int], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return confidence, support, papers and evidence of an edge; a paper that the page does not hold is left out."""
    shown = [
        (index[paper], evidence(graph.nodes[paper], sentence, start, end))
        for paper, sentence, start, end in zip(
            values["papers"], values["evidence"], values["starts"], values["ends"], strict=True
        )
        if paper in index
    ]
    return {
        "confidence": round(values["confidence"], 3),
        "support": values["support"],
        "papers": [paper for paper, _ in shown],
        "evidence": [sentence for _, sentence in shown],
    }


def _legend(graph: nx.MultiDiGraph) -> list[dict[str, Any]]:
    """Return the labels with their looks and number of nodes; papers are off until somebody wants them."""
    counts = Counter(label for _, label in graph.nodes(data="label"))
    return [
        {
            "name": label.value,
            "shape": shape,
            "light": light,
            "dark": dark,
            "count": counts[label],
            "on": label in ENTITY_LABELS,
        }
        for label, (shape, light, dark) in LOOKS.items()
    ]


def _types(graph: nx.MultiDiGraph) -> list[dict[str, Any]]:
    """Return the types of drawn edges with their wording and number; those from papers are marked as roles."""
    counts = Counter(kind for _, _, kind in graph.edges(keys=True))
    roles: Collection[EdgeType] = ROLE_EDGES.values()
    return [
        {"name": kind.value, "forward": ahead, "back": back, "role": kind in roles, "count": counts[kind]}
        for kind, (ahead, back) in PHRASES.items()
    ]
