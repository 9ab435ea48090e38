"""Records: to and from JSON objects without loss, and what is refused at the border."""

import json
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from extract.errors import SchemaError
from extract.records import Dropped, Entity, Extraction, Mention, Paper, Record, Relation, Result
from extract.schema import DropReason, Label, RelationType, Role

PAPER = Paper("p1", "A title", "An abstract.", 2024, "https://example.org/p1", ("A. One", "B. Two"))
MENTION = Mention(0, 1, "A")
ENTITY = Entity("e1", Label.METHOD, "A", ("a",), Role.USED, 0.5, (MENTION,))
RELATION = Relation("e1", RelationType.IS_A, "e2", 1.0, 0, 7)
RESULT = Result("e1", None, "e3", "78.2", "%", False, 0.25, 3, 7)
RECORDS = {
    "paper": PAPER,
    "bare_paper": Paper("p2", "T", ""),
    "mention": MENTION,
    "entity": ENTITY,
    "relation": RELATION,
    "result": RESULT,
    "extraction": Extraction(PAPER, (ENTITY,), (RELATION,), (RESULT,)),
    "dropped": Dropped(DropReason.BAD_LINE, "papers.jsonl:3", "expected an object"),
}


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_survives_json(record: Record) -> None:
    assert type(record).from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_text_joins_title_and_abstract() -> None:
    assert PAPER.text == "A title\nAn abstract."


def test_records_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        PAPER.title = "Another"  # type: ignore[misc]


def test_optional_fields_may_be_missing() -> None:
    assert Paper.from_dict({"id": "p", "title": "T", "abstract": "A"}) == Paper("p", "T", "A")


def test_integers_serve_as_confidence() -> None:
    relation = Relation.from_dict(RELATION.to_dict() | {"confidence": 1})
    assert isinstance(relation.confidence, float)


REFUSED: dict[str, tuple[type[Record], Any, str]] = {
    "no_object": (Paper, ["p"], "expected an object, got list"),
    "unknown_key": (Paper, PAPER.to_dict() | {"titel": "x"}, "unknown key 'titel'; known are id, title"),
    "missing_key": (Paper, {"id": "p", "title": "T"}, "missing key 'abstract'"),
    "number_for_text": (Paper, PAPER.to_dict() | {"title": 3}, "title: expected str, got int 3"),
    "text_for_number": (Paper, PAPER.to_dict() | {"year": "2024"}, "year: expected int, got str '2024'"),
    "boolean_for_number": (Mention, {"start": True, "end": 1, "text": "A"}, "start: expected int, got bool"),
    "null": (Mention, {"start": None, "end": 1, "text": "A"}, "start: expected int, got NoneType"),
    "text_for_list": (Paper, PAPER.to_dict() | {"authors": "A. One"}, "authors: expected a list, got str"),
    "item": (Paper, PAPER.to_dict() | {"authors": ["A", 1]}, r"authors\[1\]: expected str"),
    "label": (Entity, ENTITY.to_dict() | {"label": "Person"}, "label: expected one of Method, Dataset"),
    "reason": (Dropped, {"reason": "tired", "where": "", "detail": ""}, "reason: expected one of line_not_placed"),
    "nested": (
        Extraction,
        {"paper": PAPER.to_dict(), "entities": [ENTITY.to_dict() | {"mentions": [{"start": 0}]}]},
        r"entities\[0\]\.mentions\[0\]: missing key 'end'",
    ),
}


@pytest.mark.parametrize(("kind", "data", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses(kind: type[Record], data: Any, message: str) -> None:
    with pytest.raises(SchemaError, match=message):
        kind.from_dict(data)


def test_the_error_says_where() -> None:
    with pytest.raises(SchemaError, match=r"^papers\.jsonl:3\.year: "):
        Paper.from_dict(PAPER.to_dict() | {"year": 2.5}, where="papers.jsonl:3")
