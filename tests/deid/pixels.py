"""Whether the picture came through: Pixel Data, fragment by fragment, and the coded bytes of the other formats."""

import gzip
import struct
import warnings

import pydicom
from pydicom.encaps import generate_pixel_data_fragment
from pydicom.filebase import DicomBytesIO

NATIVE = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99")
PIXELS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")


def read_dicom(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(path, force=True)


def jpeg_without_notes(data):
    """The segments of a JPEG stream without comments and application data, up to its end marker."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        if data[at + 1] == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        if not (data[at + 1] == 0xFE or 0xE0 <= data[at + 1] <= 0xEF):
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    end = data.rfind(b"\xff\xd9")
    kept.append(data[at : end + 2 if end > at else len(data)])
    return b"".join(kept)


def jpeg2000_without_notes(data):
    """A codestream without the comments of its main header."""
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at : at + 2] != b"\xff\x90":
        (length,) = struct.unpack_from(">H", data, at + 2)
        if data[at + 1] != 0x64:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return b"".join(kept) + data[at:]


def boxes_of_kind(data, kind):
    """The contents of all boxes of one kind on the outermost level of an MP4 file."""
    at, found = 0, []
    while at + 8 <= len(data):
        size, name = struct.unpack_from(">L4s", data, at)
        head = 8
        if size == 1:
            (size,), head = struct.unpack_from(">Q", data, at + 8), 16
        size = size or len(data) - at
        if size < head:
            break
        if name == kind:
            found.append(data[at + head : at + size])
        at += size
    return b"".join(found)


def without_messages(before, after):
    """Both films with zeros where the first holds H.264 messages of free text: those become filler."""
    left, right = bytearray(before), bytearray(after)
    at = before.find(b"\x06\x05")
    while at >= 0:
        if at >= 4:
            (length,) = struct.unpack_from(">L", before, at - 4)
            if length <= len(before) - at and after[at : at + 1] == b"\x06":
                left[at : at + length] = right[at : at + length] = bytes(length)
        at = before.find(b"\x06\x05", at + 2)
    return bytes(left), bytes(right)


def same_fragment(before, after):
    before, after = before.rstrip(b"\0"), after.rstrip(b"\0")
    # What follows the end marker of the last scan is no picture; it is blanked.
    if before == after or (after.endswith(b"\xff\xd9") and before.startswith(after)):
        return True
    if before[:2] == after[:2] == b"\xff\xd8":
        return jpeg_without_notes(before) == jpeg_without_notes(after)
    if before[:4] == after[:4] == b"\xff\x4f\xff\x51":
        return jpeg2000_without_notes(before) == jpeg2000_without_notes(after)
    if before[4:8] == after[4:8] == b"jP  ":
        # Notes in boxes around the codestream are blanked.
        left, right = (data[data.find(b"\xff\x4f\xff\x51") :] for data in (before, after))
        return left[:4] == b"\xff\x4f\xff\x51" and jpeg2000_without_notes(left) == jpeg2000_without_notes(right)
    if before[4:8] == after[4:8] == b"ftyp":
        # The sound lies between the pictures and is blanked: a byte is as it was, or zero.
        left, right = without_messages(boxes_of_kind(before, b"mdat"), boxes_of_kind(after, b"mdat"))
        return len(left) == len(right) and all(b in (0, a) for a, b in zip(left, right)) and any(right)
    return False


def fragments(data_set):
    stream = DicomBytesIO(data_set.PixelData)
    stream.is_little_endian = True
    return list(generate_pixel_data_fragment(stream))


def outside(data_set, regions):
    """The pixels with the bytes inside the boxes left out, all frames alike. None where they are not byte by byte."""
    samples, bytes_each = data_set.SamplesPerPixel, data_set.BitsAllocated // 8
    if bytes_each == 0:
        return None
    planes = samples if samples > 1 and data_set.get("PlanarConfiguration", 0) == 1 else 1
    step = bytes_each * (samples if planes == 1 else 1)
    width, height = data_set.Columns, data_set.Rows
    pixels = bytearray(data_set.PixelData)
    size = width * height * step
    for plane in range(len(pixels) // size):
        for box in regions:
            first, last = max(box["x"], 0), min(box["x"] + box["width"], width)
            for row in range(max(box["y"], 0), min(box["y"] + box["height"], height)):
                begin = plane * size + (row * width + first) * step
                pixels[begin : begin + (last - first) * step] = bytes((last - first) * step)
    return bytes(pixels)


def dicom_difference(before_path, after_path, painted):
    """What differs in the pixel data, or None; "decoded" where frames were decoded to be painted over."""
    before, after = read_dicom(before_path), read_dicom(after_path)
    for keyword in PIXELS:
        if (keyword in before) != (keyword in after):
            return f"{keyword} is missing"
        if keyword not in before:
            continue
        old, new = before[keyword].value, after[keyword].value
        if old == new or old.rstrip(b"\0") == new.rstrip(b"\0"):
            continue
        is_packed = str(before.file_meta.get("TransferSyntaxUID", NATIVE[0])) not in NATIVE
        if painted:
            if is_packed:
                return "decoded"
            if outside(before, painted) == outside(after, painted):
                continue
            return "pixels outside the boxes changed"
        if is_packed:
            left, right = fragments(before), fragments(after)
            if len(left) == len(right) and all(map(same_fragment, left, right)):
                continue
        return f"{keyword} changed"
    return None


def png_pixels(data):
    at, kept = 8, []
    while at + 8 <= len(data):
        (length,), name = struct.unpack_from(">L", data, at), data[at + 4 : at + 8]
        if name in (b"IHDR", b"PLTE", b"IDAT", b"tRNS"):
            kept.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(kept)


def nifti_pixels(data):
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    for order in "<>":
        (size,) = struct.unpack_from(order + "l", data, 0)
        if size == 348:
            return data[int(struct.unpack_from(order + "f", data, 108)[0]) :]
        if size == 540:
            return data[struct.unpack_from(order + "q", data, 168)[0] :]
    return None


def other_difference(before_path, after_path):
    """The same for PNG, JPEG and NIfTI; "unread" for formats that this reader does not know."""
    before, after = before_path.read_bytes(), after_path.read_bytes()
    if before[:4] == b"\x89PNG":
        return None if png_pixels(before) == png_pixels(after) else "the coded picture changed"
    if before[:2] == b"\xff\xd8":
        return None if jpeg_without_notes(before) == jpeg_without_notes(after) else "the coded picture changed"
    if ".nii" in before_path.name:
        return None if nifti_pixels(before) == nifti_pixels(after) else "the voxels changed"
    return "unread"
