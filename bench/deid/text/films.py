"""Films with text: how much of what is drawn into them `medal scan-text` finds, picture by picture.

Lines stand all the time, for a part of it, for a moment, or move; on speckle that moves, on a photograph that is
panned over, and on grey that flickers. Names are of nobody. Needs ffmpeg.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image, ImageDraw, ImageFont

from finders import measured, MEDAL
from planted import FONTS, identifying_lines, person
from score import FOUND_SHARE, of, share_covered

WIDTH, HEIGHT, RATE = 640, 480, 25
KINDS = ["always", "part", "short", "moving", "none"]


def ground(dice, style, number, noise):
    """One picture without text."""
    if style == "speckle":
        y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
        swing = 0.05 * numpy.sin(number / 9)
        fan = (abs(numpy.arctan2(x - 320, y + 20) - swing) < 0.7) & (numpy.hypot(x - 320, y + 20) < 470)
        grey = numpy.where(fan, numpy.roll(noise, number * 3, axis=0)[:HEIGHT, :WIDTH], 0)
    elif style == "pan":
        left = (number * 2) % (noise.shape[1] - WIDTH)
        grey = noise[:HEIGHT, left : left + WIDTH]
    else:
        grey = noise[:HEIGHT, :WIDTH] * 0.5 + 40 + 20 * numpy.sin(number / 3)
    return numpy.clip(grey, 0, 255).astype("uint8")


def noise_for(dice, style):
    rng = numpy.random.default_rng(dice.randrange(2**31))
    if style == "pan":
        small = rng.uniform(20, 200, (24, 60)).astype("uint8")
        return numpy.asarray(Image.fromarray(small).resize((1400, HEIGHT), Image.BICUBIC), float)
    return rng.gamma(2.0, 30, (HEIGHT, WIDTH)) if style == "speckle" else rng.normal(120, 25, (HEIGHT, WIDTH))


def times_of(dice, kind, count):
    """First and last picture of a line."""
    if kind in ("always", "moving"):
        return 0, count - 1
    length = round(RATE * dice.uniform(0.4, 1.2)) if kind == "short" else round(count * dice.uniform(0.2, 0.5))
    first = dice.randrange(count - length)
    return first, first + length - 1


class Line:
    def __init__(self, dice, kind, text, row, count):
        self.text, (self.first, self.last) = text, times_of(dice, kind, count)
        height = dice.randrange(15, 30)
        self.font = ImageFont.truetype(FONTS[dice.choice(["sans", "bold", "mono", "arial", "narrow"])], height)
        self.level = dice.choice([255, 255, 235])
        box = self.font.getbbox(text)
        self.x, self.y = dice.randrange(8, max(9, WIDTH - box[2] - 70)), 20 + row * 90 + dice.randrange(40)
        self.step = dice.choice([-0.4, 0.4, 0.8]) if kind == "moving" else 0

    def box_at(self, number):
        left, top, right, bottom = self.font.getbbox(self.text)
        x = max(0, min(WIDTH - right - 1, round(self.x + self.step * number)))
        return x, [x + left, self.y + top, x + right - 1, self.y + bottom - 1]


def make(path, kind, style, dice):
    count = dice.choice([100, 150, 900])
    noise, who = noise_for(dice, style), person(dice)
    lines = [] if kind == "none" else [
        Line(dice, kind, text, row, count) for row, text in enumerate(identifying_lines(dice, who)[:3])]
    encoder = ["ffmpeg", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r",
               str(RATE), "-i", "-", "-c:v", "libx264", "-preset", "veryfast", "-threads", "1", "-pix_fmt", "yuv420p", str(path)]
    with subprocess.Popen(encoder, stdin=subprocess.PIPE) as process:
        for number in range(count):
            picture = Image.fromarray(ground(dice, style, number, noise))
            pen = ImageDraw.Draw(picture)
            for line in lines:
                if line.first <= number <= line.last:
                    pen.text((line.box_at(number)[0], line.y), line.text, font=line.font, fill=line.level)
            process.stdin.write(picture.tobytes())
        process.stdin.close()
    return lines


class Tally:
    def __init__(self):
        self.films = self.flagged = self.lines = self.whole = self.pictures = self.found = 0
        self.cpu_s = 0.0

    def add(self, regions, lines, cpu_s):
        self.films += 1
        self.cpu_s += cpu_s
        self.flagged += any(r["text_class"] == "identifier" for r in regions)
        for line in lines:
            hits = 0
            for number in range(line.first, line.last + 1):
                boxes = [(r["x"], r["y"], r["width"], r["height"]) for r in regions
                         if r["frame"] <= number <= (r["last_frame"] or 0)]
                hits += share_covered(boxes, line.box_at(number)[1]) >= FOUND_SHARE
            self.lines += 1
            self.whole += hits == line.last - line.first + 1
            self.pictures += line.last - line.first + 1
            self.found += hits


def main(result):
    seed, count = int(os.environ.get("FILM_SEED", "2026")), int(os.environ.get("FILM_COUNT", "8"))
    tallies = {kind: Tally() for kind in KINDS}
    with tempfile.TemporaryDirectory(prefix="medal-film-text-") as folder:
        for kind in KINDS:
            for number in range(count):
                dice = random.Random(f"{seed}-{kind}-{number}")
                path = Path(folder) / f"{kind}_{number}.mp4"
                lines = make(path, kind, ["speckle", "pan", "flicker"][number % 3], dice)
                output, _, cpu_s = measured([MEDAL, "scan-text", str(path), "--json"])
                regions = json.loads(output)["regions"] if output.strip() else []
                tallies[kind].add(regions, lines, cpu_s)
                path.unlink()
    rows = [f"Films drawn with seed {seed}.\n",
            "| text | films flagged | lines found on all of their pictures | line on a picture | processor s a film |",
            "|---|---:|---:|---:|---:|"]
    rows += [f"| {kind} | {of(t.flagged, t.films)} | {of(t.whole, t.lines)} | {of(t.found, t.pictures)} | "
             f"{t.cpu_s / max(t.films, 1):.1f} |" for kind, t in tallies.items()]
    text = "\n".join(rows) + "\n"
    print(text)
    if result != "/dev/null":
        Path(result).write_text(text)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "/dev/null")
