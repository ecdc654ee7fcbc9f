"""Whether planted text is gone from a picture and everything else is still there."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import pydicom
from numpy.lib.stride_tricks import sliding_window_view

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests/deid"))
import pixels  # noqa: E402

# Outlines of drawn text that may stay after painting, in the whole box and in a square of the size of a small letter:
# of few outlines a letter has none is judged, as a corner of one cannot be read.
MOST_LEFT, MOST_LEFT_OF_LETTER = 0.05, 0.5
LETTER_PX, OUTLINES_OF_LETTER = 8, 10
# An outline parts pixels that differ by this share of the box's range.
OUTLINE_CONTRAST = 1 / 4
# What is wider and higher than this in one value is tissue or ground, no stroke.
WIDEST_STROKE_PX = 7
# Where the pixels of a box, from the 5th to the 95th percentile, differ by less than this share of the picture's range,
# no window shows what was drawn there (white on clipped tissue): that is no check. The bound of bench/deid/text.
LEAST_CONTRAST = 1 / 16
# Around a planted text a tool paints a margin.
MARGIN_PX = 12
# Two decoders of a lossy codestream may round a sample differently.
LOSSY_ROUNDING = 2
UNSEEN = "nobody could see it"


def is_packed(data_set):
    return str(getattr(data_set.file_meta, "TransferSyntaxUID", pixels.NATIVE[0])) not in pixels.NATIVE


def unpacked(data_set):
    """The picture as GDCM decodes it, where this program is installed; else the data set as it is."""
    if not is_packed(data_set) or shutil.which("gdcmconv") is None or not getattr(data_set, "filename", None):
        return data_set
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.dcm"
        ran = subprocess.run(["gdcmconv", "--raw", data_set.filename, str(raw)], capture_output=True, check=False)
        return pydicom.dcmread(raw) if ran.returncode == 0 else data_set


def frames(data_set):
    """Samples as frames x rows x columns x samples; None where the file is compressed or not byte by byte."""
    bits = data_set.get("BitsAllocated", 0)
    if is_packed(data_set) or "PixelData" not in data_set or bits not in (8, 16, 32):
        return None
    samples, rows, columns = int(data_set.SamplesPerPixel), int(data_set.Rows), int(data_set.Columns)
    order = "<" if data_set.is_little_endian else ">"
    kind = "i" if data_set.get("PixelRepresentation", 0) else "u"
    values = numpy.frombuffer(data_set.PixelData, dtype=f"{order}{kind}{bits // 8}")
    size = rows * columns * samples
    count = len(values) // size
    values = values[: count * size].astype("int64")
    if samples > 1 and data_set.get("PlanarConfiguration", 0) == 1:
        return values.reshape(count, samples, rows, columns).transpose(0, 2, 3, 1)
    return values.reshape(count, rows, columns, samples)


def crop(values, box, margin=0):
    left, top, right, bottom = box
    return values[:, max(0, top - margin) : bottom + 1 + margin, max(0, left - margin) : right + 1 + margin]


def is_painted(before_set, after_set):
    """Whether any sample was changed; frames without their comments have the same samples."""
    if "PixelData" not in before_set or "PixelData" not in after_set:
        return False
    if before_set.PixelData == after_set.PixelData:
        return False
    before, after = frames(unpacked(before_set)), frames(unpacked(after_set))
    return before is None or after is None or before.shape != after.shape or bool((before != after).any())


def can_be_seen(before, box):
    inside = crop(before, box)
    if inside.size == 0:
        return False
    low, high = numpy.percentile(inside, (5, 95), axis=(0, 1, 2))
    return (high - low).max() >= max(1, LEAST_CONTRAST * (before.max() - before.min()))


def long_runs(marks, axis):
    """Where marks stand in a row along the axis that is longer than a stroke is wide."""
    length, shape = WIDEST_STROKE_PX + 1, marks.shape
    if shape[axis] < length:
        return numpy.zeros(shape, bool)
    runs = sliding_window_view(marks, length, axis=axis).all(axis=-1)
    wide = [(0, 0)] * 3
    wide[axis] = (length - 1, length - 1)
    return sliding_window_view(numpy.pad(runs, wide), length, axis=axis).any(axis=-1)


def strokes(grey, box):
    """Drawn text has the brightest or the darkest value of its box, and strokes are thin."""
    inside = crop(grey, box)
    thin = numpy.zeros(grey.shape, bool)
    for end in (inside.max(), inside.min()):
        marks = grey == end
        thin |= marks & ~(long_runs(marks, 1) & long_runs(marks, 2))
    return crop(thin, box)


def outlines(before, after, drawn, kept):
    """For each pixel: how many outlines of strokes begin there, and how many of them can still be seen.

    `drawn` says where strokes are, `kept` which of them are as they were. An outline is where a stroke meets another value. What is within
    a stroke, or in tissue of the same value, tells nothing: a stroke is gone when it changed or when what is around it
    became the same.
    """
    grey, grey_after = before.sum(axis=-1), after.sum(axis=-1)
    least = max(1, OUTLINE_CONTRAST * (grey.max() - grey.min()))
    total, left = numpy.zeros(grey.shape, int), numpy.zeros(grey.shape, int)
    for one, other in (numpy.s_[:, :, :-1], numpy.s_[:, :, 1:]), (numpy.s_[:, :-1], numpy.s_[:, 1:]):
        parts = (abs(grey[one] - grey[other]) >= least) & (drawn[one] | drawn[other])
        parts_after = (abs(grey_after[one] - grey_after[other]) >= least) & (kept[one] | kept[other])
        total[one] += parts
        left[one] += parts & parts_after
    return total, left


def in_squares(counts):
    """The sums over all squares of a letter's size, or over the box where it is smaller."""
    sums = numpy.pad(counts, ((0, 0), (1, 0), (1, 0))).cumsum(axis=1).cumsum(axis=2)
    down, across = (min(LETTER_PX, size) for size in counts.shape[1:])
    return sums[:, down:, across:] - sums[:, :-down, across:] - sums[:, down:, :-across] + sums[:, :-down, :-across]


def rounding_of(before_set, after_set):
    return LOSSY_ROUNDING if is_packed(before_set) and after_set.get("LossyImageCompression") == "01" else 0


def hidden(before_set, after_set, box):
    """None when no stroke can be read any more; UNSEEN where nobody could see the text before."""
    before, after = frames(unpacked(before_set)), frames(unpacked(after_set))
    if before is None or after is None or before.shape != after.shape:
        return "the picture cannot be compared"
    if not can_be_seen(before, box):
        return UNSEEN
    drawn = strokes(before.sum(axis=-1), box)
    before, after = crop(before, box), crop(after, box)
    same = (abs(before - after) <= rounding_of(before_set, after_set)).all(axis=-1)
    total, left = outlines(before, after, drawn, drawn & same)
    share = left.sum() / max(1, total.sum())
    if share > MOST_LEFT:
        return f"{share:.0%} of the text can still be seen"
    total, left = in_squares(total), in_squares(left)
    letters = (left > MOST_LEFT_OF_LETTER * total) & (total >= OUTLINES_OF_LETTER)
    return "a letter can still be seen" if letters.any() else None


def retained(before_set, after_set, boxes):
    """None when nothing but planted text and a margin around it changed."""
    if not boxes:
        return _retained_as_coded(before_set, after_set)
    before, after = frames(unpacked(before_set)), frames(unpacked(after_set))
    if before is None or after is None or before.shape != after.shape:
        return "the picture has another shape, or nothing here decodes it"
    changed = (abs(before - after) > rounding_of(before_set, after_set)).any(axis=-1)
    for left, top, right, bottom in boxes:
        rows = slice(max(0, top - MARGIN_PX), bottom + 1 + MARGIN_PX)
        changed[:, rows, max(0, left - MARGIN_PX) : right + 1 + MARGIN_PX] = False
    count = int(changed.sum())
    return f"{count} pixels outside of the planted text changed" if count else None


def _retained_as_coded(before, after):
    for keyword in pixels.PIXELS:
        if (keyword in before) != (keyword in after):
            return f"{keyword} is missing"
        if keyword not in before or before[keyword].value.rstrip(b"\0") == after[keyword].value.rstrip(b"\0"):
            continue
        if not is_packed(before) or not is_packed(after):
            return f"{keyword} changed"
        left, right = pixels.fragments(before), pixels.fragments(after)
        if len(left) != len(right) or not all(map(pixels.same_fragment, left, right)):
            return f"{keyword} changed"
    return None
