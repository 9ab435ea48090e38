"""Two methods side by side: what joins them, from either side, and what `litkg compare` writes."""

import json
import sys
from dataclasses import replace

import networkx as nx
import pytest
from cypher_sample import HOSTILE
from held import graph_of, graphs, graphs_in_two_orders
from hypothesis import given
from told import Told
from told import graph_of as results_of

import graph.cli
from extract.errors import UsageError
from graph.compare import Comparison, compare
from graph.lookup import find
from graph.schema import NodeLabel

A, B = "method:a", "method:b"
GRAPH = nx.compose(
    graph_of(
        {
            "p1": ["INTRODUCES method:a", "COMPARES method:b", "USES dataset:D"],
            "p2": ["USES method:b", "USES dataset:D"],
            "p3": ["USES method:b", "MENTIONS method:a"],
        },
        "method:a COMPARED_WITH method:b p1",
        "method:b PART_OF method:a p3",
        "method:a EVALUATED_ON dataset:D p1",
        "method:b EVALUATED_ON dataset:D p1 p2",
        "method:a USED_FOR task:alone p1",
        "method:b MEASURED_BY metric:alone p2",
        "method:b MEASURED_BY metric:other p2",
        years={"p1": 2021, "p3": 2023},
    ),
    results_of(
        Told("a", "80"),
        Told("b", "75", paper="p2"),
        Told("c", "99"),
        Told("a", "5", relative=True, baseline="b"),
        Told("a", "3", dataset="E", relative=True, baseline="b", task="both"),
        Told("b", "70", dataset="F", task="both"),
    ),
)


def from_the_other_side(found: Comparison) -> Comparison:
    """Exchange the two methods, so that it compares with a comparison of the second and the first."""
    one, other = found.a, found.b
    ends = {one.id: other, other.id: one}
    stated = [
        replace(link, outgoing=not link.outgoing, other=ends[link.other].id, other_name=ends[link.other].name)
        for link in found.stated
    ]
    return replace(
        found,
        a=other,
        b=one,
        stated=tuple(sorted(stated, key=str)),
        shared=tuple(replace(entity, a=entity.b, b=entity.a) for entity in found.shared),
        papers=tuple(replace(paper, a=paper.b, b=paper.a) for paper in found.papers),
    )


def test_sides_count_what_each_has_alone():
    found = compare(GRAPH, A, B)
    assert (found.a.id, found.a.name, found.a.papers, found.a.only) == (A, "a", 2, {"Dataset": 1, "Task": 1})
    assert (found.b.papers, found.b.only) == (3, {"Dataset": 1, "Metric": 2})


def test_what_is_stated_has_direction_and_evidence():
    found = compare(GRAPH, A, B).stated
    assert [(link.type, link.outgoing, link.evidence) for link in found] == [
        ("PART_OF", False, ("Sentence of p3.",)),
        ("COMPARED_WITH", True, ("Sentence of p1.",)),
    ]


def test_results_of_both_on_one_dataset_in_one_metric():
    board = compare(GRAPH, A, B).boards[0]
    assert (board.dataset_name, board.metric_name, board.direction) == ("D", "accuracy", "higher")
    assert [(row.method_name, row.value) for row in board.levels] == [("a", "80"), ("b", "75")]
    assert [(row.value, row.baseline_name) for row in board.gains] == [("5", "b")]


def test_a_gain_of_one_over_the_other_needs_no_result_of_the_other():
    _, board = compare(GRAPH, A, B).boards
    assert (board.dataset_name, board.levels, [row.value for row in board.gains]) == ("E", (), ["3"])


@pytest.mark.parametrize(
    "results",
    [
        pytest.param([Told("a", "80"), Told("b", "75", dataset="E")], id="other datasets"),
        pytest.param([Told("a", "80"), Told("b", "75", metric="error")], id="other metrics"),
        pytest.param([Told("a", "80", dataset=None), Told("b", "75", dataset=None)], id="no dataset"),
        pytest.param([Told("a", "80"), Told("c", "75"), Told(None, "7")], id="other methods"),
        pytest.param([Told("a", "5", relative=True, baseline="c"), Told("b", "1", dataset="E")], id="other baseline"),
    ],
)
def test_results_that_do_not_set_one_against_the_other(results):
    made = results_of(*results, relations=((A, "PART_OF", B),))
    assert compare(made, A, B).boards == ()


def test_what_both_are_related_to_or_have_results_with():
    found = {entity.id: (entity.label, entity.a, entity.b) for entity in compare(GRAPH, A, B).shared}
    assert found == {
        "dataset:D": ("Dataset", ("p1",), ("p1", "p2")),
        "metric:accuracy": ("Metric", ("p1",), ("p1", "p2")),
        "task:both": ("Task", ("p1",), ("p1",)),
    }


def test_papers_that_hold_both_come_latest_first():
    found = compare(GRAPH, A, B).papers
    assert [(paper.id, paper.year, paper.a, paper.b) for paper in found] == [
        ("p3", 2023, "MENTIONS", "USES"),
        ("p1", 2021, "INTRODUCES", "COMPARES"),
    ]


def test_one_method_is_no_two():
    with pytest.raises(UsageError, match="expected two methods, got 'a' twice"):
        compare(GRAPH, A, A)


def pairs(made):
    """Give all pairs of methods."""
    methods = sorted(node for node, label in made.nodes(data="label") if label == NodeLabel.METHOD)
    return [(a, b) for a in methods for b in methods if a < b]


@given(graphs())
def test_from_the_other_side_it_is_the_same(made):
    for a, b in pairs(made):
        there, back = compare(made, a, b), compare(made, b, a)
        assert replace(back, stated=tuple(sorted(back.stated, key=str))) == from_the_other_side(there)


def test_results_from_the_other_side_are_the_same():
    assert compare(GRAPH, B, A).boards == compare(GRAPH, A, B).boards


@given(graphs_in_two_orders())
def test_the_order_of_a_graph_does_not_matter(both):
    one, other = both
    for a, b in pairs(one):
        assert compare(one, a, b) == compare(other, a, b)


@pytest.fixture
def run(monkeypatch, capsys):
    """Run `litkg compare`; gives exit code, stdout, stderr."""

    def call(*arguments, of=GRAPH):
        monkeypatch.setattr(sys.modules["graph.build"], "load", lambda _: of)
        with pytest.raises(SystemExit) as end:
            graph.cli.main(["compare", *arguments])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return call


def test_compare_writes_each_part(run):
    code, out, err = run("A", "B")
    assert (code, err) == (0, "")
    assert (
        out
        == """\
a (papers: 2; related to it alone: Dataset 1, Task 1)
b (papers: 3; related to it alone: Dataset 1, Metric 2)

Stated (2)
  b PART_OF a (papers: 1, confidence 0.50)
      "Sentence of p3."
  a COMPARED_WITH b (papers: 1, confidence 0.50)
      "Sentence of p1."

Results (2)
  accuracy on D (higher is better)
    a: 80 %, in Title of p1 (2021)
        "Sentence 0."
    b: 75 %, in Title of p2 (2023)
        "Sentence 1."
    a: gain of 5 % over b, in Title of p1 (2021)
        "Sentence 3."
  accuracy on E (higher is better)
    a: gain of 3 % over b, in Title of p1 (2021)
        "Sentence 4."

Both are related to (3)
  D (Dataset; papers: 1 and 2)
  accuracy (Metric; papers: 1 and 2)
  both (Task; papers: 1 and 1)

Papers with both (2)
  Title of p3 (2023): MENTIONS a, USES b
  Title of p1 (2021): INTRODUCES a, COMPARES b
"""
    )


def test_compare_cuts_long_parts(run):
    _, out, _ = run("a", "b", "--limit", "1")
    assert "Stated; 1 of 2 shown, --limit shows more" in out
    assert "Title of p1 (2021): INTRODUCES" not in out


def test_compare_as_json(run):
    code, out, _ = run("a", "b", "--json", "--limit", "1")
    found = json.loads(out)
    assert code == 0
    assert found["a"]["only"] == {"Dataset": 1, "Task": 1}
    assert [board["dataset_name"] for board in found["boards"]] == ["D", "E"]


def test_two_methods_with_nothing_in_common(run):
    code, out, err = run("a", "b", of=graph_of({"p1": ["USES method:a"], "p2": ["USES method:b"]}))
    assert code == 0
    assert out.splitlines() == [f"{name} (papers: 1; related to it alone: nothing)" for name in "ab"]
    assert err == "the two have nothing in common in this build\n"


def test_a_name_of_several_methods_is_taken_for_that_of_most_papers(run):
    made = graph_of({"p1": ["USES method:a", "USES method:b", "USES method:c"], "p2": ["USES method:c"]})
    for id_ in ("method:a", "method:c"):
        made.nodes[id_]["aliases"] = ["AC"]
    assert find(made, "ac") == ["method:c", "method:a"]
    code, out, err = run("ac", "b", of=made)
    assert (code, out.splitlines()[0]) == (0, "c (papers: 2; related to it alone: nothing)")
    assert "taking 'ac' for method:c; also called so: method:a" in err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("a", "D"), 1, "no Method in the graph is called 'D'"),
        (("a", "c"), 0, ""),
        (("a", "method:a"), 2, "expected two methods, got 'a' twice; see its names with: litkg merges 'a'"),
    ],
)
def test_names_that_are_no_two_methods(run, arguments, code, said):
    found, _, err = run(*arguments)
    assert found == code
    assert said in err


def test_names_that_a_terminal_would_obey_are_escaped(run):
    made = graph_of({"p1": ["USES method:a", "USES method:b"]})
    made.nodes["method:a"]["name"] = f"\x1b[31m{HOSTILE}"
    made.nodes["p1"]["title"] = "\x9b2J"
    _, out, _ = run("method:a", "b", of=made)
    assert "\x1b" not in out
    assert "\x9b" not in out
