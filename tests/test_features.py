"""Features of pairs: which mentions of two entities stand nearest."""

from hypothesis import given
from hypothesis import strategies as st

from extract.features import closest


@st.composite
def _two_entities(draw):
    """Mentions of two entities, in order, none in another."""
    cuts = sorted(draw(st.sets(st.integers(0, 40), min_size=4, max_size=16)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    owners = draw(st.permutations([i % 2 for i in range(len(spans))]))
    return [[span for span, owner in zip(spans, owners, strict=True) if owner == which] for which in (0, 1)]


@given(_two_entities())
def test_the_nearest_mentions_and_of_several_the_earliest(entities):
    head, tail = entities
    apart = {(a, b): max(b[0] - a[1], a[0] - b[1]) for a in head for b in tail}
    assert closest(head, tail) == min(apart, key=lambda pair: (apart[pair], pair))


def test_mentions_may_share_a_place():
    assert closest([(0, 1), (2, 3), (7, 8)], [(1, 2), (7, 8)]) == ((7, 8), (7, 8))
