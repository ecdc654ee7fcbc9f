"""What finds text in an image: `medal scan-text`, and Tesseract on the picture as it is and enlarged."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

MEDAL = os.environ.get("MEDAL", "build/release/medal")
# Tesseract's own confidence, of 100. 30 is low: what it is less sure of is mostly tissue.
LEAST_CONFIDENCE = 30


class Found:
    """`boxes` are x, y, width, height; `identifying` those of them that are said to identify somebody."""

    def __init__(self, boxes, identifying, wall_s, cpu_s):
        self.boxes, self.identifying, self.wall_s, self.cpu_s = boxes, identifying, wall_s, cpu_s


TICKS = os.sysconf("SC_CLK_TCK")


def ticks_of(process):
    """Parent and processor ticks so far; nothing once it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(fields[1]), int(fields[11]) + int(fields[12])


def watch(root, used):
    """Notes the ticks of `root` and all that it started, sandboxed processes too, which it does not wait for."""
    found = {int(p.name): ticks_of(p.name) for p in Path("/proc").glob("[0-9]*")}
    family, grown = {root}, True
    while grown:
        children = {p for p, seen in found.items() if seen and seen[0] in family} - family
        family |= children
        grown = bool(children)
    used.update({p: found[p][1] for p in family if found.get(p)})


def measured(command):
    """Output, wall and processor seconds; what a process uses in its last 20 ms may be missing."""
    wall, used = time.perf_counter(), {}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          env={**os.environ, "OMP_THREAD_LIMIT": "1"}) as process:
        while process.poll() is None:
            watch(process.pid, used)
            time.sleep(0.02)
        output = process.stdout.read()
    return output, time.perf_counter() - wall, sum(used.values()) / TICKS


def by_medal(image, _picture):
    output, wall, cpu = measured([MEDAL, "scan-text", str(image), "--json"])
    if not output.strip():
        print(f"{image}: medal gave no answer and counts as having found nothing", file=sys.stderr)
    regions = json.loads(output)["regions"] if output.strip() else []
    boxes = [(r["x"], r["y"], r["width"], r["height"]) for r in regions]
    named = [box for box, r in zip(boxes, regions) if r["text_class"] == "identifier"]
    return Found(boxes, named, wall, cpu)


def by_tesseract(scale):
    """Tesseract has no classes: every word with two letters or digits counts as identifying."""

    def find(_image, picture):
        enlarged = picture.with_name(f"{picture.stem}.{scale}x.png")
        output, wall, cpu = measured(["tesseract", str(enlarged), "-", "--psm", "11", "tsv"])
        boxes = []
        for word in csv.DictReader(io.StringIO(output), delimiter="\t", quoting=csv.QUOTE_NONE):
            letters = sum(c.isalnum() for c in word["text"] or "")
            if float(word["conf"]) >= LEAST_CONFIDENCE and letters >= 2:
                boxes.append(tuple(int(word[k]) / scale for k in ("left", "top", "width", "height")))
        return Found(boxes, boxes, wall, cpu)

    return find
