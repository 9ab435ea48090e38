"""Graph to what the page shows: reads the MultiDiGraph, gives PyVis's nodes and edges with the details beside them."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from math import log2, sqrt
from typing import Any

import networkx as nx
from pyvis.network import Network

from graph.publish.layout import positions
from graph.schema import ENTITY_LABELS, RELATION_EDGES, RESULT_EDGES, ROLE_EDGES, EdgeType, NodeLabel

FIRST_ENTITIES = 300
"""Entities that the page draws before anybody asks for more."""
FIRST_PAPERS = 150
"""Papers that take part in the force layout, and that the page draws when papers are switched on."""

# Colours of Okabe and Ito, told apart by every common kind of colour blindness; the shape says the same once more.
# The second colour is for dark backgrounds. The order is that of the legend.
LOOKS: Mapping[NodeLabel, tuple[str, str, str]] = {
    NodeLabel.METHOD: ("dot", "#0072b2", "#56b4e9"),
    NodeLabel.TASK: ("diamond", "#b3558a", "#e39ac4"),
    NodeLabel.DATASET: ("square", "#d98200", "#f0b13c"),
    NodeLabel.METRIC: ("triangle", "#00805d", "#2fc79a"),
    NodeLabel.PAPER: ("hexagon", "#6b7280", "#9aa3b2"),
}

# How the panel words a type, seen from its start and from its end.
PHRASES: Mapping[EdgeType, tuple[str, str]] = {
    EdgeType.INTRODUCES: ("introduces", "introduced by"),
    EdgeType.USES: ("uses", "used by"),
    EdgeType.COMPARES: ("compares with", "compared by"),
    EdgeType.ADDRESSES: ("addresses", "addressed by"),
    EdgeType.MENTIONS: ("mentions", "mentioned by"),
    EdgeType.USED_FOR: ("used for", "solved with"),
    EdgeType.EVALUATED_ON: ("evaluated on", "used to evaluate"),
    EdgeType.MEASURED_BY: ("measured by", "measures"),
    EdgeType.PART_OF: ("part of", "consists of"),
    EdgeType.IS_A: ("is a kind of", "has kinds"),
    EdgeType.COMPARED_WITH: ("compared with", "compared with"),
    EdgeType.BENCHMARK_FOR: ("benchmark for", "has benchmarks"),
}

# How strongly a type pulls its ends together in the layout.
PULL: Mapping[EdgeType, float] = {
    **dict.fromkeys(RELATION_EDGES.values(), 1.0),
    **dict.fromkeys(ROLE_EDGES.values(), 0.35),
    EdgeType.INTRODUCES: 1.0,
    EdgeType.MENTIONS: 0.1,
}

OPTIONS: Mapping[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}},
    "edges": {"smooth": False, "arrows": {"to": {"scaleFactor": 0.4}}, "selectionWidth": 1, "hoverWidth": 0.5},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
}
"""Options of vis-network. Colours are set in the browser, for they follow its theme."""


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
        ``network`` is PyVis's nodes, edges and options; ids of nodes are positions in ``things``, most important
        first. ``things`` holds the properties of entities and papers; ``first`` marks the first view. An edge carries
        type, confidence, papers (positions in ``things``) and evidence: ``[start, end]`` in UTF-16 units of the
        paper's text, as JavaScript counts, or the sentence itself where it is no part of that text. ``results`` are
        no nodes of the drawing: the panel lists them.
    """
    order = _ranking(graph)
    index = {node: number for number, node in enumerate(order)}
    first = _first_view(graph, order)
    sizes = {node: _size(graph.nodes[node]) for node in order}
    places = positions(_ties(graph, order), first, {node: float(size) for node, size in sizes.items()})
    net = Network(directed=True)
    for node in order:
        label = NodeLabel(graph.nodes[node]["label"])
        x, y = places[node]
        name = _name(graph.nodes[node]) or node
        shape = LOOKS[label][0]
        net.add_node(index[node], label=_short(name), shape=shape, group=label.value, size=sizes[node], x=x, y=y)
    drawn = ((a, b, kind, v) for a, b, kind, v in graph.edges(keys=True, data=True) if a in index and b in index)
    edges = [(index[a], index[b], kind, values) for a, b, kind, values in drawn]
    for a, b, kind, values in sorted(edges, key=lambda edge: edge[:3]):
        net.add_edge(a, b, id=len(net.edges), type=kind, **_grounds(graph, index, values))
    net.set_options(json.dumps(OPTIONS))
    nodes, links, _, _, _, options = net.get_network_data()
    return {
        "title": title,
        "version": graph.graph.get("litkg", ""),
        "paper": NodeLabel.PAPER.value,
        "labels": _legend(graph),
        "types": _types(graph),
        "network": {"nodes": nodes, "edges": links, "options": json.loads(options)},
        "things": [_thing(node, graph.nodes[node]) | ({"first": True} if node in first else {}) for node in order],
        "results": list(_results(graph, index)),
    }


def _name(properties: Mapping[str, Any]) -> str:
    """Return what a person calls the node."""
    return str(properties.get("name") or properties.get("title") or "")


def _short(name: str) -> str:
    """Cut a name to what fits beside a node; the panel shows all of it."""
    return name if len(name) <= 80 else name[:79] + "…"


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


def _first_view(graph: nx.MultiDiGraph, order: list[str]) -> set[str]:
    """Choose the most important entities and papers; the rest waits for a search or for its neighbour to be opened."""
    papers = [node for node in order if graph.nodes[node]["label"] == NodeLabel.PAPER]
    return set(order[: len(order) - len(papers)][:FIRST_ENTITIES]) | set(papers[:FIRST_PAPERS])


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


def _thing(node: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return id, label and properties; an address that is not http or https is left out, for the page would link it."""
    thing = {"id": node, **dict(sorted(properties.items()))}
    if not str(thing.get("url", "")).lower().startswith(("http://", "https://")):
        thing.pop("url", None)
    return thing


def _grounds(graph: nx.MultiDiGraph, index: Mapping[str, int], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return confidence, papers and evidence of an edge; a paper that is no node of the graph is left out."""
    shown = [
        (index[paper], _evidence(graph.nodes[paper], sentence, start, end))
        for paper, sentence, start, end in zip(
            values["papers"], values["evidence"], values["starts"], values["ends"], strict=True
        )
        if paper in index
    ]
    return {"confidence": values["confidence"], "papers": [p for p, _ in shown], "evidence": [e for _, e in shown]}


def _evidence(paper: Mapping[str, Any], sentence: str, start: int, end: int) -> list[int] | str:
    """Point into the paper's text where the sentence stands there: the page then holds every abstract only once."""
    text = f"{paper.get('title', '')}\n{paper.get('abstract', '')}"
    if text[start:end] != sentence:
        return sentence
    return [len(text[:place].encode("utf-16-le", "surrogatepass")) // 2 for place in (start, end)]


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


def _results(graph: nx.MultiDiGraph, index: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Yield each result with the positions of its paper, method, dataset and metric."""
    fields = {edge: field for field, edge in RESULT_EDGES.items()}
    for node, values in sorted(graph.nodes(data=True)):
        if values.get("label") != NodeLabel.RESULT:
            continue
        papers = sorted(p for p, _, kind in graph.in_edges(node, keys=True) if kind == EdgeType.REPORTS and p in index)
        if not papers:
            continue
        around = sorted((k, n) for _, n, k in graph.out_edges(node, keys=True) if k in fields and n in index)
        ends = {fields[kind]: index[end] for kind, end in around}
        shown = {key: values[key] for key in ("value", "unit", "relative", "confidence", "evidence")}
        yield {"paper": index[papers[0]], **ends, **shown}
