"""A trained network to a model folder: ONNX with 8-bit weights, heads, tokenizer and card."""

import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from extract.encoder import checksums
from extract.training.card import write_card
from extract.training.encoder import Encoder
from extract.training.network import Network
from extract.training.train import LONGEST

_OPSET = 17


class _Served(nn.Module):
    """The encoder with the inputs and the output that are served: one text, no padding."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Tensor, shapes: Tensor) -> Tensor:
        """Vectors of all pieces."""
        vectors: Tensor = self.encoder(pieces, shapes)
        return vectors


def export_onnx(encoder: Encoder, path: Path) -> None:
    """Write the encoder in 32 bits: inputs `pieces` and `shapes` (1, pieces), output `vectors` (1, pieces, size)."""
    encoder.eval()
    sample = torch.arange(19)[None]
    with torch.no_grad(), warnings.catch_warnings():
        # The older exporter writes the graph that quantisation and onnxruntime's fusions know.
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            _Served(encoder),
            (sample, torch.ones_like(sample)),
            str(path),
            input_names=["pieces", "shapes"],
            output_names=["vectors"],
            dynamic_axes={name: {1: "pieces"} for name in ("pieces", "shapes", "vectors")},
            opset_version=_OPSET,
            dynamo=False,
        )


def quantise(source: Path, path: Path) -> None:
    """Write 8-bit weights, one scale a channel; activations are quantised as they come."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(source),
        str(path),
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def export(network: Network, tokenizer: Path, folder: Path, corpora: Mapping[str, Sequence[str]] | None = None) -> None:
    """Write a model folder that `extract.encoder.Encoder.load` reads.

    Parameters
    ----------
    network : Network
        The trained network.
    tokenizer : Path
        The `tokenizer.json` it was trained with.
    corpora : mapping of str to sequence of str, optional
        Labels of each other corpus that it was trained with, in the order of its tags.
    folder : Path
        Created; files in it are replaced. Its card says what serving must know; `finish_card` adds the rest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "encoder.onnx"
        export_onnx(network.encoder, plain)
        quantise(plain, folder / "encoder.onnx")
    weights = {n: w.detach().numpy().astype(np.float16) for n, w in network.heads.state_dict().items()}
    np.savez(folder / "heads.npz", **weights)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    card = {
        "longest": LONGEST,
        "overlap": LONGEST // 4,
        "size": network.encoder.words.embedding_dim,
        "temperature": 1.0,
        "span_temperature": 1.0,
        "corpora": {name: list(labels) for name, labels in sorted((corpora or {}).items())},
        "sha256": checksums(folder),
    }
    write_card(folder, card)
