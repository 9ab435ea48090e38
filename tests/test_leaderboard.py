"""Leaderboards: boards and conflicts of graphs made by hand, whatever the order in which they were made."""

from collections import Counter

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from told import Told, graph_of

from extract.errors import UsageError
from graph.comparable import scale
from graph.leaderboard import boards, conflicts, left_out


def ranked(*results: Told) -> list[tuple[int | None, str, str]]:
    """Rank, method and value of the levels of the only board."""
    (board,) = boards(graph_of(*results))
    return [(row.rank, row.method_name, row.value) for row in board.levels]


@pytest.mark.parametrize(
    ("results", "rows"),
    [
        pytest.param(
            [Told("A", "70.1"), Told("B", "71.3"), Told("C", "9")],
            [(1, "B", "71.3"), (2, "A", "70.1"), (3, "C", "9")],
            id="higher is better",
        ),
        pytest.param(
            [Told("A", "7", metric="error"), Told("B", "10", metric="error")],
            [(1, "A", "7"), (2, "B", "10")],
            id="lower is better",
        ),
        pytest.param(
            [Told("A", "7", metric="M"), Told("B", "10", metric="M")],
            [(None, "B", "10"), (None, "A", "7")],
            id="nothing is ranked without a direction",
        ),
        pytest.param(
            [Told("A", "7", metric=None), Told("B", "10", metric=None)],
            [(None, "B", "10"), (None, "A", "7")],
            id="nothing is ranked without a metric",
        ),
        pytest.param(
            [Told("A", "7", dataset=None), Told("B", "10", dataset=None)],
            [(None, "B", "10"), (None, "A", "7")],
            id="nothing is ranked without a dataset",
        ),
        pytest.param(
            [Told("A", "80"), Told("B", "90"), Told("C", "90.0"), Told("D", "70")],
            [(1, "B", "90"), (1, "C", "90.0"), (3, "A", "80"), (4, "D", "70")],
            id="ties have one rank",
        ),
        pytest.param(
            [Told("A", "80"), Told("A", "85", paper="p2"), Told("B", "82")],
            [(1, "A", "85"), (2, "B", "82")],
            id="one row a method",
        ),
        pytest.param(
            [Told(None, "99"), Told(None, "98"), Told(None, "97", paper="p2"), Told("A", "80")],
            [(1, "A", "80"), (None, "(no method named)", "99"), (None, "(no method named)", "97")],
            id="without a method at the end, one row a paper",
        ),
        pytest.param(
            [Told("A", "over 80"), Told("B", "70-90"), Told("C", "85")],
            [(1, "B", "70-90"), (2, "C", "85"), (3, "A", "over 80")],
            id="bounds and ranges as written, by the upper end",
        ),
        pytest.param(
            [Told("A", "8", metric="error"), Told("B", "7-9", metric="error")],
            [(1, "B", "7-9"), (2, "A", "8")],
            id="ranges by the lower end where lower is better",
        ),
        pytest.param(
            [Told("A", "89"), Told("B", "0.895", ""), Told("C", "90.1", "percent"), Told("D", "88.8", "")],
            [(1, "C", "90.1"), (2, "B", "0.895"), (3, "A", "89"), (4, "D", "88.8")],
            id="a share may be written as a part of one",
        ),
        pytest.param(
            [Told("A", "0.57", ""), Told("B", "57")], [(1, "A", "0.57"), (1, "B", "57")], id="binary fractions tie"
        ),
        pytest.param(
            [Told("A", "0.9", "", metric="M"), Told("B", "1.5", "", metric="M")],
            [(None, "B", "1.5"), (None, "A", "0.9")],
            id="what is no share stays as it is",
        ),
        pytest.param(
            [Told("A", "5", "ms", metric="M"), Told("B", "7", "milliseconds", metric="M")],
            [(None, "B", "7"), (None, "A", "5")],
            id="two spellings of a unit",
        ),
    ],
)
def test_levels(results, rows):
    assert ranked(*results) == rows


def test_a_percentage_by_mistake_makes_no_share():
    found = boards(
        graph_of(*(Told(m, v, u, metric="FID") for m, v, u in (("A", "0.9", ""), ("B", "120", ""), ("C", "3", "%"))))
    )
    assert [(board.unit, [row.value for row in board.levels]) for board in found] == [
        ("", ["0.9", "120"]),
        ("%", ["3"]),
    ]


def test_other_results_of_a_method_stay_in_reach():
    (board,) = boards(graph_of(Told("A", "80"), Told("A", "85", paper="p2"), Told("A", "82"), Told("B", "79")))
    assert [(row.result, row.also) for row in board.levels] == [
        ("result:001", ("result:002", "result:000")),
        ("result:003", ()),
    ]
    assert (board.methods, board.papers) == (2, 2)


def test_a_row_says_where_it_stands():
    (board,) = boards(graph_of(Told("A", "up to 85", task="T"), Told("A", "3", "points", relative=True, baseline="B")))
    (level,), (gain,) = board.levels, board.gains
    assert (level.paper, level.title, level.year, level.url) == ("p1", "Title of p1", 2021, None)
    assert (level.value, level.unit, level.number, level.low, level.bound) == ("up to 85", "%", 85.0, None, "at most")
    assert (level.evidence, level.start, level.end, level.confidence) == ("Sentence 0.", 0, 1, 0.5)
    assert (level.task, level.task_name, level.baseline) == ("task:T", "T", None)
    assert (gain.baseline, gain.baseline_name, gain.rank) == ("method:B", "B", None)


def test_gains_stand_apart_by_unit_and_size():
    gains = (("A", "3.1", "points"), ("B", "2", "x"), ("C", "12-14", "points"), ("D", "-5", "pp"), ("E", "30", "%"))
    (board,) = boards(graph_of(Told("A", "90"), *(Told(m, v, u, relative=True) for m, v, u in gains)))
    assert [row.method_name for row in board.levels] == ["A"]
    assert [row.value for row in board.gains] == ["30", "12-14", "-5", "3.1", "2"]


def test_units_that_cannot_be_compared_are_on_several_boards():
    told = [Told("A", "5", "ms"), Told("B", "3", "s"), Told("C", "2", "ms"), Told("C", "9", "x", relative=True)]
    found = boards(graph_of(*(one._replace(metric="latency") for one in told)))
    assert [(board.unit, [row.method_name for row in board.levels], len(board.gains)) for board in found] == [
        ("ms", ["A", "C"], 1),
        ("s", ["B"], 0),
    ]


def test_boards_stand_by_methods_papers_and_name():
    found = boards(
        graph_of(
            Told("A", "1", dataset=None), Told("B", "1", dataset=None), Told("C", "1", dataset=None),
            Told("A", "1", dataset="two methods"), Told("B", "1", dataset="two methods"),
            Told("A", "1", dataset="two papers"), Told("A", "2", dataset="two papers", paper="p2"),
            Told("A", "1", dataset="b"), Told("A", "1", dataset="a"), Told("A", "1", dataset="a", metric=None),
            Told("A", "1", dataset="gains", relative=True),
        )
    )  # fmt: skip
    assert [(board.dataset_name, board.metric_name) for board in found] == [
        ("two methods", "accuracy"),
        ("two papers", "accuracy"),
        ("a", "(no metric named)"),
        ("a", "accuracy"),
        ("b", "accuracy"),
        ("gains", "accuracy"),
        ("(no dataset named)", "accuracy"),
    ]


@pytest.mark.parametrize("name", ["dataset:E", "E", "e", "the E datasets", "The E-dataset"])
def test_a_filter_takes_names_and_ids(name):
    made = graph_of(Told("A", "1"), Told("A", "2", dataset="E"), Told("A", "3", dataset=None))
    assert [row.value for board in boards(made, dataset=name) for row in board.levels] == ["2"]


def test_filters_join():
    made = graph_of(Told("A", "1"), Told("A", "2", metric="error"), Told("A", "3", dataset="E", metric="error"))
    assert [row.value for board in boards(made, dataset="D", metric="error") for row in board.levels] == ["2"]
    assert boards(made, dataset="E", metric="accuracy") == []


@pytest.mark.parametrize("filters", [{"dataset": "ImageNat"}, {"metric": "ImageNet"}, {"task": ""}], ids=str)
@pytest.mark.parametrize("ask", [boards, conflicts])
def test_an_unknown_name_is_refused(ask, filters):
    made = graph_of(Told("A", "1", dataset="ImageNet"))
    with pytest.raises(UsageError, match="'ImageNet'" if "task" not in filters else "called ''") as caught:
        ask(made, **filters)
    assert ("did you mean" in str(caught.value)) is ("dataset" in filters)


def test_a_result_is_for_the_task_that_it_names_else_of_its_dataset_else_of_its_method():
    made = graph_of(
        Told("A", "1", task="T"),
        Told("A", "2", task="other"),
        Told("A", "3"),
        Told("A", "4", dataset="E"),
        Told("B", "5", dataset="E"),
        Told("A", "6", dataset="F"),
        relations=(
            ("dataset:D", "BENCHMARK_FOR", "task:T"),
            ("dataset:F", "BENCHMARK_FOR", "task:other"),
            ("method:A", "USED_FOR", "task:T"),
        ),
    )
    found = boards(made, task="T")
    assert {id_ for board in found for row in board.levels for id_ in (row.result, *row.also)} == {
        "result:000",
        "result:002",
        "result:003",
    }


def test_what_cannot_stand_on_a_board_is_left_out():
    made = graph_of(
        Told("A", "high"), Told("A", "5", dataset=None, metric=None), Told("A", "5", metric=None), Told("A", "sixteen")
    )
    assert left_out(made) == ["result:000", "result:001", "result:003"]
    assert [row.value for board in boards(made) for row in board.levels] == ["5"]


@pytest.mark.parametrize(
    ("one", "other", "disagree"),
    [
        pytest.param(("78.2", "%"), ("78.23", "%"), False, id="coarser precision"),
        pytest.param(("78.2", "%"), ("78.26", "%"), True, id="rounded elsewhere"),
        pytest.param(("78.2", "%"), ("78.3", "%"), True, id="last digit"),
        pytest.param(("78", "%"), ("78.4", "%"), False, id="no decimals"),
        pytest.param(("0.782", ""), ("78.2", "%"), False, id="part of one"),
        pytest.param(("0.78", ""), ("78.2", "%"), False, id="part of one, coarser"),
        pytest.param(("0.782", ""), ("78.9", "%"), True, id="part of one that differs"),
        pytest.param(("0.3", ""), ("0.1", ""), True, id="both parts of one"),
        pytest.param(("up to 80", "%"), ("78.2", "%"), False, id="below an upper bound"),
        pytest.param(("up to 80", "%"), ("81", "%"), True, id="above an upper bound"),
        pytest.param(("over 80", "%"), ("81", "%"), False, id="above a lower bound"),
        pytest.param(("over 80", "%"), ("up to 75", "%"), True, id="bounds apart"),
        pytest.param(("over 80", "%"), ("over 90", "%"), False, id="bounds of one side"),
        pytest.param(("70-80", "%"), ("78.2", "%"), False, id="within a range"),
        pytest.param(("70-80", "%"), ("81.2", "%"), True, id="outside of a range"),
        pytest.param(("70-80", "%"), ("79-90", "%"), False, id="ranges that meet"),
        pytest.param(("1.5 x 10^3", ""), ("1530", ""), False, id="powers"),
        pytest.param(("1.5M", ""), ("1,600,000", ""), True, id="multiples"),
        pytest.param(("5", "ms"), ("3", "s"), False, id="units that cannot be compared"),
        pytest.param(("5", "ms"), ("7", "milliseconds"), True, id="spellings of a unit"),
    ],
)
def test_numbers_that_disagree(one, other, disagree):
    found = conflicts(graph_of(Told("A", *one), Told("A", *other, paper="p2"), Told("B", "50")))
    assert bool(found) is disagree
    assert [[row.value for row in conflict.standings] for conflict in found] == [[one[0], other[0]]] * disagree


@pytest.mark.parametrize(
    "change",
    [
        {"method": "B"}, {"method": None}, {"dataset": "E"}, {"dataset": None}, {"metric": "error"}, {"metric": None},
        {"relative": True}, {"task": "U"},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_about_something_else_does_not_contradict(change):
    first = Told("A", "80", task="T")
    assert len(conflicts(graph_of(first, first._replace(value="90")))) == 1
    assert not conflicts(graph_of(first, first._replace(value="90", **change)))


def test_conflicts_across_papers_come_first_with_the_oldest_sentence_first():
    made = graph_of(
        Told("A", "80"), Told("A", "81"), Told("B", "70", paper="p3"), Told("B", "71", paper="p2"), Told("B", "70.2")
    )
    across, within = conflicts(made)
    assert [(c.method_name, c.dataset_name, c.metric_name, c.papers) for c in (across, within)] == [
        ("B", "D", "accuracy", 3),
        ("A", "D", "accuracy", 1),
    ]
    assert [(row.year, row.evidence) for row in across.standings] == [
        (2021, "Sentence 4."),
        (2023, "Sentence 3."),
        (None, "Sentence 2."),
    ]


TOLD = st.builds(
    Told,
    method=st.sampled_from(["A", "B", "C", None]),
    value=st.sampled_from(["80", "80.4", "0.8", "81", "up to 82", "over 79", "70-85", "high", "150", "-3", "2e2"]),
    unit=st.sampled_from(["%", "", "ms", "percent"]),
    paper=st.sampled_from(["p1", "p2", "p3"]),
    dataset=st.sampled_from(["D", "E", None]),
    metric=st.sampled_from(["accuracy", "error", "M", None]),
    relative=st.booleans(),
    task=st.sampled_from(["T", "U", None]),
)
GRAPHS = st.lists(TOLD, max_size=12).map(lambda told: graph_of(*told))


@given(GRAPHS)
def test_every_result_stands_on_one_board_or_is_left_out(made):
    found = [id_ for board in boards(made) for row in (*board.levels, *board.gains) for id_ in (row.result, *row.also)]
    results = [node for node, label in made.nodes(data="label") if label == "Result"]
    assert Counter(found + left_out(made)) == Counter(results)


@given(GRAPHS)
def test_a_method_has_one_row_and_no_row_below_has_a_better_rank(made):
    for board in boards(made):
        rows = [row.method or row.paper for row in board.levels]
        assert len(rows) == len(set(rows))
        ranks = [row.rank for row in board.levels if row.method]
        assert ranks == sorted(ranks, key=lambda rank: rank or 0)
        assert ranks[:1] in ([], [1]) if board.direction and board.dataset else not any(ranks)


@given(GRAPHS)
def test_the_order_of_insertion_never_matters(made):
    turned = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(made.nodes(data=True))))
    turned.add_edges_from(reversed(list(made.edges(keys=True, data=True))))
    assert boards(turned) == boards(made)
    assert conflicts(turned) == conflicts(made)


@given(GRAPHS, st.sampled_from(["D", "E"]))
def test_a_filter_leaves_boards_as_they_are(made, dataset):
    if f"dataset:{dataset}" in made:
        assert boards(made, dataset=dataset) == [board for board in boards(made) if board.dataset_name == dataset]
        assert conflicts(made, dataset=dataset) == [c for c in conflicts(made) if c.dataset_name == dataset]


@given(GRAPHS)
def test_conflicts_name_levels_of_one_method_that_differ(made):
    for conflict in conflicts(made):
        assert {row.method for row in conflict.standings} == {conflict.method}
        assert len({(row.value, scale(row.unit)) for row in conflict.standings}) > 1
