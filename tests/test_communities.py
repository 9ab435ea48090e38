"""Communities: what belongs together, what each is called, and that neither order nor process changes anything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from held import graph_of, graphs, graphs_in_two_orders
from hypothesis import given

import graph.cli
from graph.communities import communities
from graph.schema import NodeLabel

VISION = ["USES method:conv-net", "ADDRESSES task:detection", "USES dataset:coco", "USES metric:all"]
TEXT = ["USES method:bert", "ADDRESSES task:parsing", "USES dataset:treebank", "USES metric:all"]
PAPERS = {f"v{n}": [*VISION, f"INTRODUCES method:v{n}"] for n in range(4)}
PAPERS |= {f"t{n}": [*TEXT, f"INTRODUCES method:t{n}"] for n in range(3)}


def papers_about(*things: str, number: int = 3, prefix: str):
    """Make papers that hold the same things and nothing else."""
    return {f"{prefix}{n}": [f"USES {thing}" for thing in things] for n in range(number)}


def test_what_papers_hold_together_belongs_together():
    vision, text = communities(graph_of(PAPERS))
    assert vision.papers == ("v0", "v1", "v2", "v3")
    assert text.papers == ("t0", "t1", "t2")
    assert set(text.entities) == {
        "method:bert", "task:parsing", "dataset:treebank", "method:t0", "method:t1", "method:t2"
    }  # fmt: skip
    assert list(vision.entities) == sorted(vision.entities)


def test_a_community_is_called_by_its_most_central_task_and_method():
    vision, text = communities(graph_of(PAPERS))
    assert (vision.name, text.name) == ("detection - conv net", "parsing - bert")
    assert (vision.tasks, vision.methods[0], vision.datasets) == (("detection",), "conv net", ("coco",))


def test_what_all_communities_hold_is_central_to_none():
    papers = papers_about("task:a", "method:own", "method:all", prefix="p", number=2)
    papers |= papers_about("task:b", "method:other", "method:all", prefix="q", number=3)
    assert {one.name for one in communities(graph_of(papers))} == {"a - own", "b - other"}


def test_what_more_papers_hold_is_more_central_than_what_one_is_sure_of():
    papers = papers_about("method:often", "dataset:glue", number=4, prefix="p")
    papers["p0"].append("INTRODUCES method:once")
    made = graph_of(papers | papers_about("method:x", "dataset:y", number=4, prefix="q"))
    for _, thing, edge in made.edges(data=True):
        edge["confidence"] = {"method:often": 0.15, "method:once": 0.9}.get(thing, 1.0)
    one, _ = communities(made)
    assert one.methods == ("often", "once")


@pytest.mark.parametrize(
    ("things", "name"),
    [
        pytest.param(("task:t",), "t", id="a task alone"),
        pytest.param(("method:m", "dataset:d"), "m - d", id="no task"),
        pytest.param(("method:m", "method:n"), "m - n", id="methods alone"),
        pytest.param(("task:same", "method:same", "dataset:d"), "same - d", id="task and method of one name"),
    ],
)
def test_names_make_do_with_what_there_is(things, name):
    (one,) = communities(graph_of(papers_about(*things, number=1, prefix="p")))
    assert one.name == name


def test_names_are_distinct():
    papers = papers_about("task:t", "method:m", "dataset:d", prefix="p", number=4)
    papers |= papers_about("task:other-t", "method:other-m", "dataset:other-d", prefix="q", number=3)
    papers |= papers_about("task:third-t", "method:third-m", prefix="r", number=2)
    made = graph_of(papers)
    for thing, data in made.nodes(data=True):
        if data["label"] in (NodeLabel.TASK, NodeLabel.METHOD):
            data["name"] = thing[0].upper()
    assert [one.name for one in communities(made)] == ["T - M", "T - M - other d", "T - M (2)"]


def test_results_and_papers_without_entities_belong_nowhere():
    made = graph_of(PAPERS | {"empty": []})
    made.add_node("r1", label="Result", value="1", unit="%")
    made.add_edge("v0", "r1", key="REPORTS", confidence=1.0, support=1)
    members = {node for one in communities(made) for node in (*one.entities, *one.papers)}
    assert members == set(made) - {"r1", "empty"}


def test_an_empty_graph_has_no_communities():
    assert communities(graph_of({})) == []


@given(graphs())
def test_each_entity_is_in_one_community(graph):
    found = communities(graph)
    members = [entity for one in found for entity in one.entities]
    assert sorted(members) == sorted(n for n, label in graph.nodes(data="label") if label != NodeLabel.PAPER)
    assert len({one.name.casefold() for one in found}) == len(found)


@given(graphs_in_two_orders())
def test_the_order_of_a_graph_does_not_matter(both):
    one, other = both
    assert communities(one) == communities(other)


def test_every_process_finds_the_same():
    code = (
        "import random\nfrom held import graph_of\nfrom graph.communities import communities\n"
        "dice = random.Random(1)\nroles = [f'USES {label}:{n}' for label in ('method', 'task') for n in range(40)]\n"
        "print(communities(graph_of({f'p{n}': dice.sample(roles, 5) for n in range(60)})))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(told) == 1


@pytest.fixture
def run(monkeypatch, capsys):
    """Run `litkg communities`; gives exit code, lines of stdout, stderr."""

    def call(*arguments):
        monkeypatch.setattr(sys.modules["graph.build"], "load", lambda _: graph_of(PAPERS))
        with pytest.raises(SystemExit) as end:
            graph.cli.main(["communities", *arguments])
        captured = capsys.readouterr()
        return end.value.code, captured.out.splitlines(), captured.err

    return call


def test_communities_in_a_table(run):
    code, lines, err = run("--limit", "1")
    assert (code, err) == (0, "communities: 2; --limit shows more\n")
    assert lines == [
        "community\tpapers\tentities\tmethods\tdatasets\ttasks",
        "detection - conv net\t4\t8\tconv net, v0, v1\tcoco\tdetection",
    ]


def test_communities_as_json(run):
    code, lines, err = run("--json", "--limit", "1")
    found = [json.loads(line) for line in lines]
    assert (code, err) == (0, "")
    assert [one["papers"] for one in found] == [["v0", "v1", "v2", "v3"], ["t0", "t1", "t2"]]
    assert "method:bert" in found[1]["entities"]
