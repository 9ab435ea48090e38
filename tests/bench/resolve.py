"""Time and memory of resolving and assembling: `python tests/bench/resolve.py GOLD... --papers 20000 100000`.

Gold annotations are read as extractions and repeated until there are enough. A repeated name stays with the probability
c / (c + 1), where c papers of the gold have it; else all strings of the entity are written in other letters, so that
short forms still fit and the vocabulary grows as in the gold: a third of the entities of each further copy are new.
Each size runs in a process of its own and streams from a file.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from clusters import extraction, golds

from extract.records import Entity, Extraction, Mention, Paper, Relation, Result
from extract.schema import RelationType
from graph.assembly import assemble
from graph.names import key
from graph.resolution import resolve
from graph.store import read_extractions, write_extractions


def whole(gold: Mapping[str, Any]) -> Extraction:
    """Add relations and results; their evidence is where their ends are mentioned first."""
    base = extraction(gold)
    at = {entity.key: min(((m.start, m.end) for m in entity.mentions), default=(0, 1)) for entity in base.entities}
    spans = {frozenset((r["head"], r["tail"])): sorted((at[r["head"]], at[r["tail"]])) for r in gold["relations"]}
    relations = tuple(
        Relation(r["head"], RelationType(r["type"]), r["tail"], 0.5, first[0], last[1])
        for r in gold["relations"]
        for first, last in [spans[frozenset((r["head"], r["tail"]))]]
    )
    results = []
    for r in gold["results"]:
        start = max(base.paper.text.find(str(r["value"])), 0)
        ends = (r.get(name) for name in ("method", "dataset", "metric"))
        relative = bool(r.get("relative"))
        results.append(Result(*ends, str(r["value"]), r.get("unit") or "", relative, 0.5, start, start + 1))
    return replace(base, relations=relations, results=tuple(results))


def alphabet(copy: int) -> dict[int, int]:
    """Give other letters: vowels for vowels, consonants for consonants."""
    rng, table = random.Random(copy), {}
    for letters in ("aeiou", "bcdfghjklmnpqrstvwxyz"):
        mixed = "".join(rng.sample(letters, len(letters)))
        table |= str.maketrans(letters + letters.upper(), mixed + mixed.upper())
    return table


def copies(base: Sequence[Extraction], papers: int) -> Iterator[Extraction]:
    """Repeat papers with other names."""
    met = Counter((e.label, key(e.name)) for one in base for e in one.entities)
    for number in range(papers):
        copy, which = divmod(number, len(base))
        one, table = base[which], alphabet(copy)
        rng = random.Random(number)
        text, entities = list(one.paper.text), []
        for old in one.entities:
            entity, confidence = old, round(rng.uniform(0.3, 1), 4)
            count = met[entity.label, key(entity.name)]
            if copy and rng.random() > count / (count + 1):
                mentions = tuple(Mention(m.start, m.end, m.text.translate(table)) for m in entity.mentions)
                names = [name.translate(table) for name in (entity.name, *entity.aliases)]
                entity = Entity(entity.key, entity.label, names[0], tuple(names[1:]), entity.role, 1.0, mentions)
                for mention in mentions:
                    text[mention.start : mention.end] = mention.text
            entities.append(replace(entity, confidence=confidence))
        title, _, abstract = "".join(text).partition("\n")
        relations = tuple(replace(r, confidence=round(rng.uniform(0.3, 1), 4)) for r in one.relations)
        paper = Paper(f"{one.paper.id}.{copy}", title, abstract)
        yield Extraction(paper, tuple(entities), relations, one.results)


def measure(path: Path) -> None:
    """Resolve and assemble one file; print what it took."""
    start = time.perf_counter()
    resolution = resolve(read_extractions(path), report=lambda _: None)
    between = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  resolve   {between - start:6.1f} s, peak {peak:.2f} GB", flush=True)
    print(f"  {len(resolution.thing_of)} entities, {len(resolution.things)} things, {len(resolution.merges)} merges")
    graph = assemble(read_extractions(path), resolution)
    end = time.perf_counter()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  assemble  {end - between:6.1f} s, {len(graph)} nodes, {graph.size()} edges")
    cpu = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    print(f"  together  {end - start:6.1f} s ({cpu:.1f} s of processor time), peak {peak:.2f} GB", flush=True)


def main() -> None:
    """Write the papers of each size, then measure in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="*")
    parser.add_argument("--papers", type=int, nargs="+", default=[20_000])
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        return measure(given.measure)
    base = [whole(gold) for gold in golds(given.gold)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extractions.jsonl"
        for papers in given.papers:
            write_extractions(copies(base, papers), path)
            print(f"{papers} papers, {path.stat().st_size / 2**30:.2f} GB", flush=True)
            subprocess.run([sys.executable, __file__, "--measure", path], check=True)
    return None


if __name__ == "__main__":
    main()
