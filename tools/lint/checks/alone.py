"""Every public header compiles alone. X.cpp proves it for X.h by including it first; here are the others."""

import os
import shlex
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.lint import cache
from tools.lint.compilation import units
from tools.lint.finding import Finding, Skipped
from tools.lint.rules.headers import without_own_source
from tools.lint.tree import Tree, folder_of, named_as_test

COMPILER = "g++"


def check(root: Path, tree: Tree) -> list[Finding] | Skipped:
    known = units(root)
    if not known:
        return Skipped("no build/release/compile_commands.json: run script/build first")
    flags_of = {(folder_of(unit.path), named_as_test(unit.path)): unit.flags for unit in known}
    digests = cache.Digests(root)
    fallback = flags_of.get(("base", False), ())
    jobs = [
        (header, flags_of.get((folder_of(header), tree.is_test(header)), fallback))
        for header in without_own_source(tree)
        if header.startswith(tree.focus)
    ]
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        results = pool.map(lambda job: compile_alone(root, *job, digests), jobs)
        return [finding for result in results for finding in result]


def compile_alone(root: Path, header: str, flags: tuple[str, ...], digests: cache.Digests) -> list[Finding]:
    """What the header is made of is asked first (a fast run of the preprocessor): it is the key of the cache."""
    settings = " ".join(flags).replace(str(root), ".")
    made_of = preprocess(root, header, flags)
    if made_of is not None:
        name = cache.key("alone", header, settings, *sorted(digests.of(path) for path in made_of))
        if cache.passed(name):
            return []
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as source:
        source.write(f'#include "{header.removeprefix("src/")}"\n')
        source.flush()
        command = [COMPILER, "-fsyntax-only", *flags, source.name]
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        error = next((line for line in run.stderr.splitlines() if "error:" in line), run.stderr[-300:])
        return [Finding(header, 1, f"does not compile alone; include what it uses: {error}")]
    if made_of is not None:
        cache.remember(name)
    return []


def preprocess(root: Path, header: str, flags: tuple[str, ...]) -> list[str] | None:
    command = [COMPILER, "-MM", "-MG", "-x", "c++", *flags, header]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return None
    words = shlex.split(run.stdout.replace("\\\n", " "))[1:]
    return words if all((root / word).exists() for word in words) else None
