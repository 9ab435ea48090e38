"""The page as text: what it holds, that it is the same for the same graph, and that nothing in it is markup."""

import json
import re
import zlib
from base64 import b64decode

import networkx as nx
import pytest
from pages import BREAKOUT, EVIL, SENTENCE, Corpus, contest, hostile, large, small, two_fields

from extract.errors import LitkgError
from graph.publish import view
from graph.publish.bundle import bundle
from graph.publish.html import publish_html, render
from graph.publish.layout import positions
from graph.publish.packing import columns, pack
from graph.publish.view import FIRST_ENTITIES, page_data
from graph.standings import readings


def rows(table: dict) -> list[dict]:
    """Turn columns back into rows, as the page does."""
    found: list[dict] = [{} for _ in range(table["n"])]
    for name, column in table["columns"].items():
        for row, at in zip(found, range(table["n"]), strict=True):
            if isinstance(column, list):
                value = column[at]
            else:
                value = column["all"] if "all" in column else column["of"][column["at"][at]]
            if value is not None:
                row[name] = value
    return found


def held(graph: nx.MultiDiGraph, what: str) -> list[dict]:
    return rows(page_data(graph, title="")[what])


def ids(graph: nx.MultiDiGraph) -> list[str]:
    return [t.get("id") or view.simple_id(t["label"], t["name"]) for t in held(graph, "things")]


def test_the_same_graph_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        publish_html(contest(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_order_of_insertion_changes_nothing():
    graph = contest()
    turned = nx.MultiDiGraph(**graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert render(graph) == render(turned)


def test_the_graph_is_left_as_it_was():
    graph = contest()
    render(graph)
    assert nx.utils.graphs_equal(graph, contest())


def test_nothing_is_loaded_from_elsewhere():
    page = render(small())
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=(?!\"data:)", page)
    assert "default-src 'none'" in page


def test_the_library_that_draws_is_named_with_version_and_licence():
    drawn_by = json.loads(zlib.decompress(b64decode(re.search(r'id="data">([^<]*)<', render(small()))[1])))["drawn_by"]
    assert drawn_by["name"] == "vis-network"
    assert re.fullmatch(r"\d+\.\d+\.\d+", drawn_by["version"])
    assert drawn_by["licence"] == "Apache-2.0 or MIT"


def test_titles_are_escaped():
    assert "<title>&lt;b&gt;</title>" in render(small(), title="<b>")


def test_the_strings_of_papers_stand_nowhere_in_the_text_of_the_page():
    page = render(hostile())
    assert BREAKOUT not in page
    assert EVIL not in page


@pytest.mark.parametrize("text", ["</script>", "<!--", "&lt;", "\u2028", "\ud800"], ids=ascii)
def test_packed_data_hold_no_markup_and_read_back(text):
    block = pack({"text": text})
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", block)
    assert json.loads(zlib.decompress(b64decode(block)))["text"] == text


@pytest.mark.parametrize(
    "table",
    [
        [],
        [{"a": 1}, {"b": "x"}, {}],
        [{"a": True}, {"a": 1}, {"a": 1.5}],
        [{"a": "x", "b": [1, 2]}] * 5,
        [{"a": "x"}, {"a": "y"}] * 9,
        [{"a": "1"}, {"a": 1}, {"a": "1"}, {"a": 1}],
    ],
    ids=["none", "gaps", "numbers", "lists", "repeated", "types"],
)
def test_rows_come_back_from_columns(table):
    assert [list(row.items()) for row in rows(json.loads(json.dumps(columns(table))))] == [
        sorted(row.items()) for row in table
    ]


# What the data say ---------------------------------------------------------------------------------------------------


def test_evidence_points_into_the_text_where_it_stands_there():
    edge = next(e for e in held(small(), "edges") if e["type"] == "EVALUATED_ON")
    assert edge["evidence"] == [[7, 7 + len(SENTENCE)]]


def test_evidence_counts_as_javascript_does():
    corpus = Corpus()
    corpus.paper("p1", title="😀😀", abstract=SENTENCE)
    corpus.entity("method:reader", "Method", "Reader")
    corpus.edge("p1", "USES", "method:reader", at=3)
    assert held(corpus.graph, "edges")[0]["evidence"] == [[5, 5 + len(SENTENCE)]]


def test_evidence_from_elsewhere_travels_as_text():
    graph = small()
    graph.edges["p1", "dataset:pages", "USES"]["evidence"] = ["Quite another sentence."]
    assert ["Quite another sentence."] in [edge["evidence"] for edge in held(graph, "edges")]


def test_only_web_addresses_are_kept():
    addresses = dict(zip(ids(small()), (thing.get("url") for thing in held(small(), "things")), strict=True))
    assert addresses["p1"] == "https://example.org/p1"
    assert addresses["p2"] is None


def test_ids_that_follow_from_the_name_are_not_held():
    corpus = Corpus()
    for key, name in (("method:vision-transformer", "Vision Transformer"), ("method:transformer", "Transformers")):
        corpus.entity(key, "Method", name)
    assert {thing["name"]: thing.get("id") for thing in held(corpus.graph, "things")} == {
        "Vision Transformer": None,
        "Transformers": "method:transformer",
    }


def test_results_are_listed_with_their_ends_and_not_drawn():
    (result,) = held(small(), "results")
    assert [ids(small())[result[end]] for end in ("paper", "method", "dataset", "metric")] == [
        "p1", "method:reader", "dataset:pages", "metric:f1",
    ]  # fmt: skip
    assert result["evidence"] == [7, 7 + len(SENTENCE)]
    assert "r1" not in ids(small())


def test_boards_and_conflicts_point_to_results():
    results, (board,), (conflict,) = (held(contest(), what) for what in ("results", "boards", "conflicts"))
    assert [results[n]["value"] for n in board["levels"]] == ["90.1", "85.0"]
    assert board["ranks"] == [1, 2]
    assert [[results[n]["value"] for n in also] for also in board["also"]] == [["80.5"], []]
    assert [results[n]["value"] for n in board["gains"]] == ["3.5"]
    assert [results[n]["value"] for n in conflict["standings"]] == ["90.1", "80.5"]


def test_the_first_view_of_a_large_graph_is_its_most_important_part():
    first = [thing["name"] for thing in held(large(), "things") if thing["label"] == "Method" and "first" in thing]
    assert first == [f"Method {n:03}" for n in range(FIRST_ENTITIES)]


def test_what_the_page_has_no_room_for_is_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(view, "MOST_ENTITIES", 3)
    monkeypatch.setattr(view, "MOST_PAPERS", 1)
    data = page_data(contest(), title="")
    assert (data["things"]["n"], data["left"]) == (4, 3)
    assert all(edge["from"] < 4 and edge["to"] < 4 for edge in rows(data["edges"]))
    render(contest())


def test_an_empty_graph_gives_a_page():
    assert page_data(nx.MultiDiGraph(), title="")["things"]["n"] == 0


@pytest.mark.parametrize("core", [0, 1, 30], ids=["none", "one", "half"])
def test_no_two_nodes_share_a_place(core):
    ties = nx.relabel_nodes(nx.star_graph(60), str)
    places = positions(ties, sorted(ties)[:core], dict.fromkeys(ties, 8.0))
    assert sorted(places) == sorted(ties)
    assert len(set(places.values())) == len(ties)


# Modules to one script -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"a.js": 'import "./b.js";\n', "b.js": 'import "./a.js";\n'}, "a.js -> b.js -> a.js"),
        ({"a.js": 'import { x } from "./b.js";\n', "b.js": "const x = 1;\n"}, "a.js imports x from b.js"),
        (
            {
                "a.js": 'import "./b.js";\nimport "./c.js";\n',
                "b.js": "export const x = 1;\n",
                "c.js": "export const x = 2;\n",
            },
            "b.js and c.js both export x",
        ),
        ({"a.js": "export default 1;\n"}, "cannot bundle 'export default 1;'"),
        ({"a.js": 'import x from "y";\n'}, "cannot bundle"),
    ],
    ids=["circle", "not exported", "exported twice", "default", "elsewhere"],
)
def test_modules_that_cannot_be_one_script_are_refused(modules, message):
    with pytest.raises(LitkgError, match=re.escape(message)):
        bundle("a.js", modules.__getitem__)


def test_communities_of_several_papers_hold_their_members():
    graph = two_fields()
    names = ids(graph)
    found = {one["name"]: sorted(names[i] for i in one["members"]) for one in held(graph, "communities")}
    assert found == {
        "Parsing - Parser": ["method:parser", "p3", "p4", "task:parsing"],
        "Reading - Reader": ["method:reader", "p1", "p2", "task:reading"],
    }


@pytest.mark.parametrize("task", ["Reading", "Parsing"], ids=["named", "of the dataset"])
def test_results_are_for_the_tasks_that_a_leaderboard_finds_them_by(task):
    graph = contest()
    graph.add_node("task:parsing", label="Task", name="Parsing", aliases=[], papers=1, mentions=1)
    values = graph.edges["p1", "r1", "REPORTS"] | {"type": "BENCHMARK_FOR"}
    graph.add_edge("dataset:pages", "task:parsing", key="BENCHMARK_FOR", **values)
    number = ids(graph).index(f"task:{task.lower()}")
    shown = {one["value"] for one in held(graph, "results") if number in one["tasks"]}
    assert shown == {reading.standing.value for reading in readings(graph, task=task)}
