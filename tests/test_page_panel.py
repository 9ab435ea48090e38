"""The side panel in a real browser: where a node and a relation come from, and what a user says is wrong with them."""

import json

import pytest
from pages import SENTENCE, Corpus, choose, contest, small

from extract.schema import Label
from graph.corrections import Pair, WrongRelation, read_corrections

pytestmark = pytest.mark.browser


def test_the_panel_of_a_node_shows_where_it_comes_from(open_page):
    page = open_page(small())
    choose(page, "Reader")
    text = page.inner_text("#panel").lower()
    for part in ("Method · 2 papers", "Also written RDR, Leser", "Evaluated on (1)", "Pages", "Introduced by (1)",
                 SENTENCE, "71.2%"):  # fmt: skip
        assert part.lower() in text


def test_the_panel_of_a_paper_shows_its_text_and_what_it_holds(open_page):
    page = open_page(small(), address="#node=p1")
    text = page.inner_text("#panel").lower()
    for part in ("Paper · 2024", SENTENCE, "Introduces (1)", "Uses (1)", "Reports (1)"):
        assert part.lower() in text
    assert page.get_attribute("#panel a", "href") == "https://example.org/p1"


def test_the_panel_of_a_relation_marks_its_evidence_in_the_abstract(open_page):
    page = open_page(small())
    choose(page, "Pages")
    page.click("#panel button:has-text('evidence')")
    assert "confidence 0.90" in page.inner_text("#panel")
    page.click("#panel summary:has-text('In its abstract')")
    assert page.inner_text("#panel mark") == SENTENCE
    assert page.get_attribute("#panel a", "href") == "https://example.org/p1"
    assert "noopener" in page.get_attribute("#panel a", "rel")


def test_a_relation_that_reads_both_ways_is_one_group(open_page):
    corpus = Corpus()
    corpus.paper("p1")
    for name in ("first", "second", "third"):
        corpus.entity(f"method:{name}", "Method", name)
    corpus.edge("method:first", "COMPARED_WITH", "method:second")
    corpus.edge("method:third", "COMPARED_WITH", "method:first")
    page = open_page(corpus.graph, address="#node=method%3Afirst")
    assert page.locator("#panel h3").all_inner_texts() == ["Compared with (2)"]


def test_a_result_marks_its_value(open_page):
    page = open_page(small(), address="#node=method%3Areader")
    page.click("#panel .result summary")
    assert page.inner_text("#panel .result mark") == SENTENCE[:2]  # what the offsets of the result say


def test_corrections_collect_into_a_file_that_a_build_reads(open_page, tmp_path):
    page = open_page(contest(), address="#node=method%3Afirst")
    page.click("#panel .correct summary")
    page.click("#panel button:has-text('Same as')")
    choose(page, "Second")
    choose(page, "First")
    page.click("#panel .correct summary")
    page.click("#panel button:has-text('Not a method at all')")
    page.select_option("#panel select[aria-label^=Another]", "Dataset")
    assert page.inner_text("#corrections") == "Corrections (3)"
    page.click("#corrections")
    page.click("#dialog li:last-child button")
    with page.expect_download() as given:
        page.click("#dialog button:has-text('Download')")
    given.value.save_as(tmp_path / "corrections.jsonl")
    found = read_corrections(tmp_path / "corrections.jsonl")
    assert found.same == (Pair(Label.METHOD, "First", "Second"),)
    assert [(one.label, one.name) for one in found.wrong] == [(Label.METHOD, "First")]
    assert found.entities == ()


def test_a_relation_that_does_not_hold_is_noted(open_page, tmp_path):
    page = open_page(small(), address="#from=method:reader&type=EVALUATED_ON&to=dataset:pages")
    page.click("#panel .correct summary")
    page.click("#panel button:has-text('does not hold')")
    page.click("#corrections")
    (tmp_path / "corrections.jsonl").write_text(page.inner_text("#dialog code >> nth=1"), encoding="utf-8")
    (wrong,) = read_corrections(tmp_path / "corrections.jsonl").wrong_relations
    assert wrong == WrongRelation(Label.METHOD, "Reader", "EVALUATED_ON", "Pages")


def test_an_alias_that_is_another_thing_is_noted(open_page):
    page = open_page(small(), address="#node=method%3Areader")
    page.click("#panel .correct summary")
    page.select_option("#panel select[aria-label^=Different]", "Leser")
    page.click("#corrections")
    line = json.loads(page.inner_text("#dialog li code"))
    assert line == {"different": ["Reader", "Leser"], "label": "Method"}


def test_only_things_of_one_kind_are_the_same(open_page):
    page = open_page(small(), address="#node=method%3Areader")
    page.click("#panel .correct summary")
    page.click("#panel button:has-text('Same as')")
    choose(page, "Pages")
    assert "Pages is a dataset" in page.inner_text("#notice")
    assert page.inner_text("#corrections") == "Corrections"


def test_corrections_outlive_the_page(open_page):
    page = open_page(small(), address="#node=method%3Areader")
    page.click("#panel .correct summary")
    page.click("#panel button:has-text('Not a method')")
    page.reload()
    page.wait_for_selector("body[data-ready=yes]")
    assert page.inner_text("#corrections") == "Corrections (1)"
