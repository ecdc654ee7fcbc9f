"""What the ground-truth files of the sample folder say of values that are drawn in several lines."""


def whole_value(entry):
    """The box of a value beside its label: x0, y0, x1, y1, or None where it was not drawn.

    A value of several lines begins beside its label; the ground truth boxes its last line alone, as wide as the widest.
    """
    label, value = entry["key"].get("bbox"), entry["value"].get("bbox")
    if not value or value[2] <= value[0]:
        return None
    if not label or value[1] <= label[3]:
        return value
    return [value[0], label[1], value[2], value[3]]
