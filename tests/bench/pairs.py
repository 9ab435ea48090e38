"""How well bare names are told apart: `python tests/bench/pairs.py PAIRS.jsonl`, one {label, a, b, same, kind} a line.

Prints the share of the pairs of one thing that were merged and of the others that were kept apart, overall and by kind;
with `--wrong`, the pairs that were decided wrongly.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from extract.schema import Label
from graph.pairs import same


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the wrong verdicts")
    given = parser.parse_args()
    asked: Counter[tuple[bool, str]] = Counter()
    right: Counter[tuple[bool, str]] = Counter()
    for line in given.pairs.read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        verdict, rule = same(Label(pair["label"]), pair["a"], pair["b"])
        for kind in ("all", pair.get("kind", "")):
            asked[pair["same"], kind] += 1
            right[pair["same"], kind] += verdict == pair["same"]
        if given.wrong and verdict != pair["same"]:
            print(
                f"{pair['label']}: {pair['a']!r} and {pair['b']!r} are {'one' if pair['same'] else 'two'}; rule {rule}"
            )
    for one, title in ((True, "one thing, merged"), (False, "two things, kept apart")):
        print(title)
        for kind in sorted(kind for verdict, kind in asked if verdict is one):
            key = one, kind
            print(f"  {kind:22}{right[key]:5} of {asked[key]:4}{right[key] / asked[key]:8.1%}")


if __name__ == "__main__":
    main()
