"""Runs the finders over the samples with ground truth, over drawn images, and over images without text."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image

import planted
from finders import LEAST_CONFIDENCE, MEDAL, by_medal, by_tesseract
from truth import LEAST_CONTRAST, boxes_of, is_visible, picture_of, stored_values

SAMPLES = Path(os.environ.get("MEDAL_SAMPLES", "../shared/data/imaging"))
# Without text in their pixels; looked through by eye.
CONTROLS = [
    "burned_in/dx_marker_only.dcm", "dicom/highdicom/ct_image.dcm", "dicom/highdicom/dx_image.dcm",
    "dicom/wg04/CT1_UNC", "dicom/wg04/MR3_UNC", "dicom/wg04/NM1_UNC", "dicom/enhanced/MOVEKNEE.dcm",
    "dicom/xa/HasFragmentSequence.dcm", "dicom/pydicom/CT_small.dcm", "dicom/pydicom/MR_small.dcm",
    "dicom/pydicom_data/emri_small.dcm", "photos/retina_fundus.jpg", "photos/ihc_histology.png",
    "photos/fundus_exif_gps.jpg", "photos/derm_text_chunks.png",
] + [f"dicom/mr_vs_seg/1-0{number}.dcm" for number in range(50, 60)]
PHANTOMS = ["ct-abdomen", "ct-chest", "ct-head", "mr", "xray", "us", "photo"]
# What text is drawn on.
BASES = ["dicom/wg04/CT1_UNC", "dicom/wg04/MR3_UNC", "dicom/wg04/NM1_UNC", "photos/retina_fundus.jpg",
         "photos/ihc_histology.png", "dicom/enhanced/MOVEKNEE.dcm", "dicom/mr_vs_seg/1-050.dcm",
         "dicom/mr_vs_seg/1-055.dcm", "dicom/mr_vs_seg/1-059.dcm", "dicom/xa/HasFragmentSequence.dcm"]
FOUND_SHARE = 0.5


def share_covered(boxes, truth):
    left, top, right, bottom = truth
    covered = numpy.zeros((bottom - top + 1, right - left + 1), bool)
    for x, y, width, height in boxes:
        rows = slice(max(0, round(y) - top), max(0, round(y + height) - top))
        columns = slice(max(0, round(x) - left), max(0, round(x + width) - left))
        covered[rows, columns] = True
    return covered.mean()


class Tally:
    def __init__(self):
        self.images = self.flagged = self.boxes = self.found = self.visible = self.visible_found = 0
        self.named = self.named_found = self.named_classed = 0
        self.wall_s = self.cpu_s = 0.0

    def add(self, found, truth, values):
        self.add_image(found)
        for box in truth:
            hit = share_covered(found.boxes, box.box) >= FOUND_SHARE
            seen = is_visible(values, box.box)
            self.boxes += 1
            self.found += hit
            self.visible += seen
            self.visible_found += hit and seen
            if box.identifies and seen:
                self.named += 1
                self.named_found += hit
                self.named_classed += share_covered(found.identifying, box.box) >= FOUND_SHARE

    def add_image(self, found):
        self.images += 1
        self.flagged += bool(found.identifying)
        self.wall_s += found.wall_s
        self.cpu_s += found.cpu_s


def of(part, whole):
    return f"{part} of {whole} ({part / whole:.3f})" if whole else "none"


def table(title, finders, tallies):
    rows = [
        ("images flagged", lambda t: of(t.flagged, t.images)),
        ("boxes of any text", lambda t: of(t.found, t.boxes)),
        ("of those that can be seen", lambda t: of(t.visible_found, t.visible)),
        ("identifying boxes that can be seen", lambda t: of(t.named_found, t.named)),
        ("of them classed as identifier", lambda t: of(t.named_classed, t.named)),
    ]
    return rendered(title, finders, tallies, rows)


def quiet_table(title, finders, tallies):
    return rendered(title, finders, tallies, [("images falsely flagged", lambda t: of(t.flagged, t.images))])


def rendered(title, finders, tallies, rows):
    seconds = ("seconds an image, wall / processor",
               lambda t: f"{t.wall_s / max(t.images, 1):.2f} / {t.cpu_s / max(t.images, 1):.2f}")
    lines = [f"| {title} | " + " | ".join(finders) + " |", "|---" * (len(finders) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(show(tallies[f]) for f in finders) + " |" for name, show in rows + [seconds]]
    return "\n".join(lines) + "\n"


def pictures_for(image, values, folder):
    """PNG at both sizes, made before anything is timed."""
    picture = picture_of(values)
    path = folder / f"{image.parent.name}_{image.name}.png"
    picture.save(path.with_name(f"{path.stem}.1x.png"))
    large = picture.resize((picture.width * 2, picture.height * 2), Image.BICUBIC)
    large.save(path.with_name(f"{path.stem}.2x.png"))
    return path


def image_of(truth):
    stem = truth.name[: -len(".gt.json")]
    return next(path for path in (truth.with_name(stem + end) for end in (".dcm", ".jpg", ".png")) if path.exists())


def with_truth(truths, finders, folder):
    tallies = {name: Tally() for name in finders}
    for truth in truths:
        image = image_of(truth)
        values, boxes = stored_values(image), boxes_of(truth)
        if not any(box.identifies for box in boxes):
            continue
        picture = pictures_for(image, values, folder)
        for name, find in finders.items():
            tallies[name].add(find(image, picture), boxes, values)
    return tallies


def without_text(images, finders, folder):
    tallies = {name: Tally() for name in finders}
    for image in images:
        picture = pictures_for(image, stored_values(image), folder)
        for name, find in finders.items():
            tallies[name].add_image(find(image, picture))
    return tallies


def phantoms(folder):
    for kind in PHANTOMS:
        subprocess.run([MEDAL, "phantom", "--kind", kind, "--seed", "11", "--slices", "1", "-o", str(folder / kind)],
                       check=True, capture_output=True)
    return sorted(path for path in folder.rglob("*") if path.suffix in (".dcm", ".png"))


def main(result):
    finders = {"medal": by_medal}
    if os.environ.get("OTHERS", "1") == "1":
        finders |= {"Tesseract 1x": by_tesseract(1), "Tesseract 2x": by_tesseract(2)}
    seed, count = int(os.environ.get("PLANTED_SEED", "2026")), int(os.environ.get("PLANTED_COUNT", "100"))
    folder = Path(tempfile.mkdtemp(prefix="medal-text-"))
    sets, tables = os.environ.get("SETS", "samples drawn quiet").split(), []
    try:
        if "samples" in sets:
            tallies = with_truth(sorted(SAMPLES.rglob("*.gt.json")), finders, folder)
            tables.append(table("samples", finders, tallies))
        if "drawn" in sets:
            planted.make(folder / "planted", seed, count, [SAMPLES / base for base in BASES])
            tallies = with_truth(sorted((folder / "planted").glob("*.gt.json")), finders, folder)
            tables.append(table("drawn", finders, tallies))
        if "quiet" in sets:
            images = [SAMPLES / name for name in CONTROLS] + phantoms(folder / "phantoms")
            tables.append(quiet_table("images without text", finders, without_text(images, finders, folder)))
    finally:
        shutil.rmtree(folder)
    text = "\n".join([
        f"A box is found where reported regions cover {FOUND_SHARE:.0%} of it, and can be seen where its pixels differ by "
        f"{LEAST_CONTRAST:.0%} of the picture's range. Tesseract: words of confidence {LEAST_CONFIDENCE} and more, page "
        f"segmentation 11. Drawn images: seed {seed}.\n",
        *tables])
    print(text)
    if result != "/dev/null":
        Path(result).write_text(text)


if __name__ == "__main__":
    main(sys.argv[1])
