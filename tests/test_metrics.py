"""Directions of metrics: what the list says, which longer names it covers, and which it must not."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.metrics import Direction, Reach, direction, is_share, measures
from graph.names import fold


@pytest.mark.parametrize("measure", measures(), ids=lambda measure: measure.names[0])
def test_every_row_is_found_by_all_its_names(measure):
    expected = "" if measure.direction is Direction.EITHER else measure.direction.value
    assert {name: direction([name]) for name in measure.names} == dict.fromkeys(measure.names, expected)


def test_every_row_cites_a_page():
    pages = [measure.source for measure in measures()]
    assert [page for page in pages if not re.fullmatch(r"https://[\w.-]+/\S*", page)] == []


def test_no_name_stands_in_two_rows():
    rows = [{fold(name).replace(" ", "") for name in measure.names} for measure in measures()]
    assert sum(map(len, rows)) == len(set().union(*rows))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("mean accuracy", "higher", id="how it is averaged"),
        pytest.param("worst-group accuracy", "higher", id="head noun"),
        pytest.param("text-to-image accuracy", "higher", id="preposition in a compound"),
        pytest.param("Top-1 accuracy", "higher", id="top k"),
        pytest.param("test error rates", "lower", id="plural"),
        pytest.param("macro-averaged F-measure", "higher", id="synonym"),
        pytest.param("BLEU-4", "higher", id="number behind"),
        pytest.param("R@1", "higher", id="letter before a cut-off"),
        pytest.param("AP50", "higher", id="number glued on"),
        pytest.param("mAP@0.5:0.95", "higher", id="range of thresholds"),
        pytest.param("Recall@10", "higher", id="cut-off"),
        pytest.param("FPR at 95% TPR", "lower", id="where another metric is fixed"),
        pytest.param("average precision on unseen classes", "higher", id="behind a preposition"),
        pytest.param("rate of hallucination", "lower", id="turned phrase"),
        pytest.param("number of false positives", "lower", id="count of what is listed"),
        pytest.param("mean intersection over union", "higher", id="preposition of the list"),
        pytest.param("pages per second", "higher", id="anything per second"),
        pytest.param("# of collisions", "lower", id="number sign"),
        pytest.param("validation perplexity", "lower", id="split"),
        pytest.param("word error rate (WER)", "lower", id="brackets"),
        pytest.param("memory and computation overhead", "lower", id="two nouns, one head"),
        pytest.param("GPU memory", "lower", id="memory"),
        pytest.param("R^2", "higher", id="formula"),
        pytest.param("Negative Log-Likelihood", "lower", id="negative likelihood"),
        pytest.param("log-likelihood", "higher", id="likelihood"),
        pytest.param("mean reciprocal rank", "higher", id="reciprocal rank"),
        pytest.param("mean rank", "lower", id="rank"),
        pytest.param("Fréchet Inception Distance", "lower", id="distance"),
        pytest.param("inception score", "higher", id="score"),
        pytest.param("error reduction", "higher", id="less of what is bad"),
        pytest.param("loss improvement", "higher", id="improvement"),
        pytest.param("downstream performance", "higher", id="performance"),
    ],
)
def test_longer_names_are_read_by_rules(name, expected):
    assert direction([name]) == expected


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("accuracy drop", id="loss of what is good"),
        pytest.param("drop in accuracy", id="loss, turned"),
        pytest.param("accuracy gap", id="difference"),
        pytest.param("accuracy reduction", id="less of what is good"),
        pytest.param("attack success rate", id="depends on the side"),
        pytest.param("targeted attack success rate", id="depends on the side, longer"),
        pytest.param("membership inference accuracy", id="success of an attack"),
        pytest.param("attack performance", id="performance of an attack"),
        pytest.param("ASR", id="attack success or recognition"),
        pytest.param("forget accuracy", id="unlearning"),
        pytest.param("number of parameters", id="size"),
        pytest.param("compression ratio", id="two definitions"),
        pytest.param("distance correlation", id="a statistic"),
        pytest.param("sensitivity to noise", id="not recall"),
        pytest.param("numerical precision", id="not precision"),
        pytest.param("survival time", id="time that should last"),
        pytest.param("wind speed", id="speed of nature"),
        pytest.param("weight loss", id="not a loss function"),
        pytest.param("learning rate", id="a setting"),
        pytest.param("accuracy and latency", id="two that disagree"),
        pytest.param("tradeoff between accuracy and cost", id="neither of two"),
        pytest.param("recall@1 gap", id="gap behind a cut-off"),
        pytest.param("human evaluation", id="no metric of the list"),
        pytest.param("reduction " * 3000, id="sentence"),
        pytest.param("", id="empty"),
        pytest.param("***", id="marks"),
    ],
)
def test_what_is_not_sure_stays_unknown(name):
    assert direction([name]) == ""


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(("quality of matches", "F1", "Zorp"), "higher", id="one known"),
        pytest.param(("success rate", "ASR"), "", id="one depends"),
        pytest.param(("accuracy", "error"), "", id="contradiction"),
        pytest.param((), "", id="none"),
    ],
)
def test_all_names_of_a_metric_have_to_agree(names, expected):
    assert direction(names) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("macro F1", True, id="share"),
        pytest.param("word error rate", True, id="share that should be low"),
        pytest.param("top-5 accuracy", True, id="head noun"),
        pytest.param("PSNR", False, id="decibels"),
        pytest.param("latency", False, id="seconds"),
        pytest.param("accuracy improvement", False, id="gain of a share"),
        pytest.param("something", False, id="unknown"),
    ],
)
def test_shares_are_told_from_other_scales(name, expected):
    assert is_share([name]) is expected


def test_a_measure_that_counts_only_as_a_whole_does_not_reach_into_longer_names():
    whole = next(measure for measure in measures() if "loss" in measure.names)
    assert whole.reach is Reach.WHOLE
    assert (direction(["training loss"]), direction(["hearing loss"])) == ("lower", "")


@given(st.lists(st.one_of(st.text(max_size=40), st.text(alphabet="f1@% ()^-of\u00e9\ud800", max_size=30)), max_size=3))
def test_any_text_has_an_answer(names):
    assert direction(names) in {"higher", "lower", ""}
    assert is_share(names) in {True, False}
