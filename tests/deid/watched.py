"""A command with all processes that it starts, sandboxed ones too: how long it took and what the largest of them held.

The kernel's own account (wait4) leaves out processes that the command does not wait for itself.
"""

import subprocess
import time
from pathlib import Path

SAMPLE_SECONDS = 0.005


class Result:
    def __init__(self, exit_code, seconds, peak_bytes, processes):
        self.exit_code, self.seconds = exit_code, seconds
        self.peak_bytes, self.processes = peak_bytes, processes


def parents():
    """Process -> parent, of all that run."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):  # it has ended meanwhile
            continue
    return found


def descendants(root):
    family, parent_of = {root}, parents()
    while True:
        more = {child for child, parent in parent_of.items() if parent in family} - family
        if not more:
            return family
        family |= more


def peak_of(process):
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) << 10
    except OSError:
        pass
    return 0


def run(command):
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, seen = 0, set()
    while process.poll() is None:
        family = descendants(process.pid)
        seen |= family
        peak = max(peak, *(peak_of(member) for member in family))
        time.sleep(SAMPLE_SECONDS)
    return Result(process.returncode, time.monotonic() - begin, peak, len(seen))
