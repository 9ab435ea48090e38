"""ES modules to one script: reads modules that import each other, gives one text that a page can inline.

A page that is opened from a disk and forbids every request cannot load modules. So each becomes a function that is
called once, after those that it imports, and returns what it exports. A module may wait (``await``) at its top.
"""

import re
from collections.abc import Callable

from extract.errors import LitkgError

_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(entry: str, read: Callable[[str], str]) -> str:
    r"""Return one script that runs the entry after everything it imports; it leaves no global name.

    Parameters
    ----------
    entry : str
        Name of the module that runs last.
    read : callable
        Gives the text of a module by its name. A module imports by ``import { a, b } from "./file.js";`` or, for what
        another does, by ``import "./file.js";``. It exports constants, functions and classes where it declares them.

    Raises
    ------
    LitkgError
        If modules import each other in a circle, import what is not exported, export one name twice, or import or
        export in another way.

    Examples
    --------
    >>> files = {"a.js": 'import { b } from "./b.js";\nconst a = b;\n', "b.js": "export const b = 1;\n"}
    >>> print(bundle("a.js", files.__getitem__), end="")
    (async () => {
    "use strict";
    const { b } = await (async () => { // b.js
    const b = 1;
    return { b };
    })();
    await (async () => { // a.js
    const a = b;
    })();
    })();
    """
    modules: dict[str, tuple[str, tuple[str, ...]]] = {}
    _add(entry, read, modules, ())
    owners: dict[str, str] = {}
    parts = []
    for module, (text, exports) in modules.items():
        for name in exports:
            if name in owners:
                raise LitkgError(f"{owners[name]} and {module} both export {name}; rename one of them")
            owners[name] = module
        names = f"{{ {', '.join(exports)} }}"
        head, foot = (f"const {names} = ", f"return {names};\n") if exports else ("", "")
        parts.append(f"{head}await (async () => {{ // {module}\n{text}{foot}}})();\n")
    return f'(async () => {{\n"use strict";\n{"".join(parts)}}})();\n'


def _add(
    module: str,
    read: Callable[[str], str],
    modules: dict[str, tuple[str, tuple[str, ...]]],
    above: tuple[str, ...],
) -> None:
    """Put a module, without its imports, and the names that it exports behind all that it imports."""
    if module in above:
        raise LitkgError(f"modules import each other in a circle: {' -> '.join((*above, module))}")
    if module in modules:
        return
    text = read(module)
    for names, other in _IMPORT.findall(text):
        _add(other, read, modules, (*above, module))
        missing = {name.strip() for name in names.split(",") if name.strip()}.difference(modules[other][1])
        if missing:
            raise LitkgError(f"{module} imports {', '.join(sorted(missing))} from {other}, which does not export it")
    bare = _EXPORT.sub(r"\1", _IMPORT.sub("", text))
    if odd := _OTHER.search(bare):
        raise LitkgError(f"{module}: cannot bundle {odd[0]!r}; see the docstring for what a module may say")
    modules[module] = bare, tuple(name for _, name in _EXPORT.findall(text))
