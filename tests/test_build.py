"""The whole way: what a build folder holds, what is read again and what is not, and what an interruption leaves."""

import json
import sys
import weakref

import pytest

import extract.pipeline
from conftest import extraction_of
from extract.errors import InputError, StoreError, UsageError
from extract.records import Dropped, Extraction
from extract.schema import DropReason
from graph import build, load
from graph.build import STEPS
from graph.store import checksum, load_merges, read_manifest

PAPERS = (
    (
        "TinyReader Reads Small Papers",
        "TinyReader finds named entity recognition on CoNLL-2003 easy: F1 of 71.2, unlike BERT.",
    ),
    ("What BERT Knows", "BERT was tested on CoNLL-2003 by its F1, over and over again."),
    ("Nothing Known Is Met Here", "An abstract that names no thing which the stand-in knows."),
)
FILES = {"dropped.jsonl", "extractions.jsonl", "graph.html", "graph.json", "manifest.json", "merges.jsonl"}


@pytest.fixture
def out(tmp_path):
    return tmp_path / "build"


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def stop_at(monkeypatch, title, error):
    """Let the stand-in fail when it comes to a paper."""
    usual = extract.pipeline.extract_papers

    def extract_papers(papers, **options):
        for paper in papers:
            if paper.title == title:
                raise error
            yield from usual([paper], **options)

    monkeypatch.setattr(extract.pipeline, "extract_papers", extract_papers)


def test_the_package_gives_functions_and_the_module_stays():
    assert callable(build)
    assert sys.modules["graph.build"].build is build


def test_folder_and_report(page, stand_in, out):
    report = build(page(*PAPERS), out)
    assert set(bytes_of(out)) == FILES
    assert set(report.files) == FILES | {"cypher"}
    assert (report.papers, report.reused, report.results) == (3, 0, 1)
    assert report.entities == {"Method": 2, "Dataset": 1, "Metric": 1, "Task": 1}
    assert report.relations == {"EVALUATED_ON": 2}
    assert report.dropped == ()
    assert not list(out.parent.glob(".*"))


def test_graph_is_the_one_that_load_gives(page, stand_in, out):
    build(page(*PAPERS), out)
    graph = load(out)
    names = {data["name"] for _, data in graph.nodes(data=True) if "name" in data}
    assert names >= {"TinyReader", "BERT", "CoNLL-2003", "F1"}
    assert all(data["evidence"] for _, _, data in graph.edges(data=True))


def test_manifest_names_input_counts_and_reader(page, stand_in, out):
    build(page(*PAPERS), out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in manifest["inputs"]] == ["page.txt"]
    assert manifest["model"] == "stand-in None"
    assert manifest["counts"]["Paper"] == 3
    assert set(manifest["files"]) == FILES - {"manifest.json"}


def test_same_input_gives_same_bytes(page, stand_in, tmp_path):
    source = page(*PAPERS)
    build(source, tmp_path / "one")
    build(source, tmp_path / "two")
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")


def test_papers_come_in_the_order_of_the_source(page, stand_in, out):
    build(page(*PAPERS), out)
    lines = (out / "extractions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["paper"]["title"] for line in lines] == [title for title, _ in PAPERS]


def test_papers_come_in_the_order_of_the_source_whatever_was_read_before(page, stand_in, out):
    build(page(PAPERS[1]), out)
    report = build(page(*PAPERS), out)
    lines = (out / "extractions.jsonl").read_text(encoding="utf-8").splitlines()
    assert report.reused == 1
    assert [json.loads(line)["paper"]["title"] for line in lines] == [title for title, _ in PAPERS]


def test_what_a_source_says_besides_the_text_is_up_to_date(stand_in, out, tmp_path):
    source = tmp_path / "papers.jsonl"
    for year in (2024, 2025):
        source.write_text(json.dumps({"id": "p1", "title": PAPERS[0][0], "abstract": PAPERS[0][1], "year": year}))
        report = build(source, out)
    assert report.reused == 1
    assert load(out).nodes["p1"]["year"] == 2025


def test_extractions_are_never_all_in_memory(page, stand_in, out, monkeypatch):
    alive, most = [], []
    made = Extraction.__init__

    def watched(self, *arguments, **options):
        made(self, *arguments, **options)
        alive.append(self.paper.id)
        weakref.finalize(self, alive.pop)
        most.append(len(alive))

    monkeypatch.setattr(Extraction, "__init__", watched)
    papers = [(f"{title} {n}", abstract) for n in range(20) for title, abstract in PAPERS]
    assert build(page(*papers), out).papers == 60
    assert build(page(*papers), out).reused == 60
    assert len(most) > 6 * 60  # made, written, resolved and assembled, twice
    assert max(most) < 5


def test_second_build_reads_only_what_is_new(page, stand_in, out):
    build(page(*PAPERS[:2]), out)
    stand_in.clear()
    report = build(page(PAPERS[2], *PAPERS[:2]), out)
    assert (report.papers, report.reused) == (3, 2)
    assert stand_in == [PAPERS[2][0]]


@pytest.mark.parametrize("change", ["abstract", "reader"])
def test_changed_text_or_reader_is_read_again(page, stand_in, out, monkeypatch, change):
    build(page(*PAPERS[:2]), out)
    stand_in.clear()
    if change == "reader":
        monkeypatch.setattr("graph.resume.reader_identity", lambda model: "another")
        report = build(page(*PAPERS[:2]), out)
        assert (report.reused, len(stand_in)) == (0, 2)
    else:
        report = build(page(PAPERS[0], (PAPERS[1][0], PAPERS[1][1] + " Twice.")), out)
        assert (report.reused, stand_in) == (1, [PAPERS[1][0]])


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError()], ids=["Ctrl-C", "crash"])
def test_interrupted_build_continues(page, stand_in, tmp_path, monkeypatch, error):
    source, out, whole = page(*PAPERS), tmp_path / "build", tmp_path / "whole"
    build(source, whole)
    with monkeypatch.context() as patch:
        stop_at(patch, PAPERS[2][0], error)
        with pytest.raises(type(error)):
            build(source, out)
    assert not out.exists()
    stand_in.clear()
    report = build(source, out)
    assert (report.reused, stand_in) == (2, [PAPERS[2][0]])
    assert bytes_of(out) == bytes_of(whole)
    assert not list(tmp_path.glob(".*"))


def test_readings_outlive_an_error_of_a_later_step(page, stand_in, out, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["graph.build"], "publish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            build(page(*PAPERS), out)
    assert build(page(*PAPERS), out).reused == 3


@pytest.mark.parametrize("cut", [1, 20], ids=["newline lost", "half a line"])
def test_half_a_line_of_a_killed_build_is_read_again(page, stand_in, out, monkeypatch, cut):
    with monkeypatch.context() as patch:
        stop_at(patch, PAPERS[2][0], KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            build(page(*PAPERS), out)
    partial = next(out.parent.glob(".*")) / ".readings.jsonl"
    partial.write_bytes(partial.read_bytes()[:-cut])
    assert build(page(*PAPERS), out).reused == 1


def test_interruption_leaves_the_last_good_folder(page, stand_in, out, monkeypatch):
    build(page(*PAPERS[:2]), out)
    before = bytes_of(out)
    stop_at(monkeypatch, PAPERS[2][0], KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        build(page(*PAPERS), out)
    assert bytes_of(out) == before


def test_damaged_last_folder_is_not_trusted(page, stand_in, out):
    build(page(*PAPERS), out)
    file = out / "extractions.jsonl"
    file.write_bytes(file.read_bytes().replace(b"TinyReader", b"TinyWriter"))
    assert build(page(*PAPERS), out).reused == 0


def test_what_extraction_leaves_out_is_named_also_when_reused(page, monkeypatch, stand_in, out):
    def extract_papers(papers, *, report, **_):
        for paper in papers:
            if paper.title == PAPERS[0][0]:
                report(Dropped(DropReason.EXTRACTION_FAILED, paper.id, "a reason"))
            else:
                report(Dropped(DropReason.ENTITY_WITHOUT_MENTION, paper.id, "a thing"))
                yield extraction_of(paper)

    monkeypatch.setattr(extract.pipeline, "extract_papers", extract_papers)
    first = build(page(*PAPERS), out)
    files = bytes_of(out)
    second = build(page(*PAPERS), out)
    assert [drop.reason for drop in first.dropped] == [
        DropReason.EXTRACTION_FAILED,
        DropReason.ENTITY_WITHOUT_MENTION,
        DropReason.ENTITY_WITHOUT_MENTION,
    ]
    assert (first.papers, first.reused, second.reused) == (2, 0, 2)
    assert second.dropped == first.dropped
    assert bytes_of(out) == files
    manifest = json.loads(files["manifest.json"])
    assert manifest["dropped"] == {"entity_without_mention": 2, "extraction_failed": 1}
    assert json.loads(files["dropped.jsonl"].splitlines()[0])["step"] == "extract"


def test_progress_passes_through_the_steps(page, stand_in, out):
    seen = []
    build(page(*PAPERS), out, progress=lambda *step: seen.append(step))
    assert list(dict.fromkeys(step for step, _, _ in seen)) == list(STEPS)
    assert ("extract", 3, 3) in seen


def test_several_processes_get_one_thread_each(page, stand_in, out, monkeypatch):
    asked = {}
    monkeypatch.setattr(extract.pipeline, "load_pipeline", lambda **options: asked.update(options))
    build(page(*PAPERS), out, processes=2)
    assert asked == {"model": None, "threads": 1}


def test_without_an_engine_the_rest_is_built(page, stand_in, out, monkeypatch):
    def no_engine(*_, **__):
        raise StoreError("the engine cannot be imported") from ImportError("arcadedb")

    monkeypatch.setattr("graph.query.create_database", no_engine)
    with pytest.warns(UserWarning, match="no Cypher database"):
        report = build(page(*PAPERS), out)
    assert set(report.files) == FILES


def test_folder_of_somebody_else_is_left_alone(page, stand_in, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"no build folder"):
        build(page(*PAPERS), theirs)
    assert stand_in == []
    assert bytes_of(theirs) == {"letter.txt": b"mine"}


def test_bad_source_leaves_nothing(page, stand_in, out, tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    with pytest.raises(InputError):
        build(source, out)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


CORRECTIONS = '{"entity": "Bidirectional Encoder", "label": "Method", "aliases": ["BERT"]}\n'


@pytest.fixture
def corrections(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text(CORRECTIONS, encoding="utf-8")
    return path


def names(folder):
    return {data["name"] for _, data in load(folder).nodes(data=True) if "name" in data}


def test_merges_are_kept_with_the_node_they_ended_in(page, stand_in, out, corrections):
    build(page(*PAPERS), out, corrections=corrections)
    (merge,) = load_merges(out)
    assert (merge.rule, merge.label, merge.a, merge.b) == ("user", "Method", "BERT", "Bidirectional Encoder")
    assert load(out).nodes[merge.thing]["name"] == "Bidirectional Encoder"
    assert len(merge.papers) == 2


def test_corrections_hold_and_the_manifest_names_them(page, stand_in, out, corrections):
    build(page(*PAPERS), out, corrections=corrections)
    assert "Bidirectional Encoder" in names(out)
    assert "BERT" not in names(out)
    inputs = {file.name: file for file in read_manifest(out).inputs}
    assert inputs["own.jsonl"].kind == "corrections"
    assert inputs["own.jsonl"].sha256 == checksum(corrections)
    assert inputs["page.txt"].kind == "papers"


def test_corrections_survive_a_build_that_is_given_them_again(page, stand_in, out, corrections):
    build(page(*PAPERS), out, corrections=corrections)
    files = bytes_of(out)
    report = build(page(*PAPERS), out, corrections=corrections)
    assert report.reused == 3
    assert bytes_of(out) == files


def test_missed_corrections_are_said(page, stand_in, out, corrections):
    build(page(*PAPERS), out, corrections=corrections)
    with pytest.warns(UserWarning, match=r"own\.jsonl"):
        build(page(*PAPERS), out)
    assert "BERT" in names(out)
    build(page(*PAPERS), out)


def test_bad_corrections_are_said_before_anything_is_read(page, stand_in, out, corrections):
    corrections.write_text('{"same": ["a"]}', encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.jsonl:1"):
        build(page(*PAPERS), out, corrections=corrections)
    assert stand_in == []
    assert not out.exists()
