"""How the release build compiles each file, and on which files each object depends."""

import json
import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

BUILD = Path(os.environ.get("MEDAL_LINT_BUILD", "build/release"))


@dataclass(frozen=True)
class Unit:
    path: str
    """Relative to the root."""
    output: str
    """The object file, relative to the build folder."""
    flags: tuple[str, ...]
    """Without the compiler, its launcher, the precompiled header, input and output."""


def units(root: Path) -> list[Unit]:
    database = root / BUILD / "compile_commands.json"
    if not database.exists():
        return []
    found = []
    for entry in json.loads(database.read_text()):
        file = Path(entry["file"])
        if file.is_relative_to(root) and not file.is_relative_to(root / "build"):
            words = shlex.split(entry["command"])
            output = words[words.index("-o") + 1]
            found.append(Unit(file.relative_to(root).as_posix(), output, flags(words)))
    return found


def flags(words: list[str]) -> tuple[str, ...]:
    """Keeps the flags; the words before the first one are launcher and compiler."""
    first = next(i for i, word in enumerate(words) if is_compiler(word)) + 1
    kept = []
    rest = iter(words[first:])
    for word in rest:
        if word in ("-o", "-c"):
            next(rest)
        elif word == "-include":
            header = next(rest)
            if "cmake_pch" not in header:
                kept += ["-include", header]
        elif word != "-Winvalid-pch":
            kept.append(word)
    return tuple(kept)


def is_compiler(word: str) -> bool:
    name = word.rsplit("/", 1)[-1]
    return name.startswith(("c++", "g++", "clang++", "x86_64-linux-gnu-g++", "aarch64-linux-gnu-g++"))


def dependencies(root: Path) -> dict[str, list[str]]:
    """Object file -> every file it was made of, from ninja's log; paths as ninja wrote them."""
    command = ["ninja", "-C", str(root / BUILD), "-t", "deps"]
    listing = subprocess.run(command, capture_output=True, text=True, check=False)
    result: dict[str, list[str]] = {}
    current: list[str] = []
    for line in listing.stdout.splitlines():
        if line.startswith("    "):
            current.append(str((root / BUILD / line.strip()).resolve()))
        elif ": #deps" in line:
            current = result.setdefault(line.split(": #deps")[0], [])
    return result
