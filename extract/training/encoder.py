"""The trainable encoder: MPNet's lower layers in plain torch, with word shapes beside the uncased pieces.

Song et al. (2020), "MPNet: Masked and Permuted Pre-training for Language Understanding"; the relative position
buckets are those of Raffel et al. (2020), "Exploring the Limits of Transfer Learning with a Unified Text-to-Text
Transformer".
"""

import math
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from extract.shapes import SHAPES

_FIRST_POSITION = 2  # positions below belong to padding
_MASKED = -1e4  # survives bfloat16, and softmax makes it zero


def relative_buckets(length: int, buckets: int = 32, furthest: int = 128) -> Tensor:
    """Bucket of each distance from 1 - length to length - 1, shape (2 * length - 1,)."""
    distance = torch.arange(1 - length, length)
    half = buckets // 2
    exact = half // 2
    size = distance.abs()
    far = exact + (torch.log(size.clamp(min=1) / exact) / math.log(furthest / exact) * (half - exact)).long()
    return (distance < 0).long() * half + torch.where(size < exact, size, far.clamp(max=half - 1))


class Layer(nn.Module):
    """One transformer layer, normalised after each residual as in BERT."""

    def __init__(self, size: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.width = size // heads
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-5)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-5)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map (batch, pieces, size) to the same shape; `bias` (batch, heads, pieces, pieces) is added to the scores."""
        batch, pieces, size = x.shape
        q, k, v = (t.view(batch, pieces, self.heads, self.width).transpose(1, 2) for t in self.qkv(x).chunk(3, -1))
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(self.width) + bias, -1)
            mixed = weights @ v
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, pieces, size))
        x = self.norm1(x + functional.dropout(mixed, self.dropout, self.training))
        inner = self.down(functional.gelu(self.up(x)))
        return self.norm2(x + functional.dropout(inner, self.dropout, self.training))


class Encoder(nn.Module):
    """Word pieces and word shapes in, one vector a piece out.

    Parameters
    ----------
    vocabulary : int
        Number of word pieces.
    layers, size, heads, inner : int
        Shape of the transformer.
    dropout : float
        Probability of dropping a unit, 0 to 1.
    """

    def __init__(
        self,
        vocabulary: int,
        *,
        layers: int = 6,
        size: int = 768,
        heads: int = 12,
        inner: int = 3072,
        positions: int = 514,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, size)
        self.positions = nn.Embedding(positions, size)
        self.shapes = nn.Embedding(len(SHAPES), size)
        nn.init.zeros_(self.shapes.weight)  # training starts from exactly the pretrained encoder
        self.norm = nn.LayerNorm(size, eps=1e-5)
        self.distance = nn.Embedding(32, heads)
        self.register_buffer("buckets", relative_buckets(positions), persistent=False)
        self.layers = nn.ModuleList(Layer(size, heads, inner, dropout) for _ in range(layers))
        self.dropout = dropout
        self.buckets: Tensor

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """Encode a batch.

        Parameters
        ----------
        pieces, shapes : int64, shape (batch, pieces)
            Word piece ids and shape ids.
        mask : int64, shape (batch, pieces), optional
            1 where there is text, 0 where there is padding; without it all is text.

        Returns
        -------
        Tensor of float, shape (batch, pieces, size)
        """
        place = torch.arange(pieces.shape[1], device=pieces.device)
        apart = place[:, None] - place[None, :] + self.positions.num_embeddings - 1
        bias = self.distance(self.buckets)[apart].permute(2, 0, 1)[None]
        if mask is not None:
            bias = bias + (1.0 - mask[:, None, None, :].float()) * _MASKED
        x = self.words(pieces) + self.positions(place + _FIRST_POSITION)[None] + self.shapes(shapes)
        x = functional.dropout(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_mpnet(folder: Path, layers: int, pieces: Sequence[int] | None = None) -> Encoder:
    """Read the lowest `layers` layers of an MPNet checkpoint, the `model.safetensors` of a folder.

    Parameters
    ----------
    folder : Path
    layers : int
    pieces : sequence of int, optional
        Ids of the word pieces to keep, in the order of their new ids; all if None.
    """
    from safetensors.torch import load_file

    weights = load_file(folder / "model.safetensors")
    words = weights["embeddings.word_embeddings.weight"]
    if pieces is not None:
        words = words[list(pieces)]
    encoder = Encoder(
        len(words),
        layers=layers,
        size=words.shape[1],
        heads=weights["encoder.relative_attention_bias.weight"].shape[1],
        inner=len(weights["encoder.layer.0.intermediate.dense.bias"]),
        positions=len(weights["embeddings.position_embeddings.weight"]),
    )
    state = {
        "words.weight": words,
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "shapes.weight": torch.zeros_like(encoder.shapes.weight),
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
        "distance.weight": weights["encoder.relative_attention_bias.weight"],
    }
    for i in range(layers):
        source, target = f"encoder.layer.{i}", f"layers.{i}"
        for kind in ("weight", "bias"):
            state[f"{target}.qkv.{kind}"] = torch.cat([weights[f"{source}.attention.attn.{n}.{kind}"] for n in "qkv"])
            state[f"{target}.out.{kind}"] = weights[f"{source}.attention.attn.o.{kind}"]
            state[f"{target}.norm1.{kind}"] = weights[f"{source}.attention.LayerNorm.{kind}"]
            state[f"{target}.up.{kind}"] = weights[f"{source}.intermediate.dense.{kind}"]
            state[f"{target}.down.{kind}"] = weights[f"{source}.output.dense.{kind}"]
            state[f"{target}.norm2.{kind}"] = weights[f"{source}.output.LayerNorm.{kind}"]
    encoder.load_state_dict(state)
    return encoder
