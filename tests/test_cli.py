"""The command line: what each command writes, and the message and exit code of each bad input."""

import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

import graph.cli
from extract.errors import ServerError, UsageError
from extract.records import Dropped
from extract.schema import DropReason
from graph.commands.query import parameters
from graph.commands.terminal import json_text, plain, write_paragraph, write_table
from graph.version import VERSION

PAPERS = (
    (
        "TinyReader Reads Small Papers",
        "TinyReader finds named entity recognition on CoNLL-2003 easy: F1 of 71.2, unlike BERT.",
    ),
    ("What BERT Knows", "BERT was tested on CoNLL-2003 by its F1."),
)


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run litkg in an empty folder; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LITKG_DEBUG", raising=False)

    def call(*arguments):
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            graph.cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return call


@pytest.fixture
def built(run, page, stand_in):
    """A build folder of two papers."""
    code, _, err = run("build", page(*PAPERS), "-o", "build")
    assert code == 0, err
    return run


def test_version(run):
    assert run("--version") == (0, f"litkg {VERSION}\n", "")


def test_help_imports_nothing_heavy():
    code = (
        "import sys\nfrom graph.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'spacy', 'networkx', 'numpy', 'onnxruntime', 'neo4j', 'arcadedb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_build_ends_with_a_summary(run, page, stand_in):
    code, out, _ = run("build", page(*PAPERS), "-o", "build")
    rows = {tuple(cell.strip() for cell in line.split("\t")[:2]) for line in out.splitlines() if "\t" in line}
    assert code == 0
    assert {("papers", "2"), ("entities", "5"), ("Method", "2"), ("EVALUATED_ON", "2"), ("results", "1")} <= rows
    for name in ("extractions.jsonl", "merges.jsonl", "graph.json", "graph.html", "manifest.json"):
        assert f"build/{name}" in out


def test_build_as_json(run, page, stand_in):
    code, out, _ = run("build", page(*PAPERS), "--json")
    report = json.loads(out)
    assert code == 0
    assert (report["papers"], report["reused"], report["results"]) == (2, 0, 1)
    assert report["entities"] == {"Method": 2, "Dataset": 1, "Metric": 1, "Task": 1}


def test_build_counts_a_paper_without_abstract(run, page, stand_in):
    code, out, _ = run("build", page(*PAPERS, ("A Title Alone And Nothing Else", "")), "--json")
    report = json.loads(out)
    assert code == 0
    assert report["papers"] == 3
    assert "paper_without_abstract" in {drop["reason"] for drop in report["dropped"]}


def test_interrupted_build_says_how_to_continue(run, page, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["graph.build"], "build", interrupted)
    code, _, err = run("build", page(*PAPERS))
    assert (code, err.count("\n")) == (130, 1)
    assert "same command continues" in err


def test_extract_writes_one_object_a_line(run, page, stand_in):
    code, out, err = run("extract", page(*PAPERS))
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line["paper"]["title"] for line in lines] == [title for title, _ in PAPERS]
    assert "2 papers" in err


def test_extract_into_a_file_is_what_stdout_would_get(run, page, stand_in, tmp_path):
    source = page(*PAPERS)
    _, shown, _ = run("extract", source)
    code, out, _ = run("extract", source, "-o", "found.jsonl")
    assert (code, out) == (0, "")
    assert (tmp_path / "found.jsonl").read_text(encoding="utf-8") == shown


def test_query_into_a_pipe_is_rows_with_tabs(built):
    asked = "MATCH (m:Method) RETURN m.name AS name, size(m.name) AS size ORDER BY name"
    assert built("query", asked) == (0, "name\tsize\nBERT\t4\nTinyReader\t10\n", "2 rows\n")


def on_terminal(monkeypatch, write, *, columns):
    """Lines that a function writes to a terminal of so many columns."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Terminal())
        patch.setenv("COLUMNS", str(columns))
        patch.setenv("TERM", "xterm")
        write()
        return re.sub("\x1b\\[[0-9;]*m", "", sys.stdout.getvalue()).splitlines()


def test_table_on_a_terminal_has_a_frame(monkeypatch):
    rows = [("a", 1), ("word " * 40, 100)]
    lines = on_terminal(monkeypatch, lambda: write_table(("name", "number"), rows), columns=100)
    assert any("│" in line for line in lines)
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(("columns", "width"), [(100, 100), (60, 60), (300, 100)])
def test_paragraph_on_a_terminal_is_readable(monkeypatch, columns, width):
    lines = on_terminal(monkeypatch, lambda: write_paragraph("word " * 60, indent=4), columns=columns)
    assert width - 6 < max(map(len, lines)) <= width
    assert [line[: line.index("w")] for line in lines] == ["    "] + ["      "] * (len(lines) - 1)


def test_values_in_a_pipe_hold_no_tabs_and_line_breaks(capsys):
    write_table(("name",), [("one\ttwo\nthree",), (None,)])
    assert capsys.readouterr().out == "name\none two three\nnull\n"


def test_query_mends_the_database(built, tmp_path):
    shutil.rmtree(tmp_path / "build" / "cypher")
    code, out, err = built("query", "MATCH (p:Paper) RETURN count(p) AS papers")
    assert (code, out) == (0, "papers\n2\n")
    assert err.splitlines()[0].startswith("litkg: ")
    assert "graph.json" in err.splitlines()[0]
    assert len(err.splitlines()) == 2


def test_query_as_json_with_parameters(built):
    cypher = "MATCH (m:Method {name: $name}) RETURN m.name AS name, $limit AS limit"
    code, out, _ = built("query", cypher, "--json", "--params", '{"name": "BERT"}', "--param", "limit=3")
    assert code == 0
    assert json.loads(out) == {"name": "BERT", "limit": 3}


def test_query_lists_the_cookbook(built):
    code, out, _ = built("query", "--list")
    assert code == 0
    assert len(out.splitlines()) > 4


@pytest.mark.parametrize("asked", ["TinyReader", "tiny-reader", "method:tinyreader"], ids=["name", "spelling", "id"])
def test_explain_shows_papers_and_evidence(built, asked):
    code, out, _ = built("explain", asked)
    assert code == 0
    assert "Method: TinyReader" in out
    assert "<- INTRODUCES" in out
    assert "EVALUATED_ON ->" in out
    assert PAPERS[0][0] in out
    assert max(map(len, out.splitlines())) <= 100


def test_explain_as_json(built):
    code, out, _ = built("explain", "BERT", "--json")
    node = json.loads(out)
    assert code == 0
    assert node["label"] == "Method"
    assert len(node["papers"]) == 2
    assert all(link["evidence"] for link in node["papers"] + node["edges"])


def test_explain_suggests_names(built):
    code, out, err = built("explain", "TinyReeder")
    assert (code, out) == (1, "")
    assert "'TinyReader'" in err


def test_explain_of_a_build_without_merges(built, tmp_path):
    (tmp_path / "build" / "merges.jsonl").unlink()
    code, out, _ = built("explain", "BERT")
    assert (code, "Merged names" in out) == (0, False)


OWN = '{"entity": "Bidirectional Encoder", "label": "Method", "aliases": ["BERT"]}\n'


@pytest.fixture
def corrected(built, page, tmp_path):
    """Two builds of two papers, the second with corrections."""
    (tmp_path / "own.jsonl").write_text(OWN, encoding="utf-8")
    code, _, err = built("build", page(*PAPERS), "-o", "own", "--corrections", "own.jsonl")
    assert code == 0, err
    return built


def test_merges_are_listed_with_evidence(corrected):
    code, out, err = corrected("merges", "--build", "own")
    head, row = out.splitlines()
    assert (code, err) == (0, "1 merge\n")
    assert head.split("\t") == ["score", "rule", "label", "name", "same as", "node", "papers", "evidence"]
    assert row.split("\t")[:6] == ["1.0", "user", "Method", "BERT", *["Bidirectional Encoder"] * 2]
    assert row.split("\t")[7] == PAPERS[0][1]


def test_merges_as_json(corrected):
    code, out, _ = corrected("merges", "BERT", "--build", "own", "--rule", "user", "--label", "method", "--json")
    merge = json.loads(out)
    assert code == 0
    assert (merge["a"], merge["thing"], len(merge["papers"])) == ("BERT", "method:bidirectional-encoder", 2)
    assert merge["evidence_paper"] in merge["papers"]


def test_explain_shows_merged_names(corrected):
    code, out, _ = corrected("explain", "BERT", "--build", "own")
    assert code == 0
    assert "BERT = Bidirectional Encoder (user; 2 papers, score 1.00)" in out


def test_merges_of_an_unknown_name(built):
    code, out, err = built("merges", "TinyReeder")
    assert (code, out) == (1, "")
    assert "'TinyReader'" in err


def test_diff_shows_changes(corrected):
    code, out, err = corrected("diff", "build", "own")
    assert (code, err) == (0, "1 renamed\n")
    assert out == "change\tlabel\told\tnew\nrenamed\tMethod\tBERT\tBidirectional Encoder\n"


def test_diff_of_other_papers(built, page):
    built("build", page(PAPERS[0]), "-o", "one")
    code, out, err = built("diff", "one", "build", "--limit", "1")
    assert code == 0
    assert f"appeared\tPaper\t\t{PAPERS[1][0]}" in out
    assert "relation\tadded\tremoved\nCOMPARES\t1\t0" in out
    assert err == "1 appeared\n"


def test_diff_cuts_long_lists(built, page):
    built("build", page(("Papers That Name Nothing Known", "An abstract that names nothing at all.")), "-o", "none")
    code, out, err = built("diff", "none", "build", "--limit", "2")
    assert (code, out.count("appeared")) == (0, 2)
    assert err == "1 vanished, 7 appeared; --limit shows more\n"


def test_diff_of_equal_builds(built):
    assert built("diff", "build", "build") == (0, "", "no node changed\n")


def test_diff_as_json(corrected):
    code, out, _ = corrected("diff", "build", "own", "--json")
    found = json.loads(out)
    assert (code, found["added"], found["removed"]) == (0, {}, {})
    assert found["changes"][0]["new"] == [{"id": "method:bidirectional-encoder", "name": "Bidirectional Encoder"}]


def test_build_against_the_folder_that_is_built(built, page, tmp_path):
    (tmp_path / "own.jsonl").write_text(OWN, encoding="utf-8")
    asked = ("build", page(*PAPERS), "-o", "build", "--against", "build", "--corrections", "own.jsonl")
    code, out, err = built(*asked)
    assert (code, err) == (0, "1 renamed\n")
    assert "renamed\tMethod\tBERT\tBidirectional Encoder\n" in out
    code, out, _ = built(*asked, "--json")
    assert (code, json.loads(out)["changes"]["changes"]) == (0, [])


@pytest.mark.filterwarnings("default")
def test_missed_corrections_are_one_line(corrected, page):
    code, _, err = corrected("build", page(*PAPERS), "-o", "own")
    assert code == 0
    assert err.startswith("litkg: own was built with the corrections own.jsonl")
    assert err.count("\n") == 1


def test_show_prints_the_path_without_a_screen(built, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    code, out, _ = built("show", "build")
    assert (code, out) == (0, f"{tmp_path / 'build' / 'graph.html'}\n")


def test_show_opens_the_page(built, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)
    code, out, _ = built("show")
    assert (code, out) == (0, "")
    assert opened == [(tmp_path / "build" / "graph.html").as_uri()]


@pytest.mark.parametrize("name", ["graphml", "json", "html"])
def test_export(built, tmp_path, name):
    code, out, err = built("export", "-o", f"graph.{name}")
    assert (code, out) == (0, "")
    assert f"graph.{name}" in err
    assert (tmp_path / f"graph.{name}").stat().st_size > 100


def test_evaluate_a_build(built, tmp_path):
    line = json.loads((tmp_path / "build" / "extractions.jsonl").read_text(encoding="utf-8").splitlines()[0])
    gold = {
        **{key: line["paper"][key] for key in ("title", "abstract")},
        "id": "another-id",
        "entities": [{**entity, "surfaces": [entity["name"]]} for entity in line["entities"]],
        "relations": line["relations"],
        "results": line["results"],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold), encoding="utf-8")
    code, out, _ = built("evaluate", "gold.jsonl", "--build", "build", "--json")
    assert code == 0
    figures = json.loads(out)
    assert (figures["entity"]["f1"], figures["entity"]["low"], figures["entity"]["high"]) == (100.0, 100.0, 100.0)
    assert figures["calibration entity"]["of"] == len(line["entities"])
    code, out, _ = built("evaluate", "gold.jsonl", "--build", "build")
    assert out.startswith("figure\tp\tr\tf1\taccuracy\tece\tlow\thigh")


def test_doctor_fails_with_a_remedy(run, monkeypatch):
    from graph.doctor import Check

    monkeypatch.setattr(
        "graph.doctor.examine", lambda: (Check("Python", True, "3.11"), Check("model", False, "gone", "get it"))
    )
    code, out, _ = run("doctor")
    assert code == 1
    assert "model: get it" in out


BAD_SOURCES = {
    "missing path": (None, 2, "does not exist"),
    "empty file": (b"", 1, "empty"),
    "binary file": (b"\x7fELF\x00\x01\x02\x00" * 20, 1, "binary"),
    "not UTF-8": (b"A Title Of Some Length\nAn abstract with \xff in it, long enough to be one.\n", 1, "byte 40"),
}


@pytest.mark.parametrize(("content", "code", "says"), BAD_SOURCES.values(), ids=BAD_SOURCES)
@pytest.mark.parametrize("command", ["build", "extract"])
def test_bad_source(run, tmp_path, stand_in, command, content, code, says):
    source = tmp_path / "in.txt"
    if content is not None:
        source.write_bytes(content)
    got, out, err = run(command, source, "-o", "out")
    assert (got, out) == (code, "")
    assert err.startswith("litkg: ")
    assert err.count("\n") == 1
    assert says in err
    assert "in.txt" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == (["in.txt"] if content is not None else [])


def test_unknown_source_format(run, page, stand_in):
    code, _, err = run("build", page(*PAPERS, name="page.docx"))
    assert code == 2
    assert ".docx" in err
    assert ".txt" in err


def test_page_with_an_odd_line_names_it(run, tmp_path, stand_in):
    source = tmp_path / "page.txt"
    source.write_text(f"{PAPERS[0][0]}\n{PAPERS[0][1]}\nodd\n{PAPERS[1][0]}\n{PAPERS[1][1]}\n", encoding="utf-8")
    code, out, _ = run("build", source)
    assert code == 0
    assert "line_not_placed" in out
    assert "page.txt:3" in out
    assert max(len(remark) for _, _, remark in (line.split("\t") for line in out.splitlines() if "\t" in line)) < 60


@pytest.mark.parametrize("out", ["file/build", "/proc/litkg"], ids=["under a file", "refused by the system"])
def test_output_that_cannot_be_written(run, page, stand_in, tmp_path, out):
    (tmp_path / "file").write_text("here", encoding="utf-8")
    code, shown, err = run("build", page(*PAPERS), "-o", out)
    assert (code, shown) == (2, "")
    assert err.startswith("litkg: ")
    assert err.count("\n") == 1
    assert stand_in == []


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("query", "MATCH (m:Method RETURN m"), 1, "\n                  ^"),
        (("query", "CREATE (:Method {id: 'x'})"), 1, ""),
        (("query",), 2, "--list"),
        (("query", "RETURN 1", "--params", "[1]"), 2, "--params: expected a JSON object"),
        (("query", "RETURN 1", "--param", "x"), 2, "NAME=VALUE"),
        (("export", "-o", "graph.xls"), 2, "graphml"),
        (("export", "--format", "xls", "-o", "graph.json"), 2, "graphml"),
        (("show", "elsewhere"), 2, "litkg build"),
        (("explain", "BERT", "--build", "elsewhere"), 2, "elsewhere"),
        (("query", "RETURN 1", "--build", "elsewhere"), 2, "elsewhere"),
        (("diff", "elsewhere", "build"), 2, "elsewhere"),
        (("diff", "build", "elsewhere"), 2, "elsewhere"),
        (("build", "page.txt", "--against", "elsewhere"), 2, "elsewhere"),
        (("build", "page.txt", "--corrections", "own.jsonl"), 2, "own.jsonl"),
        (("evaluate", "gold.jsonl"), 2, "gold.jsonl"),
        (("evaluate", "page.txt"), 1, "page.txt:1"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_request(built, arguments, code, says):
    got, out, err = built(*arguments)
    assert (got, out) == (code, "")
    assert err.startswith("litkg: ")
    assert says in err


def test_neo4j_that_is_not_there(built, monkeypatch):
    monkeypatch.setenv("NEO4J_PASSWORD", "secret")
    code, out, err = built("push", "bolt://127.0.0.1:1")
    assert (code, out) == (1, "")
    assert "127.0.0.1:1" in err
    assert "secret" not in err


@pytest.mark.neo4j
def test_push_and_query_on_a_server(built, neo4j_server, monkeypatch):
    server = ("--user", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    assert built("push", neo4j_server.uri, *server)[0] == 0
    code, out, _ = built("push", neo4j_server.uri, *server)
    assert code == 0
    assert "0 new, 0 changed" in out
    asked = "MATCH (:Paper {title: $title})-[:INTRODUCES]->(m:Method) RETURN m.name AS name"
    title = f"title={PAPERS[0][0]}"
    code, out, _ = built("query", asked, "--param", title, "--json", "--uri", neo4j_server.uri, *server)
    assert (code, json.loads(out)) == (0, {"name": "TinyReader"})


@pytest.mark.neo4j
@pytest.mark.parametrize("command", [("push",), ("query", "RETURN 1", "--uri")], ids=["push", "query"])
def test_wrong_password(built, neo4j_server, monkeypatch, command):
    monkeypatch.setenv("NEO4J_PASSWORD", "certainly-wrong")
    code, out, err = built(*command, neo4j_server.uri)
    assert (code, out) == (1, "")
    assert "NEO4J_PASSWORD" in err
    assert "certainly-wrong" not in err


def test_password_is_asked_for(run, monkeypatch):
    from graph.commands.query import password

    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **options: "typed" if options["hide_input"] else "")
    assert password() == "typed"


def test_password_without_a_terminal(built, monkeypatch):
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, out, err = built("push", "bolt://127.0.0.1:1")
    assert (code, out) == (2, "")
    assert "NEO4J_PASSWORD" in err


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_model_that_fails_on_every_paper_is_no_success(run, page, stand_in, monkeypatch, tmp_path, command):
    def extract_papers(papers, *, report, **_):
        for paper in papers:
            report(Dropped(DropReason.EXTRACTION_FAILED, paper.id, "ModelError: cut off"))
        yield from ()

    monkeypatch.setattr("extract.pipeline.extract_papers", extract_papers)
    code, out, err = run(command, page(*PAPERS), "-o", "out")
    assert (code, out) == (1, "")
    assert "ModelError: cut off" in err
    assert [path.name for path in tmp_path.iterdir()] == ["page.txt"]


def test_debug_shows_the_traceback(built):
    with pytest.raises(UsageError):
        graph.cli.main(["--debug", "show", "elsewhere"])


def test_unexpected_system_error_is_one_line(run, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device", "graph.json")

    monkeypatch.setattr("graph.doctor.examine", full)
    assert run("doctor") == (1, "", "litkg: graph.json: No space left on device\n")


def test_server_error_is_one_line(run, monkeypatch):
    def away(*_, **__):
        raise ServerError("cannot reach it\x1b[31m")

    monkeypatch.setattr("graph.doctor.examine", away)
    assert run("doctor") == (1, "", "litkg: cannot reach it\\x1b[31m\n")


def test_names_are_no_markup(run, page, stand_in):
    run("build", page(("[bold]Loud[/bold] Papers [red]Here", "We study [bold]Loud[/bold] on CoNLL-2003, at length.")))
    _, out, _ = run("explain", "[bold]Loud[/bold]")
    assert "[bold]Loud[/bold] Papers [red]Here" in out
    _, out, _ = run("query", "MATCH (m:Method) RETURN m.name AS name")
    assert "[bold]Loud[/bold]" in out


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\r\nb\tc", "a  b c"),
        ("\x9b1m", "\\x9b1m"),
        ("\u202eevil", "\\u202eevil"),
        ("\ud800", "\\ud800"),
        ("naïve Ω", "naïve Ω"),
    ],
    ids=["escape", "white space", "C1", "bidi", "surrogate", "letters"],
)
def test_control_characters_are_shown(hostile, shown):
    assert plain(hostile) == shown
    assert json.loads(json_text(hostile)) == hostile
    assert json_text(hostile).isprintable()


def test_ascii_terminal_gets_escapes(tmp_path, built):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": os.pathsep.join(sys.path)}
    for arguments, said in ((["RETURN 'Ω é' AS x", "--json"], b""), (["RETURN 'Ω é' AS x"], b"1 row\n")):
        done = subprocess.run(
            [sys.executable, "-c", "from graph.cli import main; main()", "query", *arguments],
            capture_output=True,
            cwd=tmp_path,
            env=environment,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, said)
        assert b"\\u03a9" in done.stdout
        assert done.stdout.isascii()


@pytest.mark.parametrize(
    ("text", "pairs", "values"),
    [
        (None, [], {}),
        ('{"a": 1}', ["a=2"], {"a": 2}),
        (None, ["a=x=y", "b=[1]", "c="], {"a": "x=y", "b": [1], "c": ""}),
    ],
    ids=["none", "pair wins", "kinds"],
)
def test_parameters(text, pairs, values):
    assert parameters(text, pairs) == values
