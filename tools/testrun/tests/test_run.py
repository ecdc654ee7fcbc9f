import tempfile
import time
import unittest
from pathlib import Path

from tools.testrun import __main__ as testrun
from tools.testrun.runners import Runner, discover


def run(script, timeout_s=20, budget_s=60):
    testrun.LOGS.mkdir(parents=True, exist_ok=True)
    runner = Runner("selftest", "script", ("bash", "-c", script), testrun.ROOT, timeout_s=timeout_s)
    return testrun.run_one(runner, time.monotonic() + budget_s)


class RunOne(unittest.TestCase):
    def test_a_runner_that_counts_is_believed(self):
        self.assertEqual(run("echo 2 passed, 0 failed, 0 skipped").line(), "2 passed, 0 failed, 0 skipped")

    def test_a_runner_that_dies_is_a_failure(self):
        self.assertEqual(run("echo 2 passed, 0 failed, 0 skipped; kill -SEGV $$").failed, 1)

    def test_a_runner_that_hangs_is_stopped_with_its_children(self):
        with tempfile.TemporaryDirectory() as folder:
            mark = Path(folder, "child-ended")
            outcome = run(f"(trap 'touch {mark}; exit' TERM; sleep 60 & wait) & wait", timeout_s=1)
            self.assertIn("stopped after 1 s", outcome.troubles[0])
            self.assertTrue(mark.exists())

    def test_nothing_starts_when_the_time_is_used_up(self):
        self.assertIn("used up", run("true", budget_s=0).troubles[0])


class WhatFailed(unittest.TestCase):
    def test_failures_far_from_the_end_are_told_with_what_follows_them(self):
        log = ["ok   a", "FAIL b: no picture", "expected 1", *["ok   c"] * 100, "a.cpp:3: Failure", "Expected equality"]
        told = testrun.what_failed(log)
        self.assertEqual(told[:2], ["FAIL b: no picture", "expected 1"])
        self.assertEqual(told[-2:], ["a.cpp:3: Failure", "Expected equality"])
        self.assertLess(len(told), 10)

    def test_what_passed_is_not_told(self):
        self.assertEqual(testrun.what_failed(["ok   the FAIL of another", "1 passed, 0 failed, 0 skipped"]), [])


class Discover(unittest.TestCase):
    def test_executables_named_run_are_found_with_what_they_ask_for(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text, mode in (("a", "#!/bin/sh\n# runner: parallel\n# timeout_s: 7\n", 0o755), ("b", "", 0o644)):
                (root / "tests" / name).mkdir(parents=True)
                (root / "tests" / name / "run").write_text(text)
                (root / "tests" / name / "run").chmod(mode)
            found = discover(root, root)
        self.assertEqual([(r.name, r.parallel, r.timeout_s) for r in found], [("tests/a", True, 7)])


if __name__ == "__main__":
    unittest.main()
