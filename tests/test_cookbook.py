"""The cookbook: every query says what it asks, finds its example and orders its rows; names that fail are explained."""

import re
from collections.abc import Iterator

import pytest
from cypher_sample import HOSTILE, sample_graph

from extract.errors import UsageError
from graph.cookbook import NamedQuery, check_names, cookbook, find, parse
from graph.cypher import check
from graph.lookup import UnknownNameError
from graph.query import Engine, create_database, open_engine
from graph.schema import NodeLabel

QUERIES = cookbook()
of_the_cookbook = pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path = tmp_path_factory.mktemp("embedded") / "cypher"
    create_database(sample_graph(), path)
    with open_engine(path) as engine:
        yield engine


@of_the_cookbook
def test_a_query_finds_its_example(engine: Engine, query: NamedQuery) -> None:
    found = engine.run(query.cypher, query.example)
    assert found.rows
    assert len(set(found.columns)) == len(found.rows[0])


@of_the_cookbook
def test_a_query_says_what_it_asks_and_takes(query: NamedQuery) -> None:
    assert query.question
    assert all(query.parameters.values())
    assert set(query.example) == set(query.parameters) == set(re.findall(r"\$(\w+)", query.cypher))


@of_the_cookbook
def test_a_query_only_reads_and_orders_its_rows(query: NamedQuery) -> None:
    check(query.cypher)
    assert "ORDER BY" in query.cypher[query.cypher.rindex("RETURN") :]
    assert not re.search(r"(?i)\bapoc\b|\bSHORTEST\b|elementId|\bid\(", query.cypher)


@of_the_cookbook
@pytest.mark.parametrize("name", [HOSTILE, "\\u0027", "x' OR 1 = 1 //"], ids=["hostile", "escape", "quote"])
def test_hostile_names_find_what_is_called_so_or_nothing(engine: Engine, query: NamedQuery, name: str) -> None:
    before = engine.run("MATCH (n) RETURN count(n)").rows
    values = {k: name if isinstance(v, str) else v for k, v in query.example.items()}
    assert name == HOSTILE or not query.names or engine.run(query.cypher, values).rows == []
    assert engine.run("MATCH (n) RETURN count(n)").rows == before


def test_parameters_that_are_names_have_the_label_they_are_called_after() -> None:
    assert QUERIES["methods-on-dataset"].names == {"dataset": NodeLabel.DATASET}
    assert QUERIES["papers-like"].names == {"paper": NodeLabel.PAPER}
    assert QUERIES["evidence-of-relation"].names == {"head": None, "tail": None}
    assert QUERIES["doubtful-relations"].names == {}


@pytest.mark.parametrize(
    ("query", "values", "says", "suggestions"),
    [
        (
            "methods-on-dataset",
            {"dataset": "imagnet"},
            "no Dataset .* 'imagnet'; did you mean 'ImageNet'",
            ("ImageNet",),
        ),
        ("methods-on-dataset", {"dataset": "Transformer"}, "no Dataset in the graph is called 'Transformer'$", ()),
        ("who-introduces", {"name": "atention"}, "nothing in the graph", ("attention", "attention block")),
        (
            "papers-like",
            {"paper": "open domain answering"},
            "no Paper",
            ("Variational Open-Domain Question Answering",),
        ),
    ],
    ids=["misspelled", "another label", "any label", "paper"],
)
def test_a_name_that_no_node_has_is_told_with_those_alike(
    engine: Engine, query: str, values: dict[str, str], says: str, suggestions: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownNameError, match=says) as caught:
        check_names(engine, QUERIES[query], values)
    assert {s.lower() for s in suggestions} <= {s.lower() for s in caught.value.suggestions}


@pytest.mark.parametrize("name", ["ImageNet", "IMAGENET", " in-1k ", ""], ids=["name", "case", "alias", "all"])
def test_a_name_that_a_node_has_passes(engine: Engine, name: str) -> None:
    check_names(engine, QUERIES["leaderboard"], {"dataset": name})


def test_text_that_is_no_name_is_cypher() -> None:
    assert find("MATCH (n) RETURN n") is None
    assert find("leaderboard") == QUERIES["leaderboard"]


@pytest.mark.parametrize(("text", "says"), [("leaderbord", "did you mean leaderboard"), ("zzz", "--list")])
def test_a_name_of_no_query_is_explained(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        find(text)


def test_parameters_that_do_not_fit_show_an_example() -> None:
    query = parse("n", '// Why?\n// $x: a name\n// Example: {"x": "A B"}\nRETURN $x AS x ORDER BY x')
    with pytest.raises(UsageError, match="the query n expects x: a name; for example --param 'x=A B'"):
        query.check({"y": 1})
