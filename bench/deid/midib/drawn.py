"""Text that was drawn into samples by the devices that made them, read by eye: where it stands and what of it identifies.

Boxes are x0, y0, x1, y1. A picture that is not here, has no ground truth and was not drawn by us holds no text.
"""


def box(text, phi, *place):
    return {"text": text, "box": list(place), "phi": phi}


_LYMPH_NODE = [
    box("institution", True, 18, 25, 170, 40), box("five lines on the left", False, 18, 41, 110, 106),
    box("maker and time", False, 278, 22, 362, 58), box("five lines on the right", False, 496, 22, 622, 106),
    box("colour bars", False, 0, 134, 44, 234), box("colour bars", False, 594, 134, 639, 234),
    box("structure", False, 244, 358, 362, 378), box("safety indices", False, 396, 454, 624, 474),
]
_OBSTETRIC = [
    box("date", True, 668, 8, 776, 24), box("time", True, 668, 35, 780, 51), box("examination", True, 92, 35, 266, 51),
    box("head of the page", False, 0, 0, 799, 59), box("settings", False, 0, 62, 84, 260),
    box("measurement", False, 122, 84, 306, 104), box("sign of the maker", False, 308, 60, 334, 86),
]


def _half(boxes):
    return [{**one, "box": [value // 2 for value in one["box"]]} for one in boxes]


BOXES = {
    "US1_UNC": _LYMPH_NODE, "US1_J2KI": _LYMPH_NODE, "US1_J2KR": _LYMPH_NODE, "US1_RLE": _LYMPH_NODE,
    "examples_jpeg2k.dcm": _LYMPH_NODE, "examples_rgb_color.dcm": _half(_LYMPH_NODE),
    "examples_palette.dcm": _OBSTETRIC, "OBXXXX1A_rle.dcm": _OBSTETRIC, "OBXXXX1A_rle_2frame.dcm": _OBSTETRIC,
    "vlut_04.dcm": [box("name and date of the pattern", False, 186, 476, 326, 504)],
}

# Two lines with a name, a number and a date of birth that `medal phantom --plant-identifiers` draws.
_PHANTOM = [box("name", True, 8, 8, 248, 22), box("number and date of birth", True, 8, 26, 272, 40),
            box("mechanical index", False, 550, 464, 622, 478)]


def boxes_in(path):
    return _PHANTOM if path.name.startswith("US-") else BOXES.get(path.name, [])
