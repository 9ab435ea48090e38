"""Component `litkg_entities`: doc.ents, doc.spans["litkg"] and abbreviations in, doc._.litkg_entities out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extract.component import SETTINGS, SPANS, Component
from extract.encoder import Encoder
from extract.features import Floats
from extract.grouping import canonical_name, expansions, fold, full_name, identity, same_task, without_head
from extract.judge import Judge
from extract.schema import Label, Role

CUT = 0.25
"""Entities without a mention this certain are left out; chosen on papers held out of training, F1 is flat around it."""

SAME_CUT = 0.5
"""Groups of mentions are one entity where the model finds that at least this likely."""

INTRODUCED_CUT = 0.3
"""A paper introduces an entity that is this likely to be one and to be introduced; chosen on papers held out of
training."""

_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled mention with its confidence."""

    start: int
    end: int
    text: str
    label: Label
    confidence: float


def _vote(spans: Iterable[Span]) -> Label:
    """Label with the most confidence; of equal ones the first in the schema."""
    votes: dict[Label, float] = defaultdict(float)
    for span in spans:
        votes[span.label] += span.confidence
    return max(Label, key=lambda label: votes[label])


def group(spans: Sequence[Span], known: Mapping[str, str]) -> list[tuple[Label, list[Span]]]:
    """Group mentions whose strings name the same thing.

    Parameters
    ----------
    spans : sequence of Span
        The mentions, in order.
    known : mapping
        Folded short form to folded long form.

    Returns
    -------
    list of (Label, list of Span)
        In order of first mention; the label is a vote of the mentions weighted by confidence.
    """
    same: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        same[identity(span.text, known)].append(span)
    labelled = {name: (_vote(members), members) for name, members in same.items()}
    merged: dict[tuple[Label, str], list[Span]] = defaultdict(list)
    for name, (label, members) in labelled.items():
        key = without_head(name, label)
        if labelled.get(key, (None,))[0] != label:
            key = name
        merged[label, same_task(key) if label is Label.TASK else key] += members
    datasets = [name for label, name in merged if label is Label.DATASET]
    headed = [name for name in datasets if without_head(name, Label.DATASET) != name]
    for name in sorted(datasets, key=lambda name: len(name.split())):  # a chain of names ends in the longest
        if (full := full_name(name, headed)) is not None:
            merged[Label.DATASET, full] += merged.pop((Label.DATASET, name))
    groups = [(label, sorted(members, key=lambda span: span.start)) for (label, _), members in merged.items()]
    return sorted(groups, key=lambda item: item[1][0].start)


def in_brackets(text: str, spans: Sequence[Span]) -> list[tuple[str, str]]:
    """List mentions of one label that read "long form (Short form)" and begin with the same letter.

    Of those that `find_abbreviations` does not know, 158 of 165 in four fifths of the training gold are one thing.
    """
    return [
        (short.text, long.text)
        for long, short in pairwise(spans)
        if short.label is long.label
        and text[long.end : short.start].strip() == "("
        and text[short.end : short.end + 1] == ")"
        and short.text[0].lower() == long.text[0].lower()
    ]


def join(
    groups: Sequence[tuple[Label, list[Span]]], likely: Mapping[tuple[int, int], float]
) -> list[tuple[Label, list[Span]]]:
    """Join groups that the model takes for one thing, where no number tells them apart.

    Names that hold a number differ by any further word too: "GPT-5 mini" is not "GPT-5".

    Parameters
    ----------
    groups : sequence of (Label, list of Span)
        From `group`.
    likely : mapping
        Pair of indices to the probability that both are one.
    """
    home = list(range(len(groups)))
    parts = {k: [k] for k in home}
    words = [frozenset(fold(members[0].text).split()) for _, members in groups]
    digits = [frozenset(re.findall(r"\d+(?:\.\d+)*", members[0].text)) for _, members in groups]
    for (i, j), probability in sorted(likely.items(), key=lambda item: (-item[1], item[0])):
        if probability < SAME_CUT or home[i] == home[j]:
            continue
        further = bool(digits[i]) and any(
            words[a] < words[b] or words[b] < words[a] for a in parts[home[i]] for b in parts[home[j]]
        )
        if digits[i] == digits[j] and not further:  # so all of a part have the same numbers
            first, second = sorted((home[i], home[j]))
            for k in parts[second]:
                home[k] = first
            parts[first] += parts.pop(second)
    return [
        (groups[first][0], sorted((span for k in part for span in groups[k][1]), key=lambda span: span.start))
        for first, part in sorted(parts.items())
    ]


def form_entities(groups: Sequence[tuple[Label, list[Span]]]) -> list[dict[str, Any]]:
    """Make entities of groups, in the shape of `Entity.to_dict`, before their roles and names are known."""
    return [
        {
            "key": f"e{number}",
            "label": label.value,
            "name": members[0].text,
            "aliases": [],
            "role": Role.MENTIONED.value,
            "confidence": round(max(span.confidence for span in members), 4),
            "mentions": [{"start": span.start, "end": span.end, "text": span.text} for span in members],
        }
        for number, (label, members) in enumerate(groups, 1)
    ]


def name_entities(text: str, entities: Iterable[dict[str, Any]], known: Mapping[str, str]) -> None:
    """Set name and aliases of entities whose role is known."""
    title = text.partition("\n")[0]
    for entity in entities:
        texts = [" ".join(mention["text"].split()) for mention in entity["mentions"]]  # a name may go over a line's end
        own = entity["role"] == Role.INTRODUCED
        entity["name"] = canonical_name(texts, known, label=Label(entity["label"]), own=own, title=title)
        entity["aliases"] = sorted(set(texts) - {entity["name"]})


def find_entities(
    text: str, spans: Sequence[Span], pairs: Sequence[tuple[str, str]], encoder: Encoder
) -> list[dict[str, Any]]:
    """Make the entities of a paper from its mentions.

    Parameters
    ----------
    text : str
        Title, newline, abstract.
    spans : sequence of Span
        The mentions, not overlapping, in order.
    pairs : sequence of (str, str)
        Short and long form of every abbreviation that the text defines.
    encoder : Encoder
        The model, whose heads tell roles and which groups are one thing.

    Returns
    -------
    list of dict
        Entities in the shape of `Entity.to_dict`, "e1" and on in order of first mention.
    """
    known = expansions([span.text for span in spans], [*pairs, *in_brackets(text, spans)])
    groups = [found for found in group(spans, known) if max(span.confidence for span in found[1]) >= CUT]
    if not groups:
        return []
    judge = Judge(encoder, text, form_entities(groups))
    alike = [(i, j) for i, j in judge.pairs() if i < j and groups[i][0] == groups[j][0]]
    if alike:
        likely = judge.same(alike, [members[0].text for _, members in groups])
        joined = join(groups, dict(zip(alike, map(float, likely), strict=True)))
        if len(joined) < len(groups):
            groups = joined
            judge = Judge(encoder, text, form_entities(groups))
    entities = form_entities(groups)
    for entity, roles in zip(entities, judge.roles, strict=True):
        entity["role"] = _role(roles, entity["confidence"]).value
    name_entities(text, entities, known)
    return entities


def _role(likely: Floats, confidence: float) -> Role:
    """Choose the likeliest role, "introduced" only above its cut."""
    first, second = (_ROLES[int(i)] for i in likely.argsort()[::-1][:2])
    introduced = float(likely[_ROLES.index(Role.INTRODUCED)]) * confidence
    return second if first is Role.INTRODUCED and introduced < INTRODUCED_CUT else first


def _spans(doc: Doc) -> list[Span]:
    """Mentions of a Doc: the span group with its scores where there is one, else the entities as certain."""
    if SPANS in doc.spans:
        members = doc.spans[SPANS]
        scores = members.attrs.get("scores") or [1.0] * len(members)
        if len(scores) != len(members):
            raise ValueError(f'doc.spans["{SPANS}"]: expected {len(members)} scores, one a span, got {len(scores)}')
        found = list(zip(members, scores, strict=True))
    else:
        found = [(span, 1.0) for span in doc.ents]
    labels = set(Label)
    return sorted(
        (
            Span(span.start_char, span.end_char, span.text, Label(span.label_), float(score))
            for span, score in found
            if span.label_ in labels and span.text.strip()
        ),
        key=lambda span: (span.start, span.end),
    )


class Entities(Component):
    """Group mentions into in-paper entities with name, aliases and role."""

    extensions = ("litkg_abbreviations", "litkg_entities")

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc._.litkg_entities``."""
        text = doc.text
        pairs = [(text[slice(*pair["short"])], text[slice(*pair["long"])]) for pair in doc._.litkg_abbreviations]
        doc._.litkg_entities = find_entities(text, _spans(doc), pairs, self.encoder)
        return doc


@Language.factory(
    "litkg_entities",
    requires=["doc.ents", "doc._.litkg_abbreviations"],
    assigns=["doc._.litkg_entities"],
    default_config=SETTINGS,
)
def make_entities(nlp: Language, name: str, model: str | None, threads: int | None) -> Entities:
    """Create the component; `extract.component.Component` explains the settings."""
    return Entities(model, threads)
