"""Exceptions to the rules, each with its reason: tools/lint/allowed.txt.

A line is `rule  path  reason`; the path may hold * and must match a file, so that no exception outlives its file.
"""

from dataclasses import dataclass
from fnmatch import fnmatch

from tools.lint.finding import Finding
from tools.lint.tree import Tree

FILE = "tools/lint/allowed.txt"


@dataclass(frozen=True)
class Exemption:
    line: int
    rule: str
    pattern: str
    reason: str


class Allowed:
    def __init__(self, exemptions: list[Exemption]) -> None:
        self._exemptions = exemptions

    @classmethod
    def of_tree(cls, tree: Tree) -> "Allowed":
        return cls(parse(tree.text(FILE)) if tree.has(FILE) else [])

    def has(self, rule: str, path: str) -> bool:
        return any(e.rule == rule and fnmatch(path, e.pattern) for e in self._exemptions)

    def problems(self, tree: Tree, known_rules: set[str]) -> list[Finding]:
        found = []
        for e in self._exemptions:
            if e.rule not in known_rules:
                known = ", ".join(sorted(known_rules))
                found.append(Finding(FILE, e.line, f"no rule is called '{e.rule}'; there are: {known}"))
            if not e.reason:
                found.append(Finding(FILE, e.line, "an exception needs its reason after the path"))
            if not any(fnmatch(path, e.pattern) for path in tree.paths):
                found.append(Finding(FILE, e.line, f"no file matches '{e.pattern}': remove the line"))
        return found


def parse(text: str) -> list[Exemption]:
    exemptions = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#", 1)[0].split(None, 2)
        if words:
            words += [""] * (3 - len(words))
            exemptions.append(Exemption(number, words[0], words[1], words[2].strip()))
    return exemptions
