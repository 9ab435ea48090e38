"""Loading Neo4j and the embedded database: `python tests/bench/push.py GOLD... --papers 20000`.

The graph is that of `resolve.py`: gold repeated under other names. One server, started from the Maven artefacts of the
tests in the folder for temporary files (TMPDIR names another), takes it by `push` (twice empty, so cold and warm, then
unchanged), by a query a row, and by the writer of neo4j-graphrag where that is installed (its relationships need APOC
core, which Maven fetches). The slow ones take a sample of the same rows, and the figure for the whole is extrapolated.
Then come the bulk import, the embedded database and every query of the cookbook on both.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx
from neo4j import Driver, GraphDatabase
from resolve import copies, golds, whole

sys.path.insert(0, str(Path(__file__).parent.parent))
import neo4j_server

from graph.assembly import assemble
from graph.cookbook import cookbook
from graph.publish.bulk import COMMAND, FINISH, write_bulk
from graph.publish.neo4j import push
from graph.query import Engine, connect, create_database, open_engine
from graph.resolution import resolve
from graph.rows import edge_rows, node_rows
from graph.schema import INDEXES, NodeLabel
from graph.statements import index_statement, quoted
from graph.store import ExtractionFile, read_extractions, read_graph, write_extractions

SAMPLE = 4000
"""Relationships that the slow writers take."""

APOC = """<dependency><groupId>org.neo4j.procedure</groupId><artifactId>{}</artifactId>
<version>5.26.19</version></dependency>"""
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>litkg</groupId><artifactId>apoc</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>{APOC.format("apoc-core")}{APOC.format("apoc-common")}</dependencies></project>"""


def made(gold: Sequence[Path], papers: int) -> nx.MultiDiGraph:
    """Make the graph."""
    base = [whole(one) for one in golds(gold)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extractions.jsonl"
        write_extractions(copies(base, papers), path)
        return assemble(read_extractions(path), resolve(ExtractionFile(path), report=lambda _: None))


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long the block took, and how busy the machine was."""
    start = time.perf_counter()
    yield
    print(f"  {what:44} {time.perf_counter() - start:8.2f} s   load {os.getloadavg()[0]:.1f}", flush=True)


def wipe(driver: Driver) -> None:
    """Empty the database; constraints stay."""
    with driver.session() as session:
        session.run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 20000 ROWS").consume()
        session.run("MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 20000 ROWS").consume()


def processor(pid: int) -> float:
    """Processor seconds of a process so far, as Linux tells them."""
    words = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def pushed(graph: nx.MultiDiGraph, server: neo4j_server.Server, pid: int, what: str) -> None:
    """Push, and print rates of nodes and relationships, and what the relationships cost client and server."""
    marks: list[tuple[str, float, float, float]] = []

    def note(word: str, *_: int) -> None:
        marks.append((word, time.perf_counter(), time.process_time(), processor(pid)))

    start = time.perf_counter()
    report = push(graph, server.uri, user=server.user, password=server.password, progress=note)
    end = time.perf_counter()
    between = max((mark for mark in marks if mark[0] in {*NodeLabel}), key=lambda mark: mark[1])
    wall, client, backend = (after - before for before, after in zip(between[1:], marks[-1][1:], strict=True))
    print(
        f"  {what:44} {end - start:8.2f} s   load {os.getloadavg()[0]:.1f}   "
        f"{report.nodes / (between[1] - start):,.0f} nodes/s, {report.relationships / wall:,.0f} relationships/s "
        f"(processor: client {client:.1f} s, server {backend:.1f} s), "
        f"{'changed' if report.changed else 'nothing changed'}",
        flush=True,
    )


def by_the_row(
    driver: Driver, nodes: list[tuple[str, dict[str, Any]]], edges: list[tuple[Any, dict[str, Any]]]
) -> float:
    """Write one query a row, each a transaction; gives relationships a second."""
    for label, row in nodes:
        driver.execute_query(f"MERGE (n:{quoted(label)} {{id: $row.id}}) SET n += $row", row=row)
    start = time.perf_counter()
    for (a, kind, b), row in edges:
        driver.execute_query(
            f"MATCH (a:{quoted(a)} {{id: $row.start}}) MATCH (b:{quoted(b)} {{id: $row.end}}) "
            f"MERGE (a)-[r:{quoted(kind)}]->(b) SET r += $row.properties",
            row=row,
        )
    return len(edges) / (time.perf_counter() - start)


def by_graphrag(
    driver: Driver, nodes: list[tuple[str, dict[str, Any]]], edges: list[tuple[Any, dict[str, Any]]]
) -> float:
    """Write with neo4j-graphrag's own writer; gives relationships a second, its node phase apart."""
    from neo4j_graphrag.components.kg_writer import Neo4jWriter
    from neo4j_graphrag.components.types import Neo4jGraph, Neo4jNode, Neo4jRelationship

    things = [Neo4jNode(id=row["id"], label=label, properties=row) for label, row in nodes]
    links = [
        Neo4jRelationship(
            start_node_id=row["start"], end_node_id=row["end"], type=kind[1].value, properties=row["properties"]
        )
        for kind, row in edges
    ]
    writer = Neo4jWriter(driver, clean_db=False)
    asyncio.run(writer.run(Neo4jGraph(nodes=things)))
    start = time.perf_counter()
    done = asyncio.run(writer.run(Neo4jGraph(relationships=links)))
    rate = len(edges) / (time.perf_counter() - start)
    if done.status != "SUCCESS":
        raise SystemExit(f"neo4j-graphrag failed: {done.metadata}")
    return rate


def sampled(graph: nx.MultiDiGraph) -> tuple[list[tuple[str, dict[str, Any]]], list[tuple[Any, dict[str, Any]]]]:
    """Every so many relationships of each kind, with the nodes that they join."""
    every = max(1, graph.size() // SAMPLE)
    edges = [(kind, row) for kind, rows in edge_rows(graph).items() for row in rows[::every]]
    ends = {row[end] for _, row in edges for end in ("start", "end")}
    return [(label, row) for label, rows in node_rows(graph).items() for row in rows if row["id"] in ends], edges


def queries(engine: Engine, graph: nx.MultiDiGraph) -> list[float]:
    """Ask every query of the cookbook, with the names that most papers hold; gives seconds by query."""
    most = {
        label: max((d["papers"], n) for n, d in graph.nodes(data=True) if d["label"] == label)[1]
        for label in ("Method", "Dataset", "Metric", "Task")
    }
    names = {label.lower(): graph.nodes[node]["name"] for label, node in most.items()}
    names |= {"other": names["method"], "name": names["dataset"], "head": names["method"], "tail": names["task"]}
    names["paper"] = min(n for n, d in graph.nodes(data=True) if d["label"] == "Paper")
    took = []
    for query in cookbook().values():
        values = {name: names.get(name, value) for name, value in query.example.items()}
        start = time.perf_counter()
        rows = engine.run(query.cypher, values).rows
        took.append(time.perf_counter() - start)
        print(f"    {query.name:28} {took[-1]:7.3f} s  {len(rows):7} rows", flush=True)
    return took


def apoc(folder: Path) -> None:
    """Fetch APOC core for the writer that needs it: its extensions from the class path, its procedures as a plugin."""
    jars = folder / "jars"
    (folder / "pom.xml").write_text(POM, encoding="utf-8")
    command = ["mvn", "-q", "-B", "-f", folder / "pom.xml", "dependency:copy-dependencies", "-DincludeScope=runtime"]
    subprocess.run([*command, f"-DoutputDirectory={jars}"], check=True, stdout=subprocess.DEVNULL)
    (core,) = jars.glob("apoc-core-*.jar")
    shutil.copy(core, folder / "plugins")
    for jar in neo4j_server._jars().iterdir():
        if not (jars / jar.name).exists():
            (jars / jar.name).symlink_to(jar)
    neo4j_server._jars = lambda: jars


def main() -> None:
    """Make or read the graph, then load it in every way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="*")
    parser.add_argument("--papers", type=int, default=20_000)
    parser.add_argument("--graph", type=Path, help="a graph.json instead")
    parser.add_argument("--steps", nargs="+", default=["push", "others", "bulk", "embedded"])
    given = parser.parse_args()
    graph = read_graph(given.graph) if given.graph else made(given.gold, given.papers)
    rust = "with" if _installed("neo4j._rust") else "without"
    print(f"{len(graph)} nodes, {graph.size()} relationships; driver {rust} neo4j-rust-ext", flush=True)
    # As servers run: a JVM that compiles well, and room for it.
    neo4j_server.JAVA = ("java", "-Xmx1g")
    others = [("one query a row", by_the_row)]
    if shutil.which("mvn") and _installed("neo4j_graphrag"):
        others.append(("neo4j-graphrag", by_graphrag))
    with neo4j_server.home() as folder, tempfile.TemporaryDirectory() as scratch:
        conf = folder / "conf" / "neo4j.conf"
        conf.write_text(conf.read_text().replace("512m", "1g").replace("64m", "256m"))
        if len(others) > 1 and "others" in given.steps:
            apoc(folder)
        if {"push", "others"} & {*given.steps}:
            with neo4j_server.serving(folder) as (server, process):
                served(graph, server, process.pid, others, given.steps)
        if "bulk" in given.steps:
            bulk(graph, folder, Path(scratch))
        if "embedded" in given.steps:
            with timed("embedded: made"):
                create_database(graph, Path(scratch) / "cypher")
            with timed("embedded: opened"):
                engine = open_engine(Path(scratch) / "cypher")
            with engine:
                print(f"  embedded: {sum(queries(engine, graph)):.2f} s for the cookbook")


def served(
    graph: nx.MultiDiGraph,
    server: neo4j_server.Server,
    pid: int,
    others: list[tuple[str, Callable[..., float]]],
    steps: list[str],
) -> None:
    """Measure what goes over Bolt."""
    with GraphDatabase.driver(
        server.uri, auth=(server.user, server.password), notifications_min_severity="OFF"
    ) as driver:
        if "push" in steps:
            for what in ("push, cold server", "push, warm server"):
                wipe(driver)
                pushed(graph, server, pid, what)
            pushed(graph, server, pid, "push of the same")
            with connect(server.uri, server.user, server.password) as engine:
                print(f"  Neo4j: {sum(queries(engine, graph)):.2f} s for the cookbook")
        if "others" in steps:
            nodes, edges = sampled(graph)
            for what, write in others:
                wipe(driver)
                for index in INDEXES:
                    driver.execute_query(index_statement(index))
                rate = write(driver, nodes, edges)
                print(
                    f"  {what:44} {graph.size() / rate:8.0f} s   load {os.getloadavg()[0]:.1f}   "
                    f"{rate:,.0f} relationships/s on {len(edges)}; the seconds are extrapolated to all",
                    flush=True,
                )
            wipe(driver)


def bulk(graph: nx.MultiDiGraph, folder: Path, scratch: Path) -> None:
    """Measure the files and their import; the server is down meanwhile."""
    with timed("bulk: files written"):
        write_bulk(graph, scratch / "bulk")
    size = sum(file.stat().st_size for file in (scratch / "bulk").iterdir())
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    script = (scratch / "bulk" / COMMAND).read_text().replace("--array", "--overwrite-destination --array")
    with timed(f"bulk: {size / 2**20:.0f} MB imported"):
        subprocess.run(["sh", "-s"], input=script, text=True, check=True, cwd=scratch / "bulk",
                       env={**os.environ, "PATH": path}, stdout=subprocess.DEVNULL)  # fmt: skip
    with (
        neo4j_server.serving(folder) as (server, _),
        GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver,
        timed("bulk: constraints, indexes, empty lists"),
    ):
        for statement in (scratch / "bulk" / FINISH).read_text().split(";\n")[:-1]:
            driver.execute_query(statement)
        driver.execute_query("CALL db.awaitIndexes(600)")


def _installed(module: str) -> bool:
    return find_spec(module) is not None


if __name__ == "__main__":
    main()
