"""Bulk files: typed CSV that the importer of a real Neo4j turns into what a push makes."""

import csv
import os
import subprocess
from pathlib import Path

import networkx as nx
import pytest
from cypher_sample import HOSTILE, edge, sample_graph
from neo4j import GraphDatabase
from neo4j_server import home, serving

from extract.errors import SchemaError, UsageError
from graph.publish.bulk import COMMAND, FINISH, write_bulk
from graph.publish.neo4j import push


def hostile_graph() -> nx.MultiDiGraph:
    """The sample with text that CSV readers stumble over, and properties that differ only by being empty or absent."""
    graph = sample_graph()
    graph.nodes["p1"]["abstract"] = 'one\r\ntwo\n\tthree "four" \\ five, six; \x00 \x1b |'
    graph.nodes["method:hostile"]["aliases"] = ["`", "'", " x", "y ", "a;b", '"q"', "a\nb", "\\", ",", "\x1f", HOSTILE]
    graph.nodes["method:block"]["name"] = '"'
    graph.nodes["method:attention"]["name"] = " "
    graph.edges["p1", "method:attention", "USES"].update(edge("p1", "p2"), evidence=['"a",\n"b"', HOSTILE])
    return graph


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_headers_have_the_types_of_the_schema(tmp_path: Path) -> None:
    write_bulk(sample_graph(), tmp_path / "bulk")
    first = {file.stem: file.read_text(encoding="utf-8").splitlines()[0] for file in (tmp_path / "bulk").glob("*.csv")}
    assert first["Paper"] == "id:ID,title:string,abstract:string,year:long,url:string,authors:string[],litkg:boolean"
    assert first["Result"].startswith("id:ID,value:string,number:double,low:double,")
    assert "relative:boolean" in first["Result"]
    assert first["USES"] == (
        ":START_ID,:END_ID,confidence:double,support:long,papers:string[],evidence:string[],starts:long[],ends:long[],"
        "litkg:boolean"
    )


def test_every_node_and_relationship_is_a_row(tmp_path: Path) -> None:
    graph = hostile_graph()
    write_bulk(graph, tmp_path / "bulk")
    files = {file.stem: rows(file) for file in (tmp_path / "bulk").glob("*.csv")}
    ids = [row["id:ID"] for found in files.values() for row in found if "id:ID" in row]
    edges = [(r[":START_ID"], name, r[":END_ID"]) for name, found in files.items() for r in found if ":END_ID" in r]
    assert sorted(ids) == sorted(graph)
    assert sorted(edges) == sorted((start, kind, end) for start, end, kind in graph.edges(keys=True))


def test_the_separator_of_lists_stands_in_no_item(tmp_path: Path) -> None:
    write_bulk(hostile_graph(), tmp_path / "bulk")
    assert "--array-delimiter=U+001E" in (tmp_path / "bulk" / COMMAND).read_text(encoding="utf-8")
    (found,) = [row for row in rows(tmp_path / "bulk" / "Method.csv") if row["id:ID"] == "method:hostile"]
    assert found["aliases:string[]"].split("\x1e") == hostile_graph().nodes["method:hostile"]["aliases"]


def test_lists_that_hold_every_separator_are_refused(tmp_path: Path) -> None:
    graph = sample_graph()
    graph.nodes["task:detection"]["aliases"] = ["".join(map(chr, (*range(0x1C, 0x20), *range(0xE000, 0xF900))))]
    with pytest.raises(SchemaError, match="every character"):
        write_bulk(graph, tmp_path / "bulk")
    assert not list(tmp_path.iterdir())


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path) -> None:
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(hostile_graph().nodes(data=True))))
    turned.add_edges_from(reversed(list(hostile_graph().edges(keys=True, data=True))))
    write_bulk(hostile_graph(), tmp_path / "a")
    write_bulk(turned, tmp_path / "b")
    first, second = ({f.name: f.read_bytes() for f in (tmp_path / name).iterdir()} for name in "ab")
    assert first == second


def test_a_folder_of_an_earlier_export_is_replaced_and_no_other(tmp_path: Path) -> None:
    write_bulk(hostile_graph(), tmp_path / "bulk")
    small = nx.MultiDiGraph()
    small.add_node("task:t", label="Task", name="t", aliases=[], papers=1, mentions=1)
    write_bulk(small, tmp_path / "bulk")
    assert sorted(file.name for file in (tmp_path / "bulk").iterdir()) == ["Task.csv", FINISH, COMMAND]
    with pytest.raises(UsageError, match=COMMAND):
        write_bulk(small, tmp_path)


def test_nothing_of_the_graph_stands_in_the_command(tmp_path: Path) -> None:
    write_bulk(hostile_graph(), tmp_path / "bulk")
    script = (tmp_path / "bulk" / COMMAND).read_text(encoding="utf-8")
    assert "DETACH" not in script
    subprocess.run(["sh", "-n", tmp_path / "bulk" / COMMAND], check=True)


@pytest.mark.neo4j
def test_an_import_makes_what_a_push_makes(tmp_path: Path) -> None:
    graph = hostile_graph()
    write_bulk(graph, tmp_path / "bulk")
    with home() as folder:
        environment = {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            ["sh", tmp_path / "bulk" / COMMAND], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{len(graph)} nodes" in done.stdout
        with (
            serving(folder) as (server, _),
            GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        ):
            for statement in (tmp_path / "bulk" / FINISH).read_text(encoding="utf-8").split(";\n")[:-1]:
                driver.execute_query(statement)
            report = push(graph, server.uri, user=server.user, password=server.password, prune=True)
    assert (report.nodes, report.relationships) == (len(graph), graph.size())
    assert not report.changed
