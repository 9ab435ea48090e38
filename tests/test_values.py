"""Written values as numbers: ranges, bounds, powers, and what is no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import bound, interval


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("1,024", (1024.0, 1024.0), id="thousands"),
        pytest.param("1.0%-2.5%", (1.0, 2.5), id="range"),
        pytest.param("3--7", (3.0, 7.0), id="LaTeX range"),
        pytest.param("20% to 45%", (20.0, 45.0), id="range in words"),
        pytest.param("-0.30", (-0.3, -0.3), id="minus"),
        pytest.param("up to 40", (40.0, 40.0), id="up to"),
        pytest.param("116 out of 126", (116.0, 116.0), id="share"),
        pytest.param("7.4/10", (7.4, 7.4), id="mark"),
        pytest.param("0.5 ± 0.1", (0.5, 0.5), id="error range"),
        pytest.param("3.2 million", (3.2e6, 3.2e6), id="multiple"),
        pytest.param("1.5 x 10^3", (1500.0, 1500.0), id="power of ten"),
        pytest.param("1e400", None, id="too large"),
        pytest.param("half", None, id="word"),
        pytest.param("O(n^2)", None, id="formula"),
    ],
)
def test_values_as_numbers(value: str, expected: tuple[float, float] | None) -> None:
    assert interval(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("up to 40", "at most"),
        ("Up to $40", "at most"),
        ("less than 15", "at most"),
        (r"$\leq 3", "at most"),
        ("over 90", "at least"),
        ("more than 2x", "at least"),
        ("> 0.93", "at least"),
        ("at least a 3", "at least"),
        ("no more than 5", "at most"),
        ("no less than 5", "at least"),
        ("not below 5", "at least"),
        ("not exceeding 5", "at most"),
        ("40", ""),
        ("10-20", ""),
        ("over the top", ""),
    ],
)
def test_bounds(value: str, expected: str) -> None:
    assert bound(value) == expected


@given(st.text(max_size=30))
def test_any_value_gives_finite_ends_in_order_or_none(value: str) -> None:
    found = interval(value)
    assert found is None or float("-inf") < found[0] <= found[1] < float("inf")
