"""Leaderboard, papers and overview in a real browser."""

import networkx as nx
import pytest
from pages import SENTENCE, choose, contest, small, two_fields

pytestmark = pytest.mark.browser


def test_a_leaderboard_ranks_methods_and_keeps_gains_apart(open_page):
    page = open_page(contest(), address="#tab=leaderboard")
    board = page.locator(".board")
    levels = board.locator("table >> nth=0")
    assert board.locator("h3").inner_text().split() == ["F1", "on", "Pages"]
    assert levels.locator(".rank").all_inner_texts() == ["1", "2"]
    assert levels.locator(".value").all_inner_texts() == ["90.1%", "85.0%"]
    assert "also 80.5%" in board.inner_text()
    gains = board.locator("table >> nth=1").inner_text()
    assert "3.5%" in gains
    assert "First" in gains


def test_a_row_of_a_leaderboard_shows_its_sentence(open_page):
    page = open_page(contest(), address="#tab=leaderboard")
    page.click(".board button:has-text('Evidence') >> nth=0")
    assert SENTENCE in page.inner_text(".board .evidence >> nth=0")
    assert page.get_attribute(".board button:has-text('Evidence') >> nth=0", "aria-expanded") == "true"


def test_numbers_that_disagree_stand_side_by_side(open_page):
    page = open_page(contest(), address="#tab=leaderboard")
    conflict = page.locator(".conflict")
    assert conflict.locator("strong").all_inner_texts() == ["90.1%", "80.5%"]
    assert conflict.locator("blockquote").all_inner_texts() == [SENTENCE, SENTENCE]


def test_a_leaderboard_is_chosen_and_its_address_restores_it(open_page):
    page = open_page(contest(), address="#tab=leaderboard")
    page.select_option("#board-task", label="Reading")
    assert page.locator(".board .method").all_inner_texts() == ["Second"]
    page.select_option("#board-dataset", label="Pages")
    again = open_page(contest(), address=page.evaluate("location.hash"))
    assert again.locator(".board .method").all_inner_texts() == ["Second"]
    assert again.evaluate("document.querySelector('#board-dataset').selectedOptions[0].textContent") == "Pages"


def test_a_board_of_no_task_is_found_by_that_of_its_dataset(open_page):
    graph = contest()
    graph.add_node("task:parsing", label="Task", name="Parsing", aliases=[], papers=1, mentions=1)
    for node in ("p1", "dataset:pages"):
        kind = "ADDRESSES" if node == "p1" else "BENCHMARK_FOR"
        graph.add_edge(node, "task:parsing", key=kind, **graph.edges["p1", "r1", "REPORTS"] | {"type": kind})
    page = open_page(graph, address="#tab=leaderboard")
    page.select_option("#board-task", label="Parsing")
    assert [text.split()[0] for text in page.locator(".board .method").all_inner_texts()] == ["First", "Second"]
    page.select_option("#board-task", label="Reading")
    assert page.locator(".board .method").all_inner_texts() == ["Second"]


def test_papers_are_filtered_and_sorted(open_page):
    page = open_page(small(), address="#tab=papers")
    titles = page.locator("#papers tbody .link >> nth=0")
    assert titles.inner_text() == "Reader"  # the newest first
    page.click("#papers th button:has-text('Year')")
    assert titles.inner_text() == "Another"
    assert page.get_attribute("#papers th[aria-sort=ascending]", "aria-sort") == "ascending"
    page.fill("#paper-filter", "another pages")
    assert page.inner_text("#papers [role=status]") == "1 paper of 2"
    page.fill("#paper-filter", "zebra")
    assert "No paper has all of these words" in page.inner_text("#papers")


def test_a_paper_of_the_list_opens_in_the_graph(open_page):
    page = open_page(small(), address="#tab=papers")
    page.click("#papers tbody .link >> nth=0")
    assert page.inner_text("#panel h2") == "Reader"
    assert "node=p1" in page.evaluate("location.hash")


def test_the_overview_counts_and_names_what_made_it(open_page):
    page = open_page(small(), address="#tab=overview")
    figures = [" ".join(text.split()) for text in page.locator("#overview .figure-card").all_inner_texts()]
    assert figures == ["2 Papers", "1 Method", "1 Task", "1 Dataset", "1 Metric", "3 Relations", "1 Result"]
    assert "vis-network 9" in page.inner_text("#overview footer")
    assert page.locator("#overview .chart g[role=button]").count() == 2


def test_a_year_of_the_overview_filters_the_graph(open_page):
    page = open_page(small(), address="#tab=overview")
    page.click("#overview .chart g[role=button] >> nth=0")
    assert page.inner_text("#status") == "1 of 4 nodes drawn"


def test_a_community_of_the_overview_is_drawn_alone(open_page):
    page = open_page(two_fields(), address="#tab=overview")
    listed = page.locator("#overview .groups li")
    assert listed.count() == 2
    listed.locator("button:has-text('Parsing')").click()
    assert page.inner_text("#status") == "2 of 4 nodes drawn"
    assert page.locator("#panel .link").all_inner_texts() == ["Parser", "Parsing", "Paper 3", "Paper 4"]
    address = page.evaluate("location.hash")
    page.keyboard.press("Escape")
    assert page.inner_text("#status") == "4 of 4 nodes drawn"
    again = open_page(two_fields(), address=address)
    assert again.inner_text("#status") == "2 of 4 nodes drawn"


def test_what_stands_outside_a_community_leaves_it(open_page):
    page = open_page(two_fields(), address="#tab=overview")
    page.click("#overview .groups button:has-text('Parsing')")
    choose(page, "Parser")
    assert page.inner_text("#status") == "2 of 4 nodes drawn"
    choose(page, "Reader")
    assert page.inner_text("#status") == "4 of 4 nodes drawn"


def test_empty_tabs_say_why(open_page):
    page = open_page(nx.MultiDiGraph(), address="#tab=leaderboard")
    assert "nothing to rank" in page.inner_text("#leaderboard")
    page.click("#tab-papers")
    assert "no papers" in page.inner_text("#papers")
    page.click("#tab-overview")
    page.click("#tab-graph")
    assert page.inner_text("#panel h2") == "Nothing here yet"
