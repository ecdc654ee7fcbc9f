"""X.cpp includes X.h first (so X.h compiles alone with every build), and every header is included by someone."""

from tools.lint.cpp_text import includes
from tools.lint.finding import Finding
from tools.lint.tree import Tree, folder_of

DEAD = "dead-file"
FIRST = "own-header-first"


def check(tree: Tree, allowed) -> list[Finding]:
    return own_header_first(tree, allowed) + dead(tree, allowed)


def own_header_first(tree: Tree, allowed) -> list[Finding]:
    found = []
    for path in tree.cpp():
        own = path.removesuffix(".cpp") + ".h"
        if not path.endswith(".cpp") or not tree.has(own) or not folder_of(path) or allowed.has(FIRST, path):
            continue
        listed = includes(tree.text(path))
        want = own.removeprefix("src/")
        if not listed or listed[0].path != want:
            line = listed[0].line if listed else 1
            found.append(Finding(path, line, f'the first include is "{want}", so that it is seen to compile alone'))
    return found


def dead(tree: Tree, allowed) -> list[Finding]:
    used = {include.path for path in tree.cpp() for include in includes(tree.text(path))}
    tails = {name.rsplit("/", 1)[-1] for name in used}
    found = []
    for path in tree.headers():
        name = path.removeprefix("src/") if folder_of(path) else path.rsplit("/", 1)[-1]
        alive = name in used if folder_of(path) else name in tails
        if not alive and not allowed.has(DEAD, path):
            found.append(Finding(path, 1, "no file includes this header: remove it, or use it"))
    return found


def without_own_source(tree: Tree) -> list[str]:
    """Headers that no X.cpp proves to compile alone."""
    return [path for path in tree.headers() if folder_of(path) and not tree.has(path.removesuffix(".h") + ".cpp")]
