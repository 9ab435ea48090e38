"""The graph in a real browser: it opens offline, fits, is searched, filtered, expanded, found again by its address."""

import json
import math
from pathlib import Path

import pytest
from pages import choose, drawn, large, small

from graph.publish.view import FIRST_ENTITIES

pytestmark = pytest.mark.browser


def canvas(page) -> bytes:
    return page.locator("#canvas canvas").screenshot()


def hash_of(page) -> str:
    return page.evaluate("location.hash")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_page_opens_offline_and_fits(open_page, width, scheme):
    page = open_page(small(), width=width, scheme=scheme)
    assert page.inner_text("h1") == "A <small> graph"
    assert page.text_content("#counts") == "2 papers · 4 entities · 1 result"
    for tab in ("Leaderboard", "Papers", "Overview", "Graph"):
        page.click(f"#tabs button:has-text('{tab}')")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_theme_follows_the_system_while_open(open_page):
    page = open_page(small())
    before = page.evaluate("getComputedStyle(document.body).backgroundColor"), canvas(page)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before[0]
    assert canvas(page) != before[1]


def test_no_name_of_the_page_is_global(open_page):
    page = open_page(small())
    found = page.evaluate("['data', 'state', 'things', 'network', 'el', 'update'].filter((name) => name in window)")
    assert found == []


@pytest.mark.parametrize("typed", ["reader", "rdr", "LESER", "lese"], ids=["name", "alias", "capitals", "beginning"])
def test_search_completes_names_and_aliases(open_page, typed):
    page = open_page(small())
    page.fill("#query", typed)
    assert "Reader" in page.inner_text("#hits li >> nth=0")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "Reader"


def test_search_says_when_nothing_is_found(open_page):
    page = open_page(small())
    page.fill("#query", "zebra")
    assert page.inner_text("#hits") == "Nothing has this name"


def test_search_works_by_keyboard_alone(open_page):
    page = open_page(small())
    page.keyboard.press("/")
    page.keyboard.type("re")
    first = page.get_attribute("#query", "aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#query", "aria-activedescendant") != first
    page.keyboard.press("Escape")
    assert page.input_value("#query") == ""


def test_search_leads_to_the_graph_from_any_tab(open_page):
    page = open_page(small(), address="#tab=papers")
    choose(page, "Pages")
    assert page.inner_text("#panel h2") == "Pages"
    assert not page.is_visible("#papers")


def test_a_click_on_the_drawing_chooses_a_node(open_page):
    page = open_page(small())
    choose(page, "Reader")  # brings it to the middle
    page.click("#panel .close")
    page.click("#canvas")
    assert page.inner_text("#panel h2") == "Reader"
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "Most shared"


def test_what_the_pointer_is_over_is_named_until_the_view_changes(open_page):
    page = open_page(small())
    choose(page, "Reader")  # brings it to the middle
    page.hover("#canvas")
    page.wait_for_selector("#tip:visible")
    assert page.inner_text("#tip") == "Reader\nMethod · in 2 papers"
    page.evaluate("location.hash = '#labels=Metric'")
    page.wait_for_selector("#tip", state="hidden")


# Filters -------------------------------------------------------------------------------------------------------------


def test_labels_switch_nodes_off_and_on(open_page):
    page = open_page(small())
    assert drawn(page) == "4 of 4 nodes drawn"
    page.click("#labels button:has-text('Metric')")
    assert drawn(page) == "3 of 3 nodes drawn"
    page.click("#labels button:has-text('Paper')")
    assert drawn(page) == "5 of 5 nodes drawn"


def test_a_relation_that_is_switched_off_is_not_drawn(open_page):
    page = open_page(small())
    image = canvas(page)
    page.click("#filter summary")
    for kind in ("evaluated on", "used for", "measured by"):
        page.uncheck(f"#filters label:has-text('{kind}') input")
    page.keyboard.press("Escape")
    assert canvas(page) != image
    assert page.inner_text("#filter-summary") == "Filters (1)"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("#confidence=0.8", "3 of 4"),
        ("#support=2", "0 of 4"),
        ("#years=2019-2020", "1 of 4"),
        ("#years=2024-2024", "4 of 4"),
        ("#labels=Method,Task", "2 of 2"),
        ("#labels=Paper,Method&types=USES", "3 of 3"),
    ],
    ids=["confidence", "support", "other year", "year", "labels", "roles"],
)
def test_filters_leave_what_they_let_through(open_page, address, shown):
    page = open_page(small(), address=address)
    assert drawn(page) == f"{shown} nodes drawn"


def test_sliders_filter_and_are_cleared_together(open_page):
    page = open_page(small())
    page.click("#filter summary")
    page.locator("#filters input[type=range] >> nth=0").fill("0.7")
    assert "at least 0.70" in page.inner_text("#filters")
    page.locator("#filters [aria-label='Last year']").fill("2019")
    page.keyboard.press("Enter")
    assert "confidence=0.7" in hash_of(page)
    assert "years=2019-2019" in hash_of(page)
    page.click("#clear")
    assert drawn(page) == "4 of 4 nodes drawn"
    assert hash_of(page) in ("", "#")


# Ways through the graph ----------------------------------------------------------------------------------------------


def test_search_draws_a_node_that_the_first_view_leaves_out(open_page):
    page = open_page(large())
    assert drawn(page) == f"{FIRST_ENTITIES} of {FIRST_ENTITIES + 20} nodes drawn"
    choose(page, f"Method {FIRST_ENTITIES + 19}")
    assert drawn(page) == f"{FIRST_ENTITIES + 1} of {FIRST_ENTITIES + 20} nodes drawn"


@pytest.mark.parametrize("how", ["double click", "button", "all"])
def test_the_rest_is_drawn_on_demand_and_folded_again(open_page, how):
    page = open_page(large())
    choose(page, "Method 000")
    box = page.locator("#canvas").bounding_box()
    for count in (FIRST_ENTITIES + 20, FIRST_ENTITIES):
        if how == "all":
            page.click("#all")
        elif how == "button":
            page.click("#panel .tools button >> nth=0")
        else:
            page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            page.wait_for_function("n => document.querySelector('#status').textContent.startsWith(n)", arg=str(count))
        assert drawn(page) == f"{count} of {FIRST_ENTITIES + 20} nodes drawn"


def test_the_focus_draws_a_neighbourhood(open_page):
    page = open_page(small())
    choose(page, "Pages")
    page.click("#panel .steps button:has-text('1')")
    assert drawn(page) == "2 of 4 nodes drawn"
    page.click("#panel .steps button:has-text('2')")
    assert drawn(page) == "4 of 4 nodes drawn"
    page.keyboard.press("Escape")
    assert page.get_attribute("#panel .steps button >> nth=1", "aria-pressed") == "false"


def test_a_path_is_asked_for_by_two_picks(open_page):
    page = open_page(small())
    choose(page, "Pages")
    page.click("#panel button:has-text('Path to')")
    assert "where the path from Pages ends" in page.inner_text("#notice")
    choose(page, "F1")
    assert page.inner_text("#panel h2") == "Path of 2 steps"
    steps = page.locator("#panel .path li").all_inner_texts()
    assert steps == ["Pages", "used to evaluate", "Reader", "measured by", "F1"]
    assert drawn(page) == "3 of 4 nodes drawn"
    page.click("#panel .path .step button >> nth=0")
    assert "confidence 0.90" in page.inner_text("#panel")
    page.keyboard.press("Escape")
    assert page.inner_text("#panel h2") == "Path of 2 steps"


def test_where_no_path_leads_the_page_says_so(open_page):
    page = open_page(small(), address="#path=dataset:pages&path=metric:f1&types=USED_FOR")
    assert page.inner_text("#panel h2") == "No path"


def test_physics_moves_the_nodes_only_on_demand(open_page):
    page = open_page(small())
    still = canvas(page)
    page.wait_for_timeout(200)
    assert canvas(page) == still
    page.click("#physics")
    page.wait_for_timeout(300)
    assert canvas(page) != still
    page.click("#physics")
    assert page.get_attribute("#physics", "aria-pressed") == "false"


def places(page) -> dict[str, tuple[float, float]]:
    """Where nodes are drawn, by id."""
    with page.expect_download() as download:
        page.click("#share summary")
        page.click("#as-json")
    drawn = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["nodes"]
    return {node["id"]: (node["x"], node["y"]) for node in drawn}


def test_a_focus_stands_in_rings_and_returns_home(open_page):
    page = open_page(small())
    before = places(page)
    choose(page, "Reader")
    page.click("#panel .steps button:has-text('1')")
    around = places(page)
    assert around.pop("method:reader") == (0, 0)
    assert len({round(math.hypot(x / 1.35, y), -1) for x, y in around.values()}) == 1
    page.keyboard.press("Escape")
    assert places(page) == before


def test_a_path_stands_in_its_order(open_page):
    page = open_page(small(), address="#path=dataset:pages&path=metric:f1")
    shown = places(page)
    assert sorted(shown, key=lambda node: shown[node][0]) == ["dataset:pages", "method:reader", "metric:f1"]
    assert len({y for _, y in shown.values()}) == 1


# Addresses -----------------------------------------------------------------------------------------------------------


def test_the_address_of_a_node_opens_it(open_page):
    page = open_page(small(), address="#node=dataset%3Apages")
    assert page.inner_text("#panel h2") == "Pages"


def test_an_address_restores_the_view_that_wrote_it(open_page):
    page = open_page(small(), address="#tab=overview")
    page.click("#tab-graph")
    page.click("#labels button:has-text('Metric')")
    choose(page, "Reader")
    page.click("#panel .steps button:has-text('2')")
    address, shown, panel = hash_of(page), drawn(page), page.inner_text("#panel")
    again = open_page(small(), address=address)
    assert (hash_of(again), drawn(again), again.inner_text("#panel")) == (address, shown, panel)


@pytest.mark.parametrize(("wanted", "name"), [("dataset%3Apages", "Pages"), ("method%3Areader", "Reader")])
def test_a_changed_address_is_followed(open_page, wanted, name):
    page = open_page(small(), address="#node=metric%3Af1")
    page.evaluate("wanted => { location.hash = `#node=${wanted}` }", wanted)
    page.wait_for_function("document.querySelector('#panel h2').textContent !== 'F1'")
    assert page.inner_text("#panel h2") == name


@pytest.mark.parametrize(
    "address",
    [
        "#node=%E0%A4%A",
        "#node=nothing",
        "#",
        "#years=9-1",
        "#confidence=x&support=-1",
        "#tab=none&path=1",
        "#types=__proto__",
    ],
)
def test_an_address_of_nothing_opens_the_page_all_the_same(open_page, address):
    page = open_page(small(), address=address)
    assert page.inner_text("#panel h2") == "Most shared"


# Small screens, keyboards, screen readers, paper ----------------------------------------------------------------------


def test_small_screens_open_the_panel_as_a_sheet(open_page):
    page = open_page(small(), width=390, height=844)
    assert not page.is_visible("#panel")
    choose(page, "Reader")
    assert page.is_visible("#panel")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_control_has_a_name(open_page):
    page = open_page(small(), address="#node=method%3Areader")
    for tab in ("leaderboard", "papers", "overview", "graph"):
        page.click(f"#tab-{tab}")
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("button, input, select, textarea, a, [role=button]")]
                .filter((one) => !one.textContent.trim() && !one.ariaLabel && !one.labels?.length)
                .map((one) => one.outerHTML)"""
        )
        assert nameless == []


def test_tabs_are_walked_with_the_arrow_keys(open_page):
    page = open_page(small())
    page.focus("#tab-graph")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-leaderboard"
    assert page.is_visible("#leaderboard")
    page.keyboard.press("End")
    assert page.is_visible("#overview")
    assert not page.is_visible("#leaderboard")


def test_the_keyboard_goes_on_where_it_was(open_page):
    page = open_page(small())
    held = "document.activeElement.ariaLabel"
    choose(page, "Reader")
    assert page.evaluate(held) == "Details: Reader"
    page.focus("#panel .steps button >> nth=1")
    page.keyboard.press("Enter")
    assert page.evaluate(held) == "Draw only what is within 2 steps"
    page.focus("#panel .link:has-text('Pages')")
    page.keyboard.press("Enter")
    assert page.evaluate(held) == "Details: Pages"
    page.click("#tab-papers")
    page.focus("#papers tbody .link >> nth=0")
    page.keyboard.press("Enter")
    assert page.evaluate(held) == "Details: Reader"


def test_the_drawing_is_one_named_stop_that_answers_to_keys(open_page):
    page = open_page(small())
    stops = page.locator("#stage [tabindex='0']")
    assert stops.count() == 1
    assert stops.get_attribute("aria-label").startswith("Drawing of the graph")
    before = canvas(page)
    stops.focus()
    page.keyboard.down("ArrowRight")
    page.wait_for_timeout(200)
    page.keyboard.up("ArrowRight")
    assert canvas(page) != before


def test_paper_is_light_and_without_what_only_answers_to_a_press(open_page):
    page = open_page(small(), scheme="dark", address="#node=method%3Areader")
    dark = canvas(page)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(28, 32, 36)"
    assert canvas(page) != dark
    assert page.is_visible("#panel h2")
    assert [one for one in ("#tabs", "#query", ".zoom", ".correct", ".steps") if page.is_visible(one)] == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(230, 233, 237)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_shapes_stand_out_from_their_ground(open_page, scheme):
    page = open_page(small(), scheme=scheme, address="#node=method%3Areader")
    ratios = page.evaluate(
        """() => {
            const style = getComputedStyle(document.documentElement);
            const light = (name) => {
                const [r, g, b] = style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/gi)
                    .map((part) => parseInt(part, 16) / 255)
                    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            const grounds = ["--ground", "--raised", "--sunken", "--wash"];
            const inks = ["--text", "--muted", "--accent"];
            const pairs = inks.flatMap((ink) => grounds.map((ground) => [ink, ground, 4.5]));
            const shapes = [0, 1, 2, 3, 4].map((n) => [`--label-${n}`, "--ground", 3]);
            return [...pairs, ...shapes, ["--text", "--mark", 4.5], ["--ground", "--strong", 4.5]]
                .map(([ink, ground, least]) => [`${ink} on ${ground}`, ratio(light(ink), light(ground)), least]);
        }"""
    )
    assert [(what, ratio) for what, ratio, least in ratios if ratio < least] == []
