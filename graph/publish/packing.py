"""Plain data to a short string that a page can hold: rows become columns, columns are deflated, bytes become base64."""

import json
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any


def columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Turn rows into columns, which ``rows`` of ``page/packed.js`` turns back.

    Parameters
    ----------
    rows : sequence of mapping
        JSON values by name; a name that a row lacks, or whose value is None, is absent in the row that comes back.

    Returns
    -------
    dict
        ``n`` is the number of rows, ``columns`` holds one column a name: ``[value, ...]``; ``{"all": value}`` where
        every row has the same; ``{"of": [value, ...], "at": [place, ...]}`` where few strings repeat.

    Examples
    --------
    >>> columns([{"a": 1, "to": "x"}, {"a": 2, "to": "x"}])
    {'n': 2, 'columns': {'a': [1, 2], 'to': {'all': 'x'}}}
    >>> columns([{"a": "x"}, {"a": "y"}, {"a": "x"}, {}])["columns"]
    {'a': {'of': ['x', 'y', None], 'at': [0, 1, 0, 2]}}
    """
    names = sorted({name for row in rows for name in row})
    return {"n": len(rows), "columns": {name: _column([row.get(name) for row in rows]) for name in names}}


def _column(values: list[Any]) -> Any:
    """Write a column in the shortest of its three ways."""
    if all(value is None or isinstance(value, str | int | float) for value in values):
        # Equal is not enough: True and 1 would come back as one of them.
        places: dict[tuple[type, Any], int] = {}
        at = [places.setdefault((type(value), value), len(places)) for value in values]
        distinct = [value for _, value in places]
        if len(distinct) == 1:
            return {"all": distinct[0]}
        if 4 * len(distinct) <= 3 * len(values) and any(isinstance(value, str) for value in distinct):
            return {"of": distinct, "at": at}
    return values


def pack(data: Any) -> str:
    """Deflate JSON and write it as base64, which no HTML parser can mistake for markup, whatever its strings hold.

    >>> import base64
    >>> zlib.decompress(base64.b64decode(pack({"name": "</script>"})))
    b'{"name":"</script>"}'
    """
    # ASCII alone also escapes lone surrogates, which UTF-8 cannot hold.
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode("ascii"), 9)).decode("ascii")
