"""A hostile corpus in a real browser runs nothing, and whatever were injected all the same would not run either."""

import browser
import pytest
from pages import hostile, small

from graph.publish.html import publish_html

pytestmark = pytest.mark.browser

NO_ELEMENTS = "main img, main script, main iframe, main object, dialog img, header img"


def is_safe(page, width: int) -> bool:
    links = page.eval_on_selector_all("main a", "all => all.map((a) => a.href)")
    return (
        page.evaluate("typeof hit") == "undefined"
        and page.locator(NO_ELEMENTS).count() == 0
        and all(link.startswith("https://") for link in links)
        and page.evaluate("document.documentElement.scrollWidth") <= width
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_every_node_of_a_hostile_corpus_opens_safely(open_page, width):
    page = open_page(hostile(), width=width)
    for node in hostile():
        page.evaluate("id => { location.hash = '#node=' + encodeURIComponent(id) }", node.replace("\ud800", "?"))
        page.wait_for_timeout(20)
        assert is_safe(page, width)
        for button in page.locator("#panel button:has-text('evidence')").all()[:1]:
            button.click()
            assert is_safe(page, width)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("tab", ["leaderboard", "papers", "overview"])
def test_every_tab_of_a_hostile_corpus_opens_safely(open_page, tab, width):
    page = open_page(hostile(), width=width, address=f"#tab={tab}&labels=Paper,Method,Dataset,Metric,Task")
    for button in page.locator(f"#{tab} button:has-text('Evidence')").all():
        button.click()
    for summary in page.locator(f"#{tab} summary").all():
        summary.click()
    assert is_safe(page, width)


def test_search_notices_and_dialogs_show_hostile_names_as_text(open_page):
    page = open_page(hostile(), address="#node=method%3A0")
    page.fill("#query", "<img")
    assert "<img" in page.inner_text("#hits")
    page.keyboard.press("Escape")
    page.click("#panel button:has-text('Path to')")
    assert "<img" in page.inner_text("#notice")
    page.keyboard.press("Escape")
    page.click("#panel .correct summary")
    page.click("#panel button:has-text('Not a method')")
    page.click("#corrections")
    assert "<img" in page.inner_text("#dialog code >> nth=1")
    page.mouse.move(400, 400)
    assert is_safe(page, 1280)


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
