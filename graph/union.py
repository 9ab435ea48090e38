"""Connected components that guards may keep apart: pairs in, groups out, whatever the order of the papers."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Union-find (Tarjan, 1975) in which no chain of joins brings two items together that a guard keeps apart.

    A group holds cells: `join` asks the guard for every pair across two cells, `link` binds two cells unasked, so
    that what links bind never speaks against later joins of one of them. Items with a common mark never join.

    Parameters
    ----------
    differs : callable
        The guard: whether two items can never be one, asked for pairs alone.
    most : int
        Items that one cell may hold, 1 or more: it bounds the pairs that a join asks for.

    Examples
    --------
    >>> groups = Groups(differs=lambda a, b: {a, b} == {"SGD", "GD"})
    >>> groups.join("SGD", "descent"), groups.join("descent", "GD"), groups.find("descent")
    (True, False, 'SGD')
    """

    def __init__(self, differs: Callable[[T, T], bool], *, most: int = 256) -> None:
        self._differs = differs
        self._most = most
        self._groups: dict[T, T] = {}
        self._cells: dict[T, T] = {}
        self._members: dict[T, list[T]] = {}
        self._marks: dict[T, set[Hashable]] = {}

    def find(self, item: T) -> T:
        """Find the smallest member of the item's group."""
        return _root(self._groups, item)

    def join(self, a: T, b: T) -> bool:
        """Join two groups; False where a mark or the guard forbids it. Joined groups stay joined."""
        cell_a, cell_b = _root(self._cells, a), _root(self._cells, b)
        if cell_a == cell_b:
            return True
        together = self.find(a) == self.find(b)
        if not together and self.parted(a, b):
            return False
        ours, theirs = self._members.get(cell_a, [cell_a]), self._members.get(cell_b, [cell_b])
        if len(ours) + len(theirs) > self._most or any(self._differs(x, y) for x in ours for y in theirs):
            return together
        if len(ours) < len(theirs):
            ours, theirs = theirs, ours
        self._members.pop(cell_a, None), self._members.pop(cell_b, None)
        self._members[_unite(self._cells, cell_a, cell_b)] = ours
        ours += theirs
        self._bind(a, b)
        return True

    def link(self, a: T, b: T) -> bool:
        """Bind two groups without asking the guard; False where a mark forbids it."""
        if self.find(a) != self.find(b) and self.parted(a, b):
            return False
        self._bind(a, b)
        return True

    def part(self, items: Iterable[T], mark: Hashable) -> None:
        """Keep the groups of these items apart from now on."""
        for item in items:
            self._marks.setdefault(self.find(item), set()).add(mark)

    def parted(self, a: T, b: T) -> bool:
        """Whether the groups of two items have a mark in common."""
        marks = self._marks.get(self.find(a))
        return bool(marks) and not marks.isdisjoint(self._marks.get(self.find(b), ()))  # type: ignore[union-attr]

    def groups(self, items: Iterable[T]) -> dict[T, list[T]]:
        """Sort items by the smallest member of their group, each list in the order given."""
        found: dict[T, list[T]] = {}
        for item in items:
            found.setdefault(self.find(item), []).append(item)
        return found

    def _bind(self, a: T, b: T) -> None:
        """Unite two groups and their marks."""
        root_a, root_b = self.find(a), self.find(b)
        if root_a != root_b:
            marks = self._marks.pop(root_a, set()) | self._marks.pop(root_b, set())
            root = _unite(self._groups, root_a, root_b)
            if marks:
                self._marks[root] = marks


def _root(parent: dict[T, T], item: T) -> T:
    """Find the root of an item; an item that was never united is its own."""
    root = item
    while (above := parent.get(root, root)) != root:
        root = above
    while (above := parent.get(item, item)) != root:
        parent[item], item = root, above
    return root


def _unite(parent: dict[T, T], a: T, b: T) -> T:
    """Make the smaller of two roots the root of the other."""
    low, high = (a, b) if a < b else (b, a)  # type: ignore[operator]
    parent[high] = low
    return low
