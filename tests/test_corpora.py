"""Corpora of the literature: made-up files in each published format, and a made-up model that reads by a word list."""

import gzip
import json

import numpy as np
import pytest

import graph.cli
from extract.corpora import Document, read_corpus
from extract.encoder import Encoder
from extract.errors import InputError, UsageError
from extract.heads import Heads
from graph.commands.evaluate_corpus import score_spans

SENTENCES = [["We", "parse", "-LRB-", "trees", "-RRB-", "."], ["``", "and\\/or", "''", "F1"]]
TEXT = 'We parse ( trees ) . " and/or " F1'
SPANS = [(3, 8, "Task"), (11, 16, "Data"), (32, 34, "Metric")]
COLUMNS = "We O\nparse B-Task\n( O\ntrees B-Data\n) O\n. O\n\n`` O\nand/or O\n'' O\nF1 B-Metric\n"

SCIERC = {
    "doc_key": "d1",
    "sentences": SENTENCES,
    "ner": [[[1, 1, "Task"], [3, 3, "Data"]], [[9, 9, "Metric"]]],
    "relations": [[], []],
}
TOKENS = [
    {"doc": "d1", "tokens": SENTENCES[0], "ents": [[1, 2, "Task"], [3, 4, "Data"]]},
    {"doc": "d1", "tokens": SENTENCES[1], "ents": [[3, 4, "Metric"]]},
]


@pytest.fixture
def file(tmp_path):
    """Give a function that writes objects as JSON lines, or text as it is, and returns the path."""

    def write(*objects, name="corpus"):
        lines = [item if isinstance(item, str) else json.dumps(item) + "\n" for item in objects]
        path = tmp_path / name
        data = "".join(lines).encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return write


@pytest.mark.parametrize("name", ["corpus.json", "corpus.json.gz"])
@pytest.mark.parametrize("lines", [[SCIERC], TOKENS, ["-DOCSTART- O\n\n", COLUMNS]], ids=["scierc", "tokens", "conll"])
def test_formats_agree(file, lines, name):
    (document,) = read_corpus(file(*lines, name=name))
    assert (document.text, document.spans) == (TEXT, SPANS)
    words = [document.text[start:end] for start, end in document.tokens]
    assert words == TEXT.split()


def test_lines_of_one_document_are_joined(file):
    other = {"doc": "d2", "tokens": ["End"], "ents": []}
    assert [document.id for document in read_corpus(file(*TOKENS, "\n", other))] == ["d1", "d2"]
    assert [d.id for d in read_corpus(file({"tokens": ["a"], "ents": []}, {"tokens": ["b"], "ents": []}))] == [
        "corpus:1",
        "corpus:2",
    ]


def test_sentence_of_columns_is_a_document_without_docstart(file):
    assert [(d.id, d.text) for d in read_corpus(file(COLUMNS))] == [
        ("corpus:1", "We parse ( trees ) ."),
        ("corpus:8", '" and/or " F1'),
    ]
    documents = read_corpus(file("-DOCSTART-\tO\n\na\tO\n\nb\tO\n\n-DOCSTART-\tO\nc\tO\n"))
    assert [(d.id, d.text) for d in documents] == [("corpus:1", "a b"), ("corpus:7", "c")]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["B-A", "I-A", "O"], [(0, 3, "A")]),
        (["B-A", "B-A", "I-A"], [(0, 1, "A"), (2, 5, "A")]),
        (["I-A", "I-A", "I-B"], [(0, 3, "A"), (4, 5, "B")]),
        (["B-A", "O", "I-A"], [(0, 1, "A"), (4, 5, "A")]),
    ],
)
def test_tags_to_spans(file, tags, spans):
    lines = "".join(f"{token}\t{at}\t{tag}\r\n" for at, (token, tag) in enumerate(zip("xyz", tags, strict=True)))
    (document,) = read_corpus(file(lines))
    assert document.spans == spans


def test_of_nested_spans_the_first_and_longer_stays(file):
    (document,) = read_corpus(file({**TOKENS[0], "ents": [[2, 4, "C"], [0, 1, "B"], [0, 3, "A"], [3, 4, "D"]]}))
    assert document.spans == [(0, 10, "A"), (11, 16, "D")]


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ([""], None, "empty"),
        (["\n\n"], None, "empty"),
        (["-DOCSTART- O\n"], 1, "none"),
        (["some words of a page\n"], 1, "expected SciERC"),
        (["[1]\n"], 1, "expected an object, got list"),
        ([SCIERC, '{"doc_key"'], 2, "as JSON"),
        ([{"tokens": ["a"], "head": [0, 1]}], 1, "ents is missing"),
        ([SCIERC, {"doc_key": "d2", "sentences": [["a"]]}], 2, "ner is missing"),
        ([{**SCIERC, "ner": [[]]}], 1, "each of the 2 sentences, got 1"),
        ([{**SCIERC, "sentences": ["We", "parse"]}], 1, "expected a list"),
        ([{**SCIERC, "ner": [[], [[9, 10, "Metric"]]]}], 1, "within 10 tokens, got [9, 10, 'Metric']"),
        ([TOKENS[0], {**TOKENS[1], "ents": [[2, 2, "A"]]}], 2, "expected an entity"),
        ([{**TOKENS[0], "ents": [[0, 1]]}], 1, "expected an entity"),
        ([{**TOKENS[0], "tokens": ["a", 1]}], 1, "strings as tokens"),
        (["a O\n\nb\n"], 3, "expected a token and a tag"),
        (["a O\nb X-A\n"], 2, "expected a token and a tag"),
    ],
)
def test_bad_file(file, lines, line, says):
    path = file(*lines)
    with pytest.raises(InputError) as error:
        read_corpus(path)
    assert (error.value.path, error.value.line) == (str(path), line)
    assert says in str(error.value)


def test_missing_file(tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        read_corpus(tmp_path / "gone")


def test_figures_of_spans():
    gold = [[(0, 4, "Task"), (5, 9, "Data")], [(0, 4, "Task")]]
    found = [[(0, 4, "Task"), (5, 9, "Task")], []]
    figures = score_spans(gold, found, ["Task", "Data"])
    assert list(figures) == ["mention", "mention Task", "mention Data"]
    assert figures["mention"] == {"p": 50.0, "r": 33.3, "f1": 40.0, "gold": 3, "pred": 2, "low": 0.0, "high": 50.0}
    assert figures["mention Task"]["f1"] == 50.0
    assert (figures["mention Data"]["gold"], figures["mention Data"]["pred"]) == (1, 0)


WORDS = ("learning", "parsing", "tree", "bank")
"""What the made-up model knows; it tags each as the mention of a label, or as the rest of one."""
TAGS = {"learning": 1, "parsing": 1, "tree": 3, "bank": 4}


class _Session:
    """Gives each piece the one-hot vector of its id."""

    def run(self, outputs, feed):
        return [np.eye(16, dtype=np.float32)[feed["pieces"]]]


class _Tokenizer:
    """One piece a word; 3 for those that it does not know."""

    def token_to_id(self, token):
        return 3

    def encode(self, words, **_):
        ids = [WORDS.index(word) + 4 if word in WORDS else 3 for word in words]
        return type("Encoding", (), {"ids": ids, "word_ids": list(range(len(words)))})()


@pytest.fixture
def model(monkeypatch):
    """Replace the model by one that was trained with the corpus `toy` and knows some words."""
    weight = np.zeros((5, 32), np.float32)
    weight[0, :16] = 1
    for word, tag in TAGS.items():
        weight[tag, WORDS.index(word) + 4] = 9
    heads = Heads({"corpora.toy.weight": weight, "corpora.toy.bias": np.zeros(5, np.float32)})
    card = {"size": 16, "longest": 64, "overlap": 4, "corpora": {"toy": ["Task", "Data"], "other": ["X"]}}
    encoder = Encoder(_Tokenizer(), _Session(), heads, card)
    monkeypatch.setattr(Encoder, "load", lambda folder=None, **_: encoder)
    return encoder


@pytest.fixture
def run(capsys):
    """Run `litkg evaluate`; gives exit code, stdout and stderr."""

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            graph.cli.main(["evaluate", *map(str, arguments)])
        return end.value.code, *capsys.readouterr()

    return call


def test_evaluate_widens_mentions_to_tokens_of_the_corpus(file, run, model):
    tokens = ["deep-learning", "and", "tree", "bank", "parsing-tree", "."]
    gold = {"doc": "d1", "tokens": tokens, "ents": [[0, 1, "Task"], [2, 4, "Data"], [4, 5, "Task"]]}
    path = file(gold)
    code, out, err = run(path, "--corpus", "toy", "--json")
    assert (code, err) == (0, "")
    assert {name: row["f1"] for name, row in json.loads(out).items()} == {
        "mention": 100.0,
        "mention Task": 100.0,
        "mention Data": 100.0,
    }
    code, out, _ = run(path, "--corpus", "toy")
    assert out.splitlines()[:2] == [
        "figure\tp\tr\tf1\taccuracy\tece\tlow\thigh\tgold\tpred\tof",
        "mention\t100.0\t100.0\t100.0\t\t\t100.0\t100.0\t3\t3\t",
    ]


def test_evaluate_counts_labels_that_the_model_has_not(file, run, model):
    path = file({"doc": "d1", "tokens": ["parsing", "well"], "ents": [[0, 1, "Task"], [1, 2, "Manner"]]})
    code, out, err = run(path, "--corpus", "toy", "--json")
    assert code == 0
    assert "no label Manner" in err
    figures = json.loads(out)
    assert (figures["mention"]["r"], figures["mention Manner"]["r"]) == (50.0, 0.0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--corpus", "tory"), "its card has: other, toy"),
        (("--corpus", "toy", "--build", "build"), "--build and --predictions"),
    ],
)
def test_evaluate_refuses(file, run, model, arguments, says):
    code, out, err = run(file(SCIERC), *arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_evaluate_with_a_model_of_no_corpora(file, run, model):
    del model.card["corpora"]
    code, _, err = run(file(SCIERC), "--corpus", "toy")
    assert code == 2
    assert "its card has: none" in err


def test_document_without_tokens_has_no_mentions(model):
    from extract.corpora import CorpusTagger

    assert CorpusTagger("toy")(Document("d", "", [], [])) == []
