"""Words: spans that rebuild the text, and Docs whose text is the text, whatever it holds."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from extract.tokenizer import WordTokenizer
from extract.words import word_spans

NLP = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "litkg.WordTokenizer.v1"}}})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("GPT-4.1's 3.5%", ["GPT", "-", "4.1's", "3.5", "%"], id="dots and apostrophes inside"),
        pytest.param("end. Next", ["end", ".", "Next"], id="full stop"),
        pytest.param("naïve Bäume 模型", ["naïve", "Bäume", "模型"], id="letters of any script"),
        pytest.param("snake_case", ["snake", "_", "case"], id="underscore is no letter"),
        pytest.param("a\u200bb 🙂", ["a", "\u200b", "b", "🙂"], id="zero width and emoji"),
    ],
)
def test_words(text, words):
    assert [text[a:b] for a, b in word_spans(text)] == words


@given(st.text(max_size=200))
def test_doc_text_is_the_text(text):
    assert NLP(text).text == text


@given(st.text(max_size=100))
def test_words_hold_all_but_white_space(text):
    assert "".join(text[a:b] for a, b in word_spans(text)) == "".join(text.split())


def test_every_word_is_a_token():
    text = "  Two\n\nlines, U-Net \t v1.1.\x00 "
    doc = NLP(text)
    assert doc.text == text
    assert [(t.idx, t.idx + len(t)) for t in doc if not t.is_space] == word_spans(text)


def test_the_possessive_is_a_token_of_its_own():
    assert [t.text for t in NLP("U-Net's it's nets'")] == ["U", "-", "Net", "'s", "it", "'s", "nets", "'"]


def test_lone_surrogates_become_one_replacement_character_each():
    doc = NLP("a \ud800\udfff b")
    assert doc.text == "a \ufffd\ufffd b"


def test_fifty_thousand_words():
    text = "word " * 50_000
    assert len(NLP.tokenizer(text).text) == len(text)


def test_pipeline_with_the_tokenizer_survives_bytes_and_disk(tmp_path):
    NLP.to_disk(tmp_path / "nlp")
    for again in (spacy.blank("en", config=NLP.config).from_bytes(NLP.to_bytes()), spacy.load(tmp_path / "nlp")):
        assert isinstance(again.tokenizer, WordTokenizer)
        assert [t.text for t in again("U-Net")] == ["U", "-", "Net"]
