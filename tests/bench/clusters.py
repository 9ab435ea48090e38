"""How well names are grouped: `python tests/bench/clusters.py GOLD...`; B-cubed against the names that annotators gave.

The entities of the gold are taken as if they had been extracted. Two entities belong together if their label and
folded gold name agree: a lower bound, since annotators spell one thing in several ways ("DPO" where a paper never says
what it stands for, "ImageNet dataset"). The worst groups are printed, so that anybody can judge who is right.

References
----------
A. Bagga and B. Baldwin. Entity-based cross-document coreferencing using the vector space model. COLING-ACL, 1998.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extract.records import Entity, Extraction, Mention, Paper
from extract.schema import Label, Role
from extract.scoring import fold, gold_spans
from graph.resolution import resolve

Groups = Mapping[Hashable, Counter[Hashable]]


def golds(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Read gold annotations; a paper that stands in two files counts once."""
    seen = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            if gold["id"] not in seen:
                seen.add(gold["id"])
                yield gold


def extraction(gold: Mapping[str, Any]) -> Extraction:
    """Take a gold annotation for what a pipeline without faults would extract."""
    text = f"{gold['title']}\n{gold['abstract']}"
    spans = sorted(gold_spans(gold))
    entities = []
    for entity in gold["entities"]:
        surfaces = set(entity["surfaces"])
        mentions = tuple(
            Mention(start, end, text[start:end])
            for start, end, label in spans
            if label == entity["label"] and text[start:end] in surfaces
        )
        aliases = tuple(sorted(surfaces - {entity["name"]}))
        entities.append(
            Entity(entity["key"], Label(entity["label"]), entity["name"], aliases, Role(entity["role"]), 1.0, mentions)
        )
    return Extraction(Paper(gold["id"], gold["title"], gold["abstract"]), tuple(entities))


def b_cubed(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of (wanted group, found group) pairs, one for each entity."""
    both, wanted, found = Counter(pairs), Counter(w for w, _ in pairs), Counter(f for _, f in pairs)
    precision = sum(n * n / found[f] for (_, f), n in both.items()) / len(pairs)
    recall = sum(n * n / wanted[w] for (w, _), n in both.items()) / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


def cost(inside: Counter[Hashable]) -> float:
    """Entities that a mixed group takes from precision, or a split one from recall."""
    size = inside.total()
    return size - sum(n * n for n in inside.values()) / size


def show(title: str, groups: Groups, worst: int) -> None:
    """Print the groups that cost most."""
    print(f"\n{title}")
    for group, inside in sorted(groups.items(), key=lambda item: (-cost(item[1]), str(item[0])))[:worst]:
        if len(inside) == 1:
            break
        parts = ", ".join(f"{'/'.join(p) if isinstance(p, tuple) else p} {n}" for p, n in inside.most_common(6))
        name = "/".join(group) if isinstance(group, tuple) else group
        print(f"{cost(inside):7.1f}  {name}: {parts}{', ...' if len(inside) > 6 else ''}")


def main() -> None:
    """Resolve the gold entities and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--worst", type=int, default=15, help="how many of the worst groups to print")
    given = parser.parse_args()
    papers = list(golds(given.gold))
    resolution = resolve(map(extraction, papers))
    pairs: list[tuple[Hashable, Hashable]] = []
    for paper in papers:
        for entity in paper["entities"]:
            pairs.append(((entity["label"], fold(entity["name"])), resolution.thing_of[paper["id"], entity["key"]]))
    precision, recall, f1 = b_cubed(pairs)
    names, things = len({w for w, _ in pairs}), len(resolution.things)
    print(f"{len(papers)} papers, {len(pairs)} entities, {names} names, {things} things")
    print(f"B-cubed precision {precision:.2%}, recall {recall:.2%}, F1 {f1:.2%}")
    mixed: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    split: defaultdict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    for wanted, found in pairs:
        mixed[found][wanted] += 1
        split[wanted][found] += 1
    show("things that hold several names (cost in entities)", mixed, given.worst)
    show("names that are split over several things", split, given.worst)


if __name__ == "__main__":
    main()
