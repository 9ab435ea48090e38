"""`litkg train`: reads gold annotations and an encoder, writes a run folder with the trained model in it."""

from pathlib import Path
from typing import Annotated

import typer

from extract.errors import UsageError
from graph.commands.terminal import note, progress


def train(
    gold: Annotated[list[Path], typer.Argument(metavar="GOLD...", help="Gold annotations, one JSON object a line.")],
    encoder: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The MPNet encoder to start from: model.safetensors, tokenizer.json.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="The run folder.")],
    epochs: Annotated[int, typer.Option(min=1, metavar="N", help="Passes over the gold.")] = 5,
    layers: Annotated[int, typer.Option(min=1, metavar="N", help="Layers of the encoder to keep.")] = 6,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of every generator.")] = 0,
    dev: Annotated[
        list[Path] | None, typer.Option(metavar="GOLD", help="More gold to measure on, never to choose by.")
    ] = None,
) -> None:
    """Train the model from gold annotations; needs the extra `train`. OUT/model is what --model takes.

    A twentieth of the papers is held out: it gives the temperature of the confidences and the figures of the card.
    """
    for path in (*gold, encoder, *(dev or ())):
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
    settings = Settings(epochs=epochs, layers=layers, seed=seed)
    with progress() as advance:
        network = train_network(
            gold, encoder, out, settings, progress=lambda step, steps, _: advance("train", step, steps)
        )
    export(network, encoder / "tokenizer.json", out / "model")
    note("litkg: trained; measuring on the papers held out")
    finish_card(out / "model", gold, settings, dev=dev or ())
    note(f"litkg: done; read papers with it: litkg build SOURCE --model {out / 'model'}")
