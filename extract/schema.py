"""The words of extraction: labels, roles, relation types and which ends a relation may have. Spelled here alone."""

from enum import StrEnum


class Label(StrEnum):
    """What kind of thing an entity is."""

    METHOD = "Method"
    DATASET = "Dataset"
    METRIC = "Metric"
    TASK = "Task"


class Role(StrEnum):
    """What one paper does with an entity."""

    INTRODUCED = "introduced"
    USED = "used"
    COMPARED = "compared"
    ADDRESSED = "addressed"
    MENTIONED = "mentioned"


class RelationType(StrEnum):
    """How two entities of one paper relate; read as head TYPE tail."""

    USED_FOR = "USED_FOR"
    EVALUATED_ON = "EVALUATED_ON"
    MEASURED_BY = "MEASURED_BY"
    PART_OF = "PART_OF"
    IS_A = "IS_A"
    COMPARED_WITH = "COMPARED_WITH"
    BENCHMARK_FOR = "BENCHMARK_FOR"


PATTERNS: frozenset[tuple[Label, RelationType, Label]] = frozenset(
    {
        (Label.METHOD, RelationType.USED_FOR, Label.TASK),
        (Label.METHOD, RelationType.EVALUATED_ON, Label.DATASET),
        (Label.METHOD, RelationType.MEASURED_BY, Label.METRIC),
        (Label.METHOD, RelationType.PART_OF, Label.METHOD),
        (Label.METHOD, RelationType.COMPARED_WITH, Label.METHOD),
        (Label.DATASET, RelationType.BENCHMARK_FOR, Label.TASK),
        *((label, RelationType.IS_A, label) for label in Label),
    }
)
"""The allowed (head label, type, tail label) triples."""

SYMMETRIC: frozenset[RelationType] = frozenset({RelationType.COMPARED_WITH})
"""Relation types whose direction carries no more than a preference for the head."""
