"""Numbers of a text: which digits belong together, the value as written, its unit."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import entity

from extract.numbers import find_numbers, number_spans


def numbers(sentence: str, *names: str) -> list[tuple[str, str]]:
    text = f"A title\n{sentence}"
    entities = [entity(f"e{i}", "Method", name, "used", text) for i, name in enumerate(names)]
    return [(number.value, number.unit) for number in find_numbers(text, entities)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("It gets 78.2% here.", [("78.2", "%")], id="percent"),
        pytest.param("It gets 78.2\\% here.", [("78.2", "%")], id="LaTeX percent"),
        pytest.param("It is 3x faster.", [("3", "x")], id="x"),
        pytest.param("It is x5.6 faster.", [("5.6", "x")], id="x before the number"),
        pytest.param("It is $2\\times$ faster.", [("2", "x")], id="LaTeX times"),
        pytest.param("It is 3.5 times faster.", [("3.5", "times")], id="times"),
        pytest.param("It gains 2.1 points.", [("2.1", "points")], id="points"),
        pytest.param("It gains up to 12% more.", [("up to 12", "%")], id="up to"),
        pytest.param("It costs no more than 5%.", [("no more than 5", "%")], id="no more than"),
        pytest.param("It gains +2.4 BLEU.", [("+2.4", "")], id="sign"),
        pytest.param("It has $d=-1.2$.", [("-1.2", "")], id="sign after an equals sign"),
        pytest.param("It takes 12 ms.", [("12", "ms")], id="unit of time"),
        pytest.param("It takes 12ms.", [("12", "ms")], id="unit without space"),
        pytest.param("It uses 0.85M parameters.", [("0.85M", "")], id="multiple"),
        pytest.param("It reads 1{,}890 words.", [("1{,}890", "")], id="LaTeX thousands"),
        pytest.param("It gets 186.3 \\pm 4.0 here.", [("186.3", "")], id="error range"),
        pytest.param("It gets 38.1 +/- 2.0% here.", [("38.1", "%")], id="error range before the unit"),
        pytest.param("It has an $R^2$ of 0.9.", [("0.9", "")], id="exponents are no numbers"),
        pytest.param("No numbers.", [], id="none"),
    ],
)
def test_number_as_written(sentence, expected):
    assert numbers(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        pytest.param("It gains 1.0%-2.5% more.", ["1.0%-2.5"], id="hyphen"),
        pytest.param("It gains 1.5~1.7% more.", ["1.5~1.7"], id="tilde"),
        pytest.param("It gains 15$\\sim$30% more.", ["15$\\sim$30"], id="LaTeX tilde"),
        pytest.param("It gains 3 to 5 points.", ["3 to 5"], id="to"),
        pytest.param("It gains between 3% and 5%.", ["between 3% and 5"], id="between"),
        pytest.param("Gains range from 3% to 5%.", ["3% to 5"], id="range from"),
        pytest.param("Gains varied widely from 3 to 5.", ["3 to 5"], id="varied from"),
        pytest.param("It gains much (+3% to +5%).", ["+3% to +5"], id="signs in brackets"),
        pytest.param("It rises from 17% to 90%.", ["17", "90"], id="from to"),
        pytest.param("It varies. Recall rises from 17% to 90%.", ["17", "90"], id="another sentence varies"),
        pytest.param("It rises (17% to 90%).", ["17", "90"], id="change in brackets"),
        pytest.param("It gets 58.5%/81.8% here.", ["58.5", "81.8"], id="two figures"),
        pytest.param("It gets 0.9/0.8/0.7 here.", ["0.9", "0.8", "0.7"], id="three figures"),
        pytest.param("It solves 44/50 cases.", ["44/50"], id="share"),
    ],
)
def test_ranges_are_one_number_and_changes_two(sentence, values):
    assert [value for value, _ in numbers(sentence)] == values


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        pytest.param("It keeps 55, 67 and 86% of it.", ["%", "%", "%"], id="series"),
        pytest.param("It gains +1.3, +1.6, and +3.0 points.", ["points"] * 3, id="signs"),
        pytest.param("It gets 0.93, 94% of it.", ["", "%"], id="a share is no percentage"),
        pytest.param("It gets 28.3 and less than 1% loss.", ["", "%"], id="a bound ends a series"),
        pytest.param("It has 12 layers and 86% recall.", ["", "%"], id="a word ends a series"),
    ],
)
def test_numbers_of_a_series_share_the_unit_of_the_last(sentence, units):
    assert [unit for _, unit in numbers(sentence)] == units


def test_numbers_inside_mentions_do_not_count():
    assert numbers("GPT-4 gets 5.5% here.", "GPT-4") == [("5.5", "%")]


@given(st.text(alphabet="0123456789.%-+x/~^ to upfrm\n$\\()", max_size=60))
def test_any_text_gives_numbers_that_stand_in_it(text):
    spans = number_spans(text)
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for number in find_numbers(text, []):
        assert text[number.start : number.end] == number.value
        assert number.start <= number.digits[0] < number.digits[1] <= number.end
