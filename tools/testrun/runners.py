"""Finds the runners: nothing is listed by hand.

A runner is one of: script/lint, each program in build/release/tests, Vitest in web/, each executable tests/*/run.
A `tests/*/run` may say in its first 20 lines
    # runner: parallel          it may run beside others (own ports, own folders)
    # timeout_s: 1200           it may take longer than the usual limit
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from tools.testrun import outcome
from tools.testrun.outcome import Outcome

DEFAULT_TIMEOUT_S = 900
KINDS = ("lint", "gtest", "vitest", "script")


@dataclass(frozen=True)
class Runner:
    name: str
    kind: str
    command: tuple[str, ...]
    folder: Path
    timeout_s: int = DEFAULT_TIMEOUT_S
    parallel: bool = False
    report: Path | None = None

    def read(self, log: str, exit_code: int) -> Outcome:
        report = self.report.read_text() if self.report is not None and self.report.exists() else None
        if self.kind == "gtest":
            return outcome.from_gtest(report, log, exit_code)
        if self.kind == "vitest":
            return outcome.from_vitest(report, exit_code)
        return outcome.from_closing_line(log, exit_code)


def discover(root: Path, logs: Path) -> list[Runner]:
    return lint(root) + gtests(root, logs) + vitest(root, logs) + scripts(root)


def lint(root: Path) -> list[Runner]:
    command = root / "script" / "lint"
    return [Runner("lint", "lint", (str(command),), root, timeout_s=3600)] if command.exists() else []


def gtests(root: Path, logs: Path) -> list[Runner]:
    found = []
    for program in sorted((root / "build" / "release" / "tests").glob("test_*")):
        if program.is_file() and os.access(program, os.X_OK):
            report = logs / f"{program.name}.json"
            command = (str(program), "--gtest_color=no", f"--gtest_output=json:{report}")
            found.append(Runner(program.name, "gtest", command, root, parallel=True, report=report))
    return found


def vitest(root: Path, logs: Path) -> list[Runner]:
    web = root / "web"
    if not (web / "package.json").exists():
        return []
    report = logs / "vitest.json"
    command = ("npx", "--no-install", "vitest", "run", "--reporter=default", "--reporter=json")
    output = f"--outputFile.json={report}"
    return [Runner("vitest", "vitest", (*command, output), web, parallel=True, report=report)]


def scripts(root: Path) -> list[Runner]:
    found = []
    for program in sorted((root / "tests").glob("*/run")):
        if not os.access(program, os.X_OK):
            continue
        head = "\n".join(program.read_text().splitlines()[:20])
        timeout = re.search(r"^(?:#|//) timeout_s: (\d+)$", head, re.M)
        found.append(
            Runner(
                f"tests/{program.parent.name}",
                "script",
                (str(program),),
                root,
                timeout_s=int(timeout[1]) if timeout else DEFAULT_TIMEOUT_S,
                parallel=bool(re.search(r"^(?:#|//) runner: parallel$", head, re.M)),
            )
        )
    return found
