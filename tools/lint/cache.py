"""Remembers which slow checks passed, by a digest of everything they depend on: ~/.cache/medal-lint.

Only a pass is remembered. The digest holds contents and names relative to the root, so another clone shares it.
"""

import hashlib
import os
from pathlib import Path

_FOLDER = Path(os.environ.get("MEDAL_LINT_CACHE", Path.home() / ".cache" / "medal-lint"))
_MAX_ENTRIES = 50_000


class Digests:
    """Digests of files, each read once. Files of the system count by name and size: they change with their package."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[str, str] = {}

    def of(self, path: str) -> str:
        if path not in self._known:
            self._known[path] = self._compute(path)
        return self._known[path]

    def _compute(self, path: str) -> str:
        absolute = (self._root / path).resolve()
        if absolute.is_relative_to(self._root):
            name = absolute.relative_to(self._root).as_posix()
            return f"{name} {hashlib.sha256(absolute.read_bytes()).hexdigest()}"
        return f"{absolute} {absolute.stat().st_size}"


def key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def passed(name: str) -> bool:
    entry = _FOLDER / name[:2] / name
    if not entry.exists():
        return False
    entry.touch()
    return True


def remember(name: str) -> None:
    entry = _FOLDER / name[:2] / name
    entry.parent.mkdir(parents=True, exist_ok=True)
    entry.touch()


def trim() -> None:
    """Forgets what was not asked for the longest."""
    if not _FOLDER.exists():
        return
    entries = [(entry.stat().st_mtime, entry) for entry in _FOLDER.glob("??/*")]
    for _, entry in sorted(entries)[: max(0, len(entries) - _MAX_ENTRIES)]:
        entry.unlink(missing_ok=True)
