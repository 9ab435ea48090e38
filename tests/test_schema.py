"""The words of extraction: what the relation patterns promise, and that words stay words."""

import pytest

from extract.schema import PATTERNS, SYMMETRIC, DropReason, Label, RelationType, Role


@pytest.mark.parametrize("kind", list(RelationType), ids=str)
def test_every_relation_type_has_a_pattern(kind: RelationType) -> None:
    assert any(type_ is kind for _, type_, _ in PATTERNS)


@pytest.mark.parametrize("label", list(Label), ids=str)
def test_every_label_can_be_a_kind_of_itself(label: Label) -> None:
    assert (label, RelationType.IS_A, label) in PATTERNS


@pytest.mark.parametrize("kind", sorted(SYMMETRIC), ids=str)
def test_symmetric_relations_join_one_label(kind: RelationType) -> None:
    assert all(head is tail for head, type_, tail in PATTERNS if type_ is kind)


@pytest.mark.parametrize("words", [Label, Role, RelationType, DropReason], ids=lambda words: words.__name__)
def test_words_are_plain_strings_and_come_back(words: type) -> None:
    assert all(words(str(word)) is word for word in words)


def test_reasons_are_lower_case_words() -> None:
    assert all(reason.replace("_", "").isalpha() and reason.islower() for reason in DropReason)
