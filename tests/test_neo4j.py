"""A real Neo4j takes the graph, takes it again unchanged, and answers every query as the embedded engine does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml
from cypher_queries import FURTHER, VALUES
from cypher_sample import HOSTILE, edge, sample_graph
from neo4j import Driver, GraphDatabase
from neo4j_server import Server, home, serving

from extract.errors import QueryError, ServerError, UsageError
from graph import build, load
from graph.cookbook import cookbook
from graph.publish.neo4j import PushReport, push
from graph.query import Engine, connect, create_database, open_build, open_engine

ROOT = Path(__file__).parent.parent
NODES, RELATIONSHIPS = sample_graph().number_of_nodes(), sample_graph().number_of_edges()


@pytest.fixture(scope="module")
def pushed(neo4j_server: Server) -> PushReport:
    """The sample graph alone is on the server; the report of the first push."""
    credentials = (neo4j_server.user, neo4j_server.password)
    with GraphDatabase.driver(neo4j_server.uri, auth=credentials) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")  # what another file's tests pushed
    return again(neo4j_server)


@pytest.fixture
def server(neo4j_server: Server, pushed: PushReport) -> Server:
    return neo4j_server


@pytest.fixture
def driver(server: Server) -> Iterator[Driver]:
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        yield driver


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("embedded") / "cypher"
    create_database(sample_graph(), path)
    with open_engine(path) as engine:
        yield engine


@pytest.fixture
def engine(server: Server) -> Engine:
    with connect(server.uri, server.user, server.password) as engine:
        yield engine


def again(server: Server, graph=None, **settings) -> PushReport:
    return push(graph or sample_graph(), server.uri, user=server.user, password=server.password, **settings)


@pytest.mark.neo4j
def test_the_first_push_creates_everything(pushed: PushReport, engine: Engine) -> None:
    assert pushed == PushReport(NODES, NODES, 0, RELATIONSHIPS, RELATIONSHIPS, 0)
    assert engine.run("MATCH (n) RETURN count(n)").rows == [(NODES,)]
    assert engine.run("MATCH ()-[r]->() RETURN count(r)").rows == [(RELATIONSHIPS,)]


@pytest.mark.neo4j
@pytest.mark.parametrize("batch_size", [1, 2000])
def test_a_second_push_changes_nothing(server: Server, engine: Engine, batch_size: int) -> None:
    report = again(server, batch_size=batch_size)
    assert report == PushReport(NODES, 0, 0, RELATIONSHIPS, 0, 0)
    assert not report.changed
    assert engine.run("MATCH (n) RETURN count(n)").rows == [(NODES,)]


@pytest.mark.neo4j
def test_what_differs_is_updated_and_absent_properties_go(server: Server, engine: Engine) -> None:
    graph = sample_graph()
    del graph.nodes["p1"]["year"]
    graph.edges["p1", "method:attention", "USES"]["confidence"] = 0.75
    report = again(server, graph)
    assert (report.nodes_updated, report.relationships_updated) == (1, 1)
    assert engine.run("MATCH (p:Paper {id: 'p1'}) RETURN p.year, p.url").rows == [(None, "https://p1")]
    restored = again(server)
    assert (restored.nodes_updated, restored.relationships_updated) == (1, 1)


@pytest.mark.neo4j
def test_ids_are_unique_for_every_label(engine: Engine) -> None:
    found = engine.run(
        "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type RETURN labelsOrTypes[0] AS l, properties"
    )
    assert sorted(found.rows) == [
        (label, ["id"]) for label in ("Dataset", "Entity", "Method", "Metric", "Paper", "Result", "Task")
    ]


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("index", "text", "found"),
    [("litkg_names", "in-1k", "dataset:imagenet"), ("litkg_papers", "variational question", "p1")],
)
def test_full_text_search_finds_aliases_and_titles(engine: Engine, index: str, text: str, found: str) -> None:
    query = (
        "CALL db.index.fulltext.queryNodes($index, $text) YIELD node, score RETURN node.id ORDER BY score DESC LIMIT 1"
    )
    assert engine.run(query, {"index": index, "text": text}).rows == [(found,)]


@pytest.mark.neo4j
def test_indexes_serve_years_and_names(engine: Engine) -> None:
    found = engine.run(
        "SHOW INDEXES YIELD name, type, state WHERE name STARTS WITH 'litkg_' AND type <> 'FULLTEXT' "
        "AND NOT name ENDS WITH '_id' RETURN name, type, state ORDER BY name"
    )
    assert found.rows == [("litkg_entity_name", "TEXT", "ONLINE"), ("litkg_paper_year", "RANGE", "ONLINE")]


@pytest.mark.neo4j
def test_progress_counts_every_row(server: Server) -> None:
    seen = []
    again(server, batch_size=5, progress=lambda word, done, total: seen.append((word, done, total)))
    assert seen[0] == ("Paper", 2, NODES + RELATIONSHIPS)
    assert seen[-1][1:] == (NODES + RELATIONSHIPS, NODES + RELATIONSHIPS)
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)


OWN = """
CREATE (mine:Paper {id: 'mine', title: 'My notes'})
WITH mine MATCH (m:Method {id: 'method:block'}), (t:Method {id: 'method:transformer'}), (d:Dataset {id: 'dataset:coco'})
CREATE (mine)-[:USES {note: 'read this'}]->(m), (m)-[:PART_OF {note: 'I think'}]->(t), (d)-[:LIKE]->(t)
SET m.rating = 5, m:Favourite
"""
"""What a user adds: a node of our label, relationships of our types, a property and a label."""


@pytest.fixture
def alone(server: Server, driver: Driver) -> Iterator[None]:
    """The sample graph alone is there again after the test."""
    yield
    driver.execute_query("MATCH (n) DETACH DELETE n")
    again(server)


@pytest.fixture
def own(driver: Driver, alone: None) -> None:
    """What is the user's is there in the test."""
    driver.execute_query(OWN)


OWN_LEFT = """
MATCH (p:Paper {id: 'mine'})-[u:USES {note: 'read this'}]->(m:Favourite {rating: 5})-[q:PART_OF {note: 'I think'}]->(t)
RETURN p.title, keys(p) AS keys, m.id, t.id, keys(u) AS u, keys(q) AS q
"""


def left(driver: Driver) -> list[tuple[Any, ...]]:
    """What there is of the user's."""
    return [tuple(record.values()) for record in driver.execute_query(OWN_LEFT).records]


@pytest.mark.neo4j
def test_pushing_and_pruning_leave_what_is_the_users(server: Server, driver: Driver, own: None) -> None:
    before = left(driver)
    assert len(before) == 1
    report = again(server, prune=True)
    assert not report.changed
    graph = sample_graph()
    graph.nodes["method:block"]["mentions"] = 9
    report = again(server, graph, prune=True)
    assert (report.nodes_updated, report.nodes_removed, report.relationships_removed) == (1, 0, 0)
    assert left(driver) == before


@pytest.mark.neo4j
def test_pruning_removes_what_the_graph_no_longer_has(server: Server, engine: Engine) -> None:
    graph = sample_graph()
    graph.remove_node("r3")
    graph.remove_edge("p1", "method:attention", "USES")
    assert not again(server, graph).changed
    report = again(server, graph, prune=True)
    gone = RELATIONSHIPS - graph.number_of_edges()
    assert (report.nodes_removed, report.relationships_removed, report.nodes_kept) == (1, gone, 0)
    assert report.changed
    assert engine.run("MATCH (n) RETURN count(n)").rows == [(NODES - 1,)]
    assert engine.run("MATCH ()-[r]->() RETURN count(r)").rows == [(RELATIONSHIPS - gone,)]
    assert not again(server, graph, prune=True).changed
    restored = again(server)
    assert (restored.nodes_created, restored.relationships_created) == (1, gone)


@pytest.mark.neo4j
def test_a_node_on_which_the_users_relationships_hang_is_kept(server: Server, driver: Driver, own: None) -> None:
    graph = sample_graph()
    graph.remove_node("dataset:coco")
    report = again(server, graph, prune=True)
    assert (report.nodes_removed, report.nodes_kept) == (0, 1)
    assert driver.execute_query("MATCH (d {id: 'dataset:coco'})-[r]-() RETURN type(r)").records[0].values() == ["LIKE"]


@pytest.mark.neo4j
def test_pruning_removes_copies_of_a_relationship(server: Server, driver: Driver, engine: Engine) -> None:
    driver.execute_query("MATCH (a)-[r:BENCHMARK_FOR]->(b) CREATE (a)-[:BENCHMARK_FOR {litkg: true}]->(b)")
    assert again(server, prune=True).relationships_removed == 1
    assert engine.run("MATCH ()-[r]->() RETURN count(r)").rows == [(RELATIONSHIPS,)]


@pytest.mark.neo4j
def test_a_node_that_was_there_before_stays_the_users(server: Server, driver: Driver, own: None) -> None:
    graph = sample_graph()
    graph.add_node("mine", label="Paper", title="In the graph", abstract="", authors=[])
    report = again(server, graph)
    assert (report.nodes_created, report.nodes_updated) == (0, 1)
    assert again(server, prune=True).nodes_removed == 0
    assert driver.execute_query("MATCH (p {id: 'mine'}) RETURN p.title").records[0].value() == "In the graph"


@pytest.mark.neo4j
def test_relationships_whose_ends_vanish_are_no_success(server: Server, driver: Driver) -> None:
    def meddle(word: str, done: int, _: int) -> None:
        if done == NODES:
            driver.execute_query("MATCH (n:Task {id: 'task:detection'}) DETACH DELETE n")

    try:
        with pytest.raises(ServerError, match=r"1 of 1 BENCHMARK_FOR .* found no nodes"):
            again(server, progress=meddle)
    finally:
        again(server)


def many_uses(papers: int = 60) -> nx.MultiDiGraph:
    """Several batches of nodes and of relationships, but one kind of these, because servers plan each kind anew."""
    graph = nx.MultiDiGraph()
    graph.add_node("method:attention", label="Method", name="attention", aliases=[], papers=papers, mentions=papers)
    for i in range(papers):
        graph.add_node(f"paper{i}", label="Paper", title=f"Paper {i}", abstract="Text. " * 20, authors=[])
        graph.add_edge(f"paper{i}", "method:attention", key="USES", type="USES", **edge(f"paper{i}"))
    return graph


@pytest.mark.neo4j
def test_a_push_that_broke_off_is_completed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bolt._TIMEOUT", 1.0)
    graph = many_uses()
    with home() as folder:
        with serving(folder) as (server, process):

            def kill(_: str, done: int, __: int) -> None:
                if done >= len(graph) + 20:
                    process.kill()
                    process.wait()

            with pytest.raises(ServerError, match=r"cannot be reached|broke off"):
                again(server, graph, batch_size=10, progress=kill)
        with serving(folder) as (server, _):
            report = again(server, graph, batch_size=10)
            assert 0 < report.relationships_created < graph.size()
            assert report.nodes_created == report.nodes_updated == report.relationships_updated == 0
            assert not again(server, graph, prune=True).changed
            with connect(server.uri, server.user, server.password) as engine:
                assert engine.run("MATCH (n) RETURN count(n)").rows == [(len(graph),)]
                assert engine.run("MATCH ()-[r]->() RETURN count(r)").rows == [(graph.size(),)]


@pytest.mark.neo4j
def test_the_seeds_are_loaded_and_answer_the_cookbook_as_their_build_does(
    server: Server, engine: Engine, alone: None, tmp_path: Path
) -> None:
    build(ROOT / "seeds", tmp_path / "build")
    graph = load(tmp_path / "build")
    report = again(server, graph, prune=True)
    assert (report.nodes, report.relationships) == (len(graph), graph.size())
    assert not again(server, graph, prune=True).changed
    with open_build(tmp_path / "build") as embedded:
        for query in cookbook().values():
            answer = embedded.run(query.cypher, query.example)
            assert engine.run(query.cypher, query.example) == answer, query.name
            assert answer.rows or query.name == "conflicts", query.name  # the seeds do not contradict each other


@pytest.mark.neo4j
@pytest.mark.parametrize("query", cookbook().values(), ids=cookbook())
def test_a_cookbook_query_gives_the_same_rows_on_both_engines(embedded: Engine, engine: Engine, query) -> None:
    rows = engine.run(query.cypher, query.example)
    assert rows == embedded.run(query.cypher, query.example)
    assert rows.rows


@pytest.mark.neo4j
@pytest.mark.parametrize("query", FURTHER.values(), ids=FURTHER)
def test_a_query_gives_the_same_rows_on_both_engines(embedded: Engine, engine: Engine, query: str) -> None:
    values = VALUES | {"name": HOSTILE}
    assert engine.run(query, values) == embedded.run(query, values)


@pytest.mark.neo4j
def test_hostile_names_travel_as_parameters(engine: Engine) -> None:
    assert engine.run("MATCH (n:Entity {name: $name}) RETURN n.name", {"name": HOSTILE}).rows == [(HOSTILE,)]


@pytest.mark.neo4j
def test_a_faulty_query_shows_the_position(engine: Engine) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 1\)\n  RETURN n\n  \^$"):
        engine.run("MATCH (n:Paper\nRETURN n")


@pytest.mark.neo4j
def test_the_server_itself_refuses_to_write(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bolt.check", lambda query, write: None)
    with pytest.raises(QueryError, match="read access mode"):
        engine.run("CREATE (n:Paper) RETURN n")


@pytest.mark.neo4j
def test_a_server_that_was_opened_to_write_is_written_to(server: Server) -> None:
    with connect(server.uri, server.user, server.password, write=True) as engine:
        assert engine.run("CREATE (n:Note {text: $text}) RETURN n.text", {"text": HOSTILE}).rows == [(HOSTILE,)]
        assert engine.run("MATCH (n:Note) DELETE n RETURN count(*)").rows == [(1,)]
        with pytest.raises(QueryError, match="LOAD CSV reads files"):
            engine.run("LOAD CSV FROM 'file:///x.csv' AS line CREATE (n)")


@pytest.mark.neo4j
def test_reading_files_is_refused_before_the_server_sees_it(engine: Engine) -> None:
    with pytest.raises(QueryError, match="LOAD CSV reads files"):
        engine.run("L\\u004fAD CSV FROM 'file:///x.csv' AS line RETURN line")


@pytest.mark.neo4j
@pytest.mark.parametrize(
    ("user", "password", "database", "message"),
    [
        ("neo4j", "wrong", None, "NEO4J_PASSWORD"),
        ("nobody", "wrong", None, "'nobody'"),
        ("neo4j", None, "absent", "no database 'absent'"),
        ("newcomer", "first-password", None, "ALTER CURRENT USER SET PASSWORD"),
    ],
    ids=["password", "user", "database", "expired"],
)
def test_a_server_that_refuses_is_explained(
    server: Server, user: str, password: str | None, database: str | None, message: str
) -> None:
    with GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        driver.execute_query("CREATE USER newcomer IF NOT EXISTS SET PASSWORD 'first-password'", database_="system")
    with pytest.raises(ServerError, match=message) as caught:
        connect(server.uri, user, password or server.password, database)
    assert "first-password" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_not_there_is_explained(scheme: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ServerError, match="docker compose up -d neo4j"):
        push(sample_graph(), f"{scheme}://127.0.0.1:1", user="neo4j", password="x")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("uri", ["", "localhost", "http://127.0.0.1:1", "file:///etc/passwd"])
def test_an_address_that_is_not_bolt_is_refused(uri: str) -> None:
    with pytest.raises(UsageError, match="bolt://"):
        connect(uri, "neo4j", "x")


def test_a_batch_has_at_least_one_row() -> None:
    with pytest.raises(ValueError, match="batch_size"):
        push(sample_graph(), "bolt://127.0.0.1:1", user="neo4j", password="x", batch_size=0)


def test_the_compose_file_offers_a_pinned_server_on_this_machine_only() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    service = compose["services"]["neo4j"]
    assert service["image"].startswith("neo4j:5.26.")
    assert service["image"].endswith("-community")
    assert "${NEO4J_PASSWORD:?" in service["environment"]["NEO4J_AUTH"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["healthcheck"]["test"]
    assert [volume.split(":")[0] for volume in service["volumes"]] == list(compose["volumes"])
