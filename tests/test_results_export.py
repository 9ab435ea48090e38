"""Export of results: what stands in each format, what its readers require, and hostile text that stays text."""

import csv
import re
from pathlib import Path

import networkx as nx
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import UsageError
from graph.publish.eval_results import ABOUT, number, scalar
from graph.publish.files import export
from graph.publish.orkg import literal
from graph.publish.reported import reported
from graph.publish.sheet import cell

PAPER = "arXiv:1"
EVIDENCE = "Zorp reaches 78.2% accuracy on Quaxnet."
NAMES = {"OF": "Zorp", "ON": "Quaxnet", "IN": "accuracy"}
LABELS = {"OF": "Method", "ON": "Dataset", "IN": "Metric", "FOR": "Task", "OVER": "Method"}
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1-1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\uff1d1",
    "'=1",
    "''",
    'a,"b"\r\nc',
    "a: b # c",
    "- &x *x !!python/object:os.system",
    "\u2028\u0085\x00\x1b[0m",
    "orkg:R1",
    "resource:x",
    "x<decimal>",
    "<script>alert(1)</script>",
    "\ud800",
    "null",
)


def graph_of(*results: dict, title: str = "Zorp", url: str | None = "https://doi.org/10.1145/3360901.3364435"):
    graph = nx.MultiDiGraph(litkg="0")
    paper = {"url": url} if url else {}
    graph.add_node(
        PAPER, label="Paper", title=title, abstract=EVIDENCE, year=2024, authors=["A. One", "B; Two"], **paper
    )
    for place, given_ in enumerate(results):
        names = given_.get("names", NAMES)
        own = {key: value for key, value in given_.items() if key != "names"}
        values = {
            "value": "78.2", "number": 78.2, "scale": "%", "bound": "", "unit": "%", "relative": False,
            "direction": "higher", "evidence": EVIDENCE, "start": 13 + place, "end": 17 + place, "confidence": 0.5,
        } | own  # fmt: skip
        node = f"result:{place}"
        graph.add_node(node, label="Result", **{key: value for key, value in values.items() if value is not None})
        edge = {"confidence": 1, "support": 1, "papers": [PAPER], "evidence": [EVIDENCE], "starts": [0], "ends": [9]}
        graph.add_edge(PAPER, node, key="REPORTS", type="REPORTS", **edge)
        for kind, name in names.items():
            thing = f"{LABELS[kind].lower()}:{name.lower()}"
            graph.add_node(thing, label=LABELS[kind], name=name, aliases=[], papers=1, mentions=1)
            graph.add_edge(node, thing, key=kind, type=kind, **edge)
    return graph


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def entries(folder: Path) -> dict[str, list[dict]]:
    return {file.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.yaml"))}


def plain(text: str) -> str:
    """What `cell` documents as the way back."""
    return text[1:] if re.match("'['=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]", text) else text


GAIN = {"value": "1.5", "number": 1.5, "relative": True, "names": NAMES | {"OVER": "Blarg"}}
RANGE = {"value": "70 to 80", "number": 80.0, "low": 70.0}
BOUND = {"value": "up to 90", "number": 90.0, "bound": "at most"}
WORDS = {"value": "high", "number": None, "scale": None, "bound": None}
NAMELESS = {"names": {"OF": "Zorp"}}


def test_results_csv_has_one_row_a_result_with_all_that_is_known(tmp_path):
    export(graph_of({"names": NAMES | {"FOR": "parsing"}}), tmp_path / "r.csv", format="results-csv")
    assert table(tmp_path / "r.csv") == [
        {
            "paper": PAPER,
            "title": "Zorp",
            "year": "2024",
            "url": "https://doi.org/10.1145/3360901.3364435",
            "method": "Zorp",
            "baseline": "",
            "dataset": "Quaxnet",
            "metric": "accuracy",
            "direction": "higher",
            "task": "parsing",
            "value": "78.2",
            "number": "78.2",
            "low": "",
            "scale": "%",
            "bound": "",
            "unit": "%",
            "relative": "false",
            "confidence": "0.5",
            "evidence": EVIDENCE,
            "start": "13",
            "end": "17",
        }
    ]


def test_results_csv_keeps_and_flags_what_is_no_level(tmp_path):
    export(graph_of(GAIN, RANGE, BOUND, WORDS, NAMELESS), tmp_path / "r.csv", format="results-csv")
    columns = ("value", "number", "low", "bound", "relative", "baseline", "dataset")
    assert [tuple(row[column] for column in columns) for row in table(tmp_path / "r.csv")] == [
        ("1.5", "1.5", "", "", "true", "Blarg", "Quaxnet"),
        ("70 to 80", "80.0", "70.0", "", "false", "", "Quaxnet"),
        ("up to 90", "90.0", "", "at most", "false", "", "Quaxnet"),
        ("high", "", "", "", "false", "", "Quaxnet"),
        ("78.2", "78.2", "", "", "false", "", ""),
    ]


def test_csv_is_as_rfc_4180_has_it(tmp_path):
    export(graph_of({"evidence": 'one "two",\nthree'}), tmp_path / "r.csv", format="results-csv")
    written = (tmp_path / "r.csv").read_bytes()
    assert b'"one ""two"",\nthree"' in written
    assert written.endswith(b"\r\n")
    assert not written.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_like_a_formula(tmp_path, text):
    graph = graph_of({"value": text, "unit": text, "evidence": text}, title=text)
    for name in ("results-csv", "orkg"):
        export(graph, tmp_path / name, format=name)
        cells = [value for row in table(tmp_path / name) for value in row.values()]
        assert [value for value in cells if value[:1] in set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")] == []


@given(st.one_of(st.text(alphabet="'=a1", max_size=4), st.text(alphabet="'+-@\t\r\n1a\uff1d ,", max_size=6)))
def test_the_guard_can_be_undone(text):
    assert plain(cell(text)) == text


@pytest.mark.parametrize(("text", "expected"), [("-3.5", "-3.5"), ("+12%", "+12%"), ("-1,024", "-1,024"), ("-", "'-")])
def test_numbers_with_a_sign_are_no_formulas(text, expected):
    assert cell(text) == expected


def test_eval_results_have_the_keys_that_the_hub_requires(tmp_path):
    export(graph_of({}), tmp_path / "out", format="eval-results")
    assert entries(tmp_path / "out") == {
        "method-zorp.yaml": [
            {
                "dataset": {"id": "Quaxnet", "task_id": "accuracy"},
                "value": 78.2,
                "source": {"url": "https://doi.org/10.1145/3360901.3364435", "name": "Zorp"},
                "notes": f"accuracy in %; abstract of Zorp: {EVIDENCE}",
            }
        ]
    }


def test_eval_results_hold_levels_alone_one_file_a_method(tmp_path):
    other = {"names": NAMES | {"OF": "Blarg"}, "value": "9e-7", "number": 9e-7}
    export(graph_of({}, GAIN, RANGE, BOUND, WORDS, NAMELESS, other), tmp_path / "out", format="eval-results")
    values = {name: [entry["value"] for entry in found] for name, found in entries(tmp_path / "out").items()}
    assert values == {"method-blarg.yaml": [9e-7], "method-zorp.yaml": [78.2]}
    assert "\n2 of 7 results are here" in (tmp_path / "out" / ABOUT).read_text(encoding="utf-8")


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "https://x/ y"], ids=["none", "script", "space"])
def test_a_source_without_an_address_of_the_web_is_left_out(tmp_path, url):
    export(graph_of({}, url=url), tmp_path / "out", format="eval-results")
    assert [list(entry) for entry in entries(tmp_path / "out")["method-zorp.yaml"]] == [["dataset", "value", "notes"]]


def test_eval_results_replace_an_earlier_export_as_a_whole(tmp_path):
    export(graph_of({"names": NAMES | {"OF": "Blarg"}}), tmp_path / "out", format="eval-results")
    export(graph_of({}), tmp_path / "out", format="eval-results")
    assert sorted(file.name for file in tmp_path.rglob("*")) == [ABOUT, "method-zorp.yaml", "out"]


def test_eval_results_leave_a_folder_of_something_else_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="holds other files"):
        export(graph_of({}), tmp_path, format="eval-results")
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    "name", ["../../etc/x", "a/b", "." * 300, "\U00020000" * 80], ids=["up", "slash", "long", "wide"]
)
def test_a_name_of_a_method_is_no_path(tmp_path, name):
    export(graph_of({"names": NAMES | {"OF": name}}), tmp_path / "out", format="eval-results")
    (file,) = (tmp_path / "out").glob("*.yaml")
    assert re.fullmatch("method-[0-9a-f]{8}.yaml", file.name)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_yaml(tmp_path, text):
    export(graph_of({"evidence": text}, title=text), tmp_path / "out", format="eval-results")
    (entry,) = entries(tmp_path / "out")["method-zorp.yaml"]
    assert entry["source"]["name"] == text.replace("\ud800", "\ufffd")


@given(st.text())
def test_any_string_comes_back_from_yaml(text):
    assert yaml.safe_load(f"a: {scalar(text)}  # b") == {"a": re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd", text)}


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_comes_back_from_yaml(value):
    assert yaml.safe_load(f"a: {number(value)}") == {"a": value}


def test_orkg_has_the_columns_that_the_importer_knows(tmp_path):
    export(graph_of({"names": NAMES | {"FOR": "parsing"}}), tmp_path / "o.csv", format="orkg")
    (row,) = table(tmp_path / "o.csv")
    publication = {"publication_month", "publication_year", "published_in"}
    known = {
        "paper": {"title", "doi", "authors", "research_field", "url"} | publication,
        "contribution": {"research_problem", "extraction_method"},
    }
    prefixed = [column.split(":") for column in row if ":" in column]
    assert [name for prefix, name in prefixed if name not in known[prefix]] == []
    assert (row["paper:title"], row["paper:authors"], row["paper:research_field"]) == ("Zorp", "A. One; B, Two", "R11")
    assert (row["paper:doi"], row["paper:publication_year"]) == ("10.1145/3360901.3364435", "2024")
    assert (row["contribution:research_problem"], row["contribution:extraction_method"]) == ("parsing", "AUTOMATIC")
    assert (row["method"], row["dataset"], row["metric"]) == ("resource:Zorp", "resource:Quaxnet", "resource:accuracy")
    assert (row["value"], row["unit"], row["evidence"]) == ("78.2", "%", EVIDENCE)


def test_orkg_leaves_out_gains_and_what_lacks_a_name(tmp_path):
    export(graph_of(GAIN, RANGE, BOUND, WORDS, NAMELESS), tmp_path / "o.csv", format="orkg")
    assert [row["value"] for row in table(tmp_path / "o.csv")] == ["70 to 80", "up to 90", "high"]


@pytest.mark.parametrize("text", HOSTILE)
def test_orkg_reads_no_syntax_into_text(tmp_path, text):
    export(graph_of({"names": NAMES | {"OF": text}, "evidence": text}, title=text), tmp_path / "o.csv", format="orkg")
    (row,) = table(tmp_path / "o.csv")
    # What the importer matches: a namespace that it knows, a value, a type.
    syntax = re.compile(r"(?:(orkg|resource):)?([\s\S]*?)(?:<([^\n]+)>)?\Z")
    found = [syntax.match(row[column].strip()).group(1, 3) for column in ("paper:title", "evidence", "method")]
    assert found == [(None, None), (None, None), ("resource", None)]


@given(st.text(alphabet='orkg:R1 <>"a', max_size=12))
def test_a_literal_keeps_its_text(text):
    assert literal(text).strip('"') == text.strip('"')


@pytest.mark.parametrize("name", ["results-csv", "orkg", "eval-results"])
def test_the_same_graph_gives_the_same_bytes_in_any_order(tmp_path, name):
    graph = graph_of({}, GAIN, RANGE)
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    written = []
    for place, one in (("a", graph), ("b", turned)):
        export(one, tmp_path / place, format=name)
        files = sorted((tmp_path / place).rglob("*")) or [tmp_path / place]
        written.append([(file.name if len(files) > 1 else "", file.read_bytes()) for file in files])
    assert written[0] == written[1]


def test_results_come_in_the_order_of_the_text():
    assert [result.start for result in reported(graph_of({"start": 30}, {"start": 5}, {"start": 9}))] == [5, 9, 30]


@pytest.mark.parametrize("name", ["results-csv", "orkg", "eval-results"])
def test_a_graph_without_results_gives_an_empty_export(tmp_path, name):
    export(nx.MultiDiGraph(), tmp_path / "out", format=name)
    assert (entries(tmp_path / "out") == {}) if name == "eval-results" else (table(tmp_path / "out") == [])
