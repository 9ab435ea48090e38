"""One file a command: each reads its arguments, calls one plain function and writes what comes back."""

from collections.abc import Callable

from graph.commands.build import build
from graph.commands.communities import communities
from graph.commands.compare import compare
from graph.commands.diff import diff
from graph.commands.doctor import doctor
from graph.commands.evaluate import evaluate
from graph.commands.explain import explain
from graph.commands.export import export
from graph.commands.extract import extract
from graph.commands.leaderboard import leaderboard
from graph.commands.merges import merges
from graph.commands.push import push
from graph.commands.query import query
from graph.commands.related import related
from graph.commands.show import show
from graph.commands.top import top
from graph.commands.train import train

COMMANDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("build", build, "litkg build seeds -o build"),
    ("extract", extract, "litkg extract seeds -o extractions.jsonl"),
    ("query", query, 'litkg query "MATCH (d:Dataset) RETURN d.name, d.papers ORDER BY d.papers DESC LIMIT 5"'),
    ("show", show, "litkg show build"),
    ("explain", explain, "litkg explain DPO"),
    ("leaderboard", leaderboard, "litkg leaderboard --dataset ImageNet"),
    ("top", top, "litkg top --by introduced --label Task"),
    ("related", related, "litkg related DPO --label Task"),
    ("compare", compare, "litkg compare VARGPT VARGPT-v1.1"),
    ("communities", communities, "litkg communities"),
    ("merges", merges, "litkg merges DPO --rule abbreviation"),
    ("diff", diff, "litkg diff build-last-week build"),
    ("export", export, "litkg export --format graphml -o graph.graphml"),
    ("push", push, "litkg push bolt://localhost:7687 --user neo4j"),
    ("evaluate", evaluate, "litkg evaluate seeds/gold/dev.jsonl --build build"),
    ("train", train, "litkg train gold.jsonl --encoder mpnet -o run"),
    ("doctor", doctor, "litkg doctor"),
)
"""Name, function and example of each command, in the order in which the help lists them."""
