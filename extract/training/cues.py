"""Estimate the weights of roles, relations and results: annotated abstracts in, extract/cues.json out; numpy alone.

Run ``python -m extract.training.cues GOLD.jsonl OUT.json``; the same file gives the same weights.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from extract.abbreviations import find_abbreviations
from extract.cues import Reading, probabilities
from extract.entities import Span, form_entities, in_brackets, name_entities
from extract.grouping import expansions
from extract.relations import NONE, classes, relation_cases
from extract.results import FIELDS, result_cases
from extract.roles import role_cases
from extract.schema import Label, Role
from extract.scoring import gold_spans, match

Case = tuple[Sequence[str], str]
"""Features of one case and the class that is right."""

Models = dict[str, dict[str, Any]]

_SMALLEST = 0.1
"""Features whose weights are all nearer to zero are not written."""


@dataclass(slots=True)
class Lesson:
    """A gold paper, the entities that grouping makes of its gold mentions, and which gold entity each of them is."""

    gold: Mapping[str, Any]
    text: str
    entities: list[dict[str, Any]]
    known: Mapping[str, str]
    matched: Mapping[str, str]


def prepare(gold: Mapping[str, Any]) -> Lesson:
    """Group the gold mentions of a paper as the pipeline would."""
    text = f"{gold['title']}\n{gold['abstract']}"
    spans = [Span(start, end, text[start:end], Label(label), 1.0) for start, end, label in sorted(gold_spans(gold))]
    pairs = [(text[slice(*pair.short)], text[slice(*pair.long)]) for pair in find_abbreviations(text)]
    known = expansions([span.text for span in spans], [*pairs, *in_brackets(text, spans)])
    entities = form_entities(spans, known)
    return Lesson(gold, text, entities, known, match(gold["entities"], entities))


def fit(cases: Sequence[Case], classes: Sequence[str], *, least: int, decay: float, steps: int = 300) -> dict[str, Any]:
    """Fit a multinomial logistic regression over features that are there or not.

    Parameters
    ----------
    cases : sequence of (features, class)
        The training cases.
    classes : sequence of str
        Names of the classes, in the order of the weights.
    least : int
        Features of fewer cases are left out.
    decay : float
        Weight of the squared norm in the loss, which is a sum over cases.
    steps : int
        Steps of gradient descent with Adam.

    Returns
    -------
    dict
        ``classes`` and ``weights``, as `extract.cues.probabilities` takes them.
    """
    counts = Counter(feature for features, _ in cases for feature in set(features))
    vocabulary = ["", *sorted(feature for feature, count in counts.items() if count >= least)]
    index = {feature: i for i, feature in enumerate(vocabulary)}
    rows: list[int] = []
    columns: list[int] = []
    for at, (features, _) in enumerate(cases):
        present = sorted({0, *(index[f] for f in features if f in index)})
        rows += [at] * len(present)
        columns += present
    row_of, column_of = np.array(rows, np.int64), np.array(columns, np.int64)
    starts = np.searchsorted(row_of, np.arange(len(cases)))
    truth = np.zeros((len(cases), len(classes)))
    truth[np.arange(len(cases)), [list(classes).index(name) for _, name in cases]] = 1
    table = np.zeros((len(vocabulary), len(classes)))
    mean, spread = np.zeros_like(table), np.zeros_like(table)
    for step in range(1, steps + 1):
        sums = np.add.reduceat(table[column_of], starts, axis=0)
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        error = powers / powers.sum(axis=1, keepdims=True) - truth
        slopes = [np.bincount(column_of, error[row_of, k], minlength=len(vocabulary)) for k in range(len(classes))]
        gradient = (np.stack(slopes, axis=1) + decay * table) / len(cases)
        mean = 0.9 * mean + 0.1 * gradient
        spread = 0.99 * spread + 0.01 * gradient**2
        rate = 0.1 * (1 - step / (steps + 1))
        table -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    table -= table.mean(axis=1, keepdims=True)
    kept = {
        name: [round(float(weight), 2) for weight in row]
        for name, row in zip(vocabulary, table, strict=True)
        if name == "" or abs(row).max() >= _SMALLEST
    }
    return {"classes": list(classes), "weights": kept}


def fit_roles(lessons: Iterable[Lesson]) -> Models:
    """Fit one model of roles for each label."""
    cases: dict[str, list[Case]] = defaultdict(list)
    for lesson in lessons:
        roles = {entity["key"]: entity["role"] for entity in lesson.gold["entities"]}
        for key, label, features in role_cases(Reading(lesson.text, lesson.entities), lesson.entities):
            if key in lesson.matched:
                cases[label].append((features, roles[lesson.matched[key]]))
    models = {}
    for label, some in cases.items():
        seen = {role for _, role in some}
        models[label] = fit(some, [role.value for role in Role if role in seen], least=20, decay=12.0)
    return models


def set_roles(lessons: Iterable[Lesson], models: Models) -> None:
    """Give the entities the roles and names that the pipeline would give them."""
    for lesson in lessons:
        cases = role_cases(Reading(lesson.text, lesson.entities), lesson.entities)
        for entity, (_, label, features) in zip(lesson.entities, cases, strict=True):
            likely = probabilities(models[label], features)
            entity["role"] = max(sorted(likely), key=lambda role: likely[role])
        name_entities(lesson.text, lesson.entities, lesson.known)


def fit_relations(lessons: Iterable[Lesson]) -> Models:
    """Fit one model for each pair of labels that may relate."""
    cases: dict[str, list[Case]] = defaultdict(list)
    for lesson in lessons:
        told = {(r["head"], r["tail"]): r["type"] for r in lesson.gold["relations"]}
        for pair in relation_cases(Reading(lesson.text, lesson.entities), lesson.entities):
            ends = lesson.matched.get(pair.head["key"], "?"), lesson.matched.get(pair.tail["key"], "?")
            cases[pair.kind].append((pair.features, told.get(ends, NONE)))
    models = {}
    for kind, some in cases.items():
        head, tail = kind.split()
        allowed = classes(Label(head), Label(tail))
        models[kind] = fit([case for case in some if case[1] in allowed], allowed, least=20, decay=12.0, steps=150)
    return models


def fit_results(lessons: Iterable[Lesson]) -> Models:
    """Fit which numbers are results, which of these are relative, and which entities fill the fields."""
    cases: dict[str, list[Case]] = defaultdict(list)
    for lesson in lessons:
        ours = {theirs: key for key, theirs in lesson.matched.items()}
        told = defaultdict(list)
        for result in lesson.gold["results"]:
            told[_digits(result["value"])].append(result)
        for number, features, fillers in result_cases(Reading(lesson.text, lesson.entities), lesson.entities):
            results = told.get(_digits(number.value), [])
            cases["number"].append((features, _answer(bool(results))))
            if results:
                cases["relative"].append((features, _answer(any(result.get("relative") for result in results))))
            for field in FIELDS if results else ():
                right = {ours.get(result[field]) for result in results}
                cases[field] += [(cues, _answer(key in right)) for key, cues in fillers[field]]
    return {name: fit(some, ["no", "yes"], least=10, decay=6.0) for name, some in cases.items()}


def _digits(value: object) -> str:
    """Keep what identifies a value: digits, points and dashes."""
    return "".join(letter for letter in str(value) if letter in "0123456789.-").strip(".")


def _answer(yes: bool) -> str:
    """Name the class of a yes-or-no model."""
    return "yes" if yes else "no"


def estimate(gold: Iterable[Mapping[str, Any]]) -> dict[str, Models]:
    """Estimate all weights; relations and results are learnt from roles that a model of other papers gave."""
    lessons = [prepare(paper) for paper in gold]
    halves = lessons[::2], lessons[1::2]
    for half, other in (halves, halves[::-1]):
        set_roles(half, fit_roles(other))
    return {
        "roles": fit_roles(lessons),
        "relations": fit_relations(lessons),
        "results": fit_results(lessons),
    }


def main(gold: str, out: str) -> None:
    """Read annotated abstracts, write the weights."""
    with Path(gold).open(encoding="utf-8") as lines:
        weights = estimate(json.loads(line) for line in lines if line.strip())
    Path(out).write_text(
        json.dumps(weights, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
