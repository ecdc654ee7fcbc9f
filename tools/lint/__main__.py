"""`python3 -m tools.lint [CHECK...]`: every check, or those named. Ends with `N passed, N failed, N skipped`."""

import argparse
import sys
import time
from pathlib import Path

from tools.lint import allowed, cache
from tools.lint.checks import alone, programs, tidy
from tools.lint.finding import Finding, Skipped
from tools.lint.rules import banned, floors, headers, length
from tools.lint.tree import Tree

ROOT = Path(__file__).resolve().parents[2]
MAX_SHOWN = 100

KNOWN_RULES = banned.RULES | {length.NAME, headers.DEAD, headers.FIRST}


def by_rule(rule):
    """Rules see the tree and the exceptions; checks see the folder and the tree."""
    return lambda _root, tree: rule(tree, allowed.Allowed.of_tree(tree))


CHECKS = {
    "format": programs.clang_format,
    "floors": by_rule(floors.check),
    "length": by_rule(length.check),
    "banned": by_rule(banned.check),
    "headers": by_rule(headers.check),
    "allowed": lambda _root, tree: allowed.Allowed.of_tree(tree).problems(tree, KNOWN_RULES),
    "shell": programs.shellcheck,
    "eslint": programs.eslint,
    "tsc": programs.tsc,
    "translations": programs.translations,
    "api-types": programs.api_types,
    "alone": alone.check,
    "tidy": tidy.check,
}


def run_check(name: str, tree: Tree) -> list[Finding] | Skipped:
    began = time.monotonic()
    result = CHECKS[name](ROOT, tree)
    took = f"({time.monotonic() - began:.1f} s)"
    if isinstance(result, list):
        result = [finding for finding in result if finding.path.startswith(tree.focus)]
    if isinstance(result, Skipped):
        print(f"skipped: {name}: {result.reason}", flush=True)
        return result
    print(f"{'FAIL' if result else 'ok  '} {name} {took}", flush=True)
    for finding in result[:MAX_SHOWN]:
        print(f"  {finding}")
    if len(result) > MAX_SHOWN:
        print(f"  and {len(result) - MAX_SHOWN} more")
    return result


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/lint", description=__doc__)
    parser.add_argument("checks", nargs="*", metavar="CHECK")
    parser.add_argument("--under", default="", metavar="PATH", help="only what is found below this path, as src/http")
    parser.add_argument("--list", action="store_true", help="print the names of the checks")
    parser.add_argument("--list-cpp", action="store_true", help="print every C++ file the checks look at")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.checks if name not in CHECKS]
    if unknown:
        parser.error(f"no check is called {', '.join(unknown)}; there are: {', '.join(CHECKS)}")
    tree = Tree.of_folder(ROOT)
    tree.focus = arguments.under
    if arguments.list or arguments.list_cpp:
        print("\n".join(tree.cpp() if arguments.list_cpp else CHECKS))
        return 0
    results = [run_check(name, tree) for name in arguments.checks or CHECKS]
    cache.trim()
    skipped = sum(isinstance(result, Skipped) for result in results)
    failed = sum(bool(result) for result in results if not isinstance(result, Skipped))
    print(f"{len(results) - failed - skipped} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
