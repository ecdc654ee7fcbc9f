"""A DICOM segmentation is measured like the NIfTI image of the same mask, digit by digit; what cannot be is said in a line.

pydicom writes the segmentations: a writer that shares nothing with our reader.
"""

import json
import math
import os
import random
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.sequence import Sequence
    from pydicom.uid import ExplicitVRLittleEndian, generate_uid
except ImportError:
    print("skipped: seg: python3-pydicom is not installed")
    print("0 passed, 0 failed, 1 skipped")
    sys.exit(0)

ROOT = Path(__file__).resolve().parents[2]
MEDAL = os.environ.get("MEDAL_BINARY", str(ROOT / "build/release/medal"))
SIZE = (17, 13, 9)
SPACING = (0.75, 0.5, 2.5)
# Turned about the head-foot axis by 30 degrees: columns and rows are oblique.
COS, SIN = math.cos(math.pi / 6), math.sin(math.pi / 6)
OBLIQUE = ((COS, SIN, 0.0), (-SIN, COS, 0.0), (0.0, 0.0, 1.0))
STRAIGHT = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
ORIGIN = (-20.5, 31.25, -100.0)
SEGMENTATION, LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.66.7"


def ball(center, radius, label):
    return {
        (x, y, z): label
        for x in range(SIZE[0])
        for y in range(SIZE[1])
        for z in range(SIZE[2])
        if sum(((i - c) * s) ** 2 for i, c, s in zip((x, y, z), center, SPACING)) <= radius**2
    }


REFERENCE = {**ball((6, 6, 4), 3.1, 1), **ball((13, 4, 6), 1.6, 2)}
PREDICTION = {**ball((6.5, 6, 4), 3.0, 1), **ball((12.5, 4.5, 6), 1.7, 2)}


def position(index, axes):
    return [ORIGIN[r] + sum(axes[a][r] * SPACING[a] * index[a] for a in range(3)) for r in range(3)]


def write_nifti(path, mask, axes=STRAIGHT, flips=(False, False, False)):
    """NIfTI-1 with the sform of these axes, in its coordinates (right, front, head); stored turned where asked."""
    first = [SIZE[a] - 1 if flips[a] else 0 for a in range(3)]
    start = position(first, axes)
    signs = [-1 if flips[a] else 1 for a in range(3)]
    turn = (-1, -1, 1)
    rows = [[turn[r] * signs[a] * axes[a][r] * SPACING[a] for a in range(3)] + [turn[r] * start[r]] for r in range(3)]
    header = bytearray(348)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *SIZE, 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, 2, 8)
    struct.pack_into("<8f", header, 76, 1, *SPACING, 0, 0, 0, 0)
    struct.pack_into("<3f", header, 108, 352, 1, 0)
    header[123] = 2
    struct.pack_into("<2h", header, 252, 0, 1)
    for r in range(3):
        struct.pack_into("<4f", header, 280 + 16 * r, *rows[r])
    header[344:348] = b"n+1\0"
    voxels = bytearray(SIZE[0] * SIZE[1] * SIZE[2])
    for (x, y, z), label in mask.items():
        at = [SIZE[a] - 1 - i if flips[a] else i for a, i in enumerate((x, y, z))]
        voxels[at[0] + SIZE[0] * (at[1] + SIZE[1] * at[2])] = label
    path.write_bytes(bytes(header) + b"\0\0\0\0" + bytes(voxels))


def macro(**values):
    item = Dataset()
    for name, value in values.items():
        setattr(item, name, value)
    return Sequence([item])


def packed(frames):
    bits = [bit for frame in frames for bit in frame]
    out = bytearray((len(bits) + 7) // 8)
    for i, bit in enumerate(bits):
        out[i >> 3] |= bit << (i & 7)
    return bytes(out + b"\0" * (len(out) % 2))


def write_seg(path, mask, kind="BINARY", axes=STRAIGHT, shuffled=0, with_spacing=True, sop_class=None, move=None, encode=None):
    """Frames without any voxel of the segment are left out, as writers do."""
    labels = sorted(set(mask.values()))
    planes = [(label, z) for label in ([None] if kind == "LABELMAP" else labels) for z in range(SIZE[2])
              if any(k[2] == z and (label is None or v == label) for k, v in mask.items())]
    random.Random(shuffled).shuffle(planes) if shuffled else None
    file = Dataset()
    file.file_meta = FileMetaDataset()
    file.SOPClassUID = sop_class or (LABEL_MAP if kind == "LABELMAP" else SEGMENTATION)
    file.SOPInstanceUID = file.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    file.file_meta.MediaStorageSOPClassUID = file.SOPClassUID
    file.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file.StudyInstanceUID, file.SeriesInstanceUID, file.FrameOfReferenceUID = generate_uid(), generate_uid(), generate_uid()
    file.Modality, file.SegmentationType = "SEG", kind
    file.Rows, file.Columns, file.NumberOfFrames = SIZE[1], SIZE[0], len(planes)
    file.SamplesPerPixel, file.PhotometricInterpretation, file.PixelRepresentation = 1, "MONOCHROME2", 0
    bits = 1 if kind == "BINARY" else 8
    file.BitsAllocated, file.BitsStored, file.HighBit = bits, bits, bits - 1
    if kind == "FRACTIONAL":
        file.SegmentationFractionalType, file.MaximumFractionalValue = "PROBABILITY", 200
    file.SegmentSequence = Sequence([macro(SegmentNumber=label, SegmentLabel=f"part {label}")[0] for label in labels])
    shared = Dataset()
    measures = {"PixelSpacing": [SPACING[1], SPACING[0]], "SliceThickness": SPACING[2]}
    if with_spacing:
        measures["SpacingBetweenSlices"] = SPACING[2]
    shared.PixelMeasuresSequence = macro(**measures)
    shared.PlaneOrientationSequence = macro(ImageOrientationPatient=[round(v, 9) for v in (*axes[0], *axes[1])])
    file.SharedFunctionalGroupsSequence = Sequence([shared])
    groups, frames = [], []
    for number, (label, z) in enumerate(planes):
        group = Dataset()
        where = position((0, 0, z), axes)
        if move:
            where = move(number, where)
        if where is not None:
            group.PlanePositionSequence = macro(ImagePositionPatient=[round(v, 6) for v in where])
        if label is not None:
            group.SegmentIdentificationSequence = macro(ReferencedSegmentNumber=label)
        groups.append(group)
        cells = [mask.get((x, y, z), 0) for y in range(SIZE[1]) for x in range(SIZE[0])]
        encoded = encode or {"BINARY": lambda v, s: int(v == s), "FRACTIONAL": lambda v, s: 100 if v == s else 99, "LABELMAP": lambda v, s: v}[kind]
        frames.append([encoded(v, label) for v in cells])
    file.PerFrameFunctionalGroupsSequence = Sequence(groups)
    data = packed(frames) if kind == "BINARY" else bytes(v for frame in frames for v in frame)
    file.PixelData = data + b"\0" * (len(data) % 2)
    file["PixelData"].VR = "OB"
    file.is_little_endian, file.is_implicit_VR = True, False
    file.preamble = b"\0" * 128
    file.save_as(path, write_like_original=False)


def medal(*words):
    return subprocess.run([MEDAL, "metrics", "segmentation", *map(str, words)], capture_output=True, text=True)


def values(*words):
    done = medal(*words, "--json", "--tau", "0.5", "--tau", "2")
    if done.returncode != 0:
        raise AssertionError(done.stderr.strip())
    return json.loads(done.stdout)["labels"]


def must(condition, words):
    if not condition:
        raise AssertionError(words)


def same(expected, *words):
    got = values(*words)
    must(got == expected, f"the digits differ: {json.dumps(got)[:300]} instead of {json.dumps(expected)[:300]}")


def refused(words, *parts):
    done = medal(*words)
    must(done.returncode not in (0, -6, -11), f"accepted, or crashed: {done.returncode}")
    must(done.stderr.count("\n") == 1, f"not one line: {done.stderr}")
    for part in parts:
        must(part in done.stderr, f"'{part}' is not in: {done.stderr.strip()}")


PASSED = FAILED = 0


def check(name, act):
    global PASSED, FAILED
    try:
        act()
        PASSED += 1
        print(f"ok   {name}")
    except Exception as failure:  # noqa: BLE001 - whatever it is, the check failed
        FAILED += 1
        print(f"FAIL {name}: {str(failure)[:900]}")


def run(folder):
    n = {}
    for name, mask in (("ref", REFERENCE), ("pred", PREDICTION)):
        n[name] = folder / f"{name}.nii"
        write_nifti(n[name], mask)
        for kind in ("BINARY", "FRACTIONAL", "LABELMAP"):
            n[name, kind] = folder / f"{name}_{kind}.dcm"
            write_seg(n[name, kind], mask, kind)
    expected = values(n["ref"], n["pred"])
    dice = next(v for v in expected["1"] if v["metric"] == "DSC")["value"]
    check("the masks differ, so that equal digits mean something", lambda: must(0.5 < dice < 0.99, str(dice)))

    def common_grid():
        # The grid that two segmentations share ends with their last frame: there is less background to count, nothing else.
        got, background = values(n["ref", "BINARY"], n["pred", "BINARY"]), {"TN", "specificity", "NPV", "accuracy", "kappa", "MCC"}

        def figures(rows):
            return {json.dumps([v["metric"], v["variant"], v["parameters"]]): v["value"] for v in rows if v["metric"] not in background}

        for label in expected:
            a, b = figures(expected[label]), figures(got[label])
            must(a == b, f"label {label}: {[k for k in a if a[k] != b.get(k)]}")

    check("two binary segmentations that leave out empty slices give the digits of the NIfTI images", common_grid)
    for kind in ("BINARY", "FRACTIONAL", "LABELMAP"):
        check(f"a NIfTI reference and a {kind} prediction give the same digits", lambda kind=kind: same(expected, n["ref"], n["pred", kind]))
        check(f"a {kind} reference and a NIfTI prediction give the same digits", lambda kind=kind: same(expected, n["ref", kind], n["pred"]))

    def any_order():
        write_seg(folder / "shuffled.dcm", PREDICTION, shuffled=7, with_spacing=False)
        same(expected, n["ref"], folder / "shuffled.dcm")

    check("the order of frames does not matter, and the spacing of slices is found from positions", any_order)

    def turned():
        write_nifti(folder / "turned.nii", REFERENCE, flips=(True, True, False))
        write_nifti(folder / "turned_pred.nii", PREDICTION, flips=(True, True, False))
        same(values(folder / "turned.nii", folder / "turned_pred.nii"), folder / "turned.nii", n["pred", "BINARY"])

    check("a NIfTI image that runs along turned axes is matched voxel by voxel", turned)

    def oblique():
        write_nifti(folder / "oblique.nii", REFERENCE, OBLIQUE)
        write_nifti(folder / "oblique_pred.nii", PREDICTION, OBLIQUE)
        write_seg(folder / "oblique.dcm", PREDICTION, axes=OBLIQUE)
        same(values(folder / "oblique.nii", folder / "oblique_pred.nii"), folder / "oblique.nii", folder / "oblique.dcm")

    check("oblique series are exact", oblique)

    def folders():
        for name, kind in (("refs", "ref"), ("preds", "pred")):
            (folder / name).mkdir()
        write_nifti(folder / "refs/a.nii", REFERENCE)
        write_seg(folder / "preds/a.dcm", PREDICTION)
        done = medal(folder / "refs", folder / "preds", "--json", "--tau", "0.5", "--tau", "2")
        must(done.returncode == 0, done.stderr)
        must(json.loads(done.stdout)["cases"][0]["labels"] == expected, "the digits differ")

    check("folders match DICOM with NIfTI by name", folders)

    def overlap():
        two = {**REFERENCE, **ball((14, 6, 4), 1.0, 2)}
        write_seg(folder / "overlap.dcm", two, encode=lambda v, s: int(v == s or (s == 2 and v == 1)))
        refused([n["ref"], folder / "overlap.dcm"], "overlap.dcm", "Segments 1 and 2 overlap", "--labels")
        same({"1": values(n["ref"], n["ref"], "--labels", "1")["1"]}, n["ref"], folder / "overlap.dcm", "--labels", "1")

    check("segments that overlap are named, and can be measured one at a time", overlap)

    def uneven():
        write_seg(folder / "uneven.dcm", REFERENCE, move=lambda i, p: [p[0], p[1], p[2] + (0.7 if i == 2 else 0)])
        refused([n["ref"], folder / "uneven.dcm"], "uneven.dcm", "Frame 3", "even")

    check("frames that make no even stack are refused by number", uneven)

    def placeless():
        write_seg(folder / "placeless.dcm", REFERENCE, move=lambda i, p: None)
        refused([n["ref"], folder / "placeless.dcm"], "placeless.dcm", "no position")

    check("frames without a position are refused", placeless)

    def other_object():
        write_seg(folder / "ct.dcm", REFERENCE, sop_class="1.2.840.10008.5.1.4.1.1.2.1")
        refused([n["ref"], folder / "ct.dcm"], "ct.dcm", "no segmentation")

    check("another kind of DICOM file is refused by name", other_object)

    def elsewhere():
        write_seg(folder / "elsewhere.dcm", REFERENCE, move=lambda i, p: [p[0] + 400 * SPACING[0], p[1], p[2]])
        refused([n["ref"], folder / "elsewhere.dcm"], "elsewhere.dcm", "outside")

    check("a segmentation of another place is not cut to fit", elsewhere)

    def cut():
        whole = n["pred", "BINARY"].read_bytes()
        for length in range(0, len(whole) - 1, 97):
            (folder / "cut.dcm").write_bytes(whole[:length])
            refused([n["ref"], folder / "cut.dcm"], "cut.dcm")

    check("a file that was cut off anywhere is refused in a line", cut)


with tempfile.TemporaryDirectory(prefix="medal-seg-") as place:
    run(Path(place))
    if os.environ.get("MEDAL_SEEDS"):
        for kind in ("BINARY", "FRACTIONAL", "LABELMAP"):
            (Path(os.environ["MEDAL_SEEDS"]) / f"{kind.lower()}.dcm").write_bytes((Path(place) / f"ref_{kind}.dcm").read_bytes())
print(f"{PASSED} passed, {FAILED} failed, 0 skipped")
sys.exit(0 if FAILED == 0 else 1)
