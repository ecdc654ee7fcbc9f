"""What one runner counted, read from the three dialects that runners speak: closing line, gtest, vitest.

A runner that ends without its count, or with a count that contradicts its exit code, has failed.
"""

import json
import re
from dataclasses import dataclass, field

CLOSING_LINE = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")
SKIP_LINE = re.compile(r"^\s*(?:SKIP|SKIPPED|skip|skipped)\b[ :]+(?P<reason>.*)")


@dataclass
class Outcome:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    reasons: list[str] = field(default_factory=list)
    """Why tests were skipped, a line each."""
    troubles: list[str] = field(default_factory=list)
    """What went wrong with the runner itself."""

    def fail(self, trouble: str) -> "Outcome":
        self.failed += 1
        self.troubles.append(trouble)
        return self

    def line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def total(outcomes) -> Outcome:
    result = Outcome()
    for outcome in outcomes:
        result.passed += outcome.passed
        result.failed += outcome.failed
        result.skipped += outcome.skipped
    return result


def from_closing_line(log: str, exit_code: int) -> Outcome:
    """For `tests/*/run` and script/lint: the last line that is not blank is the count."""
    lines = [line for line in log.splitlines() if line.strip()]
    match = CLOSING_LINE.match(lines[-1].strip()) if lines else None
    if not match:
        return Outcome().fail(f"ended with exit code {exit_code} and without its line 'N passed, N failed, N skipped'")
    outcome = Outcome(*(int(count) for count in match.groups()))
    outcome.reasons = [match["reason"] for match in map(SKIP_LINE.match, lines) if match]
    if exit_code != 0 and outcome.failed == 0:
        outcome.fail(f"counted no failure but ended with exit code {exit_code}")
    return outcome


def from_gtest(report: str | None, log: str, exit_code: int) -> Outcome:
    """Counts from the JSON report; the reasons of skips are in the log only. A program that dies leaves no report."""
    if report is None:
        return from_dead_gtest(log, exit_code)
    tests = [test for suite in json.loads(report)["testsuites"] for test in suite["testsuite"]]
    failed = [test for test in tests if test.get("failures")]
    disabled = [test for test in tests if test["status"] == "NOTRUN"]
    skipped = [test for test in tests if test["result"] == "SKIPPED" and test not in failed]
    passed = len(tests) - len(failed) - len(disabled) - len(skipped)
    outcome = Outcome(passed, len(failed), len(skipped) + len(disabled), gtest_skip_reasons(log))
    outcome.reasons += [f"{test['classname']}.{test['name']}: disabled in the source" for test in disabled]
    if exit_code != 0 and not failed:
        outcome.fail(f"counted no failure but ended with exit code {exit_code}")
    return outcome


def from_dead_gtest(log: str, exit_code: int) -> Outcome:
    """What had passed before still counts; the test that was running is the one that failed."""
    running = re.findall(r"^\[ RUN      \] (\S+)", log, re.M)
    outcome = Outcome(passed=len(re.findall(r"^\[       OK \] ", log, re.M)), reasons=gtest_skip_reasons(log))
    outcome.skipped = len(outcome.reasons)
    return outcome.fail(f"died with exit code {exit_code}" + (f" in {running[-1]}" if running else ""))


def gtest_skip_reasons(log: str) -> list[str]:
    """`file:line: Skipped`, then the message, then `[  SKIPPED ] Suite.test (0 ms)`."""
    reasons = []
    message: list[str] | None = None
    for line in log.splitlines():
        ended = re.match(r"^\[  SKIPPED \] ([^\s,]+).* \(\d+ ms\)$", line)
        if line.endswith(": Skipped"):
            message = []
        elif ended:
            reasons.append(f"{ended[1]}: {' '.join(message or []) or 'no reason given'}")
            message = None
        elif message is not None and line.strip():
            message.append(line.strip())
    return reasons


def from_vitest(report: str | None, exit_code: int) -> Outcome:
    """Vitest's JSON report; a test file that did not even load has no test and counts as one failure."""
    if report is None:
        return Outcome().fail(f"ended with exit code {exit_code} and without a report")
    data = json.loads(report)
    outcome = Outcome(
        passed=data.get("numPassedTests", 0),
        failed=data.get("numFailedTests", 0),
        skipped=data.get("numPendingTests", 0) + data.get("numTodoTests", 0),
    )
    for file in data.get("testResults", []):
        if file.get("status") == "failed" and not file.get("assertionResults"):
            why = (file.get("message") or "did not load").splitlines()[0]
            outcome.fail(f"{file.get('name')}: {why}")
        for test in file.get("assertionResults", []):
            if test.get("status") in ("pending", "skipped", "todo"):
                outcome.reasons.append(f"{test.get('fullName')}: marked {test['status']} in the source")
    if exit_code != 0 and outcome.failed == 0:
        outcome.fail(f"counted no failure but ended with exit code {exit_code}")
    return outcome
