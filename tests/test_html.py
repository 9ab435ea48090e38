"""The page: what it holds, that it is the same for the same graph, and what it does in a real browser."""

import json
import re
from pathlib import Path

import browser
import networkx as nx
import pytest

from graph.publish.html import as_json_block, publish_html, render
from graph.publish.layout import positions
from graph.publish.view import FIRST_ENTITIES, page_data

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
        self.graph.add_node(key, label=label, name=name, aliases=list(aliases), papers=papers, mentions=papers)

    def edge(self, start: str, kind: str, end: str, paper: str = "p1", sentence: str = SENTENCE, at: int = 7) -> None:
        self.graph.add_edge(start, end, key=kind, type=kind, confidence=0.9, support=1, papers=[paper],
                            evidence=[sentence], starts=[at], ends=[at + len(sentence)])  # fmt: skip

    def result(self, key: str, paper: str, **ends: str) -> None:
        self.graph.add_node(key, label="Result", value="71.2", number=71.2, unit="%", relative=False,
                            evidence=SENTENCE, start=0, end=4, confidence=0.7)  # fmt: skip
        self.edge(paper, "REPORTS", key, paper)
        for kind, end in ends.items():
            self.edge(key, kind, end, paper)


def small() -> nx.MultiDiGraph:
    corpus = Corpus()
    corpus.paper("p1", url="https://example.org/p1", year=2024)
    corpus.paper("p2", title="Another", url="javascript:hit=1")
    corpus.entity("method:reader", "Method", "Reader", ("RDR", "Leser"), papers=2)
    corpus.entity("dataset:pages", "Dataset", "Pages")
    corpus.entity("metric:f1", "Metric", "F1")
    corpus.entity("task:reading", "Task", "Reading")
    corpus.edge("p1", "INTRODUCES", "method:reader")
    corpus.edge("p2", "USES", "method:reader", "p2", SENTENCE, 8)
    corpus.edge("p1", "USES", "dataset:pages")
    corpus.edge("method:reader", "EVALUATED_ON", "dataset:pages")
    corpus.edge("method:reader", "USED_FOR", "task:reading")
    corpus.edge("method:reader", "MEASURED_BY", "metric:f1")
    corpus.result("r1", "p1", OF="method:reader", ON="dataset:pages", IN="metric:f1")
    return corpus.graph


def large() -> nx.MultiDiGraph:
    """More entities than the first view draws; the last one stands in one paper and is nobody's neighbour but one's."""
    corpus = Corpus()
    corpus.paper("p1")
    for number in range(FIRST_ENTITIES + 20):
        corpus.entity(f"method:m{number:03}", "Method", f"Method {number:03}", papers=FIRST_ENTITIES + 20 - number)
        if number:
            corpus.edge("method:m000", "COMPARED_WITH", f"method:m{number:03}")
    return corpus.graph


def hostile() -> nx.MultiDiGraph:
    corpus = Corpus()
    long = "W" * 5000
    corpus.paper("p1", title=EVIL, abstract=f"{BREAKOUT} {EVIL} {{{{script}}}} \u2028 \u202e", url="javascript:hit=1")
    corpus.paper("p2", title=BREAKOUT, abstract=long, url='https://example.org/"onclick="hit=1', year=2020)
    names = (EVIL, BREAKOUT, long, "\u202egnp.exe\u202c", "{{data}}", "\ud800\x00", "javascript:hit=1", "__proto__", "")
    for number, name in enumerate(names):
        key = f"method:{name}" if number % 2 else f"method:{number}"
        corpus.entity(key, "Method", name, (EVIL, long))
        corpus.edge("p1", "USES", key, "p1", EVIL, 0)
        if number:
            corpus.edge(key, "COMPARED_WITH", "method:0", "p2", BREAKOUT, 0)
    corpus.result("r1", "p1", OF="method:0")
    corpus.graph.nodes["r1"].update(value=EVIL, unit=BREAKOUT, evidence=EVIL)
    return corpus.graph


# What the page holds -------------------------------------------------------------------------------------------------


def test_the_same_graph_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        publish_html(small(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_order_of_insertion_changes_nothing():
    graph = small()
    turned = nx.MultiDiGraph(**graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert render(graph) == render(turned)


def test_the_graph_is_left_as_it_was():
    graph = small()
    render(graph)
    assert nx.utils.graphs_equal(graph, small())


def test_nothing_is_loaded_from_elsewhere():
    page = render(small())
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=(?!\"data:)", page)
    assert "default-src 'none'" in page


def test_titles_are_escaped():
    assert "<title>&lt;b&gt;</title>" in render(small(), title="<b>")


@pytest.mark.parametrize("text", ["</script>", "<!--", "&lt;", "\u2028", "\ud800"], ids=ascii)
def test_json_in_the_page_holds_no_markup_and_reads_back(text):
    block = as_json_block({"text": text})
    assert not re.search(r"[<>&\u2028\ud800]", block)
    assert json.loads(block)["text"] == text


def test_evidence_points_into_the_text_where_it_stands_there():
    data = page_data(small(), title="")
    edge = next(e for e in data["network"]["edges"] if e["type"] == "EVALUATED_ON")
    assert edge["evidence"] == [[7, 7 + len(SENTENCE)]]


def test_evidence_counts_as_javascript_does():
    corpus = Corpus()
    corpus.paper("p1", title="😀😀", abstract=SENTENCE)
    corpus.entity("method:reader", "Method", "Reader")
    corpus.edge("p1", "USES", "method:reader", at=3)
    assert page_data(corpus.graph, title="")["network"]["edges"][0]["evidence"] == [[5, 5 + len(SENTENCE)]]


def test_evidence_from_elsewhere_travels_as_text():
    graph = small()
    graph.edges["p1", "dataset:pages", "USES"]["evidence"] = ["Quite another sentence."]
    edges = page_data(graph, title="")["network"]["edges"]
    assert ["Quite another sentence."] in [edge["evidence"] for edge in edges]


def test_only_web_addresses_are_kept():
    addresses = {thing["id"]: thing.get("url") for thing in page_data(small(), title="")["things"]}
    assert addresses["p1"] == "https://example.org/p1"
    assert addresses["p2"] is None


def test_results_are_listed_with_their_ends_and_not_drawn():
    data = page_data(small(), title="")
    (result,) = data["results"]
    ids = [thing["id"] for thing in data["things"]]
    assert [ids[result[end]] for end in ("paper", "method", "dataset", "metric")] == [
        "p1", "method:reader", "dataset:pages", "metric:f1",
    ]  # fmt: skip
    assert "r1" not in ids


def test_the_first_view_of_a_large_graph_is_its_most_important_part():
    things = page_data(large(), title="")["things"]
    entities = [thing for thing in things if thing["label"] == "Method"]
    assert [thing["id"] for thing in entities if "first" in thing] == [f"method:m{n:03}" for n in range(FIRST_ENTITIES)]


def test_an_empty_graph_gives_a_page():
    assert page_data(nx.MultiDiGraph(), title="")["things"] == []


@pytest.mark.parametrize("core", [0, 1, 30], ids=["none", "one", "half"])
def test_no_two_nodes_share_a_place(core):
    ties = nx.relabel_nodes(nx.star_graph(60), str)
    places = positions(ties, sorted(ties)[:core], dict.fromkeys(ties, 8.0))
    assert sorted(places) == sorted(ties)
    assert len(set(places.values())) == len(ties)


# What the page does --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium(browser.required_executable()) as started:
        yield started


@pytest.fixture
def open_page(chromium, tmp_path):
    """Give a function that publishes a graph and opens it; afterwards no request and no message may have come."""
    visits = []

    def open_(graph: nx.MultiDiGraph, **settings: object):
        file = Path(tmp_path / "graph.html")
        publish_html(graph, file, title="A <small> graph")
        visiting = browser.visit(chromium, file, **settings)
        visits.append((visiting, visiting.__enter__()))
        return visits[-1][1].page

    yield open_
    for visiting, seen in visits:
        visiting.__exit__(None, None, None)
        assert (seen.requests, seen.messages) == ([], [])


def choose(page, name: str) -> None:
    page.fill("#query", name)
    page.keyboard.press("Enter")


def drawn(page) -> str:
    return page.inner_text("#status")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_page_opens_offline_and_fits(open_page, width, scheme):
    page = open_page(small(), width=width, scheme=scheme)
    assert page.inner_text("h1") == "A <small> graph"
    assert page.inner_text("#counts") == "2 papers · 1 method · 1 task · 1 dataset · 1 metric"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_the_theme_follows_the_system_while_open(open_page):
    page = open_page(small())
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["reader", "rdr", "LESER", "lese"], ids=["name", "alias", "capitals", "beginning"])
def test_search_completes_names_and_aliases(open_page, typed):
    page = open_page(small())
    page.fill("#query", typed)
    assert "Reader" in page.inner_text("#hits li >> nth=0")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Reader"


@pytest.mark.browser
def test_search_says_when_nothing_is_found(open_page):
    page = open_page(small())
    page.fill("#query", "zebra")
    assert page.inner_text("#hits") == "Nothing has this name"


@pytest.mark.browser
def test_search_works_by_keyboard_alone(open_page):
    page = open_page(small())
    page.keyboard.press("/")
    page.keyboard.type("re")
    first = page.get_attribute("#query", "aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#query", "aria-activedescendant") != first
    page.keyboard.press("Escape")
    assert page.input_value("#query") == ""


@pytest.mark.browser
def test_the_panel_of_a_node_shows_where_it_comes_from(open_page):
    page = open_page(small())
    choose(page, "Reader")
    text = page.inner_text("#panel")
    for part in ("Method · 2 papers", "Also written RDR, Leser", "Evaluated on (1)", "Pages", "Introduced by (1)",
                 SENTENCE, "71.2%"):  # fmt: skip
        assert part.lower() in text.lower()


@pytest.mark.browser
def test_the_panel_of_a_relation_marks_its_evidence_in_the_abstract(open_page):
    page = open_page(small())
    choose(page, "Pages")
    page.click("#panel button:has-text('evidence')")
    assert "1 paper · confidence 0.90" in page.inner_text("#panel")
    page.click("#panel summary")
    assert page.inner_text("#panel mark") == SENTENCE
    assert page.get_attribute("#panel a", "href") == "https://example.org/p1"
    assert "noopener" in page.get_attribute("#panel a", "rel")


@pytest.mark.browser
def test_a_click_on_the_drawing_chooses_a_node(open_page):
    page = open_page(small())
    choose(page, "Reader")  # brings it to the middle
    page.click("#panel .close")
    page.click("#canvas")
    assert page.inner_text("#panel h2") == "Reader"
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "Most shared"


@pytest.mark.browser
def test_labels_switch_nodes_off_and_on(open_page):
    page = open_page(small())
    assert drawn(page) == "4 of 4 nodes drawn"
    page.click("#labels button:has-text('Metric')")
    assert drawn(page) == "3 of 3 nodes drawn"
    page.click("#labels button:has-text('Paper')")
    assert drawn(page) == "5 of 5 nodes drawn"


@pytest.mark.browser
def test_a_relation_that_is_switched_off_is_not_drawn(open_page):
    page = open_page(small())
    image = page.locator("#canvas canvas").screenshot()
    page.click("#filter summary")
    for kind in ("evaluated on", "used for", "measured by"):
        page.uncheck(f"#types label:has-text('{kind}') input")
    page.click("#filter summary")
    assert page.locator("#canvas canvas").screenshot() != image


@pytest.mark.browser
def test_search_draws_a_node_that_the_first_view_leaves_out(open_page):
    page = open_page(large())
    assert drawn(page) == f"{FIRST_ENTITIES} of {FIRST_ENTITIES + 20} nodes drawn"
    choose(page, f"Method {FIRST_ENTITIES + 19}")
    assert drawn(page) == f"{FIRST_ENTITIES + 1} of {FIRST_ENTITIES + 20} nodes drawn"


@pytest.mark.browser
@pytest.mark.parametrize("how", ["neighbours", "all"])
def test_the_rest_is_drawn_on_demand(open_page, how):
    page = open_page(large())
    if how == "all":
        page.click("#all")
    else:
        choose(page, "Method 000")
        page.click("#panel button:has-text('Draw 20 more neighbours')")
    assert drawn(page) == f"{FIRST_ENTITIES + 20} of {FIRST_ENTITIES + 20} nodes drawn"


@pytest.mark.browser
def test_the_address_of_a_node_opens_it(open_page):
    page = open_page(small(), address="#node=dataset%3Apages")
    assert page.inner_text("#panel h2") == "Pages"


@pytest.mark.browser
@pytest.mark.parametrize("address", ["#node=%E0%A4%A", "#node=nothing", "#x"], ids=["damaged", "unknown", "other"])
def test_an_address_of_nothing_opens_the_overview(open_page, address):
    assert open_page(small(), address=address).inner_text("#panel h2") == "Most shared"


@pytest.mark.browser
def test_an_empty_graph_opens(open_page):
    assert drawn(open_page(nx.MultiDiGraph())) == "0 of 0 nodes drawn"


@pytest.mark.browser
def test_a_phone_shows_the_panel_only_when_something_is_chosen(open_page):
    page = open_page(small(), width=390, height=844)
    assert not page.is_visible("#panel")
    choose(page, "Reader")
    assert page.is_visible("#panel")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_hostile_corpus_runs_nothing(open_page, width):
    page = open_page(hostile(), width=width)
    for label in page.locator("#labels button").all():
        if label.get_attribute("aria-pressed") == "false":
            label.click()
    data = json.loads(page.inner_text("#data"))
    for thing in data["things"]:
        page.evaluate("id => { location.hash = '#node=' + encodeURIComponent(id) }", thing["id"].replace("\ud800", "?"))
        assert page.locator("#panel img, #panel script").count() == 0
        links = page.eval_on_selector_all("#panel a", "all => all.map((a) => a.href)")
        assert all(link.startswith("https://") for link in links)
        for button in page.locator("#panel button:has-text('evidence')").all()[:1]:
            button.click()
            assert page.locator("#panel img, #panel script").count() == 0
    page.fill("#query", "<img")
    assert page.locator("#hits img").count() == 0
    page.mouse.move(width // 3, 400)
    assert page.evaluate("typeof hit") == "undefined"
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_the_policy_stops_what_would_be_injected(chromium, tmp_path):
    publish_html(small(), tmp_path / "graph.html")
    failures = []
    with browser.visit(chromium, tmp_path / "graph.html") as seen:
        seen.page.on("requestfailed", lambda request: failures.append(request.failure))
        seen.page.evaluate(
            """() => {
                const script = document.createElement("script");
                script.textContent = "window.hit = 1";
                document.body.append(script, Object.assign(new Image(), { src: "https://example.org/x.png" }));
            }"""
        )
        seen.page.wait_for_timeout(100)
        assert seen.page.evaluate("typeof hit") == "undefined"
    assert failures == ["csp"]  # Chromium reports the image as asked for, and that the policy kept it from leaving
    assert len(seen.messages) == 2
    assert all("Content Security Policy" in message for message in seen.messages)
