"""A real Neo4j takes the graph, takes it again unchanged, and answers every query as the embedded engine does."""

from pathlib import Path

import pytest
import yaml
from cypher_sample import COOKBOOK, HOSTILE, sample_graph
from neo4j import GraphDatabase
from neo4j_server import Server

from extract.errors import QueryError, ServerError, UsageError
from graph.publish.neo4j import PushReport, push
from graph.query import Engine, connect, create_database, open_engine

NODES, RELATIONSHIPS = 13, 26

FURTHER = {
    "nodes": "MATCH (n) RETURN n ORDER BY n.id",
    "labels": "MATCH (n) RETURN n.id AS id, labels(n) AS labels ORDER BY id",
    "relationships": "MATCH (a)-[r]->(b) RETURN r ORDER BY a.id, type(r), b.id",
    "paths": "MATCH p = (a:Paper)-[:USES]->(m)-[:PART_OF]->() RETURN p, [m] AS l, {k: m} AS k ORDER BY a.id, m.id",
    "undirected": "MATCH (a:Method)-[:COMPARED_WITH]-(b:Method) RETURN a.id, b.id ORDER BY a.id, b.id",
    "no rows": "MATCH (n:Paper {id: 'none'}) RETURN n.id, count( * ) AS c, n . title ORDER BY n.id",
    "absent property": "MATCH (p:Paper) RETURN p.id, p.year, p.url ORDER BY p.id",
    "descending with nulls": "MATCH (r:Result) RETURN r.id, r.number ORDER BY r.number DESC, r.id",
    "aggregates": "MATCH (e:Entity)<-[r]-(p:Paper) RETURN type(r) AS t, count(*) AS n, collect(DISTINCT p.id)[0] AS p"
    " ORDER BY t",
    "exists": "MATCH (m:Method) WHERE EXISTS { (m)-[:EVALUATED_ON]->(:Dataset) } RETURN m.id ORDER BY m.id",
    "optional": "MATCH (m:Method) OPTIONAL MATCH (m)-[:IS_A]->(k) RETURN m.id, k.name ORDER BY m.id",
    "union": "RETURN 1 AS x UNION ALL RETURN 2.5 AS x",
    "hostile name": "MATCH (n {name: $name}) RETURN n.name, n.aliases",
}


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
def test_progress_counts_every_row(server: Server) -> None:
    seen = []
    again(server, batch_size=5, progress=lambda word, done, total: seen.append((word, done, total)))
    assert seen[0] == ("Paper", 2, NODES + RELATIONSHIPS)
    assert seen[-1][1:] == (NODES + RELATIONSHIPS, NODES + RELATIONSHIPS)
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)


@pytest.mark.neo4j
@pytest.mark.parametrize("file", COOKBOOK, ids=[file.stem for file in COOKBOOK])
def test_a_cookbook_query_gives_the_same_rows_on_both_engines(embedded: Engine, engine: Engine, file: Path) -> None:
    query = file.read_text(encoding="utf-8")
    values = {"method": "transformer", "dataset": "in-1k", "task": "OBJECT detection", "name": "imagenet"}
    values |= {"head": "transformers", "tail": "ImageNet"}
    assert engine.run(query, values) == embedded.run(query, values)
    assert engine.run(query, values).rows


@pytest.mark.neo4j
@pytest.mark.parametrize("query", FURTHER.values(), ids=FURTHER)
def test_a_query_gives_the_same_rows_on_both_engines(embedded: Engine, engine: Engine, query: str) -> None:
    assert engine.run(query, {"name": HOSTILE}) == embedded.run(query, {"name": HOSTILE})


@pytest.mark.neo4j
def test_hostile_names_travel_as_parameters(engine: Engine) -> None:
    assert engine.run("MATCH (n:Entity {name: $name}) RETURN n.name", {"name": HOSTILE}).rows == [(HOSTILE,)]


@pytest.mark.neo4j
def test_a_faulty_query_shows_the_position(engine: Engine) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 1\)\n  RETURN n\n  \^$"):
        engine.run("MATCH (n:Paper\nRETURN n")


@pytest.mark.neo4j
def test_the_server_itself_refuses_to_write(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.bolt.check_read_only", lambda query: None)
    with pytest.raises(QueryError, match="read access mode"):
        engine.run("CREATE (n:Paper) RETURN n")


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
    from neo4j import GraphDatabase

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
    compose = yaml.safe_load((Path(__file__).parent.parent / "docker-compose.yml").read_text(encoding="utf-8"))
    service = compose["services"]["neo4j"]
    assert service["image"].startswith("neo4j:5.26.")
    assert service["image"].endswith("-community")
    assert "${NEO4J_PASSWORD:?" in service["environment"]["NEO4J_AUTH"]
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["healthcheck"]["test"]
    assert [volume.split(":")[0] for volume in service["volumes"]] == list(compose["volumes"])
