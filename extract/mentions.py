"""Component `litkg_mentions`: reads the text, writes `doc.ents` and `doc.spans["litkg"]` with scores."""

from bisect import bisect_left
from collections.abc import Callable

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.component import SETTINGS, SPANS, Component
from extract.encoder import Encoded, Encoder
from extract.features import LABELS, Floats
from extract.heads import softmax

_NEVER = -1e4

_AT_ONCE = 4096
"""So many words are tagged at a time, to bound the memory."""

_NEVER_FIRST = frozenset(",.;:/-)]}")
_NEVER_LAST = frozenset(",.;:/-([{")


def best_path(scores: Floats) -> list[int]:
    """Most likely tag sequence in which an I tag follows the B or I tag of its label (Viterbi, 1967).

    Parameters
    ----------
    scores : array of float32, shape (words, 2 * labels + 1)
        Log-probabilities: O, then B and I of each label.

    Returns
    -------
    list of int
        A tag for each word.
    """
    if not len(scores):
        return []
    tags = scores.shape[1]
    step = np.zeros((tags, tags), np.float32)
    for inside in range(2, tags, 2):
        step[:, inside] = _NEVER
        step[inside - 1 : inside + 1, inside] = 0
    best = scores[0] + np.where((np.arange(tags) % 2 == 0) & (np.arange(tags) > 0), _NEVER, 0)
    back = np.zeros(scores.shape, np.int64)
    for i in range(1, len(scores)):
        reach = best[:, None] + step
        back[i] = reach.argmax(0)
        best = reach.max(0) + scores[i]
    path = [int(best.argmax())]
    for i in range(len(scores) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def tagged_spans(path: list[int]) -> list[tuple[int, int, int]]:
    """Turn tags into (first word, word past the last, label index).

    >>> tagged_spans([0, 1, 2, 1, 0])
    [(1, 3, 0), (3, 4, 0)]
    """
    out: list[tuple[int, int, int]] = []
    for i, tag in enumerate(path):
        if tag % 2:
            out.append((i, i + 1, (tag - 1) // 2))
        elif tag:
            out[-1] = (out[-1][0], i + 1, out[-1][2])
    return out


def confidence(probabilities: Floats, start: int, end: int, label: int) -> float:
    """Probability that exactly these words are a mention, if tags were independent given the text."""
    inside = probabilities[start + 1 : end, 2 * label + 2]
    after = 1 - probabilities[end, 2 * label + 2] if end < len(probabilities) else 1.0
    return float(probabilities[start, 2 * label + 1] * inside.prod() * after)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut what no name begins or ends with: punctuation, and the possessive; something always stays.

    >>> text = "grounding, FooNet's"
    >>> [text[slice(*trim(text, *span))] for span in ((0, 10), (11, 19))]
    ['grounding', 'FooNet']
    """
    while start < end - 1 and text[start] in _NEVER_FIRST:
        start += 1
    while start < end - 1 and text[end - 1] in _NEVER_LAST:
        end -= 1
    return start, end - 2 if text[start:end].endswith("'s") and end - start > 2 else end


def _tag(encoder: Encoder, encoded: Encoded, title: int) -> Floats:
    """Probabilities of the tags of each word, shape (words, tags); no mention goes on over the end of the title."""
    temperature = encoder.card.get("temperature", 1.0)
    rows = [np.zeros((0, 2 * len(LABELS) + 1), np.float32)]
    for start in range(0, len(encoded.words), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        rows.append(encoder.heads.tags(encoded.first[some], encoded.last[some]) / temperature)
    logits = np.concatenate(rows)
    abstract = bisect_left(encoded.words, (title,))
    logits[abstract : abstract + 1, 2::2] = _NEVER
    return softmax(logits)


class MentionFinder(Component):
    """Find mentions with the model; entities of other components stay where no mention is."""

    def __call__(self, doc: Doc) -> Doc:
        """Set entities and their scores of one Doc."""
        encoder = self.encoder
        text = doc.text  # spaCy puts it together anew each time
        encoded = encoder(text)
        probabilities = _tag(encoder, encoded, text.find("\n"))
        found: list[tuple[Span, float]] = []
        for start, end, label in tagged_spans(best_path(np.log(np.maximum(probabilities, 1e-12)))):
            first, past = trim(text, encoded.words[start][0], encoded.words[end - 1][1])
            span = doc.char_span(first, past, label=LABELS[label].value, alignment_mode="expand")
            # Coarser tokens of another pipeline can make neighbours overlap: the first one stays.
            if span is not None and (not found or span.start >= found[-1][0].end):
                found.append((span, confidence(probabilities, start, end, label)))
        spans = [span for span, _ in found]
        taken = {token for span in spans for token in range(span.start, span.end)}
        others = [ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end))]
        doc.set_ents(sorted([*spans, *others], key=lambda span: span.start))
        doc.spans[SPANS] = spans
        doc.spans[SPANS].attrs["scores"] = [round(score, 4) for _, score in found]
        return doc


@Language.factory(
    "litkg_mentions",
    assigns=["doc.ents", "doc.spans"],
    default_config=SETTINGS,
)
def make_mentions(nlp: Language, name: str, model: str | None, threads: int | None) -> Callable[[Doc], Doc]:
    """Create the component; `extract.component.Component` explains the settings."""
    return MentionFinder(model, threads)
