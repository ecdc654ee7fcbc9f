"""Images with text drawn into them in ways that the sample folder does not have: other fonts, sizes, places, greys,
outlines, half transparent, turned, on bright tissue, on a Doppler map, at the border. Names are of nobody.

    planted.py FOLDER SEED COUNT BASE...    bases are images without text
"""

import datetime
import json
import random
import sys
from pathlib import Path

import numpy
import pydicom
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset

from truth import picture_of, stored_values

FONTS = {
    "sans": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "bold": "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
    "mono": "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "serif": "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "narrow": "/usr/share/fonts/truetype/liberation/LiberationSansNarrow-Regular.ttf",
    "arial": "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "times": "/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf",
    "courier": "/usr/share/fonts/truetype/liberation/LiberationMono-Bold.ttf",
}
FAMILY = ["THORNBERRY", "Okonkwo", "MARCHETTI", "Vandersteen", "LINDQVIST", "Abernathy", "KOWALCZYK", "Fairweather"]
GIVEN = ["ELOISE", "Tobias", "MARGIT", "Henrik", "ROSALIND", "Amadou", "BIRGITTA", "Cornelius"]
PLACES = ["Elmsford General Hospital", "ST. BRENDAN CLINIC", "Klinikum Westerau", "Harrow Vale Medical Center"]
TECHNIQUE = ["kV 120 mA 80", "Depth 12cm", "TE 90 TR 4200", "SL 3.0mm", "TIS 0.4 MI 0.8", "W 400 L 40", "FR 32Hz"]
STYLES = ["plain", "grey", "outlined", "transparent", "boxed", "dark", "turned", "coloured", "small", "border"]


def person(dice):
    born = datetime.date(1930, 1, 1) + datetime.timedelta(days=dice.randrange(25000))
    studied = datetime.date(2005, 1, 1) + datetime.timedelta(days=dice.randrange(6000))
    return {
        "family": dice.choice(FAMILY),
        "given": dice.choice(GIVEN),
        "id": str(dice.randrange(10**6, 10**9)),
        "born": born,
        "studied": studied,
        "place": dice.choice(PLACES),
        "sex": dice.choice("MF"),
    }


def identifying_lines(dice, who):
    born = dice.choice(["%d.%m.%Y", "%m/%d/%Y", "%d-%b-%Y", "%Y%m%d"])
    studied = who["studied"].strftime(dice.choice(["%d-%b-%Y 10:15", "%Y-%m-%d", "%d.%m.%Y 08:42:10", "%b %d %Y"]))
    lines = [
        dice.choice(["{family}, {given}", "{given} {family}", "Name: {family}^{given}"]).format(**who),
        dice.choice(["ID {id}", "MRN: {id}", "{id}", "Pat-ID {id}"]).format(**who),
        dice.choice(["DOB {}", "Geb. {}", "*{}  {}", "{}"]).format(who["born"].strftime(born), who["sex"]),
        who["place"],
        studied,
    ]
    kept = dice.randrange(2, 6)
    return lines[:1] + dice.sample(lines[1:], kept - 1)


class Brush:
    """How one block is drawn."""

    def __init__(self, dice, style, is_coloured):
        low, high = (7, 12) if style == "small" else (12, 34)
        self.style, self.height = style, dice.randrange(low, high)
        self.font = ImageFont.truetype(FONTS[dice.choice(list(FONTS))], self.height)
        if style == "small":
            self.font = ImageFont.truetype(FONTS[dice.choice(["sans", "mono", "arial", "bold"])], self.height + 2)
        grey = {"grey": dice.randrange(130, 215), "dark": 0}.get(style, 255)
        self.colour = (grey, grey, grey)
        if style == "coloured" and is_coloured:
            self.colour = dice.choice([(255, 255, 0), (0, 255, 0), (0, 255, 255), (255, 170, 60)])
        self.alpha = dice.randrange(150, 210) if style == "transparent" else 255
        self.outline = 1 if style == "outlined" else 0


def measured(brush, lines):
    boxes, y = [], 0
    for line in lines:
        box = brush.font.getbbox(line)
        boxes.append((line, 0, y, box))
        y += int(brush.height * 1.35) + 2
    width = max(box[2] for _, _, _, box in boxes) + 4
    return boxes, width, y + 4


def layer_of(brush, lines):
    """The block alone on a transparent layer, and the box of each line in it."""
    boxes, width, height = measured(brush, lines)
    layer = Image.new("RGBA", (width, height), brush.colour + (0,))
    if brush.style == "boxed":
        layer.paste((20, 20, 20, 255), (0, 0, width, height))
    if brush.style == "dark":
        layer.paste((225, 225, 225, 255), (0, 0, width, height))
    pen = ImageDraw.Draw(layer)
    placed = []
    for line, x, y, box in boxes:
        pen.text((x + 2, y + 2), line, font=brush.font, fill=brush.colour + (brush.alpha,),
                 stroke_width=brush.outline, stroke_fill=(0, 0, 0, 255))
        placed.append([box[0] + 2, y + box[1] + 2, box[2] + 1, y + box[3] + 1])
    if brush.style != "turned":
        return layer, placed
    return layer.transpose(Image.ROTATE_90), [[y0, width - 1 - x1, y1, width - 1 - x0] for x0, y0, x1, y1 in placed]


def place_for(dice, style, picture, layer):
    free_x, free_y = max(picture.width - layer.width, 0), max(picture.height - layer.height, 0)
    if style == "border":
        return dice.choice([0, free_x]), dice.choice([0, free_y])
    return dice.randrange(free_x + 1), dice.randrange(free_y + 1)


def plant(picture, dice, brush, lines, identifies, truth):
    """Draws the block where no other one is; leaves the picture alone where there is no room."""
    layer, boxes = layer_of(brush, lines)
    for _ in range(20):
        x, y = place_for(dice, brush.style, picture, layer)
        inside = x + layer.width <= picture.width and y + layer.height <= picture.height
        clear = all(x > b[2] + 20 or x + layer.width < b[0] - 20 or y > b[3] + 20 or y + layer.height < b[1] - 20
                    for b in (entry["bbox"] for entry in truth))
        if not inside or not clear:
            continue
        picture.paste(layer, (x, y), layer)
        for (x0, y0, x1, y1), line in zip(boxes, lines):
            truth.append({"text": line, "bbox": [x0 + x, y0 + y, x1 + x, y1 + y], "phi": identifies})
        return


def save_dicom(picture, who, path):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = pydicom.uid.ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    meta.MediaStorageSOPInstanceUID = pydicom.uid.generate_uid(entropy_srcs=[path.name])
    image = FileDataset(str(path), Dataset(), file_meta=meta, preamble=b"\0" * 128)
    image.is_little_endian, image.is_implicit_VR = True, False
    image.SOPClassUID, image.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    image.StudyInstanceUID = image.SeriesInstanceUID = pydicom.uid.generate_uid(entropy_srcs=[path.name, "study"])
    image.Modality, image.PatientName = "OT", f"{who['family']}^{who['given']}"
    image.PatientID, image.PatientBirthDate = who["id"], who["born"].strftime("%Y%m%d")
    image.InstitutionName, image.StudyDate = who["place"], who["studied"].strftime("%Y%m%d")
    values = numpy.asarray(picture)
    image.SamplesPerPixel = 3 if values.ndim == 3 else 1
    image.PhotometricInterpretation = "RGB" if values.ndim == 3 else "MONOCHROME2"
    if values.ndim == 3:
        image.PlanarConfiguration = 0
    image.Rows, image.Columns = values.shape[:2]
    image.BitsAllocated = image.BitsStored = 8
    image.HighBit, image.PixelRepresentation = 7, 0
    image.PixelData = values.tobytes() + b"\0" * (values.size % 2)
    image.save_as(path)


def doppler(dice):
    """A fan of speckle with a colour map of flow in it."""
    rng = numpy.random.default_rng(dice.randrange(2**31))
    y, x = numpy.mgrid[0:480, 0:640]
    angle, radius = numpy.arctan2(x - 320, y - 20), numpy.hypot(x - 320, y - 20)
    fan = (abs(angle) < 0.7) & (radius > 60) & (radius < 440)
    grey = numpy.where(fan, numpy.clip(rng.gamma(2.0, 30, fan.shape), 0, 255), 0)
    picture = numpy.repeat(grey[..., None], 3, axis=2)
    centre_x, centre_y = dice.randrange(200, 440), dice.randrange(150, 330)
    flow = ((x - centre_x) / 130) ** 2 + ((y - centre_y) / 80) ** 2 < 1
    turbulence = numpy.sin(x / 17 + y / 23) * 90 + rng.normal(0, 18, fan.shape)
    picture[flow & fan, 0] = numpy.clip(165 + turbulence, 0, 255)[flow & fan]
    picture[flow & fan, 2] = numpy.clip(165 - turbulence, 0, 255)[flow & fan]
    picture[flow & fan, 1] = 20
    return Image.fromarray(picture.astype("uint8"))


def make(folder, seed, count, bases):
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        dice = random.Random(f"{seed}-{number}")
        style = STYLES[number % len(STYLES)]
        wants_doppler = style == "coloured" and dice.random() < 0.6
        picture = doppler(dice) if wants_doppler else picture_of(stored_values(dice.choice(bases)))
        who, truth = person(dice), []
        brush = Brush(dice, style, picture.mode == "RGB")
        fill = picture.convert("RGB")
        plant(fill, dice, brush, identifying_lines(dice, who), True, truth)
        plant(fill, dice, brush, dice.sample(TECHNIQUE, 1), False, truth)
        name = f"planted_{style}_{seed}_{number:03d}"
        save_dicom(fill if picture.mode == "RGB" else fill.convert("L"), who, folder / f"{name}.dcm")
        (folder / f"{name}.gt.json").write_text(json.dumps(truth))


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sorted(sys.argv[4:]))
