"""What is related: the random walk against its equations, which nodes it leads to, and the reasons that are given."""

import json
import sys
from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from held import graph_of, graphs, graphs_in_two_orders
from hypothesis import given, settings

import graph.cli
from extract.errors import UsageError
from graph.related import DAMPING, excess, related, walk
from graph.schema import NodeLabel
from graph.ties import ties

GRAPH = graph_of(
    {
        "p1": ["INTRODUCES method:a", "USES method:b", "ADDRESSES task:t", "USES metric:all"],
        "p2": ["USES method:a", "COMPARES method:b", "USES metric:all"],
        "p3": ["USES method:b", "USES dataset:d", "USES metric:all"],
        "p4": ["USES method:far", "USES dataset:far", "USES metric:all"],
        "p5": ["USES method:off"],
    },
    "method:a COMPARED_WITH method:b p1 p2",
    "method:b PART_OF method:a p1",
    "method:lonely IS_A method:off p5",
)
GRAPH.add_node("empty", label="Paper", title="Title of empty", abstract="", authors=[])
GRAPH.add_node("r1", label="Result", value="1", unit="%")
GRAPH.add_edge("p1", "r1", key="REPORTS", confidence=1.0, support=1)


def names(node, **chosen):
    return [one.name for one in related(GRAPH, node, **chosen)]


@given(graphs())
@settings(max_examples=30)
def test_the_walk_solves_its_equations(graph):
    tied = ties(graph)
    number = len(tied.nodes)
    chances = np.zeros((number, number))
    chances[tied.tails, tied.heads] = tied.weights / tied.strengths()[tied.heads]
    for start in range(number):
        spent = walk(tied, start)
        solution = np.linalg.solve(np.eye(number) - DAMPING * chances, (1 - DAMPING) * np.eye(number)[start])
        assert spent == pytest.approx(solution, abs=1e-8)
        assert spent.sum() == pytest.approx(1 if tied.around(start).size else 1 - DAMPING)


@given(graphs())
@settings(max_examples=30)
def test_a_walk_there_and_a_walk_back_agree(graph):
    tied = ties(graph)
    strengths = tied.strengths()
    spent = np.array([walk(tied, start) for start in range(len(tied.nodes))])
    there = strengths[:, None] * spent
    assert there == pytest.approx(there.T, abs=1e-6)


@given(graphs())
def test_scores_of_all_others_add_up_to_nothing(graph):
    tied = ties(graph)
    for start in np.unique(tied.heads).tolist():
        scores = excess(tied, start)
        assert scores[start] == 0
        assert scores.sum() == pytest.approx(0, abs=1e-6)


@given(graphs_in_two_orders())
@settings(max_examples=30)
def test_the_order_of_a_graph_does_not_matter(both):
    one, other = both
    for node in one:
        assert related(one, node) == related(other, node)
        assert related(one, node, label=NodeLabel.PAPER) == related(other, node, label=NodeLabel.PAPER)


def test_ties_add_up_and_leave_results_out():
    tied = ties(GRAPH)
    assert "r1" not in tied.nodes
    a, b, p1 = map(tied.nodes.index, ("method:a", "method:b", "p1"))
    weights = {(h, t): w for h, t, w in zip(tied.heads.tolist(), tied.tails.tolist(), tied.weights, strict=True)}
    assert weights[a, b] == weights[b, a] == pytest.approx(0.1 * 0.5 * 2 + 0.1 * 0.5)
    assert weights[p1, a] == pytest.approx(0.5)
    assert [tied.nodes[i] for i in tied.around(a)] == ["method:b", "p1", "p2"]


def test_weights_are_summed_in_one_order():
    edges = [("a", "b", "USED_FOR"), ("a", "b", "IS_A"), ("b", "a", "IS_A"), ("b", "a", "PART_OF")]
    weights = set()
    for order in permutations(zip(edges, (0.1, 0.2, 0.3, 0.7), strict=True)):
        made = nx.MultiDiGraph()
        made.add_nodes_from("ab", label="Method")
        for (head, tail, type_), confidence in order:
            made.add_edge(head, tail, type_, confidence=confidence, support=1)
        weights.add(tuple(ties(made).weights.tolist()))
    assert len(weights) == 1


def test_an_edge_that_nobody_is_sure_of_ties_nothing():
    made = graph_of({"p1": ["USES method:a"], "p2": ["USES method:a", "USES method:b"]})
    made.edges["p1", "method:a", "USES"]["confidence"] = 0.0
    tied = ties(made)
    assert [tied.nodes[i] for i in np.unique(tied.heads)] == ["method:a", "method:b", "p2"]
    assert related(made, "p1") == []


def test_a_graph_without_edges_has_no_ties():
    assert ties(nx.MultiDiGraph()).heads.size == 0
    assert related(graph_of({"p1": []}), "p1") == []


def test_the_nearest_come_first():
    assert names("method:a")[:2] == ["b", "t"]
    assert "far" not in names("method:a")


def test_what_every_paper_holds_is_not_related():
    papers = {f"p{n}": [f"USES method:m{n}", f"ADDRESSES task:t{n}", "USES metric:all"] for n in range(9)}
    assert [one.name for one in related(graph_of(papers), "method:m0")] == ["t0"]


def test_a_node_is_not_related_to_itself():
    assert not {"method:a", "r1", "p1"} & {one.id for one in related(GRAPH, "method:a")}


@pytest.mark.parametrize(
    ("label", "found"),
    [(NodeLabel.TASK, ["task:t"]), (NodeLabel.PAPER, ["p1", "p2"]), (NodeLabel.METRIC, [])],
    ids=str,
)
def test_label(label, found):
    assert [one.id for one in related(GRAPH, "method:a", label=label)] == found


def test_limit():
    assert len(names("method:a", limit=1)) == 1


def test_reasons():
    of = {one.id: one for one in related(GRAPH, "method:a")}
    assert of["method:b"].relations == ("<- PART_OF", "COMPARED_WITH ->")
    assert of["method:b"].papers == ("p1", "p2")
    assert (of["task:t"].relations, of["task:t"].papers) == ((), ("p1",))
    assert of["task:t"].via == ("b", "all")


def test_a_go_between_has_something_with_both():
    papers = {"p1": ["USES method:a", "USES method:b"], "p2": ["USES method:b", "ADDRESSES task:t"]}
    papers |= {f"q{number}": ["USES method:x"] for number in range(9)}
    (task,) = related(graph_of(papers), "method:a", label=NodeLabel.TASK)
    assert (task.relations, task.papers, task.via) == ((), (), ("b",))


def test_papers_are_related_by_what_they_share():
    found = {one.id: one for one in related(GRAPH, "p1", label=NodeLabel.PAPER)}
    assert found["p2"].via == ("a", "b", "all")
    assert (found["p2"].relations, found["p2"].papers) == ((), ())


@pytest.mark.parametrize("node", ["empty", "p5"])
def test_nothing_is_related_to_what_has_no_ties(node):
    assert related(GRAPH, node, label=NodeLabel.TASK) == []


def test_results_are_refused():
    with pytest.raises(UsageError, match="expected a paper or an entity, got the result r1"):
        related(GRAPH, "r1")


@pytest.fixture
def run(monkeypatch, capsys):
    """Run `litkg related` on the graph; gives exit code, lines of stdout, stderr."""

    def call(*arguments):
        monkeypatch.setattr(sys.modules["graph.build"], "load", lambda _: GRAPH)
        with pytest.raises(SystemExit) as end:
            graph.cli.main(["related", *arguments])
        captured = capsys.readouterr()
        return end.value.code, captured.out.splitlines(), captured.err

    return call


def test_related_says_why(run):
    code, lines, _ = run("A", "--limit", "2")
    rows = [line.split("\t")[1:] for line in lines]
    assert code == 0
    assert lines[0] == "Related to Method: a"
    assert rows[1:] == [
        ["label", "name", "why"],
        ["Method", "b", "<- PART_OF, COMPARED_WITH ->, 2 shared papers"],
        ["Task", "t", "1 shared paper"],
    ]


def test_related_papers_say_what_they_share(run):
    _, lines, _ = run("Title of p1", "--label", "paper")
    assert [line.split("\t")[2:] for line in lines[2:]] == [["Title of p2", "via a, b, all"]]


def test_a_name_of_several_nodes_gives_a_table_each(run):
    _, lines, err = run("far")
    assert [line for line in lines if line.startswith("Related")] == [
        "Related to Dataset: far",
        "Related to Method: far",
    ]
    assert err == ""


def test_related_as_json(run):
    code, lines, _ = run("a", "--json", "--limit", "1")
    (found,) = map(json.loads, lines)
    assert code == 0
    assert (found["of"], found["id"], found["papers"]) == ("method:a", "method:b", ["p1", "p2"])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("Title of empty",), 0, "Related to Paper: Title of empty: nothing"),
        (("b", "--label", "Result"), 2, "--label: expected one of Method, Dataset, Metric, Task, Paper"),
        (("lonley",), 1, "did you mean 'lonely'?"),
        (("r1",), 2, "expected a paper or an entity"),
    ],
)
def test_nothing_to_show(run, arguments, code, said):
    found, lines, err = run(*arguments)
    assert (found, lines) == (code, [])
    assert said in err
