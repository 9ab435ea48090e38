"""Compare extractions with gold annotations: records in; precision, recall, F1, calibration and intervals out. Pure."""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.schema import SYMMETRIC, Label, Role

Gold = Mapping[str, Any]
"""A gold annotation: id, title, abstract, entities (key, label, name, surfaces, role), relations, results."""

Predicted = Mapping[str, Any]
"""An extraction as `Extraction.to_dict` gives it."""

Span = tuple[int, int, str]

ACCURACIES = ("role", "name")
"""Figures that are a share of the entities found, not an F1."""

_NOTHING: Predicted = {"entities": (), "relations": (), "results": ()}


@dataclass(frozen=True, slots=True)
class Count:
    """How many were right, predicted and in the gold; counts of papers add up."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right, 0 where nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 0 where there is no gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.predicted + self.gold) if self.right else 0.0


def fold(string: str) -> str:
    """Bring a string to the form that is compared: lower case, one space for hyphens and slashes, no final plural s.

    >>> fold("Self-Attention  Layers.")
    'self attention layer'
    """
    folded = re.sub(r"[\s\-–_/]+", " ", string.lower()).strip(" .,:;()'\"")  # noqa: RUF001
    return re.sub(r"(?<=[a-z]{3})s\b", "", folded)


def gold_spans(gold: Gold) -> set[Span]:
    """Start, end and label of every gold mention: whole-word occurrences of the surfaces; the longer one stands."""
    text = f"{gold['title']}\n{gold['abstract']}"
    found: list[Span] = []
    for entity in gold["entities"]:
        for surface in entity["surfaces"]:
            pattern = r"(?<![A-Za-z0-9])" + re.escape(surface) + r"(?![A-Za-z0-9])"
            found += [(m.start(), m.end(), entity["label"]) for m in re.finditer(pattern, text)]
    found.sort(key=lambda span: (span[0] - span[1], span[0]))
    taken = bytearray(len(text))
    spans = set()
    for start, end, label in found:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            spans.add((start, end, label))
    return spans


def _strings(entity: Mapping[str, Any]) -> set[str]:
    """Every folded string of a gold or predicted entity."""
    raw = [entity["name"], *entity.get("surfaces", ()), *entity.get("aliases", ())]
    raw += [mention["text"] for mention in entity.get("mentions", ())]
    return {fold(string) for string in raw} - {""}


def match(gold: Sequence[Mapping[str, Any]], predicted: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Pair entities one to one by label and shared folded strings, most shared strings first.

    Returns
    -------
    dict
        Key of the predicted entity to key of the gold entity.
    """
    wanted = [(entity, _strings(entity)) for entity in gold]
    pairs = []
    for entity in predicted:
        strings = _strings(entity)
        for other, others in wanted:
            if entity["label"] == other["label"] and strings & others:
                pairs.append((-len(strings & others), entity["key"], other["key"]))
    matched: dict[str, str] = {}
    for _, ours, theirs in sorted(pairs):
        if ours not in matched and theirs not in matched.values():
            matched[ours] = theirs
    return matched


def _overlaps(gold: set[Span], predicted: set[Span]) -> int:
    """How many predicted spans share a character with a gold span of their label, one to one."""
    left, hits = set(gold), 0
    for start, end, label in sorted(predicted):
        shared = [(min(end, g[1]) - max(start, g[0]), g) for g in left if g[2] == label and g[0] < end and start < g[1]]
        if shared:
            left.discard(max(shared)[1])
            hits += 1
    return hits


def _relation_key(relation: Mapping[str, Any], key: Callable[[str], Any]) -> tuple[Any, ...]:
    """Write a relation as a comparable triple; symmetric ones with their ends in order."""
    head, tail = key(relation["head"]), key(relation["tail"])
    if relation["type"] in SYMMETRIC and str(tail) < str(head):
        head, tail = tail, head
    return head, str(relation["type"]), tail


def _result_key(result: Mapping[str, Any], key: Callable[[str | None], Any]) -> tuple[Any, ...]:
    """Write a result as (method, dataset, metric, number)."""
    number = re.sub(r"[^0-9.\-–]", "", str(result["value"])).strip(".")  # noqa: RUF001
    return (*(key(result.get(field)) for field in ("method", "dataset", "metric")), number)


def _translator(matched: Mapping[str, str]) -> Callable[[str | None], Any]:
    """Predicted key to gold key; an unmatched key becomes something that no gold holds."""
    return lambda key: None if key is None else matched.get(key, ("?", key))


def count_paper(gold: Gold, predicted: Predicted | None) -> dict[str, Count]:
    """Count every figure for one paper; a paper without prediction counts as empty."""
    found = predicted or _NOTHING
    wanted_entities, entities = gold["entities"], found["entities"]
    counts: dict[str, Count] = {}
    wanted = gold_spans(gold)
    spans = {(m["start"], m["end"], str(e["label"])) for e in entities for m in e.get("mentions", ())}
    matched = match(wanted_entities, entities)
    theirs = {e["key"]: e for e in wanted_entities}
    ours = {e["key"]: e for e in entities}
    counts["mention"] = Count(len(wanted & spans), len(spans), len(wanted))
    counts["overlap"] = Count(_overlaps(wanted, spans), len(spans), len(wanted))
    counts["entity"] = Count(len(matched), len(ours), len(theirs))
    for label in Label:
        some, others = {s for s in spans if s[2] == label}, {s for s in wanted if s[2] == label}
        counts[f"mention {label}"] = Count(len(some & others), len(some), len(others))
        counts[f"entity {label}"] = Count(
            sum(ours[key]["label"] == label for key in matched),
            sum(e["label"] == label for e in ours.values()),
            sum(e["label"] == label for e in theirs.values()),
        )
    own = {key for key, e in theirs.items() if e["role"] == Role.INTRODUCED}
    claimed = {key for key, e in ours.items() if e.get("role") == Role.INTRODUCED}
    counts["introduced"] = Count(sum(matched.get(key) in own for key in claimed), len(claimed), len(own))
    roles = sum(ours[a].get("role") == theirs[b]["role"] for a, b in matched.items())
    names = sum(fold(ours[a]["name"]) == fold(theirs[b]["name"]) for a, b in matched.items())
    counts["role"] = Count(roles, len(matched), len(matched))
    counts["name"] = Count(names, len(matched), len(matched))
    translate = _translator(matched)
    right = {_relation_key(r, lambda key: key) for r in gold["relations"]}
    said = {_relation_key(r, translate) for r in found.get("relations", ())}
    counts["relation"] = Count(len(right & said), len(said), len(right))
    for kind in sorted({r[1] for r in right | said}):
        some, others = {r for r in said if r[1] == kind}, {r for r in right if r[1] == kind}
        counts[f"relation {kind}"] = Count(len(some & others), len(some), len(others))
    numbers = {_result_key(r, lambda key: key) for r in gold["results"]}
    reported = {_result_key(r, translate) for r in found.get("results", ())}
    counts["result"] = Count(len(numbers & reported), len(reported), len(numbers))
    short, short_reported = {r[2:] for r in numbers}, {r[2:] for r in reported}
    counts["result value+metric"] = Count(len(short & short_reported), len(short_reported), len(short))
    return counts


def _total(papers: Iterable[Mapping[str, Count]]) -> dict[str, Count]:
    """Sum of the counts of several papers, sorted by figure."""
    total: dict[str, Count] = defaultdict(Count)
    for counts in papers:
        for figure, count in counts.items():
            total[figure] += count
    return dict(sorted(total.items()))


def score(gold: Iterable[Gold], predicted: Mapping[str, Predicted]) -> dict[str, dict[str, float]]:
    """Score extractions against gold, micro-averaged over papers, in percent with one decimal.

    Parameters
    ----------
    gold : iterable of mapping
        Gold annotations.
    predicted : mapping
        Paper id to extraction; a paper that is not there counts as empty.

    Returns
    -------
    dict
        Figure to its values. Figures are mention, overlap, entity, introduced, relation, result and
        "result value+metric" with ``p``, ``r``, ``f1``, ``gold`` and ``pred``, some of them also by label or type
        ("mention Task"), and ``role`` and ``name`` with ``accuracy`` and ``of``.

    Examples
    --------
    >>> entity = {"key": "e1", "label": "Method", "name": "CLIP", "surfaces": ["CLIP"], "role": "used"}
    >>> paper = {"id": "p", "title": "CLIP", "abstract": "", "entities": [entity], "relations": [], "results": []}
    >>> found = {**entity, "mentions": [{"start": 0, "end": 4, "text": "CLIP"}]}
    >>> score([paper], {"p": {"entities": [found]}})["mention"]
    {'p': 100.0, 'r': 100.0, 'f1': 100.0, 'gold': 1, 'pred': 1}
    """
    total = _total(count_paper(paper, predicted.get(paper["id"])) for paper in gold)
    return {figure: _row(figure, count) for figure, count in total.items()}


def _row(figure: str, count: Count) -> dict[str, float]:
    """Show one figure as `score` does."""
    if figure in ACCURACIES:
        return {"accuracy": round(100 * count.precision, 1), "of": count.gold}
    shares = {"p": count.precision, "r": count.recall, "f1": count.f1}
    return {name: round(100 * share, 1) for name, share in shares.items()} | {
        "gold": count.gold,
        "pred": count.predicted,
    }


def intervals(
    gold: Iterable[Gold], predicted: Mapping[str, Predicted], *, level: float = 0.95, samples: int = 1000, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Bootstrap intervals over papers of each figure's F1 (accuracy for role and name), in percent.

    Parameters
    ----------
    gold, predicted
        As for `score`.
    level : float
        Share of the resamples that the interval holds, between 0 and 1.
    samples : int
        Number of resamples, at least 1.
    seed : int
        Seed of the resampling; the same seed gives the same intervals.

    Raises
    ------
    ValueError
        If `level` or `samples` is out of range.

    References
    ----------
    Efron and Tibshirani, An Introduction to the Bootstrap, 1993, percentile intervals.
    """
    if not 0 < level < 1 or samples < 1:
        raise ValueError(f"expected 0 < level < 1 and samples >= 1, got level {level}, samples {samples}")
    papers = [count_paper(paper, predicted.get(paper["id"])) for paper in gold]
    dice = random.Random(seed)  # noqa: S311
    values: dict[str, list[float]] = defaultdict(list)
    for _ in range(samples if papers else 0):
        for figure, count in _total(dice.choices(papers, k=len(papers))).items():
            values[figure].append(count.precision if figure in ACCURACIES else count.f1)
    tail = (1 - level) / 2
    bounds = {}
    for figure, drawn in sorted(values.items()):
        drawn.sort()
        low, high = drawn[int(tail * len(drawn))], drawn[min(len(drawn) - 1, int((1 - tail) * len(drawn)))]
        bounds[figure] = (round(100 * low, 1), round(100 * high, 1))
    return bounds


def judgements(gold: Iterable[Gold], predicted: Mapping[str, Predicted]) -> dict[str, list[tuple[float, bool]]]:
    """List the confidence of every predicted entity, relation and result with whether the gold agrees."""
    judged: dict[str, list[tuple[float, bool]]] = {"entity": [], "relation": [], "result": []}
    for paper in gold:
        found = predicted.get(paper["id"], _NOTHING)
        matched = match(paper["entities"], found["entities"])
        translate = _translator(matched)
        right = {_relation_key(r, lambda key: key) for r in paper["relations"]}
        numbers = {_result_key(r, lambda key: key) for r in paper["results"]}
        judged["entity"] += [(e["confidence"], e["key"] in matched) for e in found["entities"]]
        judged["relation"] += [(r["confidence"], _relation_key(r, translate) in right) for r in found["relations"]]
        judged["result"] += [(r["confidence"], _result_key(r, translate) in numbers) for r in found["results"]]
    return judged


def expected_calibration_error(judged: Sequence[tuple[float, bool]], *, bins: int = 10) -> float:
    """Mean distance between confidence and share right over equal-width bins, weighted by their size, 0 to 1.

    Examples
    --------
    >>> expected_calibration_error([(0.75, True), (0.75, False)])
    0.25

    References
    ----------
    Guo et al., On Calibration of Modern Neural Networks, ICML 2017, equation 3.
    """
    gaps: dict[int, float] = defaultdict(float)
    for confidence, right in judged:
        gaps[min(int(confidence * bins), bins - 1)] += confidence - right
    return sum(abs(gap) for gap in gaps.values()) / len(judged) if judged else 0.0
