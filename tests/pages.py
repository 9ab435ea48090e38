"""What the tests of the page share: graphs made by hand, and a fixture that opens them in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import browser
import networkx as nx
import pytest

SENTENCE = "We test Reader on Pages."
EVIL = '<img src=x onerror="hit=1">'
BREAKOUT = "</script><script>hit=1</script><!--"


class Corpus:
    """Builds a graph of the contract's shape, one call a node or edge."""

    def __init__(self) -> None:
        self.graph = nx.MultiDiGraph(litkg="0")

    def paper(self, key: str, title: str = "Reader", abstract: str = SENTENCE, **more: object) -> None:
        self.graph.add_node(key, label="Paper", title=title, abstract=abstract, authors=[], **more)

    def entity(self, key: str, label: str, name: str, aliases: tuple[str, ...] = (), papers: int = 1) -> None:
        values = {"name": name, "aliases": list(aliases), "papers": papers, "mentions": papers}
        self.graph.add_node(key, label=label, **values, **({"direction": "higher"} if label == "Metric" else {}))

    def edge(
        self, start: str, kind: str, end: str, *papers: str, sentence: str = SENTENCE, at: int = 7, sure: float = 0.9
    ) -> None:
        shown = list(papers or ("p1",))
        self.graph.add_edge(start, end, key=kind, type=kind, confidence=sure, support=len(shown), papers=shown,
                            evidence=[sentence] * len(shown), starts=[at] * len(shown),
                            ends=[at + len(sentence)] * len(shown))  # fmt: skip

    def result(self, key: str, paper: str, value: str = "71.2", relative: bool = False, **ends: str) -> None:
        self.graph.add_node(key, label="Result", value=value, number=float(value), step=0.1, scale="%", bound="",
                            unit="%", relative=relative, direction="higher", evidence=SENTENCE, start=7, end=9,
                            confidence=0.7)  # fmt: skip
        self.edge(paper, "REPORTS", key, paper)
        for kind, end in ends.items():
            self.edge(key, kind, end, paper)


def small() -> nx.MultiDiGraph:
    """Two papers and one thing of each kind, with a relation to each and a result."""
    corpus = Corpus()
    corpus.paper("p1", url="https://example.org/p1", year=2024)
    corpus.paper("p2", title="Another", url="javascript:hit=1", year=2019)
    corpus.entity("method:reader", "Method", "Reader", ("RDR", "Leser"), papers=2)
    corpus.entity("dataset:pages", "Dataset", "Pages")
    corpus.entity("metric:f1", "Metric", "F1")
    corpus.entity("task:reading", "Task", "Reading")
    corpus.edge("p1", "INTRODUCES", "method:reader")
    corpus.edge("p2", "USES", "method:reader", "p2", at=8)
    corpus.edge("p1", "USES", "dataset:pages")
    corpus.edge("method:reader", "EVALUATED_ON", "dataset:pages")
    corpus.edge("method:reader", "USED_FOR", "task:reading", sure=0.5)
    corpus.edge("method:reader", "MEASURED_BY", "metric:f1")
    corpus.result("r1", "p1", OF="method:reader", ON="dataset:pages", IN="metric:f1")
    return corpus.graph


def contest() -> nx.MultiDiGraph:
    """Two methods on one dataset and metric; one of them with two values that disagree, the other with a gain too."""
    corpus = Corpus()
    for number in (1, 2):
        corpus.paper(f"p{number}", title=f"Paper {number}", abstract=SENTENCE, year=2020 + number)
    corpus.entity("method:first", "Method", "First", papers=2)
    corpus.entity("method:second", "Method", "Second")
    corpus.entity("dataset:pages", "Dataset", "Pages")
    corpus.entity("metric:f1", "Metric", "F1")
    corpus.entity("task:reading", "Task", "Reading")
    on = {"ON": "dataset:pages", "IN": "metric:f1"}
    corpus.result("r1", "p1", "90.1", OF="method:first", **on)
    corpus.result("r2", "p2", "80.5", OF="method:first", **on)
    corpus.result("r3", "p2", "85.0", OF="method:second", FOR="task:reading", **on)
    corpus.result("r4", "p2", "3.5", relative=True, OF="method:second", OVER="method:first", **on)
    return corpus.graph


def two_fields() -> nx.MultiDiGraph:
    """Two methods with their tasks, which no paper brings together."""
    corpus = Corpus()
    for number, (method, task) in enumerate((("Reader", "Reading"), ("Parser", "Parsing"))):
        held = f"method:{method.lower()}", f"task:{task.lower()}"
        corpus.entity(held[0], "Method", method, papers=2)
        corpus.entity(held[1], "Task", task, papers=2)
        for paper in (2 * number + 1, 2 * number + 2):
            corpus.paper(f"p{paper}", title=f"Paper {paper}")
            corpus.edge(f"p{paper}", "INTRODUCES", held[0], f"p{paper}", at=8)
            corpus.edge(f"p{paper}", "ADDRESSES", held[1], f"p{paper}", at=8)
        corpus.edge(held[0], "USED_FOR", held[1], f"p{2 * number + 1}", at=8)
    return corpus.graph


def large() -> nx.MultiDiGraph:
    """More entities than the first view draws; the last one stands in one paper and is nobody's neighbour but one's."""
    from graph.publish.view import FIRST_ENTITIES

    corpus = Corpus()
    corpus.paper("p1")
    for number in range(FIRST_ENTITIES + 20):
        corpus.entity(f"method:m{number:03}", "Method", f"Method {number:03}", papers=FIRST_ENTITIES + 20 - number)
        if number:
            corpus.edge("method:m000", "COMPARED_WITH", f"method:m{number:03}")
    return corpus.graph


def hostile() -> nx.MultiDiGraph:
    """Markup, scripts, addresses, controls of direction and very long names wherever a paper can put them."""
    corpus = Corpus()
    long = "W" * 5000
    corpus.paper("p1", title=EVIL, abstract=f"{BREAKOUT} {EVIL} {{{{script}}}} \u2028 \u202e", url="javascript:hit=1")
    corpus.paper("p2", title=BREAKOUT, abstract=long, url='https://example.org/"onclick="hit=1', year=2020)
    corpus.entity("dataset:evil", "Dataset", EVIL)
    corpus.entity("metric:evil", "Metric", BREAKOUT)
    names = (EVIL, BREAKOUT, long, "\u202egnp.exe\u202c", "{{data}}", "\ud800\x00", "javascript:hit=1", "__proto__", "")
    for number, name in enumerate(names):
        key = f"method:{name}" if number % 2 else f"method:{number}"
        corpus.entity(key, "Method", name, (EVIL, long))
        corpus.edge("p1", "USES", key, "p1", sentence=EVIL, at=0)
        if number:
            corpus.edge(key, "COMPARED_WITH", "method:0", "p2", sentence=BREAKOUT, at=0)
    for number, paper in enumerate(("p1", "p2")):
        key = f"r{number}"
        corpus.result(key, paper, OF="method:0", ON="dataset:evil", IN="metric:evil")
        corpus.graph.nodes[key].update(value=EVIL, number=float(number), unit=BREAKOUT, evidence=EVIL)
    return corpus.graph


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """Give the system's Chromium, or skip."""
    with browser.chromium(browser.required_executable()) as started:
        yield started


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Give a function that publishes a graph and opens it; afterwards no request and no message may have come."""
    from graph.publish.html import publish_html

    visits = []

    def open_(graph: nx.MultiDiGraph, **settings: Any) -> Any:
        file = tmp_path / "graph.html"
        publish_html(graph, file, title="A <small> graph")
        visiting = browser.visit(chromium, file, **settings)
        visits.append((visiting, visiting.__enter__()))
        return visits[-1][1].page

    yield open_
    for visiting, seen in visits:
        visiting.__exit__(None, None, None)
        assert (seen.requests, seen.messages) == ([], [])


def choose(page: Any, name: str) -> None:
    """Search a name and take the first hit."""
    page.fill("#query", name)
    page.keyboard.press("Enter")


def drawn(page: Any) -> str:
    """Say how many nodes are drawn, in the page's own words."""
    return page.inner_text("#status")
