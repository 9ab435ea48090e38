"""Component `litkg_relations`: doc._.litkg_entities in, doc._.litkg_relations out, by the model's relation head."""

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.component import SETTINGS, Component
from extract.encoder import Encoder
from extract.features import TYPES, Span, closest
from extract.judge import Judge
from extract.schema import RelationType
from extract.sentences import sentence_index, sentences

CUT = 0.3
"""Relations less likely than this are left out; chosen on papers held out of the training, F1 is flat around it."""

_HEAD_SHOWS = frozenset((RelationType.PART_OF, RelationType.IS_A))
"""Relations that the sentence of the head shows best when both ends never meet; else the tail's."""


def find_relations(text: str, entities: Sequence[Mapping[str, Any]], encoder: Encoder) -> list[dict[str, Any]]:
    """Relate the entities of a paper.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    entities : sequence of mapping
        Entities in the shape of `Entity.to_dict`.
    encoder : Encoder
        The model.

    Returns
    -------
    list of dict
        Relations in the shape of `Relation.to_dict`, by head, type and tail. The confidence is the probability of the
        relation times that of both ends; what is less likely than `CUT` is left out.
    """
    if len(entities) < 2:
        return []
    pairs, rows = Judge(encoder, text, entities).relations()
    sure = [entity["confidence"] for entity in entities]
    likely = {
        (h, kind, t): float(row[i]) * sure[h] * sure[t]
        for (h, t), row in zip(pairs, rows, strict=True)
        for i, kind in enumerate(TYPES)
    }
    bounds = sentences(text)
    places = [_places(bounds, entity) for entity in entities]
    found = []
    for (h, kind, t), probability in likely.items():
        # Between two entities a type holds one way; of equal probabilities the way of the text.
        if probability < CUT or (likely.get((t, kind, h), 0.0), h) > (probability, t):
            continue
        start, end = _evidence(bounds, places[h], places[t], kind)
        found.append(
            {
                "head": entities[h]["key"],
                "type": kind.value,
                "tail": entities[t]["key"],
                "confidence": round(probability, 4),
                "start": start,
                "end": end,
            }
        )
    return found


def _evidence(
    bounds: Sequence[tuple[int, int]], head: Sequence[Span], tail: Sequence[Span], kind: RelationType
) -> tuple[int, int]:
    """Span of the sentence that shows a relation, given the places of both ends; of two where one follows the other."""
    first, last = (place for place, _ in closest(head, tail))
    if abs(first - last) > 1 or (first == 0) != (last == 0):
        first = last = first if kind in _HEAD_SHOWS and first else last or first
    first, last = sorted((first, last))
    return bounds[first][0], bounds[last][1]


def _places(bounds: Sequence[tuple[int, int]], entity: Mapping[str, Any]) -> list[Span]:
    """Sentences of an entity's mentions, as spans of sentences; the title counts where the abstract has none."""
    places = sorted({sentence_index(bounds, mention["start"]) for mention in entity["mentions"]})
    return [(place, place + 1) for place in places if place or len(places) == 1]


class Relations(Component):
    """Relate the entities of a paper."""

    extensions = ("litkg_entities", "litkg_relations")

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.litkg_relations``."""
        doc._.litkg_relations = find_relations(doc.text, doc._.litkg_entities, self.encoder)
        return doc


@Language.factory(
    "litkg_relations",
    requires=["doc._.litkg_entities"],
    assigns=["doc._.litkg_relations"],
    default_config=SETTINGS,
)
def make_relations(nlp: Language, name: str, model: str | None, threads: int | None) -> Relations:
    """Create the component; `extract.component.Component` explains the settings."""
    return Relations(model, threads)
