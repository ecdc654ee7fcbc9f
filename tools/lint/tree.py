"""The files that rules look at: a folder on disk, or a dictionary in a test."""

import os
from pathlib import Path

from tools.lint.cpp_text import includes

_SOURCE_FOLDERS = ("src", "tests", "bench", "tools", "script", ".ci", "examples", "deploy")
_PRUNED = {"node_modules", "dist", "build", "__pycache__", "corpus", "screenshots", "out"}


class Tree:
    """Paths are relative to the root and use '/'. Texts are read once."""

    def __init__(self, paths: list[str], read) -> None:
        self.paths = sorted(paths)
        self._read = read
        self._texts: dict[str, str] = {}
        self._test_headers: set[str] | None = None
        self.focus = ""
        """Slow checks look only at paths that begin so."""

    @classmethod
    def of_folder(cls, root: Path) -> "Tree":
        paths = []
        for top in _SOURCE_FOLDERS:
            for folder, below, names in os.walk(root / top):
                below[:] = [name for name in below if name not in _PRUNED]
                paths += [Path(folder, name).relative_to(root).as_posix() for name in names]
        return cls(paths, lambda path: (root / path).read_text(errors="replace"))

    @classmethod
    def of_texts(cls, texts: dict[str, str]) -> "Tree":
        return cls(list(texts), texts.__getitem__)

    def text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def has(self, path: str) -> bool:
        return path in set(self.paths)

    def cpp(self) -> list[str]:
        """Every C++ file of ours; the snippets of tests/nocompile are C++ too."""
        return [path for path in self.paths if path.endswith((".h", ".cpp"))]

    def is_test(self, path: str) -> bool:
        """Named as a test, or a header that only tests include."""
        if self._test_headers is None:
            users: dict[str, list[str]] = {}
            for user in self.cpp():
                for include in includes(self.text(user)):
                    users.setdefault(f"src/{include.path}", []).append(user)
            self._test_headers = {name for name, by in users.items() if all(map(named_as_test, by))}
        return named_as_test(path) or path in self._test_headers

    def headers(self) -> list[str]:
        return [path for path in self.paths if path.endswith(".h")]


def folder_of(path: str) -> str | None:
    """The floor a file of src/ stands on; src/main.cpp is the floor `main`. None outside src/."""
    parts = path.split("/")
    if parts[0] != "src" or len(parts) < 2:
        return None
    return parts[1] if len(parts) > 2 else parts[1].removesuffix(".cpp").removesuffix(".h")


def named_as_test(path: str) -> bool:
    """What several tests share is called testing.h or testing_X.h, beside what they test."""
    name = path.rsplit("/", 1)[-1]
    return path.startswith(("tests/", "bench/")) or name.endswith(("_test.cpp", "_test.h")) or name.startswith("testing")
