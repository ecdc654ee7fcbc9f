"""clang-tidy over every file the release build compiles, two at a time; .clang-tidy says which checks.

A file is looked at again only if it, a header it includes, its flags, the checks or clang-tidy changed.
"""

import os
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.lint import cache
from tools.lint.compilation import Unit, dependencies, units
from tools.lint.finding import Finding, Skipped
from tools.lint.tree import Tree

PROGRAM = "clang-tidy-16"
TIMEOUT_S = 300
_WARNING = re.compile(r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+):\d+: (?:warning|error): (?P<message>.*)$", re.M)
_CLANG_FLAGS = ("-Wno-unknown-warning-option", "-Wno-error")


def check(root: Path, tree: Tree) -> list[Finding] | Skipped:
    known = units(root)
    if not known:
        return Skipped("no build/release/compile_commands.json: run script/build first")
    digests = cache.Digests(root)
    made_of = dependencies(root)
    base = cache.key(version(), (root / ".clang-tidy").read_text())
    todo = []
    for unit in known:
        if not unit.path.startswith(tree.focus):
            continue
        name = key_of(unit, base, made_of.get(unit.output), digests, root)
        if name is None or not cache.passed(name):
            todo.append((unit, name))
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        results = pool.map(lambda pair: look(root, *pair), todo)
        return sorted({finding for result in results for finding in result})


def version() -> str:
    return subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True).stdout


def key_of(unit: Unit, base: str, made_of: list[str] | None, digests: cache.Digests, root: Path) -> str | None:
    """None where the build has not made the object yet, so that what it depends on is unknown."""
    if not made_of:
        return None
    own = [path for path in made_of if "cmake_pch" not in path]
    try:
        parts = sorted(digests.of(path) for path in own)
    except OSError:
        return None
    settings = " ".join(unit.flags).replace(str(root), ".")
    return cache.key("tidy", base, unit.path, settings, *parts)


def look(root: Path, unit: Unit, name: str | None) -> list[Finding]:
    command = [PROGRAM, "--quiet", "--use-color=0", unit.path, "--", *unit.flags, *_CLANG_FLAGS]
    try:
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return [Finding(unit.path, 1, f"clang-tidy needs more than {TIMEOUT_S} s: keep heavy headers behind our own")]
    found = parse(run.stdout, root)
    if run.returncode != 0 and not found:
        found = [Finding(unit.path, 1, f"clang-tidy ended with exit code {run.returncode}: {run.stderr.strip()[-400:]}")]
    if not found and name is not None:
        cache.remember(name)
    return found


def parse(output: str, root: Path) -> list[Finding]:
    found = []
    for match in _WARNING.finditer(output):
        path = Path(match["path"])
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else match["path"]
        found.append(Finding(name, int(match["line"]), match["message"]))
    return found
