"""`litkg query` and `litkg push` as people use them: names listed, completed and explained; writing; pruning."""

import re
from pathlib import Path

import pytest
from cypher_sample import sample_graph
from neo4j import GraphDatabase
from neo4j_server import Server
from typer.testing import CliRunner, Result

from graph import store
from graph.cli import app
from graph.cookbook import cookbook
from graph.query import create_database
from graph.schema import SCHEMA_VERSION


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder of the sample graph."""
    folder = tmp_path_factory.mktemp("built") / "build"
    graph = sample_graph()
    graph.graph["litkg"] = "1"
    with store.new_build(folder) as new:
        store.write_graph(graph, new / store.GRAPH)
        create_database(graph, new / store.DATABASE, made_of=store.checksum(new / store.GRAPH))
        store.write_manifest(new, store.Manifest("1", SCHEMA_VERSION))
    return folder


def litkg(*words: str, folder: Path, **environment: str) -> Result:
    return CliRunner().invoke(app, [*words, "--build", str(folder)], env=environment)


def test_the_list_puts_together_what_asks_for_the_same(folder: Path) -> None:
    lines = litkg("query", "--list", folder=folder).stdout.splitlines()
    assert lines[0] == "parameters\tname\tquestion"
    assert len(lines) == len(cookbook()) + 1 >= 26
    assert [line.split("\t")[0] for line in lines[1:]] == sorted(line.split("\t")[0] for line in lines[1:])


def test_a_shell_completes_names_of_queries() -> None:
    words = {"_LITKG_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    shown = CliRunner().invoke(
        app, [], prog_name="litkg", env={**words, "_TYPER_COMPLETE_ARGS": "litkg query methods-o"}
    )
    assert re.findall(r"^[\w-]+", shown.stdout, flags=re.MULTILINE) == ["methods-on-dataset"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("leaderbord",), 2, "did you mean leaderboard?"),
        (
            ("methods-on-dataset", "--param", "dataset=imagnet"),
            1,
            "no Dataset in the graph is called 'imagnet'; did you",
        ),
        (("methods-on-dataset",), 2, "--param dataset=ADE20K"),
        (("MATCH (n) DELETE n",), 1, "DELETE changes the graph, which takes --write"),
        (("LOAD CSV FROM 'file:///x' AS l RETURN l", "--write"), 1, "LOAD CSV reads files"),
    ],
    ids=["query", "dataset", "parameter", "writing", "file"],
)
def test_a_request_that_fails_says_what_to_do(folder: Path, words: tuple[str, ...], code: int, says: str) -> None:
    result = litkg("query", *words, folder=folder)
    assert (result.exit_code, result.stdout) == (code, "")
    assert says in result.stderr


def test_a_name_that_is_right_may_find_nothing(folder: Path) -> None:
    result = litkg("query", "metrics-on-dataset", "--param", "dataset=coco", folder=folder)
    assert (result.exit_code, result.stderr) == (0, "0 rows\n")


def test_write_changes_the_database_of_the_build(folder: Path) -> None:
    changed = litkg("query", "MERGE (n:Note {text: 'x'}) RETURN n.text AS text", "--write", folder=folder)
    assert (changed.exit_code, changed.stdout) == (0, "text\nx\n")
    found = litkg("query", "MATCH (n:Note) RETURN n.text AS text", folder=folder)
    assert (found.stdout, found.stderr) == ("text\nx\n", "1 row\n")


@pytest.mark.neo4j
def test_push_says_what_changed_and_what_went(folder: Path, neo4j_server: Server) -> None:
    secret = {"NEO4J_PASSWORD": neo4j_server.password}
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        first = litkg("push", neo4j_server.uri, "--database", "neo4j", folder=folder, **secret)
        again = litkg("push", neo4j_server.uri, folder=folder, **secret)
        driver.execute_query("MATCH (d {id: 'dataset:coco'}) CREATE (:Task {id: 'old', litkg: true})<-[:LIKE]-(d)")
        driver.execute_query("CREATE (:Task {id: 'older', litkg: true})")
        pruned = litkg("push", neo4j_server.uri, "--prune", folder=folder, **secret)
    number = len(sample_graph())
    assert first.stdout.splitlines()[0] == f"{number} nodes: {number} new, 0 changed"
    assert again.stdout.splitlines()[0] == f"{number} nodes: 0 new, 0 changed"
    assert again.stderr == "litkg: the server held all of it already\n"
    assert pruned.stdout.splitlines()[0] == f"{number} nodes: 0 new, 0 changed, 1 removed"
    assert pruned.stderr.startswith("litkg: 1 more would go, but relationships hang on them")
