"""Calls the house does not make, each with what to write instead. Exceptions: tools/lint/allowed.txt."""

import re
from dataclasses import dataclass, field

from tools.lint.cpp_text import code_only, line_of, literals
from tools.lint.finding import Finding
from tools.lint.tree import Tree, folder_of

# A function of the C library: not a member, not of another namespace.
_FREE = r"(?<![\w.>:])(?:std::|::)?"


@dataclass(frozen=True)
class Ban:
    rule: str
    pattern: str
    instead: str
    free_folders: frozenset[str] = field(default_factory=frozenset)
    in_tests: bool = True
    """Whether tests are bound as well."""
    only_tests: bool = False


BANS = (
    Ban(
        "json",
        r"\bboost::json\b|#\s*include\s*<boost/json\b",
        "describe a struct and use base/json.h (allowed.txt lists readers of foreign formats)",
        free_folders=frozenset({"base", "http"}),
        in_tests=False,
    ),
    Ban(
        "catch-all",
        r"\bcatch\s*\(\s*\.\.\.\s*\)",
        "catch base::Error or std::exception, or throw again; the tops of threads are in allowed.txt",
    ),
    Ban(
        "regex",
        r"\bstd::w?regex\b|#\s*include\s*<regex>",
        "match by hand: std::regex recurses on foreign input until the stack ends",
    ),
    Ban(
        "shell",
        _FREE + r"(?:system|popen)\s*\(",
        "start the program by posix_spawn with an argument list, no shell between",
    ),
    Ban(
        "c-string",
        _FREE + r"(?:strcpy|strcat|sprintf|vsprintf|gets|strtok)\s*\(",
        "std::string, fmt::format or std::span",
    ),
    Ban(
        "c-number",
        _FREE + r"(?:atoi|atol|atof|strtol|strtod)\s*\(",
        "std::from_chars: it reports what is not a number, in every locale",
    ),
    Ban(
        "c-shared",
        _FREE + r"(?:strerror|localtime|gmtime|ctime|asctime|setlocale)\s*\(",
        "base/time.h, std::error_code, or the _r function: this one shares a buffer between threads",
    ),
    Ban("rand", _FREE + r"s?rand\s*\(", "base/random.h: seeded, and the seed is printed"),
    Ban("getenv", _FREE + r"(?:secure_)?getenv\s*\(", "take the value from base/config.h", in_tests=False),
    Ban("endl", r"\bstd::endl\b", "'\\n': endl flushes every line"),
    Ban("new", r"(?<!operator )(?<!<)\bnew\b", "std::make_unique, or hold the value itself"),
    Ban("delete", r"(?<!operator )(?<!=)(?<!= )\bdelete\b", "let a std::unique_ptr own it"),
    Ban("detach", r"\.detach\s*\(\s*\)", "std::jthread, joined: every thread is joined"),
    Ban(
        "sleep",
        r"\bsleep_(?:for|until)\s*\(|\bu?sleep\s*\(",
        "wait for the condition itself, with a deadline: a test has no sleeps",
        only_tests=True,
    ),
)

_SQL = re.compile(
    r"^\s*(?:SELECT|INSERT|UPDATE|DELETE)\s+\w"
    r"|\bSELECT\b.*\bFROM\b|\bINSERT\s+INTO\b|\bDELETE\s+FROM\b|\bUPDATE\s+\w+\s+SET\b",
    re.S,
)
_SQL_FOLDERS = frozenset({"db", "jobs", "audit", "blob", "mail", "work"})
_SQL_FILE = re.compile(r"(?:^|/)(?:\w+_)?(?:store|migrations?)(?:_\w+)?\.(?:cpp|h)$|/migrations/")
_SQL_INSTEAD = "SQL lives in a room's store.cpp (or *_store.cpp, migrations): give the store a function with a name"
_FREE_FILES = {"getenv": re.compile(r"^src/base/config\w*\.cpp$")}

RULES = {ban.rule for ban in BANS} | {"sql"}


def check(tree: Tree, allowed) -> list[Finding]:
    found = []
    for path in tree.cpp():
        text = tree.text(path)
        code = code_only(text)
        for ban in BANS:
            if binds(ban, path, tree) and not allowed.has(ban.rule, path):
                found += [
                    Finding(path, line_of(code, match.start()), f"[{ban.rule}] '{match[0].strip()}': {ban.instead}")
                    for match in re.finditer(ban.pattern, code)
                    if not (ban.rule == "catch-all" and passes_on(code, match.end()))
                ]
        if not allowed.has("sql", path):
            found += sql(path, text, tree)
    return found


def passes_on(code: str, position: int) -> bool:
    """Whether the block at `position` swallows nothing: it throws again, or keeps the exception for another thread."""
    begin = code.find("{", position)
    depth = 0
    for end in range(begin, len(code)):
        depth += {"{": 1, "}": -1}.get(code[end], 0)
        if depth == 0:
            return re.search(r"\bthrow\s*;|\bcurrent_exception\s*\(", code[begin:end]) is not None
    return False


def binds(ban: Ban, path: str, tree: Tree) -> bool:
    if ban.rule in _FREE_FILES and _FREE_FILES[ban.rule].match(path):
        return False
    if folder_of(path) in ban.free_folders:
        return False
    if tree.is_test(path):
        return ban.in_tests
    return not ban.only_tests


def sql(path: str, text: str, tree: Tree) -> list[Finding]:
    if tree.is_test(path) or folder_of(path) in _SQL_FOLDERS or _SQL_FILE.search(path):
        return []
    return [
        Finding(path, literal.line, f"[sql] '{' '.join(literal.text.split())[:40]}': {_SQL_INSTEAD}")
        for literal in literals(text)
        if _SQL.search(literal.text)
    ]
