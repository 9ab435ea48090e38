"""What the components that read the encoder share: their settings, the encoder, and the Doc extensions they set."""

from pathlib import Path
from typing import ClassVar

from spacy.tokens import Doc

from extract.encoder import Encoder, shared

SPANS = "litkg"
"""The span group of the mentions; its attribute `scores` holds a confidence for each span."""

SETTINGS: dict[str, object] = {"model": None, "threads": None}
"""Default configuration of a component's factory."""


class Component:
    """Base of the components that ask the model.

    Components with equal settings share one encoder, which reads each text once.

    Parameters
    ----------
    model : str, optional
        A model folder; the shipped model if None. It is loaded with the first text.
    threads : int, optional
        Threads of one encoder pass, at least 1; all processors if None.

    Raises
    ------
    ValueError
        If there is not at least one thread.
    """

    extensions: ClassVar[tuple[str, ...]] = ()

    def __init__(self, model: str | None = None, threads: int | None = None) -> None:
        if threads is not None and threads < 1:
            raise ValueError(f"litkg components: expected threads of at least 1, got {threads}")
        self._model = None if model is None else Path(model)
        self._threads = threads
        for extension in self.extensions:
            if not Doc.has_extension(extension):
                Doc.set_extension(extension, default=[])

    @property
    def encoder(self) -> Encoder:
        """The encoder of this process."""
        return shared(self._model, self._threads)
