"""Cypher text is checked before it runs; the embedded engine answers with plain values or an error in plain words."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from cypher_sample import HOSTILE, edge, sample_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import QueryError, SchemaError, StoreError, UsageError
from graph import store
from graph.cypher import check, column_names
from graph.query import DamagedDatabaseError, Engine, create_database, open_build, open_engine
from graph.rows import edge_rows, node_rows
from graph.schema import SCHEMA_VERSION, NodeLabel


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("embedded") / "cypher"
    create_database(sample_graph(), path)
    return path


@pytest.fixture(scope="module")
def engine(database: Path) -> Engine:
    with open_engine(database) as engine:
        yield engine


def fresh(tmp_path: Path) -> Path:
    graph = nx.MultiDiGraph()
    graph.add_node("task:t", label="Task", name="t", aliases=[], papers=1, mentions=1)
    create_database(graph, tmp_path / "cypher")
    return tmp_path / "cypher"


REFUSED = {
    "create": "CREATE (n:Paper)",
    "merge": "MERGE (n:Paper {id: 'x'})",
    "set": "MATCH (n) SET n.name = 'x'",
    "delete": "MATCH (n) DELETE n",
    "detach": "MATCH (n) /* x */ detach // y\n delete n",
    "remove": "MATCH (n) REMOVE n.name",
    "insert": "INSERT (n:Paper)",
    "foreach": "MATCH (n) FOREACH (x IN [1] | SET n.name = x)",
    "inside a subquery": "CALL { CREATE (n) RETURN n } RETURN n",
    "after a number with a dot": "WITH 1 AS x WHERE x < 2. SET x.y = 1",
    "drop": "DROP CONSTRAINT c",
    "administration": "alter user neo4j SET PASSWORD 'x'",
    "after explain": "EXPLAIN STOP DATABASE neo4j",
    "load csv": "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load csv with comments": "/* a */ load /* b */\n// c\n cSv FROM 'file:///etc/passwd' AS line RETURN line",
    "load csv in a subquery": "CALL { LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l } RETURN l",
    "load csv by unicode escape": "L\\u004fAD CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "load csv behind an escaped quote": "RETURN 'a\\u0027 AS a UNION LOAD CSV FROM 'http://x' AS a RETURN a //'",
    "load csv in a comment that never ends": "/* LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "load csv behind a comment that ends early": "// x\u2028LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l",
    "procedure": "CALL apoc.load.json('file:///etc/passwd') YIELD value RETURN value",
    "procedure in backticks": "CALL `apoc`.`load`.json('file:///etc/passwd')",
    "procedure with comments": "CALL apoc /* x */ . load.json('file:///etc/passwd')",
    "procedure behind a name that is a keyword": "MATCH (n) WHERE n.as CALL apoc.load.json() YIELD v RETURN v",
    "procedure that begins like an allowed one": "CALL db.labels.evil()",
}

PASSED = {
    "string": "RETURN 'LOAD CSV FROM x; CREATE (n)' AS text",
    "escaped quote in a string": "RETURN 'it\\'s CREATE' AS text",
    "double-quoted string": 'RETURN "MERGE (n)" AS text',
    "comment": "RETURN 1 AS x // CREATE (n)\n",
    "block comment": "RETURN /* DELETE n */ 1 AS x",
    "backticks": "RETURN 1 AS `create`",
    "property": "MATCH (n) RETURN n.set AS s ORDER BY s",
    "map key": "RETURN {set: 1, delete: 2} AS m",
    "label": "MATCH (n:Set|Create) RETURN n",
    "parameter": "RETURN $merge AS m",
    "subquery": "CALL { RETURN 1 AS x } RETURN x",
    "known procedure": "CALL db.labels() YIELD label RETURN label ORDER BY label",
}


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_writes_and_files_are_refused_with_a_caret(query: str) -> None:
    with pytest.raises(QueryError, match=r"(?s)\n  .*\n *\^$"):
        check(query)


@pytest.mark.parametrize("query", PASSED.values(), ids=PASSED)
def test_reading_passes_the_check_and_the_engine(engine: Engine, query: str) -> None:
    engine.run(query, {"merge": 1})


@settings(deadline=None)
@given(st.text())
def test_any_text_within_a_string_passes(text: str) -> None:
    check("RETURN '" + text.replace("\\", "").replace("'", "") + "' AS x")


@settings(deadline=None)
@given(st.text(), st.sampled_from(["LOAD CSV", "load\tcsv", "Load/**/Csv"]))
def test_load_csv_is_found_behind_any_comment(text: str, words: str) -> None:
    with pytest.raises(QueryError):
        check(f"/* {text.replace('*/', '').replace(chr(92), '')} */ {words} FROM 'x' AS l RETURN l")


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("MATCH (n) RETURN n.name, count(*) AS c", ("n.name", "c")),
        ("MATCH (n) RETURN DISTINCT n.a AS `x y`, [i IN [1, 2] | i], {a: 1, b: 2} AS m LIMIT 1",
         ("x y", "[i IN [1, 2] | i]", "m")),
        ("CALL { RETURN 1 AS inner } RETURN inner AS outer", ("outer",)),
        ("RETURN 1 AS a UNION RETURN 2 AS a", ("a",)),
        ("MATCH (n) RETURN *", ()),
        ("CALL db.labels()", ()),
    ],
    ids=["alias", "commas", "subquery", "union", "star", "no return"],
)  # fmt: skip
def test_columns_are_read_from_the_text(query: str, columns: tuple[str, ...]) -> None:
    assert column_names(query) == columns


def test_columns_are_named_without_rows(engine: Engine) -> None:
    assert engine.run("MATCH (n:Paper {id: 'none'}) RETURN n.id AS id, n.title").columns == ("id", "n.title")


def test_everything_of_the_graph_comes_back(engine: Engine) -> None:
    graph = sample_graph()
    for label, rows in node_rows(graph).items():
        found = engine.run("MATCH (n) WHERE $label IN labels(n) RETURN properties(n) ORDER BY n.id", {"label": label})
        assert [properties for (properties,) in found.rows] == [row | {"litkg": True} for row in rows]
    for (_, kind, _), rows in edge_rows(graph).items():
        for row in rows:
            query = "MATCH (a {id: $a})-[r]->(b {id: $b}) WHERE type(r) = $kind RETURN properties(r)"
            found = engine.run(query, {"a": row["start"], "b": row["end"], "kind": kind})
            assert found.rows == [(row["properties"] | {"litkg": True},)]


def test_numbers_keep_their_type(engine: Engine) -> None:
    rows = engine.run("MATCH (r:Result {id: 'r2'}) RETURN r.number, r.confidence, r.start, r.relative").rows
    assert [type(value) for value in rows[0]] == [float, float, int, bool]


def test_a_node_is_a_dict_of_labels_and_properties(engine: Engine) -> None:
    (node,) = engine.run("MATCH (n:Task {id: 'task:detection'}) RETURN n").rows[0]
    assert node == {
        "labels": ["Entity", "Task"],
        "id": "task:detection",
        "name": "object detection",
        "aliases": ["Density estimation", "semantic segmentation"],
        "papers": 1,
        "mentions": 2,
        "litkg": True,
    }


def test_a_relationship_has_type_and_ends(engine: Engine) -> None:
    (found,) = engine.run("MATCH (:Method)-[r:USED_FOR]->() RETURN collect({r: r}) AS found").rows[0]
    ends = {"start": "method:transformer", "end": "task:detection"}
    assert found == [{"r": {"type": "USED_FOR", **ends, **edge("p1"), "litkg": True}}]


def test_a_path_is_a_list_of_nodes_and_relationships(engine: Engine) -> None:
    query = "MATCH p = (:Task)<-[:USED_FOR]-(:Method)-[:PART_OF]->(:Method) RETURN p"
    (path,) = engine.run(query).rows[0]
    assert [step.get("id") or (step["type"], step["start"], step["end"]) for step in path] == [
        "task:detection",
        ("USED_FOR", "method:transformer", "task:detection"),
        "method:transformer",
        ("PART_OF", "method:transformer", "method:block"),
        "method:block",
    ]


def test_text_that_looks_like_a_path_stays_text(engine: Engine) -> None:
    assert engine.run("RETURN $text AS text", {"text": "(#1:0)-[#99:0]->(#2:0)"}).rows == [("(#1:0)-[#99:0]->(#2:0)",)]


def test_hostile_names_travel_as_parameters(engine: Engine) -> None:
    before = engine.run("MATCH (n) RETURN count(n) AS n").rows
    found = engine.run("MATCH (n:Entity {name: $name}) RETURN n.name, n.aliases", {"name": HOSTILE})
    assert found.rows == [(HOSTILE, ["`", "'"])]
    assert engine.run("MATCH (n) RETURN count(n) AS n").rows == before


def test_rows_become_a_data_frame(engine: Engine) -> None:
    pandas = pytest.importorskip("pandas")
    frame = engine.run(
        "MATCH (r:Result) RETURN r.id AS id, r.number AS number, r.relative AS gain ORDER BY id"
    ).to_pandas()
    assert list(frame.columns) == ["id", "number", "gain"]
    assert frame["number"].max() == 90.0
    assert pandas.isna(frame.loc[3, "number"])
    assert list(engine.run("MATCH (n:Paper {id: 'none'}) RETURN n.id AS id").to_pandas().columns) == ["id"]


def test_a_data_frame_without_pandas_says_what_to_install(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pip install pandas"):
        engine.run("RETURN 1 AS x").to_pandas()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("MATCH (n:Paper\nRETURN n", "(line 2, column 1)\n  RETURN n\n  ^"),
        ("RETURN 1 AS x)", "\n  RETURN 1 AS x)\n               ^"),
        ("RETURN nothing AS x", "'nothing' not defined"),
        ("RETURN $absent AS x", "absent"),
        ("RETURN 1 / 0 AS x", "by zero"),
        ("", "empty"),
    ],
    ids=["second line", "end", "variable", "parameter", "while running", "empty"],
)
def test_a_faulty_query_is_explained(engine: Engine, query: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        engine.run(query)
    assert message in str(caught.value)
    assert "com.arcadedb" not in str(caught.value)


def test_a_value_that_cannot_be_a_parameter_is_named(engine: Engine) -> None:
    with pytest.raises(QueryError, match="object"):
        engine.run("RETURN $x AS x", {"x": object()})


def test_the_engine_itself_opens_no_files(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.embedded.check", lambda query, write: None)
    for address in ("file:///etc/hostname", "http://127.0.0.1:9/"):
        with pytest.raises(QueryError, match="disabled"):
            engine.run("LOAD CSV FROM $address AS line RETURN line", {"address": address})
    with pytest.raises(QueryError):
        engine.run("CREATE (n:Paper) RETURN n")


def test_a_second_engine_in_one_program_is_refused_without_talk_of_damage(engine: Engine, database: Path) -> None:
    with pytest.raises(StoreError, match="open already") as caught:
        open_engine(database)
    assert not isinstance(caught.value, DamagedDatabaseError)


def test_two_processes_read_a_database_at_once(engine: Engine, database: Path) -> None:
    script = "import sys; from pathlib import Path; from graph.query import open_engine\n"
    script += "with open_engine(Path(sys.argv[1])) as e: print(e.run('MATCH (n:Paper) RETURN count(n) AS n').rows)"
    done = subprocess.run([sys.executable, "-c", script, str(database)], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[(2,)]\n", "")


def test_nothing_is_written_beside_the_database_and_nothing_printed(tmp_path: Path) -> None:
    script = "import sys; sys.path.insert(0, sys.argv[2]); from cypher_sample import sample_graph\n"
    script += "from pathlib import Path; from graph.query import create_database, open_engine\n"
    script += "create_database(sample_graph(), Path(sys.argv[1])); open_engine(Path(sys.argv[1])).close()"
    folders = {name: tmp_path / name for name in ("work", "home", "temporary")}
    for folder in folders.values():
        folder.mkdir()
    root = Path(__file__).parent.parent
    environment = {
        **os.environ,
        "HOME": str(folders["home"]),
        "TMPDIR": str(folders["temporary"]),
        "PYTHONPATH": str(root),
    }
    command = [sys.executable, "-c", script, str(tmp_path / "database"), str(root / "tests")]
    done = subprocess.run(command, cwd=folders["work"], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert [file for folder in folders.values() for file in folder.rglob("*")] == []


def test_an_open_writer_is_named(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    script = (
        "import arcadedb, sys; d = arcadedb.open_database(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "ARCADEDB_LOG_DIR": str(tmp_path / "log"), "ARCADEDB_LOG_CONSOLE": "0"}
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as writer:
        assert writer.stdout.readline() == b"open\n"
        with pytest.raises(StoreError, match="another process") as caught:
            open_engine(path)
        writer.stdin.close()
    assert not isinstance(caught.value, DamagedDatabaseError)


@pytest.mark.parametrize("damage", ["cut", "changed", "removed", "no list of hashes", "no folder"])
def test_a_damaged_database_asks_for_a_rebuild(tmp_path: Path, damage: str) -> None:
    path = fresh(tmp_path)
    victim = next(file for file in sorted(path.glob("*.bucket")) if file.stat().st_size)
    content = victim.read_bytes()
    if damage == "cut":
        victim.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        victim.write_bytes(content[:-1] + b"\x01")
    elif damage == "removed":
        victim.unlink()
    elif damage == "no list of hashes":
        (path / "litkg-sums.json").unlink()
    else:
        path = tmp_path / "elsewhere"
    with pytest.raises(DamagedDatabaseError, match="rebuild"):
        open_engine(path)


def test_a_relative_path_follows_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, count in (("one", 1), ("two", 2)):
        graph = nx.MultiDiGraph()
        for number in range(count):
            graph.add_node(f"task:{number}", label="Task", name="t", aliases=[], papers=1, mentions=1)
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        create_database(graph, Path("cypher"))
        with open_engine(Path("cypher")) as engine:
            assert engine.run("MATCH (t:Task) RETURN count(t)").rows == [(count,)]


def built(folder: Path) -> Path:
    """A build folder of the sample graph."""
    graph = sample_graph()
    graph.graph["litkg"] = "1"
    with store.new_build(folder) as new:
        store.write_graph(graph, new / store.GRAPH)
        made_of = store.checksum(new / store.GRAPH)
        create_database(graph, new / store.DATABASE, made_of=made_of)
        store.write_manifest(new, store.Manifest("1", SCHEMA_VERSION))
    return folder


def damage_nothing(folder: Path) -> None:
    """Leave the database as it is."""


def damage_file(folder: Path) -> None:
    victim = next(file for file in sorted((folder / "cypher").glob("*.bucket")) if file.stat().st_size)
    victim.write_bytes(victim.read_bytes()[:-1] + b"\x01")


def damage_folder(folder: Path) -> None:
    shutil.rmtree(folder / "cypher")


def damage_origin(folder: Path) -> None:
    shutil.rmtree(folder / "cypher")
    shutil.move(fresh(folder.parent), folder / "cypher")


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (damage_nothing, None),
        (damage_file, "not as it was written"),
        (damage_folder, "found none"),
        (damage_origin, "another graph"),
    ],
    ids=["nothing", "a file", "no folder", "another graph"],
)
def test_the_database_of_a_build_is_made_anew_where_it_has_to(
    tmp_path: Path, damage: Callable[[Path], None], says: str | None
) -> None:
    folder = built(tmp_path / "build")
    damage(folder)
    told: list[str] = []
    for _ in range(2):
        with open_build(folder, tell=told.append) as engine:
            assert engine.run("MATCH (n) RETURN count(n)").rows == [(sample_graph().number_of_nodes(),)]
    assert len(told) == (says is not None)
    assert all(str(says) in line and "graph.json" in line for line in told)
    visible = sorted(path.name for path in folder.iterdir() if path.name != ".cypher.lock")
    assert visible == ["cypher", "graph.json", "manifest.json"]


def test_what_is_written_stays_until_the_database_is_made_anew(tmp_path: Path) -> None:
    folder = built(tmp_path / "build")
    mine = "MATCH (n:Note) RETURN n.text"
    with open_build(folder, write=True) as engine:
        assert engine.run("CREATE (n:Note {text: $text}) RETURN n.text", {"text": HOSTILE}).rows == [(HOSTILE,)]
        engine.run("MATCH (m:Method {id: 'method:block'}) SET m.rating = 5")
    told: list[str] = []
    with open_build(folder, tell=told.append) as engine:
        assert engine.run(mine).rows == [(HOSTILE,)]
        assert engine.run("MATCH (m:Method) WHERE m.rating = 5 RETURN m.id").rows == [("method:block",)]
    assert told == []
    damage_file(folder)
    with open_build(folder, tell=told.append) as engine:
        assert engine.run(mine).rows == []
    assert len(told) == 1


def test_a_query_that_fails_while_it_writes_changes_nothing(tmp_path: Path) -> None:
    folder = built(tmp_path / "build")
    with open_build(folder, write=True) as engine:
        with pytest.raises(QueryError, match="by zero"):
            engine.run("CREATE (n:Note {x: 1}) WITH n RETURN 1 / (n.x - 1)")
        assert engine.run("MATCH (n:Note) RETURN count(n)").rows == [(0,)]


@pytest.mark.parametrize("name", ["load csv", "procedure", "administration", "load csv by unicode escape"])
def test_writing_opens_no_files_and_calls_no_procedures(name: str) -> None:
    with pytest.raises(QueryError):
        check(REFUSED[name].replace("SET PASSWORD", "PASSWORD"), write=True)


def test_a_writer_keeps_others_out_and_lets_them_in_after(tmp_path: Path) -> None:
    folder = built(tmp_path / "build")
    script = "import sys; from graph.query import open_build\n"
    script += "with open_build(sys.argv[1]) as e: print(e.run('MATCH (n:Note) RETURN count(n)').rows)"
    command = [sys.executable, "-c", script, str(folder)]
    with open_build(folder, write=True) as engine:
        engine.run("CREATE (n:Note)")
        other = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "another process has this database open for writing" in other.stderr
        with pytest.raises(StoreError, match="open already"):
            open_build(folder, write=True)
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[(1,)]\n"


def test_several_programs_make_a_database_anew_once(tmp_path: Path) -> None:
    folder = built(tmp_path / "build")
    damage_folder(folder)
    script = "import sys; from graph.query import open_build\n"
    script += "with open_build(sys.argv[1], tell=print) as e: print(len(e.run('MATCH (n:Paper) RETURN n.id').rows))"
    command = [sys.executable, "-c", script, str(folder)]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    shown = [line for program in programs for line in program.communicate()[0].splitlines()]
    assert shown.count("2") == 3
    assert sum("anew" in line for line in shown) == 1


def test_a_database_is_not_made_of_a_graph_that_was_changed(tmp_path: Path) -> None:
    folder = built(tmp_path / "build")
    file = folder / store.GRAPH
    file.write_bytes(file.read_bytes().replace(b"Transformer", b"transformer"))
    with pytest.raises(StoreError, match="not the file that the build wrote"):
        open_build(folder)


def test_a_place_that_is_taken_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match="free place"):
        create_database(sample_graph(), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_a_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    graph = sample_graph()
    graph.add_node("task:copy", label="Task", name="copy", aliases=[], papers=2**80, mentions=1)
    with pytest.raises(StoreError, match="could not be written"):
        create_database(graph, tmp_path / "cypher")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ({"label": "Person"}, "Person"),
        ({"label": "Task", "name": "t", "aliases": [], "papers": 1}, "'mentions' is missing"),
        ({"label": "Task", "name": "t", "aliases": [], "papers": 1, "mentions": 1, "age": 3}, "'age'"),
        ({"label": "Task", "name": "t", "aliases": "a", "papers": 1, "mentions": 1}, "'aliases': expected strings"),
        ({"label": "Task", "name": "t", "aliases": [1], "papers": 1, "mentions": 1}, "'aliases': expected strings"),
        ({"label": "Task", "name": "t", "aliases": [], "papers": True, "mentions": 1}, "'papers': expected integer"),
        ({"label": "Task", "name": "\ud800", "aliases": [], "papers": 1, "mentions": 1}, "'name': expected string"),
    ],
    ids=["label", "missing", "unknown", "no list", "item", "boolean", "half a character"],
)
def test_a_graph_outside_the_schema_is_refused(attributes: dict[str, object], message: str) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("x", **attributes)
    with pytest.raises(SchemaError, match=message):
        node_rows(graph)


def test_an_integer_where_the_schema_has_a_float_becomes_one() -> None:
    graph = sample_graph()
    graph.nodes["r1"]["number"] = 81
    (number,) = [row["number"] for row in node_rows(graph)[NodeLabel.RESULT] if row["id"] == "r1"]
    assert (number, type(number)) == (81.0, float)


def test_an_unknown_relationship_type_is_refused() -> None:
    graph = sample_graph()
    graph.add_edge("p1", "p2", key="CITES", type="CITES", **edge("p1"))
    with pytest.raises(SchemaError, match="CITES"):
        edge_rows(graph)
