"""The schema of the graph: complete, consistent with the words of extraction, and free of clashes."""

import pytest

from extract.schema import PATTERNS, Label, RelationType, Role
from graph.schema import (
    EDGE_ENDS,
    EDGE_PROPERTIES,
    ENTITY,
    ENTITY_LABELS,
    KEY,
    NODE_PROPERTIES,
    RELATION_EDGES,
    RESULT_EDGES,
    ROLE_EDGES,
    EdgeType,
    NodeLabel,
)


def test_every_label_of_extraction_is_a_node_label() -> None:
    assert [label.value for label in ENTITY_LABELS] == [label.value for label in Label]


def test_every_role_and_relation_has_an_edge_type() -> None:
    assert set(ROLE_EDGES) == set(Role)
    assert set(RELATION_EDGES) == set(RelationType)


def test_edge_types_are_roles_relations_and_results_and_no_more() -> None:
    named = [*ROLE_EDGES.values(), *RELATION_EDGES.values(), EdgeType.REPORTS, *RESULT_EDGES.values()]
    assert sorted(named) == sorted(EdgeType)


@pytest.mark.parametrize("edge", EdgeType)
def test_every_edge_type_joins_something(edge: EdgeType) -> None:
    assert EDGE_ENDS[edge]


def test_relations_join_what_the_patterns_allow() -> None:
    joined = {(str(a), str(edge), str(b)) for edge in RELATION_EDGES.values() for a, b in EDGE_ENDS[edge]}
    assert joined == {(str(a), str(kind), str(b)) for a, kind, b in PATTERNS}


@pytest.mark.parametrize("label", NodeLabel)
def test_every_node_has_the_key_first_and_no_property_twice(label: NodeLabel) -> None:
    names = [p.name for p in NODE_PROPERTIES[label]]
    assert names[0] == KEY
    assert len(set(names)) == len(names)


def test_no_edge_property_has_a_name_that_node_link_data_reserve() -> None:
    assert not {p.name for p in EDGE_PROPERTIES} & {"source", "target", "key", "type"}


def test_no_label_has_the_name_of_a_relationship_type() -> None:
    # One engine keeps both in one name space.
    labels = {label.value.casefold() for label in NodeLabel} | {ENTITY.casefold()}
    assert not labels & {edge.value.casefold() for edge in EdgeType}


@pytest.mark.parametrize("properties", [EDGE_PROPERTIES, *NODE_PROPERTIES.values()])
def test_every_property_says_what_it_is(properties: tuple[object, ...]) -> None:
    assert all(p.about for p in properties)  # type: ignore[attr-defined]
