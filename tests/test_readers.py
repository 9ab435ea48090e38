"""Readers: what each format gives, what is reported with its line, and what is refused with which message."""

import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.errors import InputError, UsageError
from extract.readers import READERS, read_papers
from extract.readers.bibtex import plain
from extract.readers.fields import clean, title_id, title_identity
from extract.records import Dropped, Paper
from extract.schema import DropReason

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"

ABSTRACT = "We study small things. " * 15
OTHER = "Large things are studied in this work. " * 10
SHORT = "We study short abstracts."


def read(path: Path, **options: str) -> tuple[list[Paper], list[tuple[DropReason, str]]]:
    """Read a path; give the papers, and reason and place of what was reported."""
    dropped: list[Dropped] = []
    papers = list(read_papers(path, report=dropped.append, **options))
    return papers, [(item.reason, item.where) for item in dropped]


def page(folder: Path, *lines: str) -> Path:
    path = folder / "page.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def pairs(papers: list[Paper]) -> list[tuple[str, str]]:
    return [(paper.title, paper.abstract) for paper in papers]


# The seeds


def test_seed_page_holds_107_papers_and_nothing_is_left_over() -> None:
    papers, dropped = read(SEEDS)
    assert (len(papers), dropped) == (107, [])
    assert len({paper.id for paper in papers}) == 107
    assert all(paper.title and paper.abstract for paper in papers)


def test_seed_titles_are_free_of_furniture() -> None:
    papers, _ = read(SEEDS / "trending_papers.txt")
    assert not [paper.title for paper in papers if "Subscribe" in paper.text or "inbox" in paper.text]


def test_gold_joins_the_seed_page() -> None:
    by_id = {paper.id: paper for paper in read(SEEDS)[0]}
    gold = [json.loads(line) for line in (SEEDS / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(gold) == 54
    assert [(by_id[item["id"]].title, by_id[item["id"]].abstract) for item in gold] == [
        (item["title"], item["abstract"]) for item in gold
    ]


def test_gold_reads_as_papers() -> None:
    papers, dropped = read(SEEDS / "gold" / "dev.jsonl")
    assert (len(papers), dropped) == (54, [])


# Pages

PLACED = {
    "plain": (["One Small Title", ABSTRACT, "Two Large Titles", OTHER], []),
    "blank_lines": (["", "One Small Title", "", ABSTRACT, "  ", "Two Large Titles", OTHER, ""], []),
    "furniture_around": (
        [
            "Get trending papers in your email inbox once a day!",
            "Subscribe",
            "One Small Title",
            ABSTRACT,
            "Two Large Titles",
            OTHER,
            "Get trending papers in your email inbox!",
            "Subscribe",
        ],
        [],
    ),
    "furniture_glued": (
        [
            "Get trending papers in your email inbox!SubscribeOne Small Title",
            ABSTRACT,
            "Two Large Titles",
            OTHER + "Get trending papers in your email inbox!Subscribe",
        ],
        [],
    ),
    "odd_line_before_title": (["One Small Title", ABSTRACT, "Upvote 12", "Two Large Titles", OTHER], [3]),
    "odd_line_after_title": (["One Small Title", "Upvote 12", ABSTRACT, "Two Large Titles", OTHER], [2]),
    "number": (["One Small Title", "37", ABSTRACT, "Two Large Titles", OTHER], [2]),
    "odd_line_at_end": (["One Small Title", ABSTRACT, "Two Large Titles", OTHER, "The end"], [5]),
    "title_missing": (["One Small Title", ABSTRACT, OTHER + "More.", "Two Large Titles", OTHER], [3]),
    "loose_sentence": (["One Small Title", ABSTRACT, "Code is here.", "Two Large Titles", OTHER], [3]),
}


@pytest.mark.parametrize(("lines", "left_out"), PLACED.values(), ids=PLACED)
def test_page_places_titles_and_abstracts(tmp_path: Path, lines: list[str], left_out: list[int]) -> None:
    papers, dropped = read(page(tmp_path, *lines))
    assert pairs(papers) == [("One Small Title", ABSTRACT.strip()), ("Two Large Titles", OTHER.strip())]
    assert dropped == [(DropReason.LINE_NOT_PLACED, f"page.txt:{number}") for number in left_out]


JUDGED = {
    "short_abstract": [("A Short Paper Title", SHORT), ("Another Paper Title", ABSTRACT.strip())],
    "question": [("Can Machines Read? A Study vs. Reality", ABSTRACT.strip()), ("Another Paper Title", SHORT)],
    "two_sentence_title": [("Reading is over. Long live skimming", ABSTRACT.strip())],
    "title_with_full_stop": [("All we need is a title.", ABSTRACT.strip())],
    "two_word_titles": [("Deep Bags", ABSTRACT.strip()), ("Bags", OTHER.strip())],
    "abstract_without_stop": [("A Paper Title", ABSTRACT + "See https://example.org/code")],
    "name_like_the_button": [("One Paper Title", ABSTRACT.strip()), ("SubscribeNet: Reading Mail", OTHER.strip())],
    "word_like_the_button": [("Subscriber churn prediction", ABSTRACT.strip())],
}


@pytest.mark.parametrize("papers", JUDGED.values(), ids=JUDGED)
def test_page_judges_lines_by_their_looks(tmp_path: Path, papers: list[tuple[str, str]]) -> None:
    found, dropped = read(page(tmp_path, *(line for pair in papers for line in pair)))
    assert (pairs(found), dropped) == (papers, [])


@pytest.mark.parametrize("last", [True, False], ids=["last", "between"])
def test_page_keeps_a_paper_without_abstract(tmp_path: Path, last: bool) -> None:
    lines = ["A Title That Stands Alone"]
    lines = ["One Small Title", ABSTRACT, *lines] if last else [*lines, "One Small Title", ABSTRACT]
    papers, dropped = read(page(tmp_path, *lines))
    assert ("A Title That Stands Alone", "") in pairs(papers)
    assert ("One Small Title", ABSTRACT.strip()) in pairs(papers)
    assert dropped == [(DropReason.PAPER_WITHOUT_ABSTRACT, f"page.txt:{3 if last else 1}")]


def test_page_reports_a_title_that_comes_again(tmp_path: Path) -> None:
    papers, dropped = read(page(tmp_path, "One Small Title", ABSTRACT, "One small title", OTHER))
    assert pairs(papers) == [("One Small Title", ABSTRACT.strip())]
    assert dropped == [(DropReason.DUPLICATE_PAPER, "page.txt:3")]


def test_page_ids_do_not_depend_on_order(tmp_path: Path) -> None:
    numbers = list(range(20))
    random.Random(1).shuffle(numbers)
    lines = [line for n in numbers for line in (f"Title Number {n}", f"{ABSTRACT} {n}.")]
    papers, _ = read(page(tmp_path, *lines))
    assert {paper.id for paper in papers} == {f"title-number-{n}" for n in range(20)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(lines=st.lists(st.sampled_from(["A Paper Title", "Odd", "12", "", SHORT, ABSTRACT, OTHER]), max_size=12))
def test_page_accounts_for_every_line(tmp_path: Path, lines: list[str]) -> None:
    numbered = [f"{line.strip()} Number{i}".strip() if line in (SHORT, ABSTRACT, OTHER) else line
                for i, line in enumerate(lines)]  # fmt: skip
    dropped: list[Dropped] = []
    papers: list[Paper] = []
    try:
        papers.extend(read_papers(page(tmp_path, *numbered, "A Last Title", ABSTRACT), report=dropped.append))
    except InputError:
        pytest.fail("there is a paper at the end")
    lost = [d for d in dropped if d.reason is not DropReason.PAPER_WITHOUT_ABSTRACT]
    duplicates = [d for d in dropped if d.reason is DropReason.DUPLICATE_PAPER]
    placed = sum(1 + bool(paper.abstract) for paper in papers) + len(lost)
    assert placed <= len([line for line in numbered if line]) + 2 <= placed + len(duplicates)


# JSON

RECORD = {"id": "p1", "title": "One Title", "abstract": SHORT}
JSON_FIELDS = {
    "bare": (RECORD, Paper("p1", "One Title", SHORT)),
    "full": (
        RECORD | {"year": 2024, "url": "https://example.org", "authors": ["A. One", "B. Two"]},
        Paper("p1", "One Title", SHORT, 2024, "https://example.org", ("A. One", "B. Two")),
    ),
    "arxiv_dump": (
        RECORD | {"authors": "A. One, B. Two and C. Three", "update_date": "2008-11-26", "doi": None},
        Paper("p1", "One Title", SHORT, 2008, None, ("A. One", "B. Two", "C. Three")),
    ),
    "published_before_updated": (
        RECORD | {"published": "2007-04-02T19:18:42Z", "update_date": "2008-11-26"},
        Paper("p1", "One Title", SHORT, 2007),
    ),
    "summary": ({"id": "p1", "title": "One Title", "summary": SHORT}, Paper("p1", "One Title", SHORT)),
    "author_objects": (
        RECORD | {"authors": [{"name": "A. One"}, {"nom": "?"}]},
        Paper("p1", "One Title", SHORT, None, None, ("A. One",)),
    ),
    "annotations": (RECORD | {"entities": [{"key": "e1"}], "relations": []}, Paper("p1", "One Title", SHORT)),
    "no_id": ({"title": "One Title", "abstract": SHORT}, Paper("one-title", "One Title", SHORT)),
    "number_as_id": (RECORD | {"id": 17}, Paper("17", "One Title", SHORT)),
    "odd_year": (RECORD | {"year": "soon", "url": 3, "authors": 4}, Paper("p1", "One Title", SHORT)),
    "line_breaks": (RECORD | {"title": " One\nTitle\r\n"}, Paper("p1", "One Title", SHORT)),
}


@pytest.mark.parametrize(("record", "paper"), JSON_FIELDS.values(), ids=JSON_FIELDS)
def test_json_fields(tmp_path: Path, record: dict[str, object], paper: Paper) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert read(path) == ([paper], [])


@pytest.mark.parametrize("name", ["papers.jsonl", "papers.json", "papers.ndjson", "papers.jsonl.gz"])
def test_json_lines_by_suffix(tmp_path: Path, name: str) -> None:
    data = (json.dumps(RECORD) + "\n").encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert [paper.id for paper in read(tmp_path / name)[0]] == ["p1"]


def test_json_array(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    path.write_text(json.dumps([RECORD, 3, RECORD | {"id": "p2", "title": "Two"}], indent=1), encoding="utf-8")
    papers, dropped = read(path)
    assert [paper.id for paper in papers] == ["p1", "p2"]
    assert dropped == [(DropReason.BAD_LINE, "papers.json:2")]


def test_broken_json_array_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    path.write_text('[{"title":\n"One"},\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"papers\.json:\d: expected a JSON array of papers"):
        read(path)


BAD_LINES = {
    "not_json": ("{title: One}", DropReason.BAD_LINE),
    "cut_off": ('{"id": "p2", "title": "Tw', DropReason.BAD_LINE),
    "no_object": ('"a string"', DropReason.BAD_LINE),
    "title_no_text": ('{"id": "p2", "title": ["Two"], "abstract": "x"}', DropReason.BAD_LINE),
    "no_title": ('{"id": "p2", "abstract": "x"}', DropReason.PAPER_WITHOUT_TITLE),
    "same_id": ('{"id": "p1", "title": "Two", "abstract": "x"}', DropReason.DUPLICATE_PAPER),
    "same_text": (f'{{"id": "p2", "title": "ONE  title", "abstract": "{SHORT}"}}', DropReason.DUPLICATE_PAPER),
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_is_reported_and_the_rest_is_read(tmp_path: Path, line: str, reason: DropReason) -> None:
    path = tmp_path / "papers.jsonl"
    last = json.dumps(RECORD | {"id": "p3", "title": "Three"})
    path.write_text(f"{json.dumps(RECORD)}\n\n{line}\n{last}\n", encoding="utf-8")
    papers, dropped = read(path)
    assert [paper.id for paper in papers] == ["p1", "p3"]
    assert dropped == [(reason, "papers.jsonl:3")]


def test_papers_of_one_title_and_two_abstracts_are_two(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text("\n".join(json.dumps(RECORD | {"id": i, "abstract": i}) for i in ("p1", "p2")), encoding="utf-8")
    assert len(read(path)[0]) == 2


# Tables


@pytest.mark.parametrize(
    ("name", "separator"), [("t.csv", ","), ("t.csv", ";"), ("t.tsv", "\t")], ids=["comma", "semicolon", "tab"]
)
def test_table(tmp_path: Path, name: str, separator: str) -> None:
    rows = [["Title", " ABSTRACT ", "year", "venue"], ['"One; Two, Three"', '"In two\nlines."', "2020", "here"]]
    (tmp_path / name).write_text("\n".join(separator.join(row) for row in rows), encoding="utf-8")
    assert read(tmp_path / name) == ([Paper("one-two-three", "One; Two, Three", "In two lines.", 2020)], [])


def test_table_reports_rows_by_the_line_where_they_begin(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    text = 'title,abstract\nOne,"a\nb"\nTwo,x,y\n,alone\nThree,\n"Four,open\n'
    path.write_text(text, encoding="utf-8")
    papers, dropped = read(path)
    assert pairs(papers) == [("One", "a b"), ("Three", "")]
    assert dropped == [
        (DropReason.BAD_LINE, "t.csv:4"),
        (DropReason.PAPER_WITHOUT_TITLE, "t.csv:5"),
        (DropReason.PAPER_WITHOUT_ABSTRACT, "t.csv:6"),
        (DropReason.BAD_LINE, "t.csv:7"),
    ]


def test_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name,text\nOne,x\n", encoding="utf-8")
    with pytest.raises(InputError, match="expected a header with title and abstract columns, got 'name, text'"):
        read(tmp_path / "t.csv")


# BibTeX


def test_bibtex() -> None:
    papers, dropped = read(ROOT / "tests" / "data" / "papers.bib")
    assert papers == [
        Paper(
            "gamma",
            "GAMMA: naïve Gödel Machines & $\\alpha$-Search",
            "We gain 12% over strong bases and 95% of øther ones. Code: https://example.org/~gamma/a_b. "
            "Unknown \\method stays.",
            2021,
            "https://example.org/~gamma",
            ("Jörg Müller", "Jane Q. Public", "The Gamma Team"),
        ),
        Paper("arXiv:1905.00001", "Delta", "We subtract.", 2019),
        Paper("bare", "Bare", "", 2020),
    ]
    assert dropped == [
        (DropReason.DUPLICATE_PAPER, "papers.bib:25"),
        (DropReason.BAD_ENTRY, "papers.bib:27"),
        (DropReason.PAPER_WITHOUT_ABSTRACT, "papers.bib:23"),
    ]


LATEX = {
    "braced_letter": (r"{\'e}t\'{e}", "été"),
    "dotless": (r"na\"{\i}ve na\"\i ve", "naïve naïve"),
    "letter_commands": (r"\v{S}koda, \c{c}a, Erd\H{o}s, \k a", "Škoda, ça, Erdős, ą"),
    "no_accent": (r"\dots \urcorner \bold", r"\dots \urcorner \bold"),
    "other_commands": (r"see \cite{x} and \ours{} and \ours", r"see x and \ours and \ours"),
    "letters": (r"Stra{\ss}e, \O rsted, \AE{}gir, \L{}ukasz", "Straße, Ørsted, Ægir, Łukasz"),
    "escapes": (r"5\% of A\&B\_C \#1 \$3", "5% of A&B_C #1 $3"),
    "bare_percent": ("5% of it", "5% of it"),
    "formula": (r"an $\ell_{2}$ {N}orm", r"an $\ell_{2}$ Norm"),
    "nested": (r"\textbf{a \emph{b} c}", "a b c"),
    "ties": (r"Fig.~1 at /~me", "Fig. 1 at /~me"),
    "white_space": ("two\n   lines", "two lines"),
}


@pytest.mark.parametrize(("latex", "text"), LATEX.values(), ids=LATEX)
def test_latex_becomes_plain_text(latex: str, text: str) -> None:
    assert plain(latex) == text


@given(st.text(alphabet="\\{}$ab'\"~% \n"))
def test_latex_never_fails_and_ends_clean(latex: str) -> None:
    assert plain(latex) == " ".join(plain(latex).split())


# Text and ids


@given(st.text())
def test_clean_text_is_one_line_of_the_same_length(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert len(cleaned.splitlines()) <= 1
    cleaned.encode("utf-8")


def test_clean_replaces_what_no_file_can_carry() -> None:
    assert clean("a\ud800b\x00c\u2028d") == "a\ufffdb c d"


@given(st.text(min_size=1).filter(str.strip))
def test_ids_are_plain_and_follow_identity(title: str) -> None:
    identifier = title_id(title)
    assert identifier.isascii()
    assert identifier.replace("-", "").isalnum()
    assert len(identifier) <= 69
    assert title_id(title.strip()) == identifier


IDS = {
    "case_and_marks": ("A Title: of Words", "a title -- OF words!", True),
    "accents": ("Vārta", "Varta", True),
    "plus": ("U-Net", "U-Net++", False),
    "greek": ("A λ Method", "A β Method", False),
    "end_of_long_title": ("Word " * 20 + "One", "Word " * 20 + "Two", False),
    "no_latin": ("变分推断", "变分自编码器", False),
    "marks_only": ("?!", "...", False),
}


@pytest.mark.parametrize(("one", "other", "same"), IDS.values(), ids=IDS)
def test_titles_share_an_id_only_when_they_are_one(one: str, other: str, same: bool) -> None:
    assert (title_id(one) == title_id(other)) is same
    assert (title_identity(one) == title_identity(other)) is same


# Files and folders


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfOne Title\r\n", b"One Title\r\n"], ids=["byte_order_mark", "crlf"])
def test_windows_files(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "page.txt").write_bytes(data + ABSTRACT.encode() + b"\r\n")
    assert pairs(read(tmp_path / "page.txt")[0]) == [("One Title", ABSTRACT.strip())]


REFUSED = {
    "empty": ("p.txt", b"", "expected papers, but the file is empty"),
    "only_blank": ("p.txt", b" \n\n", r"expected papers, found none; formats are page \(\.txt\), jsonl"),
    "binary": ("p.txt", b"One\nTwo\0Three", "p.txt:2: expected text, but byte 7 is NUL: a binary file"),
    "latin_1": ("p.txt", b"One\nTw\xf6", "p.txt:2: expected UTF-8, but byte 6 is 0xf6"),
    "latin_1_after_mark": ("p.txt", b"\xef\xbb\xbfTw\xf6", "p.txt:1: expected UTF-8, but byte 5 is 0xf6"),
    "utf_16": ("p.txt", "One".encode("utf-16"), "the file is UTF-16; save it as UTF-8"),
    "no_gzip": ("p.jsonl.gz", b'{"title": "x"}', "expected a whole gzip file"),
    "half_gzip": ("p.jsonl.gz", gzip.compress(json.dumps(RECORD).encode())[:-9], "expected a whole gzip file"),
    "nothing_but_bad_lines": ("p.jsonl", b"{}\nx\n", "expected papers, found none"),
    "bad_bytes_in_json": ("p.jsonl", b'{"title": "\xff"}', "p.jsonl:1: expected UTF-8, but byte 11 is 0xff"),
}


@pytest.mark.parametrize(("name", "data", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses_a_file(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        read(tmp_path / name)


def test_missing_path_is_a_wrong_request(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"expected a file or folder of papers, but .*nowhere does not exist"):
        read_papers(tmp_path / "nowhere")


def test_unknown_format_names_the_formats(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"unknown format 'docx'; expected one of page \(\.txt\), jsonl \(\.jsonl "):
        read_papers(tmp_path, format="docx")


def test_unknown_suffix_names_the_formats(tmp_path: Path) -> None:
    (tmp_path / "papers.docx").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match=r"papers\.docx: unknown format '\.docx'; expected one of page"):
        read(tmp_path / "papers.docx")


def test_format_overrides_the_suffix(tmp_path: Path) -> None:
    (tmp_path / "papers.dat").write_text(json.dumps(RECORD), encoding="utf-8")
    assert [paper.id for paper in read(tmp_path / "papers.dat", format="jsonl")[0]] == ["p1"]


def folder_of_everything(folder: Path) -> Path:
    page(folder, "One Small Title", ABSTRACT)
    (folder / "a.jsonl").write_text(json.dumps(RECORD), encoding="utf-8")
    (folder / "b.docx").write_text("x", encoding="utf-8")
    (folder / "c.csv").write_bytes(b"title,abstract\nTwo,\xff\n")
    (folder / "README.md").write_text("about", encoding="utf-8")
    (folder / ".hidden.txt").write_text("hidden", encoding="utf-8")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "d.jsonl").write_text(json.dumps(RECORD | {"id": "deep"}), encoding="utf-8")
    return folder


def test_folder_is_read_in_sorted_order_and_says_what_it_could_not_read(tmp_path: Path) -> None:
    papers, dropped = read(folder_of_everything(tmp_path))
    assert [paper.id for paper in papers] == ["p1", "one-small-title"]
    assert dropped == [(DropReason.FILE_NOT_READABLE, "b.docx"), (DropReason.FILE_NOT_READABLE, "c.csv")]


def test_folder_with_a_format_reads_only_that(tmp_path: Path) -> None:
    papers, _ = read(folder_of_everything(tmp_path), format="page")
    assert [paper.id for paper in papers] == ["one-small-title"]


def test_folder_without_papers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("about", encoding="utf-8")
    with pytest.raises(InputError, match="expected papers, found none"):
        read(tmp_path)


def test_a_caller_who_does_not_ask_is_warned(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match=r"page\.txt:1: paper_without_abstract: kept with its title"):
        list(read_papers(page(tmp_path, "A Title That Stands Alone")))


def test_papers_come_as_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_bytes(json.dumps(RECORD).encode() + b"\n\xff\n")
    assert next(read_papers(path)).id == "p1"


def test_every_suffix_belongs_to_one_reader() -> None:
    suffixes = [suffix for reader in READERS.values() for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
