"""Graphs of papers and what they hold, made by hand or drawn, for tests of what is computed on whole graphs."""

from collections import Counter
from collections.abc import Mapping, Sequence

import networkx as nx
from cypher_sample import edge
from hypothesis import strategies as st

from graph.schema import EDGE_ENDS, RELATION_EDGES, ROLE_EDGES, NodeLabel


def graph_of(
    papers: Mapping[str, Sequence[str]], *relations: str, years: Mapping[str, int] | None = None
) -> nx.MultiDiGraph:
    """Make a graph of papers with their role edges, and of relations with the papers that show them.

    An edge is written as its type and end, such as ``USES method:deep-net``, whose name is then "deep net"; a relation
    as start, type, end and papers, such as ``method:a USED_FOR task:t p1 p2``.
    """
    made = nx.MultiDiGraph()
    for paper, edges in papers.items():
        year = {"year": years[paper]} if years and paper in years else {}
        made.add_node(paper, label="Paper", title=f"Title of {paper}", abstract="", authors=[], **year)
        for type_, thing in map(str.split, edges):
            _add(made, thing)
            made.add_edge(paper, thing, key=type_, type=type_, **edge(paper))
    for head, type_, tail, *shown in map(str.split, relations):
        _add(made, head)
        _add(made, tail)
        made.add_edge(head, tail, key=type_, type=type_, **edge(*shown))
    held = Counter(thing for _, thing, type_ in made.edges(keys=True) if type_ in ROLE_EDGES.values())
    for thing in held:
        made.nodes[thing]["papers"] = held[thing]
    return made


def _add(graph: nx.MultiDiGraph, thing: str) -> None:
    label, _, name = thing.partition(":")
    graph.add_node(thing, label=label.capitalize(), name=name.replace("-", " "), aliases=[], papers=0, mentions=1)


def reordered(graph: nx.MultiDiGraph, nodes: Sequence[str], edges: Sequence[tuple[str, str, str]]) -> nx.MultiDiGraph:
    """Make the same graph with another order of nodes and edges."""
    made = nx.MultiDiGraph()
    made.add_nodes_from((node, graph.nodes[node]) for node in nodes)
    made.add_edges_from((head, tail, type_, graph.edges[head, tail, type_]) for head, tail, type_ in edges)
    return made


THINGS = ("method:a", "method:b", "method:a-b", "dataset:d", "dataset:e", "metric:m", "task:t", "task:a")
PAPERS = ("p1", "p2", "p3", "p4", "p5")


@st.composite
def graphs(draw: st.DrawFn) -> nx.MultiDiGraph:
    """Draw a graph of some papers, things, roles and relations."""
    roles = st.dictionaries(st.sampled_from(THINGS), st.sampled_from(tuple(ROLE_EDGES.values())))
    held = draw(st.dictionaries(st.sampled_from(PAPERS), roles, min_size=1))
    papers = {paper: [f"{type_} {thing}" for thing, type_ in of.items()] for paper, of in held.items()}
    shown = st.sets(st.sampled_from(sorted(held)), min_size=1).map(sorted).map(" ".join)
    relations = draw(st.lists(st.tuples(st.sampled_from(_RELATIONS), shown).map(" ".join), max_size=8))
    return graph_of(papers, *relations, years={paper: 2020 + int(paper[1:]) // 2 for paper in held})


@st.composite
def graphs_in_two_orders(draw: st.DrawFn) -> tuple[nx.MultiDiGraph, nx.MultiDiGraph]:
    """Draw a graph, and give it with another order too."""
    graph = draw(graphs())
    nodes = draw(st.permutations(sorted(graph)))
    return graph, reordered(graph, nodes, draw(st.permutations(sorted(graph.edges(keys=True)))))


def _label(thing: str) -> NodeLabel:
    return NodeLabel(thing.partition(":")[0].capitalize())


_RELATIONS = tuple(
    f"{head} {type_} {tail}"
    for type_ in RELATION_EDGES.values()
    for head in THINGS
    for tail in THINGS
    if head != tail and (_label(head), _label(tail)) in EDGE_ENDS[type_]
)
