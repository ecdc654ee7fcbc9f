"""What is wrong with a NIfTI label image is said in one line that names the file and the cure, and nothing crashes."""

import gzip
import os
import random
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEDAL = os.environ.get("MEDAL_BINARY", str(ROOT / "build/release/medal"))
SIZE = (8, 7, 6)
TYPES = {"uint8": (2, "B", 8), "int16": (4, "h", 16), "float32": (16, "f", 32)}


def image(voxels=None, size=SIZE, spacing=(1.0, 1.0, 2.0), origin=(0.0, 0.0, 0.0), kind="uint8", rows=None, **fields):
    """A NIfTI-1 file; `fields` overwrites header bytes: name=(offset, format, values)."""
    code, letter, bits = TYPES[kind]
    header = bytearray(348)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, *size, 1, 1, 1, 1)
    struct.pack_into("<2h", header, 70, code, bits)
    struct.pack_into("<8f", header, 76, 1, *spacing, 0, 0, 0, 0)
    struct.pack_into("<3f", header, 108, 352, 1, 0)
    header[123] = 2
    struct.pack_into("<2h", header, 252, 0, 1)
    rows = rows or [[spacing[0], 0, 0, origin[0]], [0, spacing[1], 0, origin[1]], [0, 0, spacing[2], origin[2]]]
    for r in range(3):
        struct.pack_into("<4f", header, 280 + 16 * r, *rows[r])
    header[344:348] = b"n+1\0"
    for offset, form, numbers in fields.values():
        struct.pack_into("<" + form, header, offset, *numbers)
    if voxels is None:
        voxels = [1 if 10 <= i % 56 <= 30 else 0 for i in range(size[0] * size[1] * size[2])]
    return bytes(header) + b"\0\0\0\0" + struct.pack(f"<{len(voxels)}{letter}", *voxels)


def medal(*words):
    return subprocess.run([MEDAL, "metrics", "segmentation", *map(str, words)], capture_output=True, text=True, timeout=60)


def must(condition, words):
    if not condition:
        raise AssertionError(words)


def refused(words, *parts):
    done = medal(*words)
    must(done.returncode > 0, f"accepted, or crashed: {done.returncode} {done.stderr[:200]}")
    must(done.stderr.count("\n") == 1 and done.stderr.startswith("medal: "), f"not one line: {done.stderr[:300]}")
    must(done.stdout == "", "something was printed nevertheless")
    for part in parts:
        must(part in done.stderr, f"'{part}' is not in: {done.stderr.strip()}")
    return done.stderr


def is_same(zipped, plain):
    try:
        return gzip.decompress(zipped) == plain
    except (OSError, EOFError, zlib.error):
        return False


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
    good = folder / "good.nii"
    good.write_bytes(image())

    def bad(name, data, *parts):
        def act():
            path = folder / "bad.nii"
            path.write_bytes(data)
            refused([good, path], "bad.nii", *parts)
            refused([path, good], *parts)

        check(name, act)

    check("the good image is measured", lambda: must(medal(good, good).returncode == 0, medal(good, good).stderr))
    bad("another size is an error that says both", image(size=(8, 7, 5)), "8 x 7 x 5", "8 x 7 x 6", "--resample nearest")
    bad("another spacing", image(spacing=(1.0, 1.0, 2.5)), "spacing", "2.5")
    bad("another origin", image(origin=(0.0, 0.0, 0.01)), "origin")
    bad("another direction", image(rows=[[-1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 2, 0]]), "direction")
    voxels = [0.0] * (8 * 7 * 6)
    bad("NaN in a voxel", image([float("nan"), *voxels[1:]], kind="float32"))
    bad("infinity in a voxel", image([float("inf"), *voxels[1:]], kind="float32"))
    bad("a label that is no whole number", image([1.5, *voxels[1:]], kind="float32"))
    bad("a negative label", image([-1] + [0] * (8 * 7 * 6 - 1), kind="int16"))
    bad("no bytes at all", b"")
    bad("another kind of file", b"case,y,p\n" * 100)
    bad("a size of nothing", image(size=(0, 7, 6), voxels=[]))
    bad("a negative size", image(dim=(42, "h", (-8,))))
    bad("more voxels than there are bytes", image(dim=(42, "3h", (30000, 30000, 30000))))
    bad("seven dimensions", image(dim=(40, "8h", (7, 8, 7, 6, 2, 2, 2, 2))))
    bad("an unknown type of voxel", image(type=(70, "2h", (1792, 128))))
    bad("a spacing of nothing", image(spacing=(0.0, 1.0, 2.0), form=(252, "2h", (0, 0))))
    bad("a spacing that is no number", image(pixdim=(80, "f", (float("nan"),)), form=(252, "2h", (0, 0))))
    bad("a transformation that flattens space", image(rows=[[1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 2, 0]]))
    bad("voxels that begin before the header ends", image(offset=(108, "f", (10.0,))))
    bad("voxels that begin behind the end", image(offset=(108, "f", (1e12,))))

    def negative_spacing():
        # nifti1.h: pixdim[1..3] are sizes; some software writes negative ones.
        path = folder / "negative.nii"
        path.write_bytes(image(pixdim=(80, "f", (-1.0,))))
        done = medal(good, path, "--json")
        must(done.returncode == 0, done.stderr)

    check("a negative pixdim counts by its size", negative_spacing)

    def cut():
        whole, zipped = image(), gzip.compress(image(), mtime=0)
        for length in (0, 3, 100, 347, 348, 352, 353, len(whole) - 1):
            (folder / "cut.nii").write_bytes(whole[:length])
            refused([good, folder / "cut.nii"], "cut.nii")
        for length in range(0, len(zipped)):
            (folder / "cut.nii.gz").write_bytes(zipped[:length])
            refused([good, folder / "cut.nii.gz"], "cut.nii.gz")

    check("an image that was cut off anywhere, zipped or not", cut)

    def flipped():
        zipped = gzip.compress(image(), mtime=0)
        for at in range(10, len(zipped)):
            data = bytearray(zipped)
            data[at] ^= 4
            if is_same(bytes(data), image()):
                continue  # a bit that stands for nothing, as behind the last code
            (folder / "flipped.nii.gz").write_bytes(data)
            refused([good, folder / "flipped.nii.gz"])

    check("a flipped bit anywhere in a zipped image is noticed", flipped)

    def scrambled():
        chance = random.Random(20261124)
        for _ in range(150):
            data = bytearray(image())
            for _ in range(chance.randint(1, 6)):
                data[chance.randrange(0, 352)] = chance.randrange(256)
            (folder / "scrambled.nii").write_bytes(data)
            done = medal(good, folder / "scrambled.nii", "--metrics", "DSC")
            must(done.returncode >= 0 and done.stderr.count("\n") <= 1, f"{done.returncode}: {done.stderr[:200]}")

    check("150 scrambled headers crash nothing and say at most a line", scrambled)

    def folders():
        refs, preds = folder / "refs", folder / "preds"
        refs.mkdir(), preds.mkdir()
        refused([refs, preds], "holds no", ".nii")
        (refs / "a.nii").write_bytes(image())
        (refs / "b.nii").write_bytes(image())
        (preds / "a.nii").write_bytes(image())
        done = medal(refs, preds, "--json")
        must(done.returncode > 0 and "b: missing" in done.stderr, done.stderr)
        (preds / "b.nii").write_bytes(b"broken")
        done = medal(refs, preds, "--json")
        must(done.returncode > 0 and "b: invalid" in done.stderr, done.stderr)
        (preds / "c.nii").write_bytes(image())
        refused([refs, preds], "c.nii", "no reference")
        (preds / "c.nii").unlink()
        (preds / "a.nii.gz").write_bytes(gzip.compress(image()))
        refused([refs, preds], "case a twice")
        refused([refs, good], "folder")

    check("in folders a missing, broken, foreign or doubled case is named", folders)
    check("labels that nobody has", lambda: refused([good, good, "--labels", "7"], "label 7", "--labels"))
    check("a metric that does not exist", lambda: refused([good, good, "--metrics", "DICE"], "--metrics"))


with tempfile.TemporaryDirectory(prefix="medal-nifti-") as place:
    run(Path(place))
print(f"{PASSED} passed, {FAILED} failed, 0 skipped")
sys.exit(0 if FAILED == 0 else 1)
