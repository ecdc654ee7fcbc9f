import json
import unittest

from tools.testrun.outcome import from_closing_line, from_gtest, from_vitest

GTEST_LOG = """[==========] Running 5 tests from 2 test suites.
[ RUN      ] Suite.adds
[       OK ] Suite.adds (0 ms)
[ RUN      ] Suite.breaks
a.cpp:3: Failure
[  FAILED  ] Suite.breaks (1 ms)
[ RUN      ] Suite/With.value/0
{"event":"a log line of the program"}
a.cpp:9: Skipped
no PostgreSQL
here
[  SKIPPED ] Suite/With.value/0, where GetParam() = 4 (0 ms)
[ RUN      ] Suite.talks
no line break before the verdict[       OK ] Suite.talks (0 ms)
"""


def gtest_report(*tests):
    keys = ("classname", "name", "status", "result")
    rows = [dict(zip(keys, test)) | ({"failures": [{}]} if test[4] else {}) for test in tests]
    return json.dumps({"testsuites": [{"testsuite": rows}]})


GTEST_REPORT = gtest_report(
    ("Suite", "adds", "RUN", "COMPLETED", False),
    ("Suite", "talks", "RUN", "COMPLETED", False),
    ("Suite", "breaks", "RUN", "COMPLETED", True),
    ("Suite/With", "value/0", "RUN", "SKIPPED", False),
    ("Suite", "DISABLED_later", "NOTRUN", "SUPPRESSED", False),
)


class ClosingLine(unittest.TestCase):
    def test_is_read_with_the_reasons_of_skips(self):
        outcome = from_closing_line("ok a\nskipped: b: no Slurm\n3 passed, 0 failed, 1 skipped\n", 0)
        self.assertEqual(outcome.line(), "3 passed, 0 failed, 1 skipped")
        self.assertEqual(outcome.reasons, ["b: no Slurm"])

    def test_is_missed_when_the_runner_dies(self):
        for log in ("", "ok a\n", "3 passed, 0 failed, 0 skipped\nSegmentation fault\n"):
            self.assertEqual(from_closing_line(log, 139).line(), "0 passed, 1 failed, 0 skipped")

    def test_does_not_hide_a_bad_exit_code(self):
        self.assertEqual(from_closing_line("3 passed, 0 failed, 0 skipped\n", 1).failed, 1)

    def test_counts_failures_once(self):
        self.assertEqual(from_closing_line("3 passed, 2 failed, 0 skipped\n", 1).failed, 2)


class Gtest(unittest.TestCase):
    def test_counts_and_reasons(self):
        outcome = from_gtest(GTEST_REPORT, GTEST_LOG, 1)
        self.assertEqual(outcome.line(), "2 passed, 1 failed, 2 skipped")
        self.assertEqual(outcome.reasons[0], "Suite/With.value/0: no PostgreSQL here")
        self.assertEqual(outcome.reasons[1], "Suite.DISABLED_later: disabled in the source")

    def test_a_crash_is_a_failure_that_names_the_test(self):
        outcome = from_gtest(None, "".join(GTEST_LOG.splitlines(True)[:4]), -11)
        self.assertEqual(outcome.line(), "1 passed, 1 failed, 0 skipped")
        self.assertIn("Suite.breaks", outcome.troubles[0])

    def test_a_bad_exit_code_is_not_hidden(self):
        report = gtest_report(("Suite", "adds", "RUN", "COMPLETED", False))
        self.assertEqual(from_gtest(report, "", 1).failed, 1)


class Vitest(unittest.TestCase):
    def test_counts(self):
        report = {"numPassedTests": 4, "numFailedTests": 0, "numPendingTests": 1, "numTodoTests": 1, "testResults": []}
        self.assertEqual(from_vitest(json.dumps(report), 0).line(), "4 passed, 0 failed, 2 skipped")

    def test_a_file_that_does_not_load_is_a_failure(self):
        file = {"name": "a.test.ts", "status": "failed", "assertionResults": [], "message": "SyntaxError"}
        report = {"numPassedTests": 4, "numFailedTests": 0, "testResults": [file]}
        self.assertEqual(from_vitest(json.dumps(report), 1).line(), "4 passed, 1 failed, 0 skipped")

    def test_no_report_is_a_failure(self):
        self.assertEqual(from_vitest(None, 1).failed, 1)


if __name__ == "__main__":
    unittest.main()
