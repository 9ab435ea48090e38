"""The splitter: what ends a sentence, what does not, and that no character is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.sentences import sentence_index, sentences


def split(abstract: str, title: str = "Title") -> list[str]:
    text = f"{title}\n{abstract}"
    return [text[start:end] for start, end in sentences(text)][1:]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We test several models (e.g. BERT) on data.", id="e.g."),
        pytest.param("The work of Smith et al. Recently appeared.", id="et al."),
        pytest.param("See Fig. 3 for details.", id="Fig."),
        pytest.param("A vs. B is shown.", id="vs."),
        pytest.param("It gains 3.5 points with v1.1 of Llama-3.1 here.", id="decimals and versions"),
        pytest.param("The method of J. Smith works.", id="initial"),
        pytest.param("The model i.e. GPT works.", id="i.e."),
        pytest.param("It is small. but lower case goes on.", id="lower case follows"),
    ],
)
def test_stop_that_ends_no_sentence(abstract):
    assert split(abstract) == [abstract]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param("We win. They lose.", ["We win.", "They lose."], id="plain"),
        pytest.param("Is it? It is!", ["Is it?", "It is!"], id="question"),
        pytest.param('He said "no." Then left.', ['He said "no."', "Then left."], id="quote closes"),
        pytest.param("It is fast. vLLM is used.", ["It is fast.", "vLLM is used."], id="name in lower case"),
        pytest.param(
            "Such reasoning tasks.The model fails.", ["Such reasoning tasks.", "The model fails."], id="glued"
        ),
        pytest.param("See Appendix A. We test.", ["See Appendix A.", "We test."], id="lone capital before We"),
        pytest.param("First part\n\nsecond part", ["First part", "second part"], id="blank line"),
        pytest.param("It has 3 parts. 12 tests pass.", ["It has 3 parts.", "12 tests pass."], id="digit follows"),
    ],
)
def test_end_of_sentence(abstract, expected):
    assert split(abstract) == expected


def test_title_is_the_first_sentence_and_is_not_split():
    text = "Really? Yes. A title\nWe go."
    assert sentences(text)[0] == (0, len("Really? Yes. A title"))


@pytest.mark.parametrize(
    "text", ["", "\n", "\nWe go.", "We go. No newline."], ids=["empty", "newline", "no title", "one line"]
)
def test_text_without_title_has_an_empty_first_sentence(text):
    assert sentences(text)[0] == (0, 0)


@given(st.text(alphabet=st.sampled_from("aB1 .!?\n\"')(\\é\x00\u200b\ud800"), max_size=80))
def test_spans_are_ordered_trimmed_and_lose_nothing(text):
    spans = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


def test_long_runs_of_stops_do_not_stall():
    assert len(sentences("t\n" + "." * 200_000 + "x")) == 2


def test_index_of_offset():
    spans = [(0, 5), (6, 20), (21, 30)]
    assert [sentence_index(spans, at) for at in (0, 5, 6, 19, 21, 99)] == [0, 0, 1, 1, 2, 2]
