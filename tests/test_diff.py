"""Differences: what happened to nodes and relations between two graphs made by hand, found again by their names."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.diff import ChangeKind, Diff, diff
from graph.schema import EdgeType, NodeLabel


def graph_of(*things: tuple[str, ...], label: str = "Method", edges: tuple[tuple[str, str, str], ...] = ()):
    """Make a graph of things, each with its name and aliases; an edge is a name, a type and a name."""
    graph = nx.MultiDiGraph()
    for name, *aliases in things:
        graph.add_node(f"{label.lower()}:{name}", label=label, name=name, aliases=aliases)
    for start, type_, end in edges:
        graph.add_edge(f"{label.lower()}:{start}", f"{label.lower()}:{end}", key=type_)
    return graph


def told(found: Diff):
    """Changes as kind, old names and new names."""
    return [
        (change.kind.value, [side.name for side in change.old], [side.name for side in change.new])
        for change in found.changes
    ]


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        pytest.param([("BERT",)], [("BERT", "bert")], [], id="an alias more is no change"),
        pytest.param([("BERT",)], [], [("vanished", ["BERT"], [])], id="vanished"),
        pytest.param([], [("BERT",)], [("appeared", [], ["BERT"])], id="appeared"),
        pytest.param(
            [("DPO", "direct preference optimization")],
            [("direct preference optimization", "DPO")],
            [("renamed", ["DPO"], ["direct preference optimization"])],
            id="renamed",
        ),
        pytest.param(
            [("F1",), ("F-measure",)],
            [("F1", "F-measure")],
            [("merged", ["F-measure", "F1"], ["F1"])],
            id="merged",
        ),
        pytest.param(
            [("VAR", "vector autoregression")],
            [("VAR",), ("vector autoregression",)],
            [("split", ["VAR"], ["VAR", "vector autoregression"])],
            id="split",
        ),
        pytest.param(
            [("direct preference optimization", "DPO")],
            [("direct preference optimization", "DPO"), ("data processing operator", "DPO")],
            [("appeared", [], ["data processing operator"])],
            id="a short form of two things is no split",
        ),
        pytest.param(
            [("DPO",)],
            [("direct preference optimization", "DPO"), ("data processing operator", "DPO")],
            [("split", ["DPO"], ["data processing operator", "direct preference optimization"])],
            id="the whole name of one thing given to two",
        ),
        pytest.param(
            [("GAN", "the model"), ("VAE",)],
            [("GAN",), ("VAE", "the model")],
            [],
            id="an alias that moved",
        ),
    ],
)
def test_entities(old, new, changes):
    assert told(diff(graph_of(*old), graph_of(*new))) == changes


def test_labels_are_apart():
    found = diff(graph_of(("MATH",), label="Task"), graph_of(("MATH",), label="Dataset"))
    assert told(found) == [("vanished", ["MATH"], []), ("appeared", [], ["MATH"])]
    assert [change.label for change in found.changes] == ["Task", "Dataset"]


def test_papers_are_found_by_id():
    old, new = nx.MultiDiGraph(), nx.MultiDiGraph()
    for graph, papers in ((old, ("p1", "p2")), (new, ("p2", "p3"))):
        graph.add_nodes_from((id_, {"label": "Paper", "title": f"Title of {id_}"}) for id_ in papers)
    assert told(diff(old, new)) == [("vanished", ["Title of p1"], []), ("appeared", [], ["Title of p3"])]


@pytest.mark.parametrize(
    ("new", "added", "removed"),
    [
        pytest.param(graph_of(("A",), ("B", "b"), edges=(("A", "IS_A", "B"),)), {}, {}, id="same"),
        pytest.param(graph_of(("A",), ("b", "B"), edges=(("A", "IS_A", "b"),)), {}, {}, id="of a renamed node"),
        pytest.param(graph_of(("A",), ("B", "b")), {}, {"IS_A": 1}, id="removed"),
        pytest.param(
            graph_of(("A",), ("B", "b"), edges=(("A", "PART_OF", "B"),)), {"PART_OF": 1}, {"IS_A": 1}, id="other type"
        ),
        pytest.param(graph_of(("A",), ("B", "b"), edges=(("B", "IS_A", "A"),)), {"IS_A": 1}, {"IS_A": 1}, id="turned"),
        pytest.param(
            graph_of(("A",), ("B",), ("b",), edges=(("A", "IS_A", "B"), ("A", "IS_A", "b"))), {}, {}, id="split"
        ),
        pytest.param(graph_of(("A",)), {}, {"IS_A": 1}, id="vanished with its end"),
    ],
)
def test_relations(new, added, removed):
    old = graph_of(("A",), ("B", "b"), edges=(("A", "IS_A", "B"),))
    found = diff(old, new)
    assert (found.added, found.removed) == (added, removed)


def test_results_are_found_by_their_place():
    def with_result(name: str, digest: str):
        graph = graph_of((name, "DPO"))
        graph.add_node("p1", label="Paper", title="T")
        graph.add_node(f"result:p1:3-5:{digest}", label="Result")
        graph.add_edge("p1", f"result:p1:3-5:{digest}", key="REPORTS")
        graph.add_edge(f"result:p1:3-5:{digest}", f"method:{name}", key="OF")
        return graph

    found = diff(with_result("DPO", "aa"), with_result("direct preference optimization", "bb"))
    assert [change.kind for change in found.changes] == [ChangeKind.RENAMED]
    assert (found.added, found.removed) == ({}, {})


FORMS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True)


@st.composite
def graphs(draw):
    """Graphs of things that share names, with edges."""
    graph = nx.MultiDiGraph()
    for name, *aliases in draw(st.lists(FORMS, max_size=6, unique_by=lambda forms: forms[0])):
        graph.add_node(f"m:{name}", label="Method", name=name, aliases=aliases)
    nodes = sorted(graph)
    if nodes:
        types = st.sampled_from([EdgeType.IS_A.value, EdgeType.PART_OF.value])
        for edge in draw(st.lists(st.tuples(st.sampled_from(nodes), st.sampled_from(nodes), types), max_size=6)):
            graph.add_edge(edge[0], edge[1], key=edge[2])
    return graph


def turned(graph):
    """Give the same graph, its nodes and edges inserted the other way round."""
    copy = nx.MultiDiGraph()
    copy.add_nodes_from(reversed(list(graph.nodes(data=True))))
    copy.add_edges_from(reversed(list(graph.edges(keys=True))))
    return copy


@given(graphs())
def test_a_graph_does_not_differ_from_itself(graph):
    assert diff(graph, graph) == Diff((), {}, {})


@given(graphs(), graphs())
def test_the_order_of_insertion_never_matters(old, new):
    assert diff(turned(old), turned(new)) == diff(old, new)


@given(graphs(), graphs())
def test_the_way_back_is_the_way_turned_round(old, new):
    opposite = {"merged": "split", "split": "merged", "vanished": "appeared", "appeared": "vanished"}
    there, back = diff(old, new), diff(new, old)
    assert (there.added, there.removed) == (back.removed, back.added)

    def changes(found, names):
        return sorted((names.get(c.kind.value, c.kind.value), c.old, c.new) for c in found.changes)

    assert changes(there, {}) == sorted((kind, new, old) for kind, old, new in changes(back, opposite))


@given(graphs(), graphs())
def test_every_node_that_is_gone_or_new_is_told(old, new):
    changes = diff(old, new).changes
    lost = {side.name for change in changes if change.kind is ChangeKind.VANISHED for side in change.old}
    names = {data["name"] for _, data in new.nodes(data=True)}
    assert not lost & names
    forms = {form for _, data in new.nodes(data=True) for form in (data["name"], *data["aliases"])}
    assert {data["name"] for _, data in old.nodes(data=True)} - forms <= lost | {
        side.name for change in changes for side in change.old
    }


def test_labels_of_the_schema_are_the_ones_compared():
    for label in NodeLabel:
        graph = nx.MultiDiGraph()
        graph.add_node("x:1", label=label.value, name="x", title="x", aliases=[])
        assert bool(diff(graph, nx.MultiDiGraph()).changes) is (label is not NodeLabel.RESULT)
