"""`python3 -m tools.testrun [NAME...]`: runs the runners whose name contains one of NAME, or all of them.

The last line printed is `N passed, N failed, N skipped`; the exit code is 0 only if nothing failed.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.testrun.outcome import Outcome, total
from tools.testrun.runners import Runner, discover

ROOT = Path(__file__).resolve().parents[2]
LOGS = ROOT / "build" / "test-logs"
TAIL_LINES = 30
FAILURE = re.compile(r"^\s*(FAIL\b|not ok\b|\[  FAILED  \]|.*: Failure$)")
FAILURE_LINES = 6
MOST_FAILURES = 10
GRACE_S = 10
PARALLEL_RUNNERS = 2


def log_path(runner: Runner) -> Path:
    return LOGS / (runner.name.replace("/", "-") + ".log")


def lives(group: int) -> bool:
    """Whether a process of the group still runs. A dead one that nobody has buried (a container without init) does not."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, owner = stat.read_text().rsplit(")", 1)[1].split()[:3]
        except OSError:
            continue
        if int(owner) == group and state not in "ZX":
            return True
    return False


def stop(process: subprocess.Popen) -> None:
    """The runner and what it started: they share a process group. Asked first, then made to end."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            deadline = time.monotonic() + GRACE_S
            while lives(process.pid) and time.monotonic() < deadline:
                process.poll()
                time.sleep(0.05)
        except ProcessLookupError:
            break
    process.wait()


def run_one(runner: Runner, deadline: float) -> Outcome:
    limit_s = min(runner.timeout_s, deadline - time.monotonic())
    if limit_s <= 0:
        return Outcome().fail("did not start: the time for all tests is used up")
    if runner.report is not None:
        runner.report.unlink(missing_ok=True)
    path = log_path(runner)
    with path.open("wb") as log:
        process = subprocess.Popen(
            runner.command,
            cwd=runner.folder,
            env=os.environ | {"NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            exit_code = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            return Outcome().fail(f"stopped after {limit_s:.0f} s")
        finally:
            stop(process)
    return runner.read(path.read_text(errors="replace"), exit_code)


def what_failed(log: list[str]) -> list[str]:
    """The failures themselves, each with what was said next: they may stand long before the end of the log."""
    at = [number for number, line in enumerate(log) if FAILURE.match(line)][:MOST_FAILURES]
    wanted = sorted({number for first in at for number in range(first, min(first + FAILURE_LINES, len(log)))})
    return [log[number] for number in wanted]


def report(runner: Runner, outcome: Outcome, took_s: float) -> None:
    lines = [f"{'FAIL' if outcome.failed else 'ok  '} {runner.name}: {outcome.line()} ({took_s:.1f} s)"]
    lines += [f"     skipped: {reason}" for reason in outcome.reasons]
    lines += [f"     trouble: {trouble}" for trouble in outcome.troubles]
    if outcome.failed and log_path(runner).exists():
        log = log_path(runner).read_text(errors="replace").splitlines()
        lines += [f"     ! {line}" for line in what_failed(log)]
        tail = log[-TAIL_LINES:]
        lines += [f"     --- the end of {log_path(runner).relative_to(ROOT)}"]
        lines += [f"     | {line}" for line in tail]
    print("\n".join(lines), flush=True)


def run_and_report(runner: Runner, deadline: float) -> Outcome:
    began = time.monotonic()
    try:
        outcome = run_one(runner, deadline)
    except Exception as error:  # a runner that cannot start, or a report that cannot be read, is a failure like any other
        outcome = Outcome().fail(f"{type(error).__name__}: {error}")
    report(runner, outcome, time.monotonic() - began)
    return outcome


def run_all(runners: list[Runner], deadline: float) -> list[Outcome]:
    """Lint by itself (it uses every core), then what may run side by side, then the rest one by one."""
    first = [runner for runner in runners if runner.kind == "lint"]
    together = [runner for runner in runners if runner.parallel]
    rest = [runner for runner in runners if runner not in first and runner not in together]
    outcomes = [run_and_report(runner, deadline) for runner in first]
    with ThreadPoolExecutor(PARALLEL_RUNNERS) as pool:
        outcomes += pool.map(lambda runner: run_and_report(runner, deadline), together)
    return outcomes + [run_and_report(runner, deadline) for runner in rest]


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/test", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="part of a runner's name, for example base or e2e")
    parser.add_argument("--list", action="store_true", help="print the runners and end")
    parser.add_argument("--budget-min", type=float, default=float(os.environ.get("MEDAL_TEST_BUDGET_MIN", "45")))
    arguments = parser.parse_args()
    LOGS.mkdir(parents=True, exist_ok=True)
    runners = [r for r in discover(ROOT, LOGS) if not arguments.names or any(n in r.name for n in arguments.names)]
    if arguments.list:
        print("\n".join(runner.name for runner in runners))
        return 0
    outcomes = run_all(runners, time.monotonic() + 60 * arguments.budget_min)
    if not outcomes:
        print(f"no runner is called anything like: {' '.join(arguments.names) or '(none was found)'}")
        outcomes = [Outcome(failed=1)]
    result = total(outcomes)
    print(result.line(), flush=True)
    return 1 if result.failed else 0


if __name__ == "__main__":
    sys.exit(main())
