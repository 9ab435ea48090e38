"""Files: GraphML opens again with what it held, formats are known by name, a failed write leaves the earlier file."""

import json
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import StoreError, UsageError
from graph.folders import write_whole
from graph.publish.files import FORMATS, _xml_id, export, write_graphml

SENTENCE = "Reader is tested on Pages."


def small(abstract: str = SENTENCE, paper: str = "p1") -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph(litkg="0")
    graph.add_node("dataset:pages", label="Dataset", name="Pages", aliases=[], papers=1, mentions=1)
    graph.add_node("method:reader", label="Method", name="Reader", aliases=["R", "Räder"], papers=1, mentions=2)
    graph.add_node(paper, label="Paper", title="Reader", abstract=abstract, year=2024, authors=["A. Author"])
    graph.add_node("r1", label="Result", value="3", number=3, bound="", unit="", relative=False, direction="",
                   evidence=SENTENCE, start=1, end=2, confidence=1)  # fmt: skip
    for start, kind, end in (
        ("method:reader", "EVALUATED_ON", "dataset:pages"),
        (paper, "INTRODUCES", "method:reader"),
        (paper, "USES", "method:reader"),
    ):
        graph.add_edge(start, end, key=kind, type=kind, confidence=1, support=1, papers=[paper], evidence=[SENTENCE],
                       starts=[7], ends=[7 + len(SENTENCE)])  # fmt: skip
    return graph


def read_back(tmp_path: Path, graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    write_graphml(graph, tmp_path / "graph.graphml")
    return nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)


def test_graphml_holds_every_node_and_parallel_edge(tmp_path):
    again = read_back(tmp_path, small())
    assert sorted(again) == ["dataset:pages", "method:reader", "p1", "r1"]
    assert sorted(kind for *_, kind in again.edges(data="type")) == ["EVALUATED_ON", "INTRODUCES", "USES"]


def test_graphml_gives_each_edge_an_id_of_its_own(tmp_path):
    ids = [key for *_, key in read_back(tmp_path, small()).edges(keys=True)]
    assert len(ids) == len(set(ids)) == 3


@pytest.mark.parametrize(
    ("node", "name", "value"),
    [
        pytest.param("p1", "year", 2024, id="integer"),
        pytest.param("r1", "number", 3.0, id="float-given-as-integer"),
        pytest.param("r1", "relative", False, id="boolean"),
        pytest.param("method:reader", "name", "Reader", id="string"),
    ],
)
def test_graphml_types_come_from_the_schema(tmp_path, node, name, value):
    read = read_back(tmp_path, small()).nodes[node][name]
    assert read == value
    assert type(read) is type(value)


def test_graphml_lists_are_json_text(tmp_path):
    assert json.loads(read_back(tmp_path, small()).nodes["method:reader"]["aliases"]) == ["R", "Räder"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\ud800b", "a\ufffeb"], ids=["nul", "tab", "surrogate", "fffe"])
def test_graphml_replaces_what_xml_cannot_hold(tmp_path, text):
    assert read_back(tmp_path, small(abstract=text)).nodes["p1"]["abstract"] == "a\ufffdb"


def test_graphml_keeps_markup_as_text(tmp_path):
    text = "]]></data><script>&amp;"
    assert read_back(tmp_path, small(abstract=text)).nodes["p1"]["abstract"] == text


@given(st.sets(st.text(alphabet="a\\u01\x00\x01\ud800\n", max_size=6), min_size=2, max_size=2))
def test_different_ids_stay_different_in_xml(ids):
    one, other = ids
    assert _xml_id(one) != _xml_id(other)


def test_graphml_leaves_the_graph_as_it_was(tmp_path):
    graph = small()
    write_graphml(graph, tmp_path / "graph.graphml")
    assert nx.utils.graphs_equal(graph, small())


def test_graphml_is_the_same_for_the_same_graph_in_any_order(tmp_path):
    graph = small()
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    write_graphml(graph, tmp_path / "a")
    write_graphml(turned, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"eval-results", "neo4j-admin"}))  # folders
def test_every_format_writes_a_file(tmp_path, name):
    export(small(), tmp_path / "out", format=name)
    assert (tmp_path / "out").stat().st_size > 100
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_json_is_lossless(tmp_path):
    from graph.store import read_graph

    export(small(), tmp_path / "graph.json", format="json")
    assert nx.utils.graphs_equal(read_graph(tmp_path / "graph.json"), small())


def test_an_unknown_format_is_refused_with_those_known(tmp_path):
    with pytest.raises(UsageError, match=f"unknown format 'svg'; known are {', '.join(sorted(FORMATS))}"):
        export(small(), tmp_path / "graph.svg", format="svg")
    assert not list(tmp_path.iterdir())


def test_a_failed_write_leaves_the_earlier_file(tmp_path, monkeypatch):
    (tmp_path / "graph.html").write_bytes(b"earlier")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="No space left"):
        write_whole(tmp_path / "graph.html", b"new")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("graph.html", b"earlier")]


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match="nowhere"):
        write_whole(tmp_path / "nowhere" / "graph.html", b"")
