"""Cypher scripts: text of any kind comes back as it was, on both engines, and statements stay apart."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cypher_sample import HOSTILE, sample_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from neo4j import Driver, GraphDatabase
from neo4j_server import Server
from test_bulk import hostile_graph

from extract.errors import SchemaError
from graph.publish.neo4j import push
from graph.publish.script import write_script
from graph.query import Engine, create_database, open_engine
from graph.statements import literal, quoted

TEXTS = {
    "quote": "it's",
    "backslash": "a\\",
    "backslash before a quote": "a\\'b",
    "unicode escape": "\\u0027 + 1 //",
    "unicode escape behind backslashes": "\\\\u0027 \\\\\\u0027",
    "LaTeX": "\\upsilon and \\underline{x}",
    "control characters": "a\x00b\x1bc\x85d\x7f",
    "control character behind a backslash": "\\\x1b",
    "line breaks": "a\nb\r\nc\td\u2028e\u2029f",
    "end of a statement": "x;\nMATCH (n) DETACH DELETE n;\n",
    "comment": "/* // */",
    "not of the basic plane": "🧪 \U0010ffff",
    "right to left": "\u202eabc\u2066",
    "hostile": HOSTILE,
}
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)) | st.sampled_from("\\u0027'\";\n"), max_size=12)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("embedded") / "cypher"
    create_database(sample_graph(), path)
    with open_engine(path) as engine:
        yield engine


@pytest.fixture(scope="module")
def driver(neo4j_server: Server) -> Iterator[Driver]:
    with GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        yield driver


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_literal_gives_its_text_back(engine: Engine, text: str) -> None:
    assert engine.run(f"RETURN {literal(text)} AS text").rows == [(text,)]


@settings(max_examples=150)
@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_lists_of_any_text_come_back(engine: Engine, texts: list[str]) -> None:
    assert engine.run(f"RETURN {literal(texts)} AS texts").rows == [(texts,)]


@pytest.mark.neo4j
def test_a_server_reads_literals_in_the_same_way(driver: Driver) -> None:
    shown = literal(list(TEXTS.values()))
    assert driver.execute_query(f"RETURN {shown} AS texts").records[0]["texts"] == list(TEXTS.values())


@pytest.mark.neo4j
@settings(max_examples=40)
@given(st.lists(ANY_TEXT, min_size=1, max_size=30))
def test_a_server_gives_any_text_back(driver: Driver, texts: list[str]) -> None:
    assert driver.execute_query(f"RETURN {literal(texts)} AS texts").records[0]["texts"] == texts


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -1, 2**63 - 1, -(2**63), 0.1, -1e-300, 1e300, 5e-324, []],
    ids=str,
)
def test_a_literal_of_another_kind_gives_its_value_back(engine: Engine, value: object) -> None:
    ((found,),) = engine.run(f"RETURN {literal(value)} AS value").rows
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**63, {}, object(), b"x", [{}]], ids=repr)
def test_what_cypher_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(SchemaError, match="expected text"):
        literal(value)


def test_only_words_of_the_schema_enter_a_query() -> None:
    with pytest.raises(SchemaError, match="parameter"):
        quoted(HOSTILE)


def statements(path: Path) -> list[str]:
    """Split as cypher-shell does where no text holds a line break."""
    return path.read_text(encoding="utf-8").split(";\n")[:-1]


def test_a_script_is_statements_that_end_in_a_semicolon(tmp_path: Path) -> None:
    write_script(hostile_graph(), tmp_path / "graph.cypher")
    found = statements(tmp_path / "graph.cypher")
    assert [s.split("\n")[-1].split(" ")[0] for s in found[:2]] == ["CREATE", "CREATE"]
    assert all(s.lstrip().startswith(("//", "CREATE", "UNWIND [")) for s in found)
    assert not any("DETACH DELETE n;" in s for s in found)


def test_a_script_is_the_same_for_the_same_graph(tmp_path: Path) -> None:
    for name in "ab":
        write_script(hostile_graph(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.neo4j
def test_a_script_makes_what_a_push_makes_and_may_run_again(
    driver: Driver, neo4j_server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.publish.script.BATCH", 3)
    graph = hostile_graph()
    write_script(graph, tmp_path / "graph.cypher")
    driver.execute_query("MATCH (n) DETACH DELETE n")
    for _ in range(2):
        for statement in statements(tmp_path / "graph.cypher"):
            driver.execute_query(statement)
    report = push(graph, neo4j_server.uri, user=neo4j_server.user, password=neo4j_server.password, prune=True)
    assert (report.nodes, report.relationships, report.changed) == (len(graph), graph.size(), False)
