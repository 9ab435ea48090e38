"""Leaderboards by Cypher and on the command line: the same boards and conflicts, and what is written of them."""

import json
import random
import sys

import networkx as nx
import pytest
from cypher_sample import HOSTILE
from told import Told, graph_of

import graph.cli
from graph.cookbook import cookbook
from graph.leaderboard import boards, conflicts
from graph.query import create_database, open_engine


def varied_graph() -> nx.MultiDiGraph:
    """Make a graph of many results, drawn with a fixed seed."""
    dice = random.Random(3)
    values = ["80", "80.4", "80.44", "0.8", "0.57", "57", "81", "up to 82", "over 79", "70-85", "high", "3", "2.5"]
    told = [
        Told(
            method=dice.choice(["A", "B", "C", "D", None]),
            value=dice.choice(values),
            unit=dice.choice(["%", "%", "", "ms"]),
            paper=dice.choice(["p1", "p2", "p3"]),
            dataset=dice.choice(["D", "E", "F", "G", None]),
            metric=dice.choice(["accuracy", "error", "M", None]),
            relative=dice.random() < 0.3,
            task=dice.choice(["T", "U", None, None]),
            baseline=dice.choice(["A", None]),
        )
        for _ in range(300)
    ]
    return graph_of(*told)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    path = tmp_path_factory.mktemp("embedded") / "cypher"
    create_database(varied_graph(), path)
    with open_engine(path) as engine:
        yield engine


@pytest.mark.parametrize("dataset", ["", "E", "the e dataset"])
def test_cypher_gives_the_same_boards(engine, dataset):
    found = [board for board in boards(varied_graph(), dataset=dataset or None) if board.dataset]
    found.sort(key=lambda board: (board.dataset_name, board.metric or "", board.unit))
    rows = engine.run(cookbook()["leaderboard"].cypher, {"dataset": dataset}).rows
    assert rows == [
        (
            board.dataset_name, board.metric_name if board.metric else "", row.rank,
            row.method_name if row.method else "", row.value, row.unit, row.title, row.year, row.evidence,
        )
        for board in found for row in board.levels
    ]  # fmt: skip
    gains = engine.run(cookbook()["gains"].cypher, {"dataset": dataset}).rows
    found.sort(key=lambda board: (board.dataset_name, board.metric or ""))
    assert [row[-1] for row in gains] == [row.evidence for board in found for row in board.gains]


@pytest.mark.parametrize("dataset", ["", "E"])
def test_cypher_gives_the_same_conflicts(engine, dataset):
    found = conflicts(varied_graph(), dataset=dataset or None)
    answer = engine.run(cookbook()["conflicts"].cypher, {"dataset": dataset})
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    told = {row[name] for row in rows for name in ("evidence", "other_evidence")}
    assert found
    assert told == {row.evidence for conflict in found for row in conflict.standings}
    assert {(row["method"], row["dataset"], row["metric"]) for row in rows} == {
        (conflict.method_name, conflict.dataset_name, conflict.metric_name) for conflict in found
    }
    within = [row["title"] == row["other_title"] for row in rows]
    assert within == sorted(within)


@pytest.fixture
def run(capsys, monkeypatch):
    """Run `litkg leaderboard` on a graph; gives exit code, stdout and stderr."""

    def call(made, *arguments):
        monkeypatch.setattr(sys.modules["graph.build"], "load", lambda folder: made)
        with pytest.raises(SystemExit) as end:
            graph.cli.main(["leaderboard", *arguments])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return call


SMALL = (
    Told("A", "80"),
    Told("A", "81.5", paper="p2"),
    Told("B", "up to 82", paper="p2"),
    Told("B", "5", "points", relative=True, baseline="A"),
    Told("A", "3", "ms", dataset="E", metric="M"),
    Told("A", "high"),
)


def test_without_a_filter_boards_are_listed(run):
    code, out, err = run(graph_of(*SMALL))
    assert code == 0
    assert [line.split("\t") for line in out.splitlines()] == [
        ["dataset", "metric", "methods", "papers", "gains", "leader", "value"],
        ["D", "accuracy", "2", "2", "1", "B", "up to 82%"],
        ["E", "M", "1", "1", "0", "", ""],
    ]
    assert err == "2 boards\nresults on no board, without a number or with neither dataset nor metric: 1\n"


def test_a_filter_shows_levels_and_gains(run):
    code, out, err = run(graph_of(*SMALL), "--dataset", "d")
    assert code == 0
    assert [line.split("\t") for line in out.splitlines()] == [
        ["rank", "method", "value", "metric", "paper", "year", "evidence"],
        ["1", "B", "up to 82%", "accuracy", "Title of p2", "2023", "Sentence 2."],
        ["2", "A", "81.5%", "accuracy", "Title of p2", "2023", "Sentence 1."],
        ["Gains"],
        ["method", "gain", "over", "metric", "paper", "year", "evidence"],
        ["B", "5 points", "A", "accuracy", "Title of p1", "2021", "Sentence 3."],
    ]
    assert err == "2 methods\nhigher is better: accuracy\n1 gain\n"


def test_what_is_not_ranked_is_told(run):
    _, out, err = run(graph_of(*SMALL, Told("C", "7", dataset=None)), "--task", "accuracy")
    assert (out, err) == ("", "litkg: no Task in the graph is called 'accuracy'\n")
    _, out, err = run(graph_of(Told("C", "7", dataset=None)), "--metric", "accuracy")
    assert out.splitlines()[1].split("\t")[:4] == ["", "C", "7%", "(no dataset named)"]
    assert "not ranked, since datasets may differ: (no dataset named)" in err
    _, _, err = run(graph_of(*SMALL), "--metric", "m")
    assert "not ranked, since nothing says which way is better: M" in err


def test_a_limit_is_told(run):
    _, out, err = run(graph_of(*SMALL), "--metric", "accuracy", "--limit", "1")
    assert len(out.splitlines()) == 5
    assert "2 methods, 1 shown; --limit shows more" in err


def test_json_has_every_board(run):
    code, out, err = run(graph_of(*SMALL), "--json", "--limit", "1")
    assert (code, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert first["levels"][0]["method"] == "method:B"
    assert first["levels"][1]["also"] == ["result:000"]
    assert first["gains"][0]["baseline_name"] == "A"
    assert (second["direction"], second["unit"], second["levels"][0]["rank"]) == ("", "ms", None)


def test_conflicts_show_the_sentences(run):
    made = graph_of(*SMALL, Told("B", "12", dataset="E"), Told("B", "13", dataset="E"))
    code, out, err = run(made, "--conflicts")
    assert code == 0
    assert out.splitlines() == [
        "A on D, accuracy",
        "  80% in Title of p1 (2021)",
        '      "Sentence 0."',
        "  81.5% in Title of p2 (2023)",
        '      "Sentence 1."',
        "",
        "B on E, accuracy",
        "  12% in Title of p1 (2021)",
        '      "Sentence 6."',
        "  13% in Title of p1 (2021)",
        '      "Sentence 7."',
        "",
    ]
    assert err == "2 conflicts\nwithin one paper: 1\n"
    _, out, _ = run(made, "--conflicts", "--json", "--dataset", "D")
    assert [row["value"] for row in json.loads(out)["standings"]] == ["80", "81.5"]


def test_numbers_of_one_sentence_are_shown_together(run):
    made = graph_of(Told("A", "80"), Told("A", "90"))
    made.nodes["result:001"]["evidence"] = "Sentence 0."
    _, out, _ = run(made, "--conflicts")
    assert out.splitlines()[1:3] == ["  80%, 90% in Title of p1 (2021)", '      "Sentence 0."']


def test_nothing_found_says_what_there_is(run):
    code, out, err = run(graph_of(*SMALL), "--dataset", "E", "--metric", "accuracy")
    assert (code, out, err) == (0, "", "no result fits; there are boards of M on E\n")
    assert run(nx.MultiDiGraph())[2].endswith("the graph has no results\n")


def test_a_wrong_name_is_a_wrong_request(run):
    code, out, err = run(graph_of(Told("A", "1", dataset="ImageNet")), "--dataset", "imagenat")
    assert (code, out) == (2, "")
    assert "did you mean 'ImageNet'" in err


def test_hostile_names_reach_no_terminal(run):
    made = graph_of(Told("\x1b[31mA", "1\x9b", dataset=HOSTILE), Told("\x1b[31mA", "2", dataset=HOSTILE))
    for arguments in ((), ("--dataset", HOSTILE), ("--conflicts",), ("--json",)):
        code, out, err = run(made, *arguments)
        assert code == 0
        assert all(line.isprintable() for line in out.replace("\t", "").splitlines())
        assert "\x1b" not in err
