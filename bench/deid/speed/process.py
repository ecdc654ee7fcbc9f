"""What a command costs: the processor time of its whole family, and the time on the clock."""

import os
import shutil
import subprocess
import tempfile
import time

MOST_SECONDS = 300


class Failed(Exception):
    pass


class Cost:
    def __init__(self, cpu_ms, wall_ms):
        self.cpu_ms, self.wall_ms = cpu_ms, wall_ms


def perf():
    found = shutil.which("perf")
    if found is None:
        raise SystemExit("perf is not installed: script/bootstrap --bench")
    return found


def run(command, right_codes=(0,)):
    """perf counts every process of the family, those too that are killed inside a sandbox and that nobody waits for."""
    with tempfile.NamedTemporaryFile("r") as said:
        counted = [perf(), "stat", "-x", ",", "-e", "task-clock", "-o", said.name, "--", *command]
        begin = time.monotonic()
        done = subprocess.run(counted, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=MOST_SECONDS, check=False)
        wall_ms = (time.monotonic() - begin) * 1000
        if done.returncode not in right_codes:
            raise Failed(f"{command[0]} ended with {done.returncode}: {done.stderr[-300:].decode(errors='replace')}")
        line = next(line for line in said if "task-clock" in line)
    return Cost(float(line.split(",")[0]), wall_ms)


def cpu_ms_of(process):
    """Of a running server, all its threads; the kernel tells it in ticks of ten milliseconds."""
    with open(f"/proc/{process}/stat", encoding="ascii", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
