"""The graph in a notebook: it stays a MultiDiGraph, and shows itself inline in a real browser."""

import pickle
from pathlib import Path

import browser
import networkx as nx
import pytest
from pages import hostile, small

from graph.notebook import KnowledgeGraph


def test_it_is_a_graph_like_any_other():
    graph = KnowledgeGraph(small())
    assert isinstance(graph, nx.MultiDiGraph)
    for other in (small(), graph.copy(), pickle.loads(pickle.dumps(graph))):
        assert nx.utils.graphs_equal(graph, other)
    assert nx.utils.graphs_equal(nx.MultiDiGraph(graph), small())
    assert type(graph.to_undirected()) is nx.MultiGraph
    assert type(graph.subgraph(["method:reader", "dataset:pages"]).copy()) is KnowledgeGraph
    assert nx.shortest_path(graph, "p1", "metric:f1") == ["p1", "method:reader", "metric:f1"]


def test_what_it_shows_is_one_frame_that_nothing_breaks_out_of():
    shown = KnowledgeGraph(hostile())._repr_html_()
    assert shown.count("<") == 2
    assert "allow-same-origin" not in shown


@pytest.mark.browser
def test_it_shows_itself_inline(chromium, tmp_path: Path):
    file = tmp_path / "notebook.html"
    body = f"<!doctype html><title>Notebook</title><body data-ready=yes>{KnowledgeGraph(small())._repr_html_()}"
    file.write_text(body, encoding="utf-8")
    with browser.visit(chromium, file) as seen:
        frame = seen.page.frame_locator("iframe")
        frame.locator("body[data-ready=yes]").wait_for()
        frame.locator("#query").fill("Pages")
        frame.locator("#query").press("Enter")
        assert frame.locator("#panel h2").inner_text() == "Pages"
        frame.locator("#share summary").click()
        frame.locator("#as-cypher").click()
        frame.locator("#dialog .action").click()
        frame.locator("#dialog .action:has-text('Copied')").wait_for()
    assert seen.messages == []
