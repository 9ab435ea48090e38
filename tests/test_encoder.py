"""Windows, pieces and shapes: every word is encoded once, whatever the text."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.encoder import Encoder, checksums, read_card, windows
from extract.errors import ModelError, UsageError
from extract.heads import Heads
from extract.pieces import MOST_PIECES, cut
from extract.shapes import SHAPES, shape

LENGTHS = st.lists(st.integers(1, MOST_PIECES), min_size=1, max_size=80)


@given(LENGTHS, st.integers(MOST_PIECES, 40), st.integers(0, 12))
def test_windows_cover_all_words_and_fit(lengths, longest, overlap):
    spans = windows(lengths, longest, overlap)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(lengths)
    for start, end in spans:
        assert end > start
        assert sum(lengths[start:end]) <= longest
    for (start, end), (next_start, next_end) in pairwise(spans):
        assert start < next_start <= end < next_end


class _Session:
    """Gives each piece its position in the window as vector, and counts the windows."""

    def __init__(self):
        self.runs = 0

    def run(self, outputs, feed):
        self.runs += 1
        count = feed["pieces"].shape[1]
        assert feed["shapes"].shape == feed["pieces"].shape
        return [np.repeat(np.arange(count, dtype=np.float32)[None, :, None], 2, axis=2)]


class _Tokenizer:
    """Two pieces a word; a word of `?` has none."""

    def token_to_id(self, token):
        return 3

    def encode(self, words, **_):
        rows = [(7, i) for i, word in enumerate(words) if word != "?" for _ in range(2)]
        return type("Encoding", (), {"ids": [r[0] for r in rows], "word_ids": [r[1] for r in rows]})()


def _encoder(longest=512):
    return Encoder(_Tokenizer(), _Session(), Heads({}), {"size": 2, "longest": longest, "overlap": 4})


def test_words_without_pieces_get_the_unknown_one():
    pieces = cut("a ? b", _Tokenizer())
    assert pieces.ids == [[7, 7], [3], [7, 7]]
    assert pieces.words == [(0, 1), (2, 3), (4, 5)]


def test_first_and_last_piece_of_each_word():
    encoded = _encoder()("one two")
    assert encoded.first[:, 0].tolist() == [1, 3]
    assert encoded.last[:, 0].tolist() == [2, 4]


def test_empty_text_has_no_words():
    encoded = _encoder()(" \n ")
    assert encoded.words == []
    assert encoded.first.shape == (0, 2)


def test_a_long_text_is_read_in_windows_and_each_word_once():
    encoder = _encoder(longest=12)
    encoded = encoder(" ".join("abcdefghij"))
    assert encoder._session.runs > 1
    assert len(encoded.words) == 10
    assert (encoded.last - encoded.first == 1).all()  # every word got a vector of some window
    assert encoded.first.min() >= 1


def test_components_share_one_pass():
    encoder = _encoder()
    assert encoder("same text") is encoder("same text")
    assert encoder._session.runs == 1


def test_long_texts_are_not_kept_beside_others(monkeypatch):
    monkeypatch.setattr("extract.encoder._MOST_REMEMBERED", 20)
    encoder = _encoder()
    for text in ("short", "long " * 5, "short"):
        encoder(text)
        encoder(text)
    assert encoder._session.runs == 3
    assert list(encoder._recent) == ["short"]


@pytest.mark.parametrize(
    ("word", "name"),
    [("bert", "lower"), ("BERT", "upper"), ("RoBERTa", "mixed"), ("Adam", "title"), ("A", "upper"), ("中文", "other")],
)
def test_shapes_keep_the_case(word, name):
    assert SHAPES[shape(word)] == name


def test_a_folder_without_card_is_no_model(tmp_path):
    with pytest.raises(UsageError, match=r"expected a card\.json"):
        read_card(tmp_path)


def test_a_damaged_card_is_named(tmp_path):
    (tmp_path / "card.json").write_text("{", "utf-8")
    with pytest.raises(ModelError, match=r"card\.json: cannot read the model card"):
        read_card(tmp_path)


def test_damaged_heads_are_named(tmp_path):
    (tmp_path / "heads.npz").write_bytes(b"PK nothing")
    with pytest.raises(ModelError, match=r"heads\.npz: cannot read"):
        Heads.load(tmp_path / "heads.npz")


def test_heads_of_an_earlier_version_are_named(tmp_path):
    np.savez(tmp_path / "heads.npz", **{"tag.weight": np.zeros((9, 4), np.float16)})
    with pytest.raises(ModelError, match=r"heads\.npz: expected a head for spans, got a model of an earlier version"):
        Heads.load(tmp_path / "heads.npz")


def test_a_missing_encoder_is_named(tmp_path):
    (tmp_path / "card.json").write_text(json.dumps({"size": 2}), "utf-8")
    with pytest.raises(ModelError, match="cannot load the model"):
        Encoder.load(tmp_path)
    assert checksums(tmp_path) == {}
