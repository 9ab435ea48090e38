"""Which word pieces a model keeps: texts counted, a smaller `tokenizer.json` and the kept ids out.

Word vectors are a third of a small model, and abstracts use half of a general vocabulary. A word whose piece goes is
spelled by the smaller ones that stay.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.pieces import cut, load_tokenizer


def count_pieces(texts: Iterable[str], tokenizer: Path) -> Counter[int]:
    """Count the ids of the word pieces in texts."""
    cutter = load_tokenizer(tokenizer)
    return Counter(piece for text in texts for word in cut(text, cutter).ids for piece in word)


def keep_pieces(described: dict[str, Any], counts: Counter[int], size: int) -> list[int]:
    """Choose the ids to keep, in their order.

    Parameters
    ----------
    described : dict
        The content of a `tokenizer.json` with a WordPiece model.
    counts : Counter of int
        How often each id was seen.
    size : int
        How many to keep: the special ones and single characters that may spell a word, then the most frequent, then
        the lowest ids, which a vocabulary has for its most frequent pieces.
    """
    ids: dict[str, int] = described["model"]["vocab"]
    prefix: str = described["model"]["continuing_subword_prefix"]
    special = {token["id"] for token in described["added_tokens"]}
    spelling = {
        i for piece, i in ids.items() if len(bare := piece.removeprefix(prefix)) == 1 and (bare.isascii() or counts[i])
    }
    first = special | spelling
    rest = sorted((i for i in ids.values() if i not in first), key=lambda i: (-counts[i], i))
    return sorted([*first, *rest[: max(size - len(first), 0)]])


def trim(source: Path, texts: Iterable[str], size: int, path: Path) -> list[int]:
    """Write a tokenizer with fewer pieces; gives the ids of the pieces that it kept, in the order of their new ids.

    Parameters
    ----------
    source : Path
        The encoder's `tokenizer.json`.
    texts : iterable of str
        What to count the pieces in.
    size : int
        Pieces to keep.
    path : Path
        The new `tokenizer.json`.
    """
    described = json.loads(source.read_text("utf-8"))
    kept = keep_pieces(described, count_pieces(texts, source), size)
    new = {old: i for i, old in enumerate(kept)}
    described["model"]["vocab"] = {p: new[i] for p, i in described["model"]["vocab"].items() if i in new}
    for token in described["added_tokens"]:
        token["id"] = new[token["id"]]
    # Windows put their own pieces at both ends.
    described["post_processor"] = described["truncation"] = described["padding"] = None
    path.write_text(json.dumps(described, ensure_ascii=False) + "\n", "utf-8")
    return kept
