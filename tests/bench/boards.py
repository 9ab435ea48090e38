"""How true leaderboards are: `python tests/bench/boards.py GOLD...`; boards of the gold beside those of what was read.

Gold annotations are taken as if they had been extracted and make one graph, what litkg reads from the same papers makes
another; in each, `graph.leaderboard.boards` gives the boards of a (dataset, metric). One of the gold counts as found if
each of its results was read: paper, method, dataset, metric and number as `extract.scoring` compares them. It is equal
if the other graph has the same rows in the same order: rank, paper and number of levels and of gains, and how many
results of its method stand behind a row. The rest is printed.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
from clusters import extraction, golds

from extract.pipeline import extract_papers
from extract.records import Extraction, Result
from extract.scoring import match
from graph.assembly import assemble
from graph.leaderboard import Board, boards
from graph.resolution import Resolution, resolve
from graph.values import interval

Pair = tuple[str | None, str | None]
Row = tuple[Any, ...]


def gold_extraction(gold: Mapping[str, Any]) -> Extraction:
    """Take a gold annotation with its results for what a pipeline without faults would extract."""
    found = extraction(gold)
    results = []
    for result in gold["results"]:
        # The gold gives no offsets: the first place that holds the value will do.
        start = max(found.paper.text.find(result["value"]), 0)
        results.append(
            Result(
                method=result["method"],
                dataset=result["dataset"],
                metric=result["metric"],
                value=result["value"],
                unit=result.get("unit", ""),
                relative=bool(result.get("relative")),
                confidence=1.0,
                start=start,
                end=start + len(result["value"]),
                task=result.get("task"),
                baseline=result.get("baseline"),
            )
        )
    return replace(found, results=tuple(results))


def read(path: Path) -> Iterator[Extraction]:
    """Read extractions that `litkg extract` wrote."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield Extraction.from_dict(json.loads(line))


def number(value: str) -> float | None:
    """Give the number of a written value, of a range its upper end."""
    ends = interval(value)
    return None if ends is None else ends[1]


def by_pair(graph: nx.MultiDiGraph) -> dict[Pair, list[Board]]:
    """Boards of each dataset and metric; there are several where units differ."""
    found: defaultdict[Pair, list[Board]] = defaultdict(list)
    for board in boards(graph):
        found[board.dataset, board.metric].append(board)
    return found


def rows(of_pair: Iterable[Board]) -> list[Row]:
    """What is compared of boards."""
    shown: list[Row] = []
    for board in of_pair:
        shown += [("level", s.rank, s.paper, s.number, len(s.also)) for s in board.levels]
        shown += [("gain", None, s.paper, s.number, 0) for s in board.gains]
    return shown


class Reading:
    """Extractions of one kind, by paper, with the graph that they make."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self.papers = {one.paper.id: one for one in extractions}
        self.resolution: Resolution = resolve(self.papers.values())
        self.boards = by_pair(assemble(self.papers.values(), self.resolution))

    def node(self, paper: str, key: str | None) -> str | None:
        """Give the node that an entity of a paper became."""
        return None if key is None else self.resolution.thing_of.get((paper, key))


def compare(gold: Reading, other: Reading) -> tuple[list[tuple[Pair, set[Pair | None]]], int]:
    """List the gold's boards all of whose results were read, with the boards where these stand; count the others."""
    wanted: defaultdict[Pair, list[tuple[str, Result]]] = defaultdict(list)
    for id_, paper in gold.papers.items():
        for result in paper.results:
            pair = gold.node(id_, result.dataset), gold.node(id_, result.metric)
            if all(pair) and number(result.value) is not None:
                wanted[pair].append((id_, result))
    found = []
    for pair, results in sorted(wanted.items()):
        places = [place(gold, other, paper, result) for paper, result in results]
        if None not in places:
            found.append((pair, set(places)))
    return found, len(wanted) - len(found)


def place(gold: Reading, other: Reading, paper: str, result: Result) -> Pair | None:
    """Find the dataset and metric under which a result of the gold was read; None where it was not."""
    if paper not in other.papers:
        return None
    keys = match(gold.papers[paper].to_dict()["entities"], other.papers[paper].to_dict()["entities"])
    wanted = (result.method, result.dataset, result.metric, number(result.value))
    for one in other.papers[paper].results:
        ends = (None if key is None else keys.get(key, "?") for key in (one.method, one.dataset, one.metric))
        if (*ends, number(one.value)) == wanted:
            return other.node(paper, one.dataset), other.node(paper, one.metric)
    return None


def show(title: str, found: Sequence[Row]) -> None:
    """Print the rows of a board."""
    print(f"    {title}")
    for kind, rank, paper, value, behind in found:
        print(f"      {kind} {rank or '-'} {value:g} {paper}" + (f" (+{behind})" if behind else ""))


def main() -> None:
    """Make both graphs and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--extractions", type=Path, help="what was read, as `litkg extract` writes it; else it is read")
    given = parser.parse_args()
    gold = Reading(map(gold_extraction, golds(given.gold)))
    papers = (one.paper for one in gold.papers.values())
    other = Reading(read(given.extractions) if given.extractions else extract_papers(papers))
    found, missed = compare(gold, other)
    equal = 0
    for pair, places in found:
        ours, theirs = rows(gold.boards[pair]), [rows(other.boards[one]) for one in sorted(places, key=str)]
        if [ours] == theirs:
            equal += 1
            continue
        print(f"  {gold.boards[pair][0].dataset_name}, {gold.boards[pair][0].metric_name}")
        show("gold", ours)
        for one in theirs:
            show("read", one)
    print(f"{len(gold.papers)} papers, boards of the gold: {len(found) + missed}, found: {len(found)}, equal: {equal}")


if __name__ == "__main__":
    main()
