"""What rises: the trend test against published figures, and which papers and things take part."""

import pytest
from held import graph_of, graphs_in_two_orders
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import UsageError
from graph.trends import AT_LEAST, trend, trends

YEARS = {f"p{number}": 2020 + number // 4 for number in range(12)}


def graph_by_year(*things: str, of=lambda number: number >= 8, role="USES"):
    """Make a graph of twelve papers in three years; those that `of` chooses have an edge to each thing."""
    held = {paper: [f"{role} {thing}" for thing in things] if of(int(paper[1:])) else [] for paper in YEARS}
    return graph_of(held, years=YEARS)


def test_the_trend_is_that_of_the_literature():
    # Smokers among four groups of patients (Fleiss 1981), the example of R's prop.trend.test: chi squared is 8.2249.
    smokers, patients = dict(enumerate((83, 90, 129, 70))), dict(enumerate((86, 93, 136, 82)))
    middle = sum(at * number for at, number in patients.items()) / sum(patients.values())
    rise = sum(number * (at - middle) for at, number in smokers.items())
    uncorrected = trend(smokers, patients) * abs(rise) / (abs(rise) - 0.5)
    assert uncorrected < 0
    assert uncorrected**2 == pytest.approx(8.2249, abs=1e-4)


COUNTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=6)


@given(COUNTS)
def test_a_trend_backwards_is_a_fall(counts):
    totals = {2020 + at: with_it + without + 1 for at, (with_it, without) in enumerate(counts)}
    found = {2020 + at: with_it for at, (with_it, _) in enumerate(counts)}

    def backwards(by_year):
        return {-year: number for year, number in by_year.items()}

    assert trend(backwards(found), backwards(totals)) == pytest.approx(-trend(found, totals))


@pytest.mark.parametrize("counts", [{}, {2020: 3, 2021: 3}, {2020: 10, 2021: 10}], ids=["none", "equal", "all"])
def test_no_trend(counts):
    assert trend(counts, {2020: 10, 2021: 10}) == 0


def test_what_all_late_papers_work_with_rises():
    found = trends(graph_by_year("method:a", "task:t"))
    assert [row.id for row in found.rising] == ["method:a", "task:t"]
    (row, _), years = found.rising, ((2020, 0, 4), (2021, 0, 4), (2022, 4, 4))
    assert (row.label, row.name, row.papers, row.years) == ("Method", "a", 4, years)
    assert (found.tested, found.without_year) == (2, 0)


@pytest.mark.parametrize(
    ("made", "tested"),
    [
        pytest.param(graph_by_year("method:a", role="MENTIONS"), 0, id="mentions do not count"),
        pytest.param(graph_by_year("method:a", of=lambda number: number > 12 - AT_LEAST), 0, id="too few papers"),
        pytest.param(graph_by_year("method:a", of=lambda number: number < 4), 1, id="a fall"),
        pytest.param(graph_by_year("method:a", of=lambda _: True), 1, id="always there"),
    ],
)
def test_nothing_rises(made, tested):
    found = trends(made)
    assert (found.rising, found.tested) == ((), tested)


def test_papers_without_year_and_of_earlier_years_are_left_out():
    made = graph_by_year("method:a", of=lambda number: number < 2 or number >= 8)
    made.add_node("undated", label="Paper", title="", abstract="", authors=[])
    made.add_edge("undated", "method:a", key="USES")
    assert trends(made).rising == ()
    found = trends(made, since=2021)
    assert [(row.papers, row.years) for row in found.rising] == [(4, ((2021, 0, 4), (2022, 4, 4)))]
    assert found.without_year == 1


@pytest.mark.parametrize(
    ("years", "since", "said"),
    [
        pytest.param({}, None, "none of the 12 papers has a year.*JSON lines, BibTeX", id="no year"),
        pytest.param(dict.fromkeys(YEARS, 2020), None, "got 2020 .0 of 12 papers have no year", id="one year"),
        pytest.param({"p1": 2020}, None, "got 2020 .11 of 12 papers have no year", id="few years"),
        pytest.param(YEARS, 2022, "two years or more since 2022, got 2022", id="since"),
        pytest.param(YEARS, 2030, "since 2030, got none", id="since the future"),
    ],
)
def test_too_few_years(years, since, said):
    made = graph_of(dict.fromkeys(YEARS, ("USES method:a",)), years=years)
    with pytest.raises(UsageError, match=said):
        trends(made, since=since)


@given(graphs_in_two_orders())
def test_the_order_of_a_graph_does_not_matter(both):
    def found(made):
        try:
            return trends(made)
        except UsageError as error:
            return str(error)

    one, other = map(found, both)
    assert one == other
