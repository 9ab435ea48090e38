"""What the page gives away, in a real browser: the view as Cypher, which runs, as a picture and as data."""

import json
from pathlib import Path

import networkx as nx
import pytest
from pages import contest, hostile, small

from graph.query import create_database, open_engine

pytestmark = pytest.mark.browser


def as_cypher(page) -> str:
    page.click("#share summary")
    page.click("#as-cypher")
    return page.input_value("#dialog textarea")


def downloaded(page, button: str, path: Path) -> bytes:
    page.click("#share summary")
    with page.expect_download() as given:
        page.click(button)
    given.value.save_as(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("graph", "address", "edges"),
    [(small, "", 3), (small, "#node=p1&focus=1&labels=Paper,Method", 1), (hostile, "", 7)],
    ids=["all", "focus", "hostile"],
)
def test_the_query_returns_what_is_drawn(open_page, tmp_path, graph, address, edges):
    shown = graph()
    shown.remove_nodes_from([node for node in list(shown) if "\ud800" in node])  # no engine holds a lone surrogate
    query = as_cypher(open_page(shown, address=address))
    create_database(shown, tmp_path / "cypher", made_of="")
    with open_engine(tmp_path / "cypher") as engine:
        assert len(engine.run(query).rows) == edges


def test_a_view_without_relations_is_a_query_too(open_page):
    query = as_cypher(open_page(small(), address="#labels=Metric"))
    assert query.splitlines() == ["MATCH (a)", "WHERE a.id IN ['metric:f1']", "RETURN a"]


def test_the_view_as_data_is_read_by_networkx(open_page, tmp_path):
    data = json.loads(downloaded(open_page(small()), "#as-json", tmp_path / "view.json"))
    graph = nx.node_link_graph(data, edges="edges")
    assert sorted(graph) == ["dataset:pages", "method:reader", "metric:f1", "task:reading"]
    assert graph.edges["method:reader", "dataset:pages", "EVALUATED_ON"]["evidence"] == ["We test Reader on Pages."]


def test_the_view_as_a_picture_holds_the_drawing(open_page, tmp_path):
    page = open_page(contest())
    picture = downloaded(page, "#as-png", tmp_path / "view.png")
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == page.evaluate("document.querySelector('#canvas canvas').width")
