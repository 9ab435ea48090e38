"""Training, export and serving agree: a tiny network of made-up papers gives the same vectors and scores in numpy."""

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

import graph.cli
from extract.encoder import Encoder, checksums
from extract.features import PAIRS, STANDING, STRINGS
from extract.heads import Group, softmax

torch = pytest.importorskip("torch", reason="torch is in the extra `train`")
pytest.importorskip("onnx", reason="onnx is in the extra `train`")

from safetensors.torch import save_file  # noqa: E402

from extract.training.card import finish_card, fit_temperature  # noqa: E402
from extract.training.encoder import load_mpnet, relative_buckets  # noqa: E402
from extract.training.examples import example  # noqa: E402
from extract.training.export import export, export_onnx  # noqa: E402
from extract.training.network import Entities  # noqa: E402
from extract.training.standoff import write_standoff  # noqa: E402
from extract.training.train import Settings, read_gold, train  # noqa: E402
from extract.training.vocabulary import trim  # noqa: E402

GOLD = [
    {
        "id": f"p{i}",
        "title": f"FooNet{i}: parsing",
        "abstract": "We propose FooNet, a graph parser (GP). The graph parser reaches 91.2% accuracy on TreeBank "
        "for parsing.",
        "entities": [
            {"key": "e1", "label": "Method", "name": "FooNet", "surfaces": ["FooNet"], "role": "introduced"},
            {
                "key": "e2",
                "label": "Method",
                "name": "graph parser",
                "surfaces": ["graph parser", "GP"],
                "role": "used",
            },
            {"key": "e3", "label": "Dataset", "name": "TreeBank", "surfaces": ["TreeBank"], "role": "used"},
            {"key": "e4", "label": "Metric", "name": "accuracy", "surfaces": ["accuracy"], "role": "used"},
            {"key": "e5", "label": "Task", "name": "parsing", "surfaces": ["parsing"], "role": "addressed"},
        ],
        "relations": [
            {"head": "e1", "type": "EVALUATED_ON", "tail": "e3"},
            {"head": "e2", "type": "PART_OF", "tail": "e1"},
        ],
        "results": [{"method": "e1", "dataset": "e3", "metric": "e4", "value": "91.2", "unit": "%"}],
    }
    for i in range(6)
]

WORDS = ["we", "propose", "foo", "##net", "a", "graph", "parser", "reaches", "accuracy", "on", "tree", "##bank", "for"]


@pytest.fixture(scope="module")
def pretrained(tmp_path_factory):
    """A folder with a tokenizer and random weights in the layout of an MPNet checkpoint."""
    folder = tmp_path_factory.mktemp("pretrained")
    vocabulary = {w: i for i, w in enumerate(["<s>", "<pad>", "</s>", "[UNK]", *WORDS, *"abcdefgp0123456789().,:%"])}
    vocabulary |= {f"##{c}": len(vocabulary) + i for i, c in enumerate("0123456789.")}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    size, heads, inner = 24, 2, 32
    shapes = {
        "embeddings.word_embeddings.weight": (len(vocabulary), size),
        "embeddings.position_embeddings.weight": (514, size),
        "embeddings.LayerNorm.weight": (size,),
        "embeddings.LayerNorm.bias": (size,),
        "encoder.relative_attention_bias.weight": (32, heads),
        "encoder.layer.0.intermediate.dense.weight": (inner, size),
        "encoder.layer.0.intermediate.dense.bias": (inner,),
        "encoder.layer.0.output.dense.weight": (size, inner),
        "encoder.layer.0.output.dense.bias": (size,),
    }
    for part in ("attention.LayerNorm", "output.LayerNorm"):
        shapes |= {f"encoder.layer.0.{part}.{kind}": (size,) for kind in ("weight", "bias")}
    for part in "qkvo":
        shapes[f"encoder.layer.0.attention.attn.{part}.weight"] = (size, size)
        shapes[f"encoder.layer.0.attention.attn.{part}.bias"] = (size,)
    save_file({name: torch.randn(shape) * 0.3 for name, shape in shapes.items()}, folder / "model.safetensors")
    return folder


@pytest.fixture(scope="module")
def trained(pretrained, tmp_path_factory):
    """The run folder and the network of a short training."""
    folder = tmp_path_factory.mktemp("run")
    gold = folder / "gold.jsonl"
    gold.write_text("\n".join(map(json.dumps, GOLD)), "utf-8")
    corpora = {"other": folder / "corpus.conll"}
    corpora["other"].write_text("a O\ngraph B-THING\nparser I-THING\n\nfoo B-OTHER\n", "utf-8")
    settings = Settings(layers=1, epochs=2, batch=2, held=0.34, pieces=40, corpus_pieces=12)
    return folder, train([gold], pretrained, folder, settings, corpora=corpora), gold, settings


@pytest.fixture(scope="module")
def model(pretrained, trained, tmp_path_factory):
    """The exported model folder."""
    folder = tmp_path_factory.mktemp("model")
    export(trained[1], trained[0] / "tokenizer.json", folder, {"other": ["OTHER", "THING"]})
    return folder


def test_the_same_seed_gives_the_same_weights(pretrained, trained, tmp_path):
    _, network, gold, settings = trained
    again = train([gold], pretrained, tmp_path, settings, corpora={"other": trained[0] / "corpus.conll"}).state_dict()
    assert all(torch.equal(weight, again[name]) for name, weight in network.state_dict().items())


def test_every_head_has_a_loss_on_held_papers(trained):
    history = json.loads((trained[0] / "training.json").read_text("utf-8"))["history"]
    assert len(history) == 2
    assert all(np.isfinite(value) for value in history[-1]["held"].values())


def test_examples_mark_mentions_results_and_relations(pretrained):
    from extract.pieces import load_tokenizer

    made = example(GOLD[0], load_tokenizer(pretrained / "tokenizer.json"))
    text = f"{GOLD[0]['title']}\n{GOLD[0]['abstract']}"
    spelled = {text[made.pieces.words[a][0] : made.pieces.words[b][1]] for a, b in made.entities.spans}
    assert spelled == {"FooNet", "graph parser", "GP", "TreeBank", "accuracy", "parsing"}
    assert [text[made.pieces.words[a][0] : made.pieces.words[b][1]] for a, b in made.numbers] == ["91.2"]
    assert made.reported == [(1.0, 0.0)]
    assert sum(map(sum, made.relations)) == 2


@pytest.fixture
def vectors(trained):
    """Pieces and shapes of a text that spells one piece a word, and the trained encoder's vectors of its words."""
    pieces, shapes = torch.tensor([[0, 4, 5, 8, 9, 10, 2]]), torch.tensor([[0, 1, 1, 1, 1, 1, 0]])
    with torch.no_grad():
        return pieces, shapes, trained[1].eval().encoder(pieces, shapes)[0].numpy()


def test_exported_encoder_matches_the_trained_one(trained, vectors, tmp_path):
    export_onnx(trained[1].encoder, tmp_path / "plain.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "plain.onnx", providers=["CPUExecutionProvider"])
    pieces, shapes, wanted = vectors
    served = session.run(None, {"pieces": pieces.numpy(), "shapes": shapes.numpy()})[0][0]
    assert served == pytest.approx(wanted, abs=1e-4)


def test_served_8_bit_vectors_point_where_the_trained_ones_do(model, vectors):
    served = Encoder.load(model, threads=1)("we propose a graph parser")
    wanted = vectors[2][1:-1]
    cosine = (served.first * wanted).sum(-1) / np.linalg.norm(served.first, axis=-1) / np.linalg.norm(wanted, axis=-1)
    assert cosine.min() > 0.95
    assert served.first == pytest.approx(served.last)


def test_numpy_heads_match_the_trained_ones(model, trained):
    network = trained[1].eval()
    heads = Encoder.load(model, threads=1).heads
    rng = np.random.default_rng(0)
    size, words = 24, 12
    first, last = (rng.normal(size=(words, size)).astype(np.float32) for _ in range(2))
    group = Group([(0, 2), (3, 4), (5, 7), (8, 9)], [0, 1, 0, 2], [0, 1, 2])
    theirs = Entities(
        torch.tensor([[0, 1], [3, 3], [5, 6], [8, 8]]), torch.tensor([0, 1, 0, 2]), torch.tensor([0, 1, 2])
    )
    pairs = np.array([(0, 1), (0, 2), (1, 0)])
    strings = rng.normal(size=(3, STRINGS)).astype(np.float32)
    features = rng.normal(size=(3, PAIRS)).astype(np.float32)
    distances = rng.normal(size=(2, 4, 11)).astype(np.float32)
    standing = rng.normal(size=(3, STANDING)).astype(np.float32)
    runs = np.array([(2, 5), (0, 0), (4, 5)])
    number_runs = np.array([(0, 0), (3, 4), (5, 9), (0, 0), (0, 0), (2, 10), (7, 8), (0, 0)])
    near = np.array([(0, 1), (2, 3), (1, 0)])
    spans = [(0, 1), (0, 3), (9, 12), (11, 12)]
    with torch.no_grad():
        ours_first, ours_last = torch.from_numpy(first), torch.from_numpy(last)
        mentions = network.heads.mentions(ours_first, ours_last, theirs)
        pooled = network.heads.pool(mentions, theirs)
        roles = network.heads.roles(pooled, torch.from_numpy(standing))
        context = network.heads.context(ours_first)
        between = network.heads.most(context, torch.from_numpy(runs))
        about = network.heads.most(context, torch.from_numpy(number_runs)).view(2, 4, -1)
        beside = mentions[near[:, 0]], mentions[near[:, 1]], between
        every = network.heads.candidates(ours_first, ours_last)
        known = torch.cat([pooled, roles.softmax(-1)], -1)
        numbers = network.heads.numbers(ours_first, ours_last, torch.tensor([[2, 2], [10, 11]]))
        wanted = {
            "tags": network.heads.tag(torch.cat([ours_first, ours_last], -1)),
            "roles": roles,
            "same": network.heads.same(pooled, torch.from_numpy(pairs), torch.from_numpy(strings)),
            "candidates": torch.stack([every[a, b - a - 1] for a, b in spans]),
            "corpus": network.heads.corpora["other"](torch.cat([ours_first, ours_last], -1)),
            "relations": network.heads.relations(known, torch.from_numpy(pairs), torch.from_numpy(features), beside),
            "reported": network.heads.number_out(numbers),
            "scores": network.heads.point(
                numbers, mentions, known, theirs.owner, distances=torch.from_numpy(distances), between=about
            ),
        }
    ours_mentions = heads.mentions(first, last, group)
    ours_pooled = heads.pool(ours_mentions, group)
    ours_roles = heads.roles(ours_pooled, standing)
    ours_context = heads.context(first)
    ours_beside = ours_mentions[near[:, 0]], ours_mentions[near[:, 1]], heads.most(ours_context, runs)
    ours_about = heads.most(ours_context, number_runs).reshape(2, 4, -1)
    ours_known = np.concatenate([ours_pooled, softmax(ours_roles)], -1)
    ours_numbers = heads.numbers(first, last, [(2, 3), (10, 12)])
    pointed = heads.point(ours_numbers, ours_mentions, ours_known, group, distances=distances, between=ours_about)
    ours = {
        "tags": heads.tags(first, last),
        "roles": ours_roles,
        "same": heads.same(ours_pooled, pairs, strings),
        "candidates": heads.candidates(first, last, spans),
        "corpus": heads.tags(first, last, "other"),
        "relations": heads.relations(ours_known, pairs, features, ours_beside),
        "reported": heads.reported(ours_numbers),
    }
    for name, values in ours.items():
        assert values == pytest.approx(wanted[name].numpy(), abs=0.02), name  # the file holds 16 bits
    none = network.heads.none_out(torch.from_numpy(ours_numbers)).detach().numpy()
    method = np.stack([wanted["scores"][:, [0, 2], 0].amax(1).numpy(), none[:, 0]], 1)
    assert pointed[0][:, [0, 3]] == pytest.approx(softmax(method), abs=0.02)
    assert pointed.sum(-1) == pytest.approx(1.0)


def test_the_card_is_finished_with_data_and_scores(model, trained, tmp_path):
    _, _, gold, settings = trained
    own = tmp_path / "model"
    shutil.copytree(model, own)
    card = finish_card(own, [gold], settings, dev=[gold])
    assert json.loads((own / "card.json").read_text("utf-8")) == card
    assert card["papers"] == {"trained": 4, "held": 2}
    assert card["data"] == [{"file": "gold.jsonl", "sha256": hashlib.sha256(gold.read_bytes()).hexdigest()}]
    assert 0.5 <= card["temperature"] <= 3
    assert set(card["scores"]) == {"held", "gold"}
    assert 0 <= card["scores"]["held"]["mention"] <= 100
    assert card["command"].startswith("litkg train gold.jsonl --encoder ENCODER")


PUBLISHED = [{**GOLD[i % 6], "id": f"arXiv:2504.{i:05}"} for i in range(12)]


@pytest.fixture
def litkg(monkeypatch, tmp_path, pretrained, capsys):
    """Run `litkg train` on the tiny network; `PUBLISHED` are the published annotations. Gives code and stderr."""
    monkeypatch.chdir(tmp_path)
    write_standoff(PUBLISHED, tmp_path / "annotations.jsonl.gz")
    monkeypatch.setattr("extract.training.standoff.ANNOTATIONS", tmp_path / "annotations.jsonl.gz")
    options = ["--encoder", str(pretrained), "-o", "run", "--layers", "1", "--epochs", "1"]

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            graph.cli.main(["train", *arguments, *options])
        return end.value.code, capsys.readouterr().err

    return call


def write_texts(path, papers):
    rows = (
        {"id": p["id"].removeprefix("arXiv:"), "title": f"{p['title']}\n ", "abstract": f"  {p['abstract']}\n"}
        for p in papers
    )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_published_annotations_train_with_texts_of_ones_own(litkg, tmp_path):
    write_texts(tmp_path / "dump.json", PUBLISHED)
    code, said = litkg("--texts", "dump.json")
    assert code == 0, said
    assert "12 of 12 annotated papers found their texts" in said
    card = json.loads((tmp_path / "run" / "model" / "card.json").read_text("utf-8"))
    assert card["command"].startswith("litkg train --texts dump.json --encoder ENCODER")
    assert [data["file"] for data in card["data"]] == ["joined.jsonl"]
    assert read_gold([tmp_path / "run" / "joined.jsonl"]) == PUBLISHED


def test_gold_of_ones_own_stands_before_the_published(litkg, tmp_path):
    own = [PUBLISHED[0] | {"relations": []}, PUBLISHED[1] | {"id": "own"}]
    (tmp_path / "own.jsonl").write_text("\n".join(map(json.dumps, own)), "utf-8")
    write_texts(tmp_path / "dump.json", PUBLISHED)
    code, said = litkg("own.jsonl", "--texts", "dump.json")
    assert code == 0, said
    assert "11 of 11 annotated papers found their texts" in said
    card = json.loads((tmp_path / "run" / "model" / "card.json").read_text("utf-8"))
    assert sum(card["papers"].values()) == 13


def test_too_few_texts_stop_before_training(litkg, tmp_path):
    write_texts(tmp_path / "dump.json", PUBLISHED[:3])
    code, said = litkg("--texts", "dump.json")
    assert code == 1
    assert "at least 90% of 12 annotated papers, found 3; another text: 0; not there: 9 (arXiv:2504.00003, " in said
    assert not (tmp_path / "run").exists()


def test_training_needs_gold_or_texts(litkg):
    code, said = litkg()
    assert code == 2
    assert "expected GOLD or --texts FILE" in said


def test_temperature_cools_what_is_too_sure():
    logits = np.tile(np.array([4.0, 0.0], np.float32), (100, 1))
    tags = [0] * 80 + [1] * 20
    assert fit_temperature(logits, tags) == pytest.approx(4 / np.log(4), abs=0.2)


def test_card_names_the_files(model):
    card = json.loads((model / "card.json").read_text("utf-8"))
    assert card["sha256"] == checksums(model)
    assert set(card["sha256"]) == {"encoder.onnx", "heads.npz", "tokenizer.json"}


def test_lowest_layers_of_a_checkpoint_are_read(pretrained):
    encoder = load_mpnet(Path(pretrained), 1)
    assert len(encoder.layers) == 1
    assert encoder.words.weight.shape[1] == 24


def test_buckets_grow_with_distance():
    buckets = relative_buckets(200)
    assert buckets[199] == 0
    assert buckets[200] == 1  # the other piece stands one before
    assert buckets[198] == 17
    assert len(buckets) == 399
    assert buckets.max() == 31


def test_processes_that_share_a_step_train_as_one(pretrained, trained, tmp_path):
    _, _, gold, settings = trained
    wide = replace(settings, processes=2, batch=4)
    first, again = (train([gold], pretrained, tmp_path / str(i), wide).state_dict() for i in range(2))
    assert all(torch.equal(weight, again[name]) for name, weight in first.items())
    tag = "heads.tag.weight"
    alone = train([gold], pretrained, tmp_path / "alone", replace(wide, processes=1)).state_dict()
    start = first[tag].std()
    assert (first[tag] - alone[tag]).abs().mean() < 0.1 * start  # dropout alone differs


def test_a_smaller_vocabulary_spells_every_word(pretrained, tmp_path):
    from extract.pieces import cut, load_tokenizer

    kept = trim(pretrained / "tokenizer.json", ["a graph parser"], 40, tmp_path / "tokenizer.json")
    small = load_tokenizer(tmp_path / "tokenizer.json")
    large = load_tokenizer(pretrained / "tokenizer.json")
    assert len(kept) == small.get_vocab_size() == 40 < large.get_vocab_size()
    ids = [i for word in cut("a graph parser", small).ids for i in word]
    assert [kept[i] for i in ids] == [i for word in cut("a graph parser", large).ids for i in word]
