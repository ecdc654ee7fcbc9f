"""What finds text in an image: `medal scan-text`, and Tesseract on the picture as it is and enlarged."""

import csv
import io
import json
import os
import subprocess
import time

MEDAL = os.environ.get("MEDAL", "build/release/medal")
# Tesseract's own confidence, of 100. 30 is low: what it is less sure of is mostly tissue.
LEAST_CONFIDENCE = 30


class Found:
    """`boxes` are x, y, width, height; `identifying` those of them that are said to identify somebody."""

    def __init__(self, boxes, identifying, wall_s, cpu_s):
        self.boxes, self.identifying, self.wall_s, self.cpu_s = boxes, identifying, wall_s, cpu_s


def measured(command):
    """Output, wall and processor seconds with all processes that the command waits for."""
    wall, before = time.perf_counter(), os.times()
    output = subprocess.run(command, capture_output=True, text=True, check=False,
                            env={**os.environ, "OMP_THREAD_LIMIT": "1"}).stdout
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return output, time.perf_counter() - wall, cpu


def by_medal(image, _picture):
    output, wall, cpu = measured([MEDAL, "scan-text", str(image), "--json"])
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
