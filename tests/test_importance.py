"""What matters: how papers are counted, how umbrella terms are held back, and what `litkg top` writes."""

import json
import sys

import pytest
from held import graph_of, graphs, graphs_in_two_orders
from hypothesis import given

import graph.cli
from graph.importance import connected, introduced_on, papers_of
from graph.kinds import kinds, specificity
from graph.schema import ROLE_EDGES, EdgeType

GRAPH = graph_of(
    {
        "p1": ["INTRODUCES method:new", "USES dataset:d", "USES method:net", "ADDRESSES task:t"],
        "p2": ["INTRODUCES method:newer", "USES dataset:d", "USES method:deep-net", "MENTIONS task:t"],
        "p3": ["COMPARES method:net", "USES method:other-net", "INTRODUCES dataset:e"],
        "p4": ["USES method:plain", "MENTIONS dataset:d"],
        "p5": ["USES method:plain"],
    },
    "method:new EVALUATED_ON dataset:d p1",
    "method:newer EVALUATED_ON dataset:d p2",
    "method:gan IS_A method:net p3",
)


def row_of(rows, id_):
    """Give the row of a thing."""
    (row,) = (row for row in rows if row.id == id_)
    return row


def test_papers_that_only_mention_a_thing_do_not_count():
    assert papers_of(GRAPH)["dataset:d"] == {"p1", "p2"}
    assert row_of(connected(GRAPH), "task:t").papers == 1


def test_neighbours_are_counted_once():
    row = row_of(connected(GRAPH), "dataset:d")
    assert (row.label, row.name, row.papers, row.neighbours, row.kinds, row.score) == ("Dataset", "d", 2, 2, 0, 2.0)


def test_a_thing_that_no_paper_works_with_has_no_row():
    assert "method:gan" not in {row.id for row in connected(GRAPH)}


def test_an_umbrella_term_comes_after_a_specific_one():
    plain, net = (row_of(connected(GRAPH), id_) for id_ in ("method:plain", "method:net"))
    assert (plain.papers, plain.kinds, net.papers, net.kinds) == (2, 0, 2, 3)
    assert plain.score > net.score


@pytest.mark.parametrize(
    ("thing", "found"),
    [
        pytest.param("method:net", {"method:deep-net", "method:other-net", "method:gan"}, id="stated and by name"),
        pytest.param("method:deep-net", set(), id="no kind"),
        pytest.param("task:net", set(), id="a kind has the same label"),
        pytest.param("method:et", set(), id="half a word is no kind"),
        pytest.param("method:vae", {"method:other"}, id="by an alias"),
    ],
)
def test_kinds(thing, found):
    graph = graph_of(
        {"p1": ["USES method:deep-net", "USES method:other-net", "USES task:net", "USES method:et"]},
        "method:gan IS_A method:net p1",
        "method:other USED_FOR task:net p1",
        "method:vae USED_FOR task:net p1",
    )
    graph.nodes["method:other"]["aliases"] = ["conditional VAE", "CVAE"]
    # What a thing is called itself, and what another is called as a whole, are no kinds.
    graph.nodes["method:net"]["aliases"] = ["neural net"]
    graph.nodes["method:vae"]["aliases"] = ["net"]
    assert kinds(graph)[thing] == found


def test_specificity_runs_from_1_to_0():
    graph = graph_of({"p1": ["USES method:a", "USES method:b", "USES method:c", "USES task:t"]})
    below = {"method:a": ["method:b", "method:c"], "method:b": ["method:c"], "method:c": [], "task:t": []}
    found = specificity(graph, below)
    assert found["method:a"] == pytest.approx(0)
    assert 0 < found["method:b"] < 1
    assert (found["method:c"], found["task:t"]) == (1, 1)


@pytest.mark.parametrize(
    ("thing", "papers", "methods"),
    [
        pytest.param("dataset:d", 2, ("new", "newer"), id="tried on a dataset"),
        pytest.param("task:t", 1, ("new",), id="a task that one paper only mentions"),
        pytest.param("method:net", 1, ("new",), id="built on a method"),
    ],
)
def test_introduced_on(thing, papers, methods):
    row = row_of(introduced_on(GRAPH), thing)
    assert (row.papers, row.methods) == (papers, methods)


def test_the_surest_method_comes_first():
    made = graph_of({"p1": ["INTRODUCES method:a", "USES task:t"], "p2": ["INTRODUCES method:b", "USES task:t"]})
    made.edges["p2", "method:b", "INTRODUCES"]["confidence"] = 0.9
    assert row_of(introduced_on(made), "task:t").methods == ("b", "a")


@pytest.mark.parametrize("thing", ["method:new", "dataset:e", "method:plain"])
def test_nothing_else_is_introduced_on_it(thing):
    assert thing not in {row.id for row in introduced_on(GRAPH)}


@given(graphs_in_two_orders())
def test_the_order_of_a_graph_does_not_matter(both):
    one, other = both
    assert connected(one) == connected(other)
    assert introduced_on(one) == introduced_on(other)


@given(graphs())
def test_papers_add_up_to_the_roles_of_the_graph(graph):
    roles = [type_ for _, _, type_ in graph.edges(keys=True) if type_ in ROLE_EDGES.values()]
    rows = connected(graph)
    assert sum(row.papers for row in rows) == len(roles) - roles.count(EdgeType.MENTIONS)
    assert all(0 <= row.score <= row.papers for row in rows)
    every = {row.id: row.papers for row in rows}
    assert all(row.papers <= every[row.id] for row in introduced_on(graph))


@pytest.fixture
def top(monkeypatch, capsys):
    """Run `litkg top` on a graph made by hand; gives exit code, lines of stdout, stderr."""

    def call(*arguments, of=GRAPH):
        monkeypatch.setattr(sys.modules["graph.build"], "load", lambda _: of)
        with pytest.raises(SystemExit) as end:
            graph.cli.main(["top", *arguments])
        captured = capsys.readouterr()
        return end.value.code, captured.out.splitlines(), captured.err

    return call


def test_top_shows_each_label(top):
    code, lines, err = top("--limit", "1")
    assert (code, err) == (0, "--limit shows more\n")
    assert [line.split("\t")[:2] for line in lines] == [
        ["label", "name"],
        ["Method", "plain"],
        ["Dataset", "d"],
        ["Task", "t"],
    ]


def test_top_of_a_label_by_introduced_methods(top):
    code, lines, _ = top("--by", "introduced", "--label", "dataset")
    assert code == 0
    assert lines == ["label\tname\tscore\tpapers\tmethods\tsuch as", "Dataset\td\t2.0\t2\t2\tnew, newer"]


def test_top_as_json_is_not_cut(top):
    code, lines, err = top("--label", "Method", "--limit", "1", "--json")
    assert (code, err) == (0, "")
    assert {json.loads(line)["name"] for line in lines} == {"new", "newer", "net", "deep net", "other net", "plain"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--by", "size"), "--by: expected one of connected, introduced, rising, got 'size'"),
        (("--label", "Paper"), "--label: expected one of Method, Dataset, Metric, Task, got 'Paper'"),
        (("--since", "2020"), "--since: expected --by rising with it, got --by connected"),
        (("--by", "rising"), "none of the 5 papers has a year"),
    ],
)
def test_top_refuses(top, arguments, said):
    code, lines, err = top(*arguments)
    assert (code, lines) == (2, [])
    assert said in err


def test_top_by_rising_says_what_chance_would_do(top):
    papers = {f"p{number}": ["USES method:old"] if number < 6 else ["USES method:young"] for number in range(12)}
    papers["undated"] = ["USES method:young"]
    years = {f"p{number}": 2018 + number // 2 for number in range(12)}
    code, lines, err = top("--by", "rising", of=graph_of(papers, years=years))
    assert code == 0
    assert lines == [
        "label\tname\ttrend\tpapers\t2019 %\t2020 %\t2021 %\t2022 %\t2023 %",
        "Method\tyoung\t2.87\t6\t0.0\t0.0\t100.0\t100.0\t100.0",
    ]
    assert "1 of 2 entities in 3 papers or more rise; by chance alone about 0 would" in err
    assert "papers left out for lack of a year: 1" in err
