"""A folder of src/ includes only folders below it in tools/floors.txt, and files form no circle."""

from tools.lint.cpp_text import Include, includes
from tools.lint.finding import Finding
from tools.lint.tree import Tree, folder_of, named_as_test

FILE = "tools/floors.txt"


def check(tree: Tree, _allowed) -> list[Finding]:
    floors = read_floors(tree.text(FILE))
    found = []
    for path in tree.cpp():
        folder = folder_of(path)
        if folder is None:
            continue
        if folder not in floors:
            found.append(Finding(path, 1, f"folder '{folder}' has no floor: add it to {FILE} where it belongs"))
            continue
        for include in includes(tree.text(path)):
            found += judge(path, folder, include, floors, tree)
    return found + cycles(tree)


def read_floors(text: str) -> dict[str, int]:
    names = [line.split("#", 1)[0].strip() for line in text.splitlines()]
    return {name: height for height, name in enumerate(name for name in names if name)}


def judge(path: str, folder: str, include: Include, floors: dict[str, int], tree: Tree) -> list[Finding]:
    if not include.quoted or include.path.endswith(".inc"):  # .inc: a table that the build generates
        return []
    if named_as_test(path) and tree.has(f"tests/{include.path}"):
        return []
    target = include.path.split("/")[0]
    if "/" not in include.path or target not in floors:
        if tree.has(f"{path.rsplit('/', 1)[0]}/{include.path}"):
            cure = f'write it from src/: "{path.rsplit("/", 1)[0].removeprefix("src/")}/{include.path}"'
            return [Finding(path, include.line, f'"{include.path}" is relative: {cure}')]
        message = f'"{include.path}" is in no folder of {FILE}; a library\'s header is included with <>'
        return [Finding(path, include.line, message)]
    if floors[target] > floors[folder]:
        cure = "move what both need to a lower floor, pass it in, or let the upper floor read an event"
        return [Finding(path, include.line, f"'{folder}' includes upward into '{target}': {cure}")]
    return []


def cycles(tree: Tree) -> list[Finding]:
    """Depth-first; a file met while it is still open closes a circle."""
    graph = {path: neighbours(path, tree) for path in tree.headers() if folder_of(path)}
    state: dict[str, str] = {}
    found: list[Finding] = []

    def visit(path: str, trail: tuple[str, ...]) -> None:
        state[path] = "open"
        for target, line in graph[path]:
            if state.get(target) == "open":
                circle = " -> ".join((*trail[trail.index(target) :], target))
                cure = "forward-declare, or move the shared type to a header of its own"
                found.append(Finding(path, line, f"circle of includes: {circle}: {cure}"))
            elif target not in state:
                visit(target, (*trail, target))
        state[path] = "closed"

    for path in graph:
        if path not in state:
            visit(path, (path,))
    return found


def neighbours(path: str, tree: Tree) -> list[tuple[str, int]]:
    targets = [(f"src/{include.path}", include.line) for include in includes(tree.text(path)) if include.quoted]
    return [(target, line) for target, line in targets if tree.has(target) and folder_of(target)]
