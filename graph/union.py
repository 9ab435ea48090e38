"""Connected components that guards may keep apart: pairs in, groups out, whatever the order of the pairs."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """Union-find (Tarjan, 1975) whose groups each have one stamp; groups with different stamps never join.

    Parameters
    ----------
    stamp : callable
        What all members of a group must share, such as the numbers in their names.

    Examples
    --------
    >>> groups = Groups(stamp=lambda name: name[-1])
    >>> groups.join("a1", "b1"), groups.join("b1", "b2"), groups.find("b1")
    (True, False, 'a1')
    """

    def __init__(self, stamp: Callable[[T], Hashable]) -> None:
        self._parent: dict[T, T] = {}
        self._stamp = stamp

    def find(self, item: T) -> T:
        """Find the smallest member of the item's group."""
        parent = self._parent
        root = item
        while (above := parent.setdefault(root, root)) != root:
            root = above
        while parent[item] != root:
            parent[item], item = root, parent[item]
        return root

    def join(self, a: T, b: T) -> bool:
        """Join two groups; False where their stamps forbid it. Joined groups stay joined."""
        root_a, root_b = self.find(a), self.find(b)
        if root_a == root_b:
            return True
        if self._stamp(root_a) != self._stamp(root_b):
            return False
        low, high = (root_a, root_b) if root_a < root_b else (root_b, root_a)  # type: ignore[operator]
        self._parent[high] = low
        return True

    def groups(self, items: Iterable[T]) -> dict[T, list[T]]:
        """Sort items by the smallest member of their group, each list in the order given."""
        found: dict[T, list[T]] = {}
        for item in items:
            found.setdefault(self.find(item), []).append(item)
        return found
