"""Whether planted text is gone from a picture and everything else is still there."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import pydicom

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "tests/deid"))
import pixels  # noqa: E402

# Strokes of drawn text that may stay after painting: none can be read from so few.
MOST_STROKES_LEFT = 0.05
# What has one value over more of its box is the ground on which text was drawn.
MOST_OF_A_BOX = 0.6
# Around a planted text a tool paints a margin.
MARGIN_PX = 12


# Two decoders of a lossy codestream may round a sample differently.
LOSSY_ROUNDING = 2


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
    return values[:, max(0, top - margin) : bottom + 1 + margin, max(0, left - margin) : right + 1 + margin, :]


def strokes(before):
    """Where drawn text may stand: it is drawn in the brightest or the darkest value, which is not what fills the box."""
    grey = before.sum(axis=-1)
    ends = [grey == end for end in (grey.max(), grey.min())]
    drawn = [marks for marks in ends if marks.mean() <= MOST_OF_A_BOX]
    return numpy.logical_or.reduce(drawn) if drawn else grey != grey.min()


def hidden(before_set, after_set, box):
    """None when no stroke can be read any more."""
    before, after = frames(unpacked(before_set)), frames(unpacked(after_set))
    if before is None or after is None or before.shape != after.shape:
        return "the picture cannot be compared"
    before, after = crop(before, box), crop(after, box)
    if before.size == 0 or before.max() == before.min():
        return None  # outside of the picture, or drawn in the colour of the ground: nobody could see it
    marks = strokes(before)
    same = (before == after).all(axis=-1)
    # A stroke is gone when it changed, or when all around it became the same.
    left = (marks & same).sum() / max(1, marks.sum())
    if after.max() == after.min() or left <= MOST_STROKES_LEFT:
        return None
    return f"{left:.0%} of the text can still be seen"


def retained(before_set, after_set, boxes):
    """None when nothing but planted text and a margin around it changed."""
    if not boxes:
        return _retained_as_coded(before_set, after_set)
    before, after = frames(unpacked(before_set)), frames(unpacked(after_set))
    if before is None or after is None or before.shape != after.shape:
        return "the picture has another shape, or nothing here decodes it"
    rounding = LOSSY_ROUNDING if is_packed(before_set) and after_set.get("LossyImageCompression") == "01" else 0
    changed = (abs(before - after) > rounding).any(axis=-1)
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
