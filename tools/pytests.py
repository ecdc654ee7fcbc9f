"""Runs the unittest modules below a folder and ends with `N passed, N failed, N skipped`."""

import sys
import unittest


def main() -> int:
    suite = unittest.defaultTestLoader.discover(sys.argv[1], pattern="test_*.py", top_level_dir=".")
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    for test, reason in result.skipped:
        print(f"skipped: {test}: {reason}")
    passed = result.testsRun - failed - skipped
    print(f"{max(passed, 0)} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
