"""Ground truth of burned-in text, in the two forms of the sample folder, and whether a box can be seen at all."""

import json
import sys
import warnings
from pathlib import Path

import numpy
import pydicom
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground_truth import whole_value  # noqa: E402

# A box can be seen where its pixels differ by this share of the picture's range of stored values, from the 5th
# to the 95th percentile: below it no window, however narrow, parts the strokes from what is around them by more
# than a sixteenth of the screen's range.
LEAST_CONTRAST = 1 / 16


class Box:
    """`box` is x0, y0, x1, y1 with both ends inside."""

    def __init__(self, box, identifies):
        self.box, self.identifies = box, identifies


def boxes_of(path):
    described = json.loads(Path(path).read_text())
    if isinstance(described, list):
        return [Box(entry["bbox"], entry["phi"]) for entry in described]
    boxes = []
    for pair in described["annotation"]:
        label, value = pair["key"].get("bbox"), whole_value(pair)
        boxes += [Box(label, False)] if label and label[2] > label[0] else []
        boxes += [Box(value, True)] if value else []
    return boxes


def stored_values(path):
    """The first frame as it is stored, as an array of rows; channels last where there are some."""
    if Path(path).suffix in (".png", ".jpg"):
        return numpy.asarray(Image.open(path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = pydicom.dcmread(path, force=True)
        values = dataset.pixel_array
    has_frames = int(dataset.get("NumberOfFrames", 1) or 1) > 1
    return values[0] if has_frames else values


def picture_of(values):
    """Eight bits over the full range of stored values: what the peers get to read."""
    if values.ndim == 3:
        return Image.fromarray(values.astype("uint8")).convert("RGB")
    low, high = float(values.min()), float(values.max())
    scaled = (values.astype(float) - low) / max(high - low, 1) * 255
    return Image.fromarray(scaled.astype("uint8"))


def is_visible(values, box):
    left, top, right, bottom = box
    inside = values[max(top, 0) : bottom + 1, max(left, 0) : right + 1].astype(float)
    if inside.size == 0:
        return False
    span = float(values.max()) - float(values.min())
    channels = inside.reshape(inside.shape[0] * inside.shape[1], -1)
    low, high = numpy.percentile(channels, 5, axis=0), numpy.percentile(channels, 95, axis=0)
    return bool((high - low).max() >= LEAST_CONTRAST * span)
