"""Published annotations: gold to places in a text and back, no text in the records, and joining with a user's texts."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import InputError, SchemaError
from extract.records import Paper
from extract.schema import DropReason, Label, Role
from extract.training.standoff import (
    ANNOTATIONS,
    bare_id,
    digest,
    from_standoff,
    join,
    main,
    read_standoff,
    read_texts,
    to_standoff,
    write_joined,
    write_standoff,
)


def gold_of(number=1, **changes):
    """A made-up gold paper."""
    gold = {
        "id": f"arXiv:2504.{number:05}",
        "title": "FooNet parses fast",
        "abstract": f"FooNet{number} is a graph parser. The graph parsers with FooNet reach 1.5 or 11.5 points "
        "on TreeBank.",
        "entities": [
            {"key": "e1", "label": "Method", "name": "FooNet", "surfaces": ["FooNet"], "role": "introduced"},
            {
                "key": "e2",
                "label": "Method",
                "name": "Graph Parser",
                "surfaces": ["graph parser", "graph parsers"],
                "role": "used",
            },
            {"key": "e4", "label": "Dataset", "name": "TreeBank", "surfaces": ["TreeBank"], "role": "used"},
        ],
        "relations": [{"head": "e1", "type": "EVALUATED_ON", "tail": "e4"}],
        "results": [
            {"method": "e1", "dataset": "e4", "metric": None, "value": "11.5", "unit": "points", "relative": True},
            {"method": "e2", "dataset": None, "metric": None, "value": "twelve", "unit": "wall clock hours"},
        ],
    }
    return gold | changes


def paper_of(gold, **changes):
    """The same paper as a dump has it: bare id, broken lines."""
    words = gold["abstract"].replace(". ", ".\n")
    fields = {"id": gold["id"].removeprefix("arXiv:"), "title": gold["title"], "abstract": f"  {words}\n"} | changes
    return Paper(**fields)


def strings_in(value):
    """Every string in a JSON value, keys of objects not counted."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [string for part in parts for string in strings_in(part)]


WORDS = st.sampled_from(
    ["Deep", "deep", "Sets", "graph-parser", "F1", "2.5", "2", "(", "é", "\U0001d538", "U-Net++", "12.5%"]
)
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@st.composite
def golds(draw):
    """Gold whose strings stand in the text, or do not."""
    title, abstract = (" ".join(draw(st.lists(WORDS, max_size=12))) for _ in range(2))
    entities = [
        {
            "key": f"e{i}",
            "label": draw(st.sampled_from([str(label) for label in Label])),
            "name": draw(PHRASES),
            "surfaces": draw(st.lists(PHRASES, max_size=3)),
            "role": draw(st.sampled_from([str(role) for role in Role])),
        }
        for i in range(draw(st.integers(0, 4)))
    ]
    keys = st.sampled_from([None, *(entity["key"] for entity in entities)])
    ends = st.fixed_dictionaries({"method": keys, "dataset": keys, "metric": keys, "value": PHRASES, "unit": PHRASES})
    results = draw(st.lists(ends, max_size=2))
    paper = {"id": "p", "title": title, "abstract": abstract}
    return paper | {"entities": entities, "relations": [], "results": results}


@given(golds())
def test_a_record_joined_with_its_text_is_the_gold(gold):
    joined = from_standoff(json.loads(json.dumps(to_standoff(gold))), gold["title"], gold["abstract"])
    assert json.dumps(joined) == json.dumps(gold)


@given(golds())
def test_a_record_holds_no_words_of_the_text(gold):
    text = f"{gold['title']}\n{gold['abstract']}"
    made = to_standoff(gold)
    held = strings_in([[e["name"], e["mentions"]] for e in made["entities"]])
    held += strings_in([result["value"] for result in made["results"]])
    held += [unit for unit in strings_in([result["unit"] for result in made["results"]]) if " " in unit]
    assert [string for string in held if string in text] == []


def test_places_are_mentions_and_whole_numbers():
    gold = gold_of()
    text = f"{gold['title']}\n{gold['abstract']}"
    made = to_standoff(gold)
    assert made["entities"][0]["mentions"] == [[0, 6]]
    plural = made["entities"][1]["mentions"][1]
    assert text[slice(*plural)] == "graph parsers"
    assert made["entities"][1]["name"] == "Graph Parser"  # the annotator's capitals
    assert text[slice(*made["results"][0]["value"])] == "11.5"
    assert (made["results"][1]["value"], made["results"][1]["unit"]) == ("twelve", "wall clock hours")


def test_a_place_is_not_inside_a_longer_name():
    entities = [
        {"key": "e1", "label": "Method", "name": "Net", "surfaces": ["Net"], "role": "used"},
        {"key": "e2", "label": "Method", "name": "Deep Net", "surfaces": ["Deep Net"], "role": "used"},
    ]
    made = to_standoff(gold_of(title="Deep Net", abstract="A Net.", entities=entities, relations=[], results=[]))
    assert [entity["mentions"] for entity in made["entities"]] == [[[11, 14]], [[0, 8]]]


@pytest.mark.parametrize("part", ["entities", "relations", "results"])
def test_a_field_that_might_hold_text_is_refused(part):
    gold = gold_of()
    gold[part][0]["evidence"] = "FooNet parses"
    with pytest.raises(SchemaError, match=r"paper arXiv:2504\.00001: expected the fields .*, got evidence"):
        to_standoff(gold)


@pytest.mark.parametrize(
    ("identifier", "bare"),
    [
        ("arXiv:2504.00001", "2504.00001"),
        ("2504.00001v12", "2504.00001"),
        ("arxiv:math.GT/0309136v1", "math.GT/0309136"),
        ("https://arxiv.org/abs/0704.0001", "0704.0001"),
        ("netv2", "netv2"),
    ],
)
def test_ids_are_compared_without_prefix_and_version(identifier, bare):
    assert bare_id(identifier) == bare


@pytest.mark.parametrize("space", ["\n", "\r\n  ", "\t", " \u2028"], ids=ascii)
def test_the_hash_ignores_how_lines_are_broken(space):
    assert digest(f"Deep{space}Sets", f"  We study{space}sets.\n") == digest("Deep Sets", "We study sets.")


def test_the_hash_tells_title_from_abstract():
    assert digest("Deep Sets", "work") != digest("Deep", "Sets work")


def test_papers_join_and_the_others_are_named():
    golds = [gold_of(number) for number in range(20)]
    other = paper_of(golds[3], abstract="Another version.")
    texts = [Paper(id="2504.99999", title="Not asked for", abstract=""), other, *map(paper_of, golds[:3] + golds[5:])]
    joined = join(map(to_standoff, golds), reversed(texts))
    assert list(joined.papers) == golds[:3] + golds[5:]
    assert joined.changed == ("arXiv:2504.00003",)
    assert joined.missing == ("arXiv:2504.00004",)


def test_a_later_text_of_a_paper_may_be_the_annotated_one():
    gold = gold_of()
    joined = join([to_standoff(gold)], [paper_of(gold, abstract="Later version."), paper_of(gold, id="2504.00001v1")])
    assert joined.papers == (gold,)
    assert joined.changed == ()


def test_too_few_texts_are_an_error_that_counts_them():
    golds = [gold_of(number) for number in range(20)]
    texts = [paper_of(golds[0], title="Another title"), *map(paper_of, golds[3:])]
    with pytest.raises(InputError) as error:
        join(map(to_standoff, golds), texts)
    assert "at least 90% of 20 annotated papers, found 17" in str(error.value)
    assert "another text: 1 (arXiv:2504.00000)" in str(error.value)
    assert "not there: 2 (arXiv:2504.00001, arXiv:2504.00002)" in str(error.value)


def test_what_joined_is_written_with_what_did_not(tmp_path):
    golds = [gold_of(number) for number in range(10)]
    path = write_joined(join(map(to_standoff, golds), map(paper_of, golds[1:])), tmp_path / "run")
    assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == golds[1:]
    left = json.loads((tmp_path / "run" / "joined.json").read_text("utf-8"))
    assert left == {"joined": 9, "changed": [], "missing": ["arXiv:2504.00000"]}


def test_the_same_gold_gives_the_same_bytes_in_any_order(tmp_path):
    golds = [gold_of(number) for number in range(5)]
    write_standoff(golds, tmp_path / "a.gz")
    write_standoff(reversed(golds), tmp_path / "another name.gz")
    made = (tmp_path / "a.gz").read_bytes()
    assert made == (tmp_path / "another name.gz").read_bytes()
    assert made[3:8] == bytes(5)  # no file name, no time
    assert read_standoff(tmp_path / "a.gz") == [to_standoff(gold) for gold in golds]


def test_a_paper_that_comes_twice_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"paper 2504\.00001v2.*came twice"):
        write_standoff([gold_of(), gold_of(id="2504.00001v2")], tmp_path / "a.gz")


def test_gold_is_published_by_one_command(tmp_path):
    for number in (1, 2):
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(gold_of(number)) + "\n", "utf-8")
    main([str(tmp_path / "2.jsonl"), str(tmp_path / "1.jsonl"), "-o", str(tmp_path / "out.gz")])
    assert [record["id"] for record in read_standoff(tmp_path / "out.gz")] == ["arXiv:2504.00001", "arXiv:2504.00002"]


def test_texts_are_json_lines_plain_or_gzip(tmp_path):
    dump = {"id": "0704.0001", "title": "Deep\n  Sets", "abstract": "  We\nstudy.\n", "versions": [{"version": "v1"}]}
    (tmp_path / "a.json").write_text(json.dumps(dump) + "\nnot JSON\n", "utf-8")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps(dump | {"id": "arXiv:0704.0002"}).encode()))
    left = []
    papers = list(read_texts([tmp_path / "a.json", tmp_path / "b.jsonl.gz"], left.append))
    assert [paper.id for paper in papers] == ["0704.0001", "arXiv:0704.0002"]
    assert {digest(paper.title, paper.abstract) for paper in papers} == {digest("Deep Sets", "We study.")}
    assert [(dropped.reason, dropped.where) for dropped in left] == [(DropReason.BAD_LINE, "a.json:2")]


def test_the_published_annotations_hold_together():
    records = read_standoff()
    assert ANNOTATIONS.stat().st_size < 2 << 20
    assert [bare_id(record["id"]) for record in records] == sorted({bare_id(record["id"]) for record in records})
    for record in records:
        assert set(record) == {"id", "sha256", "entities", "relations", "results"}
        keys = {entity["key"] for entity in record["entities"]}
        ends = {relation[end] for relation in record["relations"] for end in ("head", "tail")}
        ends |= {result[end] for result in record["results"] for end in ("method", "dataset", "metric")} - {None}
        assert ends <= keys, record["id"]


def test_no_published_string_is_longer_than_a_name():
    longest = max((string for record in read_standoff() for string in strings_in(record["entities"])), key=len)
    assert len(longest) < 90, longest
