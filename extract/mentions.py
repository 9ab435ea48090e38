"""Component `litkg_mentions`: reads the text, writes `doc.ents` and `doc.spans["litkg"]` with scores."""

from bisect import bisect_left
from collections.abc import Callable

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.component import SETTINGS, SPANS, Component
from extract.encoder import Encoder
from extract.features import LABELS, Floats
from extract.heads import log_softmax
from extract.tagging import best_spans, runs, tagged

_AT_ONCE = 4096
"""So many words are tagged at a time, to bound the memory."""

ALIVE = 0.03
"""A word that is this unlikely to be in a mention is in none."""

SPAN_SHARE = 0.8
"""How much the span head counts beside the tagger, 0 to 1; chosen on papers held out of training, F1 is flat around."""

_BEGINS_NO_NAME = frozenset(("and", "by", "for", "from", "of", "the", "to", "with"))
_ENDS_NO_NAME = frozenset(("and", "by", "for", "from", "in", "of", "that", "the", "to", "using", "via", "with"))
_NEVER_FIRST = frozenset(",.;:/-)]}")
_NEVER_LAST = frozenset(",.;:/-([{")


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


def _in_parts(score: Callable[[slice], Floats], count: int) -> Floats:
    """Score rows a part at a time, to bound the memory."""
    return np.concatenate([score(slice(at, at + _AT_ONCE)) for at in range(0, count, _AT_ONCE)])


def find_mentions(encoder: Encoder, text: str) -> list[tuple[int, int, int, float]]:
    """Find the mentions of a text: what tagger and span head agree on most.

    Parameters
    ----------
    encoder : Encoder
        The model.
    text : str
        Title, newline, abstract.

    Returns
    -------
    list of (int, int, int, float)
        First word, word past the last, index of the label, and confidence of each mention, in order. No mention goes
        over the end of the title.
    """
    encoded, heads = encoder(text), encoder.heads
    words = len(encoded.words)
    if not words:
        return []
    logits = _in_parts(lambda some: heads.tags(encoded.first[some], encoded.last[some]), words)
    log = log_softmax(logits / encoder.card.get("temperature", 1.0))
    title = bisect_left(encoded.words, (text.find("\n"),))
    texts = [text[start:end] for start, end in encoded.words]
    spans = [
        (start, end)
        for start, end in runs(list(log[:, 0] < np.log(1 - ALIVE)), heads.longest_mention, title)
        if texts[start] not in _BEGINS_NO_NAME and texts[end - 1] not in _ENDS_NO_NAME
    ]
    if not spans:
        return []
    both = (1 - SPAN_SHARE) * tagged(log, spans) + SPAN_SHARE * _in_parts(
        lambda some: log_softmax(
            heads.candidates(encoded.first, encoded.last, spans[some]) / encoder.card.get("span_temperature", 1.0)
        ),
        len(spans),
    )
    labels = both[:, 1:].argmax(-1)
    likely = both[np.arange(len(spans)), 1 + labels]
    chosen = best_spans(words, spans, (likely - both[:, 0]).tolist())
    return [(*spans[i], int(labels[i]), float(np.exp(likely[i]))) for i in chosen]


class MentionFinder(Component):
    """Find mentions with the model; entities of other components stay where no mention is."""

    def __call__(self, doc: Doc) -> Doc:
        """Set entities and their scores of one Doc."""
        encoder = self.encoder
        text = doc.text  # spaCy puts it together anew each time
        words = encoder(text).words
        found: list[tuple[Span, float]] = []
        for start, end, label, sure in find_mentions(encoder, text):
            first, past = trim(text, words[start][0], words[end - 1][1])
            span = doc.char_span(first, past, label=LABELS[label].value, alignment_mode="expand")
            # Coarser tokens of another pipeline can make neighbours overlap: the first one stays.
            if span is not None and (not found or span.start >= found[-1][0].end):
                found.append((span, sure))
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
