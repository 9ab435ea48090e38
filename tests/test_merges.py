"""Merges: which are shown, in which order, with which evidence; and pairs of bare names decided on the command line."""

import json

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph.cli
from extract.errors import UsageError
from extract.schema import Label
from graph.commands.merges import decided, one_of
from graph.explain import explain
from graph.lookup import UnknownNameError
from graph.merges import Merge
from graph.pairs import Rule, same
from graph.provenance import shown_merges

DPO = Merge(
    Rule.ABBREVIATION, Label.METHOD, "DPO", "Direct Preference Optimization", 0.75, ("p1", "p2"), "method:direct"
)
PLURAL = Merge(Rule.FOLD, Label.METHOD, "VAEs", "VAE", 1.0, ("p2",), "method:vae")
HEAD = Merge(Rule.HEAD_NOUN, Label.METHOD, "VAE model", "VAE", 1.0, (), "method:vae")
LABELLED = Merge(Rule.LABEL, Label.TASK, "parsing", "Method", 0.95, ("p3",), "task:parsing")
OWN = Merge(Rule.USER, Label.METHOD, "nowhere", "nothing", 1.0, (), "")
MERGES = (DPO, PLURAL, HEAD, LABELLED, OWN)


@pytest.fixture
def built():
    """A graph of three papers and three things."""
    made = nx.MultiDiGraph()
    for id_, title, abstract in (
        ("p1", "On DPO", "We study DPO here. It works."),
        ("p2", "On VAEs", "They differ. Direct preference optimization (DPO) is old. VAEs are older."),
        ("p3", "On grammars", "The estimate of parsing."),
    ):
        made.add_node(id_, label="Paper", title=title, abstract=abstract, authors=[])
    for id_, label, name, *aliases in (
        ("method:direct", "Method", "Direct Preference Optimization", "DPO"),
        ("method:vae", "Method", "VAE", "VAEs", "VAE model"),
        ("task:parsing", "Task", "parsing"),
    ):
        made.add_node(id_, label=label, name=name, aliases=aliases, papers=1, mentions=1)
    return made


def test_the_most_doubtful_come_first(built):
    shown = [one.merge for one in shown_merges(built, reversed(MERGES))]
    assert shown == [DPO, LABELLED, HEAD, PLURAL, OWN]


@pytest.mark.parametrize(
    ("merge", "evidence", "paper", "node"),
    [
        (DPO, "Direct preference optimization (DPO) is old.", "p2", "Direct Preference Optimization"),
        (PLURAL, "On VAEs", "p2", "VAE"),
        (HEAD, "", "", "VAE"),
        (LABELLED, "The estimate of parsing.", "p3", "parsing"),
        (OWN, "", "", ""),
    ],
    ids=["both names", "the first name", "no paper", "label", "names of no paper"],
)
def test_evidence(built, merge, evidence, paper, node):
    (shown,) = shown_merges(built, [merge])
    assert (shown.evidence, shown.paper, shown.node) == (evidence, paper, node)


def test_a_sentence_with_one_name_stands_in_where_none_has_both(built):
    built.remove_node("p2")
    (shown,) = shown_merges(built, [DPO])
    assert (shown.evidence, shown.paper) == ("On DPO", "p1")


def test_half_a_word_is_no_evidence(built):
    (shown,) = shown_merges(built, [Merge(Rule.FOLD, Label.METRIC, "Ate", "ATE", 1.0, ("p3",), "")])
    assert shown.evidence == ""


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"name": "dpo"}, [DPO]),
        ({"name": "method:vae"}, [HEAD, PLURAL]),
        ({"name": "VAE models"}, [HEAD, PLURAL]),
        ({"name": "nowhere"}, [OWN]),
        ({"name": "On DPO"}, []),
        ({"rule": Rule.FOLD}, [PLURAL]),
        ({"label": Label.TASK}, [LABELLED]),
        ({"name": "VAE", "rule": Rule.HEAD_NOUN, "label": Label.METHOD}, [HEAD]),
    ],
    ids=str,
)
def test_choice(built, chosen, found):
    assert [one.merge for one in shown_merges(built, MERGES, **chosen)] == found


def test_an_unknown_name_is_said_with_suggestions(built):
    with pytest.raises(UnknownNameError, match="'parsing'"):
        shown_merges(built, MERGES, name="parsnig")


def test_explain_has_the_merges_of_the_node(built):
    (explanation,) = explain(built, "VAE", MERGES)
    assert explanation.merges == (PLURAL, HEAD)
    assert json.loads(json.dumps(explanation.to_dict()))["merges"][0]["rule"] == "fold"


# pairs


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run litkg merges in an empty folder; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            graph.cli.main(["merges", *arguments])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return call


def lines(*pairs):
    return "".join(f"{json.dumps(pair)}\n" for pair in pairs)


def test_pairs_are_decided_and_other_keys_kept(run, tmp_path):
    pairs = (
        {"label": "Dataset", "a": "MMVet", "b": "MM-Vet", "id": 7, "same": "?"},
        {"label": "Method", "a": "ResNet-50", "b": "ResNet-101"},
    )
    (tmp_path / "pairs.jsonl").write_text(f"{lines(pairs[0])}\n{lines(pairs[1])}", encoding="utf-8")
    code, out, err = run("--pairs", "pairs.jsonl")
    assert (code, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        {**pairs[0], "same": True, "rule": "fold"},
        {**pairs[1], "same": False, "rule": None},
    ]


GOOD = {"label": "Task", "a": "parsing", "b": "parsing"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "expected"),
        ("[]", "got list"),
        ('{"label": "Task", "a": "x"}', "None for 'b'"),
        ('{"label": "Task", "a": "x", "b": 3}', "3 for 'b'"),
        ('{"label": "Tusk", "a": "x", "b": "y"}', "'Tusk'"),
        ("\xff", "expected"),
    ],
    ids=["no JSON", "list", "missing", "number", "label", "not UTF-8"],
)
def test_a_bad_pair_is_named(run, tmp_path, line, says):
    (tmp_path / "pairs.jsonl").write_bytes(lines(GOOD).encode() + line.encode("latin-1") + b"\n")
    code, out, err = run("--pairs", "pairs.jsonl")
    assert code == 2
    assert err.startswith("litkg: pairs.jsonl:2: ")
    assert says in err
    assert json.loads(out)["same"] is True


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--pairs", "none.jsonl"), "none.jsonl"),
        (("--pairs", "."), "expected a file of pairs"),
        (("DPO", "--pairs", "x"), "expected no NAME"),
        (("--rule", "magic"), "--rule: expected one of"),
        (("--label", "Tusk"), "--label: expected one of"),
        (("--build", "elsewhere"), "elsewhere"),
    ],
    ids=" ".join,
)
def test_a_wrong_request_is_said(run, arguments, says):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_pairs_stream(tmp_path):
    (tmp_path / "pairs.jsonl").write_text(lines(GOOD) + "{", encoding="utf-8")
    stream = decided(tmp_path / "pairs.jsonl")
    assert next(stream)["same"] is True
    with pytest.raises(UsageError, match=r"pairs\.jsonl:2"):
        next(stream)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.fixed_dictionaries({"label": st.sampled_from(Label), "a": TEXT, "b": TEXT}), max_size=4))
def test_verdicts_are_those_of_the_rules(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("pairs") / "pairs.jsonl"
    path.write_text(lines(*pairs), encoding="utf-8")
    assert [(line["same"], line["rule"]) for line in decided(path)] == [
        same(pair["label"], pair["a"], pair["b"]) for pair in pairs
    ]


def test_kinds_are_found_however_their_case():
    assert one_of(Rule, "--rule", "Head_Noun") is Rule.HEAD_NOUN
    assert one_of(Rule, "--rule", None) is None
