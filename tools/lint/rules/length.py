"""Files stay under 400 lines. (Functions under 40 are clang-tidy's readability-function-size.)"""

from tools.lint.finding import Finding
from tools.lint.tree import Tree

MAX_LINES = 400
NAME = "length"
_CHECKED = (".h", ".cpp", ".py", ".sh", ".ts", ".tsx", ".mjs", ".js")


def check(tree: Tree, allowed) -> list[Finding]:
    found = []
    for path in tree.paths:
        if not path.endswith(_CHECKED) or allowed.has(NAME, path):
            continue
        count = len(tree.text(path).splitlines())
        if count >= MAX_LINES:
            found.append(Finding(path, MAX_LINES, f"{count} lines: split it, one idea a file (fewer than {MAX_LINES})"))
    return found
