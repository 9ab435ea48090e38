"""The build folder: lossless files, checksums, and replacement as a whole or not at all."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import InputError, SchemaError, StoreError, UsageError
from extract.records import Entity, Extraction, Mention, Paper, Relation, Result
from extract.schema import Label, RelationType, Role
from graph import store
from graph.merges import Merge
from graph.pairs import Rule
from graph.schema import SCHEMA_VERSION
from graph.store import ExtractionFile, InputFile, InputKind, Manifest

SCHEMA = f'"schema":{SCHEMA_VERSION}'.encode()
EXTRACTION = Extraction(
    Paper("p1", "Bolt", "Bolt beats Nut: 9 %.", 2025, None, ("Ada", "Bo")),
    (Entity("e1", Label.METHOD, "Bolt", ("bolt",), Role.INTRODUCED, 0.5, (Mention(0, 4, "Bolt"),)),),
    (Relation("e1", RelationType.PART_OF, "e1", 0.25, 5, 9),),
    (Result("e1", None, None, "9", "%", True, 0.75, 21, 22),),
)


def small_graph() -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(litkg="1.2.3")
    graph.add_node("b", label="Method", name="Bölt\u2028", aliases=["x", "y"], papers=1)
    graph.add_node("a", label="Paper", title="T", authors=[])
    graph.add_edge("a", "b", key="USES", type="USES", confidence=0.1, papers=["a"], starts=[0])
    graph.add_edge("a", "b", key="INTRODUCES", type="INTRODUCES", confidence=1.0, papers=["a"], starts=[3])
    return graph


def same_graph(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> bool:
    return (
        one.graph == other.graph
        and dict(one.nodes(data=True)) == dict(other.nodes(data=True))
        and sorted(one.edges(keys=True, data=True), key=str) == sorted(other.edges(keys=True, data=True), key=str)
    )


def save(folder: Path, graph: nx.MultiDiGraph, extractions: Iterable[Extraction]) -> None:
    """Write a build folder of these."""
    with store.new_build(folder) as new:
        store.write_extractions(extractions, new / store.EXTRACTIONS)
        store.write_graph(graph, new / store.GRAPH)
        store.write_manifest(new, Manifest(graph.graph["litkg"], SCHEMA_VERSION, counts=store.counts(graph)))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path / "build", small_graph(), [EXTRACTION])
    return tmp_path / "build"


# files


def test_a_graph_comes_back_as_it_was(tmp_path: Path) -> None:
    store.write_graph(small_graph(), tmp_path / "graph.json")
    assert same_graph(store.read_graph(tmp_path / "graph.json"), small_graph())


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), max_size=3),
)
ATTRIBUTES = st.dictionaries(st.sampled_from(["label", "name", "type", "start", "links", "nodes", "edges"]), VALUES)
NODES = st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), ATTRIBUTES, max_size=5)


@given(NODES, st.data())
def test_any_graph_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, nodes: dict[str, dict[str, object]], data: st.DataObject
) -> None:
    graph = nx.MultiDiGraph(litkg="0")
    graph.add_nodes_from(nodes.items())
    if nodes:
        ends = st.sampled_from(sorted(nodes))
        for start, end, key, attributes in data.draw(
            st.lists(st.tuples(ends, ends, st.sampled_from("AB"), ATTRIBUTES), max_size=5)
        ):
            graph.add_edge(start, end, key=key)
            graph.edges[start, end, key].update(attributes)
    path = tmp_path_factory.mktemp("graph") / "graph.json"
    store.write_graph(graph, path)
    assert same_graph(store.read_graph(path), graph)


def test_networkx_reads_the_file_too(tmp_path: Path) -> None:
    store.write_graph(small_graph(), tmp_path / "graph.json")
    data = json.loads((tmp_path / "graph.json").read_text(encoding="utf-8"))
    assert same_graph(nx.node_link_graph(data, edges="edges"), small_graph())


def test_the_bytes_do_not_depend_on_the_order_of_insertion(tmp_path: Path) -> None:
    turned = nx.MultiDiGraph(litkg="1.2.3")
    turned.add_nodes_from(reversed(list(small_graph().nodes(data=True))))
    for start, end, key, attributes in reversed(list(small_graph().edges(keys=True, data=True))):
        turned.add_edge(start, end, key=key, **dict(reversed(attributes.items())))
    store.write_graph(small_graph(), tmp_path / "one")
    store.write_graph(turned, tmp_path / "other")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_writing_leaves_the_graph_as_it_was(tmp_path: Path) -> None:
    graph = small_graph()
    store.write_graph(graph, tmp_path / "graph.json")
    assert same_graph(graph, small_graph())


@pytest.mark.parametrize("name", ["id"])
def test_reserved_names_of_nodes_are_refused(tmp_path: Path, name: str) -> None:
    graph = small_graph()
    graph.nodes["a"][name] = "x"
    with pytest.raises(StoreError, match=f"node 'a' has an attribute '{name}'"):
        store.write_graph(graph, tmp_path / "graph.json")


@pytest.mark.parametrize("name", ["source", "target", "key"])
def test_reserved_names_of_edges_are_refused(tmp_path: Path, name: str) -> None:
    graph = small_graph()
    graph.edges["a", "b", "USES"][name] = "x"
    with pytest.raises(StoreError, match=f"has an attribute '{name}'"):
        store.write_graph(graph, tmp_path / "graph.json")


@pytest.mark.parametrize("value", [{1, 2}, "\ud800"], ids=["set", "half a surrogate"])
def test_a_value_that_json_cannot_hold_is_refused_and_leaves_no_file(tmp_path: Path, value: object) -> None:
    graph = small_graph()
    graph.nodes["a"]["title"] = value
    with pytest.raises(StoreError, match="cannot be written as JSON"):
        store.write_graph(graph, tmp_path / "graph.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda data: data[: len(data) // 2], "damaged or cut off", id="cut off"),
        pytest.param(lambda data: b"", "damaged or cut off", id="empty"),
        pytest.param(lambda data: b"[]", "expected a JSON object, got list", id="list"),
        pytest.param(lambda data: data.replace(SCHEMA, b'"schema":99'), "schema version 99", id="newer"),
        pytest.param(lambda data: data.replace(SCHEMA, b'"x":1'), "schema version None", id="no version"),
        pytest.param(lambda data: data.replace(b'"target":"b"', b'"target":"z"'), "an end that is no node", id="end"),
        pytest.param(lambda data: data.replace(b'"id":"a"', b'"i":"a"'), "no graph of litkg", id="no id"),
        pytest.param(
            lambda data: b"{" + SCHEMA + b',"graph":{},"nodes":3,"edges":[]}', "no graph of litkg", id="number"
        ),
    ],
)
def test_a_damaged_graph_is_refused(tmp_path: Path, change: object, message: str) -> None:
    path = tmp_path / "graph.json"
    store.write_graph(small_graph(), path)
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(StoreError, match=message):
        store.read_graph(path)


def test_a_missing_graph_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing"):
        store.read_graph(tmp_path / "graph.json")


def test_extractions_come_back_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "extractions.jsonl"
    assert store.write_extractions([EXTRACTION, EXTRACTION], path) == 2
    assert list(store.read_extractions(path)) == [EXTRACTION, EXTRACTION]


def test_extractions_in_a_file_are_there_as_often_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "extractions.jsonl"
    store.write_extractions([EXTRACTION, EXTRACTION], path)
    found = ExtractionFile(path)
    assert list(found) == list(found) == [EXTRACTION, EXTRACTION]


def test_an_extraction_is_written_as_its_plain_dict() -> None:
    assert json.loads(store.dump_extraction(EXTRACTION)) == json.loads(json.dumps(EXTRACTION.to_dict()))


@pytest.mark.parametrize(
    ("text", "error"),
    [pytest.param("{", InputError, id="no JSON"), pytest.param('{"papr": 1}', SchemaError, id="no extraction")],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, error: type[Exception]) -> None:
    path = tmp_path / "extractions.jsonl"
    path.write_bytes(store.dump_extraction(EXTRACTION) + text.encode() + b"\n")
    with pytest.raises(error, match=r"extractions\.jsonl:2"):
        list(store.read_extractions(path))


# merges


MERGES = st.lists(
    st.builds(
        Merge,
        rule=st.sampled_from(Rule),
        label=st.sampled_from(Label),
        a=st.text(st.characters(exclude_categories=["Cs"])),
        b=st.text(st.characters(exclude_categories=["Cs"])),
        score=st.floats(0, 1),
        papers=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=5)).map(tuple),
        thing=st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    ),
    max_size=5,
)


@given(MERGES)
def test_merges_come_back_sorted(tmp_path_factory: pytest.TempPathFactory, merges: list[Merge]) -> None:
    path = tmp_path_factory.mktemp("merges") / "merges.jsonl"
    store.write_merges(merges, path)
    assert list(store.read_merges(path)) == sorted(merges)


@pytest.mark.parametrize(
    "text",
    [b"{", b"3", b"{}", b'{"rule":"fold","label":"Method","papers":[]}', b'{"rule":"x","label":"Method","papers":[]}'],
    ids=["cut off", "number", "empty", "no names", "unknown rule"],
)
def test_a_damaged_merge_is_named(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "merges.jsonl"
    path.write_bytes(text)
    with pytest.raises(StoreError, match=r"merges\.jsonl:1.*build the folder anew"):
        list(store.read_merges(path))


def test_merges_of_a_build_must_be_those_it_wrote(folder: Path) -> None:
    with pytest.raises(StoreError, match=r"merges\.jsonl is missing"):
        store.load_merges(folder)
    store.write_merges([Merge(Rule.FOLD, Label.METHOD, "a", "b", 1.0, ())], folder / store.MERGES)
    with pytest.raises(StoreError, match="not the file that the build wrote"):
        store.load_merges(folder)
    store.write_manifest(folder, Manifest("1", SCHEMA_VERSION))
    assert [merge.a for merge in store.load_merges(folder)] == ["a"]


# manifest


def test_a_manifest_comes_back_as_it_was() -> None:
    manifest = Manifest(
        "1.0",
        SCHEMA_VERSION,
        (InputFile("a.txt", "00"), InputFile("b", "11", InputKind.CORRECTIONS)),
        "ff",
        {"Paper": 2},
        {"bad_line": 1},
        {"graph.json": "aa"},
    )
    assert Manifest.from_json(manifest.to_json()) == manifest


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"3",
        b"{" + SCHEMA + b"}",
        b"{" + SCHEMA + b',"litkg":1,"inputs":[]}',
        b"{" + SCHEMA + b',"litkg":"1","inputs":[{}]}',
        b"{" + SCHEMA + b',"litkg":"1","inputs":[{"name":"a","sha256":"0","kind":"x"}]}',
    ],
    ids=[
        "empty",
        "no version",
        "number",
        "nothing in it",
        "version of the wrong type",
        "input without a name",
        "unknown kind",
    ],
)
def test_a_damaged_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(StoreError, match="build the folder anew"):
        Manifest.from_json(data)


def test_a_manifest_from_before_corrections_is_read() -> None:
    data = b"{" + SCHEMA + b',"litkg":"1","inputs":[{"name":"a","sha256":"0"}]}'
    assert Manifest.from_json(data).inputs == (InputFile("a", "0", InputKind.PAPERS),)


def test_the_manifest_counts_and_names_what_was_written(folder: Path) -> None:
    manifest = store.read_manifest(folder)
    assert manifest.litkg == "1.2.3"
    assert manifest.counts == {"INTRODUCES": 1, "Method": 1, "Paper": 1, "USES": 1}
    assert sorted(manifest.files) == ["extractions.jsonl", "graph.json"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        save(tmp_path / name, small_graph(), [EXTRACTION])
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "other")


# the folder


def test_load_gives_the_graph(folder: Path) -> None:
    assert same_graph(store.load(folder), small_graph())


def test_a_graph_that_was_changed_is_not_loaded(folder: Path) -> None:
    path = folder / "graph.json"
    path.write_bytes(path.read_bytes().replace(b'"papers":1', b'"papers":7'))
    with pytest.raises(StoreError, match="not the file that the build wrote"):
        store.load(folder)


@pytest.mark.parametrize("make", ["missing", "empty", "other"])
def test_what_is_no_build_folder_is_refused(tmp_path: Path, make: str) -> None:
    place = tmp_path / "build"
    if make != "missing":
        place.mkdir()
    if make == "other":
        (place / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="expected a build folder"):
        store.load(place)


def test_a_build_replaces_the_one_before(folder: Path) -> None:
    (folder / "stale").write_text("old")
    save(folder, nx.MultiDiGraph(litkg="2"), [])
    assert sorted(path.name for path in folder.iterdir()) == ["extractions.jsonl", "graph.json", "manifest.json"]
    assert [path.name for path in folder.parent.iterdir()] == ["build"]


def test_a_build_that_fails_leaves_the_one_before(folder: Path) -> None:
    def broken() -> Iterator[Extraction]:
        yield EXTRACTION
        raise RuntimeError("stop")

    before = bytes_of(folder)
    with pytest.raises(RuntimeError, match="stop"):
        save(folder, small_graph(), broken())
    assert bytes_of(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["build"]


def test_what_a_killed_build_left_is_cleared(folder: Path) -> None:
    left = folder.parent / ".build.litkg-new"
    left.mkdir()
    (left / "half").write_text("x")
    with store.new_build(folder) as new:
        assert not (new / "half").exists()
        store.write_manifest(new, Manifest("1", SCHEMA_VERSION))
    assert store.read_manifest(folder).litkg == "1"


def test_a_killed_build_may_leave_files_for_the_next(folder: Path) -> None:
    left = folder.parent / ".build.litkg-new"
    left.mkdir()
    (left / "extractions.jsonl").write_text("half")
    (left / "graph.json").write_text("half")
    with store.new_build(folder, keep=["extractions.jsonl"]) as new:
        assert (new / "extractions.jsonl").read_text() == "half"
        assert not (new / "graph.json").exists()
        store.write_manifest(new, Manifest("1", SCHEMA_VERSION))


def test_a_folder_is_restored_after_a_kill_between_the_renames(folder: Path) -> None:
    folder.rename(folder.parent / ".build.litkg-old")
    assert same_graph(store.load(folder), small_graph())


def test_two_builds_of_one_folder_exclude_each_other(folder: Path) -> None:
    pytest.importorskip("fcntl")
    with store.new_build(folder) as new:
        with pytest.raises(StoreError, match="another process"):
            save(folder, small_graph(), [])
        store.write_manifest(new, Manifest("1", SCHEMA_VERSION))
    assert store.read_manifest(folder).litkg == "1"


def test_a_new_folder_is_made_with_those_above(tmp_path: Path) -> None:
    save(tmp_path / "a" / "b", small_graph(), [])
    assert same_graph(store.load(tmp_path / "a" / "b"), small_graph())


def test_a_destination_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("mine")
    with pytest.raises(UsageError, match="is a file"):
        save(tmp_path / "build", small_graph(), [])
    assert (tmp_path / "build").read_text() == "mine"


def test_a_destination_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="cannot be written"):
        save(tmp_path / "file" / "build", small_graph(), [])


def test_somebody_else_s_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty and no build folder"):
        save(tmp_path, small_graph(), [])
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX")
@pytest.mark.parametrize("where", ["folder", "parent"])
def test_a_read_only_destination_is_refused(tmp_path: Path, where: str) -> None:
    place = tmp_path / "above" / "build"
    place.mkdir(parents=True)
    locked = place if where == "folder" else place.parent
    locked.chmod(0o555)
    try:
        with pytest.raises(UsageError, match="read-only"):
            save(place, small_graph(), [])
    finally:
        locked.chmod(0o755)
    assert [path.name for path in place.parent.iterdir()] == ["build"]
