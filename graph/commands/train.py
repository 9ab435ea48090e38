"""`litkg train`: reads gold annotations and an encoder, writes a run folder with the trained model in it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.errors import UsageError
from graph.commands.terminal import note, progress

if TYPE_CHECKING:
    from extract.records import Dropped, Paper


def train(
    encoder: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The MPNet encoder to start from: model.safetensors, tokenizer.json.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="The run folder.")],
    gold: Annotated[
        list[Path] | None, typer.Argument(metavar="GOLD", help="Gold annotations, one JSON object a line.")
    ] = None,
    texts: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE",
            help="arXiv metadata as JSON lines, plain or gzip: joined with the annotations that the shipped model was "
            "trained on, which come without the texts. May be given several times.",
        ),
    ] = None,
    corpus: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=FILE",
            help="Another corpus of entities to train with, by a tagger of its own: SciERC's JSON lines, or a token "
            "and its tag a line. May be given several times.",
        ),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, metavar="N", help="Passes over the gold.")] = 3,
    layers: Annotated[int, typer.Option(min=1, metavar="N", help="Layers of the encoder to keep.")] = 8,
    processes: Annotated[
        int, typer.Option(min=1, metavar="N", help="Processes that share each step; another number, other weights.")
    ] = 2,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of every generator.")] = 0,
    dev: Annotated[
        list[Path] | None, typer.Option(metavar="GOLD", help="More gold to measure on, never to choose by.")
    ] = None,
) -> None:
    """Train the model from gold annotations; needs the extra `train`. OUT/model is what --model takes.

    A twentieth of the papers is held out: it gives the temperature of the confidences and the figures of the card.
    """
    gold, texts = gold or [], texts or []
    if not gold and not texts:
        raise UsageError("expected GOLD or --texts FILE, got neither")
    corpora = _named(corpus or [])
    for path in (*gold, *texts, *corpora.values(), encoder, *(dev or ())):
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    try:
        from extract.training.card import finish_card
        from extract.training.export import export
        from extract.training.train import Settings
        from extract.training.train import train as train_network
    except ImportError as error:
        raise UsageError(
            f"training needs more packages ({error.name}); install them with: pip install 'litkg[train]'"
        ) from None
    settings = Settings(epochs=epochs, layers=layers, processes=processes, seed=seed)
    given = [path.name for path in gold] + [f"--texts {path.name}" for path in texts]
    given += [f"--corpus {name}={path.name}" for name, path in corpora.items()]
    if texts:
        gold = [*gold, _join(texts, gold, out)]
    with progress() as advance:
        network = train_network(
            gold,
            encoder,
            out,
            settings,
            corpora=corpora,
            texts=_texts(texts) if texts else None,
            progress=lambda step, steps, _: advance("train", step, steps),
        )
    export(network, out / "tokenizer.json", out / "model", json.loads((out / "corpora.json").read_text("utf-8")))
    note("litkg: trained; measuring on the papers held out")
    finish_card(out / "model", gold, settings, dev=dev or (), given=given, corpora=corpora)
    note(f"litkg: done; read papers with it: litkg build SOURCE --model {out / 'model'}")


def _named(given: Sequence[str]) -> dict[str, Path]:
    """Read NAME=FILE options."""
    named = {}
    for option in given:
        name, equals, file = option.partition("=")
        if not equals or not name.isidentifier() or name in named:
            raise UsageError(f"--corpus {option}: expected NAME=FILE, each name once, as in scierc=train.json")
        named[name] = Path(file)
    return named


def _texts(paths: Sequence[Path]) -> Iterator[str]:
    """Read titles and abstracts; lines that are no paper were reported when they were joined."""
    from extract.training.standoff import read_texts

    return (f"{paper.title}\n{paper.abstract}" for paper in read_texts(paths, lambda _: None))


def _join(texts: Sequence[Path], gold: Sequence[Path], out: Path) -> Path:
    """Join the published annotations with texts, and say what did not join; gives the path of the gold."""
    from extract.training.standoff import ANNOTATIONS, bare_id, join, read_standoff, read_texts, write_joined
    from extract.training.train import read_gold

    # A paper that the user has annotated is theirs: it may not stand on both sides of the split.
    own = {bare_id(str(paper["id"])) for paper in read_gold(gold)}
    records = [record for record in read_standoff(ANNOTATIONS) if bare_id(record["id"]) not in own]
    lines: Counter[str] = Counter()

    def report(dropped: "Dropped") -> None:
        if not lines:
            note(f"litkg: {dropped.where}: {dropped.detail}")
        lines[dropped.reason] += 1

    def counted() -> Iterator["Paper"]:
        for number, paper in enumerate(read_texts(texts, report)):
            if number % 1000 == 0:
                advance("texts", number, None)
            yield paper

    with progress() as advance:
        joined = join(records, counted())
    path = write_joined(joined, out)
    note(f"litkg: {len(joined.papers)} of {len(records)} annotated papers found their texts")
    for count, what in (
        (len(joined.changed), "came with another text than the annotated one"),
        (len(joined.missing), "did not come"),
    ):
        if count:
            note(f"litkg: {count} {what}; {out / 'joined.json'} names them")
    for reason, count in lines.items():
        note(f"litkg: left out in the texts: {count} {reason}")
    return path
