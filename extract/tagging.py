"""Scores of words and of runs of words to spans: the best legal path of tags, the best spans apart from each other."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from extract.features import Floats

_NEVER = -1e4


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


def runs(alive: Sequence[bool], longest: int, barrier: int) -> list[tuple[int, int]]:
    """List the runs of words that may be mentions, as (first word, word past the last), by their first word.

    Parameters
    ----------
    alive : sequence of bool
        Whether each word may be in a mention.
    longest : int
        Most words of a run.
    barrier : int
        No run goes over the beginning of this word.

    Examples
    --------
    >>> runs([True, True, False, True], longest=2, barrier=1)
    [(0, 1), (1, 2), (3, 4)]
    """
    out = []
    for start in range(len(alive)):
        past = min(start + longest, len(alive), barrier if start < barrier else len(alive))
        for end in range(start, past):
            if not alive[end]:
                break
            out.append((start, end + 1))
    return out


def tagged(log: Floats, spans: Sequence[tuple[int, int]]) -> Floats:
    """Log-probability of no mention and of each label for some runs of words, if tags were independent given the text.

    Parameters
    ----------
    log : array of float32, shape (words, 2 * labels + 1)
        Log-probabilities: O, then B and I of each label.
    spans : sequence of (int, int)

    Returns
    -------
    array of float32, shape (spans, labels + 1)
    """
    starts, ends = np.array(spans).T
    sums = np.pad(log.cumsum(0, dtype=np.float64), ((1, 0), (0, 0)))
    over = np.log1p(-np.minimum(np.exp(np.pad(log[:, 2::2], ((0, 1), (0, 0)), constant_values=_NEVER)), 0.999999))
    none = sums[ends, :1] - sums[starts, :1]
    labelled = log[starts, 1::2] + sums[ends, 2::2] - sums[starts + 1, 2::2] + over[ends]
    return np.asarray(np.concatenate([none, labelled], -1), np.float32)


def best_spans(words: int, spans: Sequence[tuple[int, int]], gains: Sequence[float]) -> list[int]:
    """Choose spans that do not overlap and have the greatest sum of gains; indices in order. Those below 0 stay out.

    >>> best_spans(4, [(0, 2), (1, 4), (2, 3)], [1.0, 1.5, 1.0])
    [0, 2]
    """
    ending: dict[int, list[int]] = defaultdict(list)
    for i, (_, end) in enumerate(spans):
        if gains[i] > 0:
            ending[end].append(i)
    best, last = [0.0] * (words + 1), [-1] * (words + 1)
    for end in range(1, words + 1):
        best[end] = best[end - 1]
        for i in ending.get(end, ()):
            if best[spans[i][0]] + gains[i] > best[end]:
                best[end], last[end] = best[spans[i][0]] + gains[i], i
    chosen, end = [], words
    while end > 0:
        if last[end] < 0:
            end -= 1
        else:
            chosen.append(last[end])
            end = spans[last[end]][0]
    return chosen[::-1]
