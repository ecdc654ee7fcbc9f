"""Proof of the de-identification on the sample data: nothing lost, nothing leaked, nothing made invalid.

Prints a line a failure and, last, the counts. With MEDAL_DEID_KEEP=DIR the outputs stay for a look.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

try:
    import pydicom  # noqa: F401

    import pixels
    import streams
    import tokens
    import watched
except ImportError:
    print("skipped: deid: python3-pydicom is not installed")
    print("0 passed, 0 failed, 1 skipped")
    sys.exit(0)

ROOT = Path(__file__).resolve().parents[2]
MEDAL = os.environ.get("MEDAL_BINARY", str(ROOT / "build/release/medal"))
DATA = Path(os.environ.get("MEDAL_SHARED_DATA", ROOT / "../shared/data")).resolve() / "imaging"
NOT_IMAGES = (".tsv", ".json", "README")
MOST_SECONDS, MOST_BYTES = 2.0, 512 << 20

# Files outside hostile/ that are refused, and why that is right; everything else has to come out.
REFUSED = {
    "cut off or damaged": [
        "dicom/pydicom/MR_truncated.dcm", "dicom/pydicom/rtplan_truncated.dcm", "photos/truncated.jpg",
        "dicom/pydicom_data/emri_small_jpeg_2k_lossless_too_short.dcm", "video/truncated.mp4", "wsi/truncated.svs",
        "dicom/pydicom/JPEG2000-embedded-sequence-delimiter.dcm",
    ],
    "no picture can be read: no rows, columns or bits, or no meta information at all": [
        "dicom/pydicom/meta_missing_tsyntax.dcm", "dicom/pydicom/nested_priv_SQ.dcm", "dicom/pydicom/no_meta.dcm",
        "nifti/nifti1.hdr",
    ],
    "an encapsulated document cannot be cleaned": ["phi_places/p18_encapsulated_pdf.dcm"],
}
# Their SOP Instance UID is that of another sample with other pixels: right only in a folder of their own.
ALONE = ["dicom/highdicom/sm_image_control.dcm", "dicom/pydicom/JPGExtended.dcm", "dicom/pydicom/zipMR.gz"]
SOUND_IN_HOSTILE = ["hostile/benign_tiff_preamble.dcm", "hostile/dup_uid_a.dcm"]


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {what}")


def deidentify(inputs, out, key, options=()):
    """{input relative to the data: (entry of the report, path of the output or None)}"""
    report = out.with_suffix(".json")
    subprocess.run(
        [MEDAL, "deidentify", *map(str, inputs), "-o", str(out), "--report", str(report), "--key", str(key), "-j", "2",
         *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600, check=False,
    )
    results = {}
    for entry in json.loads(report.read_text())["files"]:
        name = entry["input"].replace(str(DATA) + "/", "")
        results[name] = (entry, out / entry["output"] if entry["output"] else None)
    return results


def check_completeness(tally, results):
    right = {name for names in REFUSED.values() for name in names}
    for name, (entry, output) in sorted(results.items()):
        hostile = name.startswith("hostile/") and name not in SOUND_IN_HOSTILE
        if name.endswith(NOT_IMAGES) or hostile or name in right:
            tally.check(output is None and len(entry["reason"]) > 15, f"{name}: was not refused with a reason")
        else:
            tally.check(output is not None and output.is_file(), f"{name}: did not come out: {entry['reason']}")
        tally.check(entry["verification"]["leaks"] == 0, f"{name}: the verification found a leak")


def is_dicom(path):
    """By its ending; files that a DICOMDIR lists have none, as on media."""
    return path.suffix == ".dcm" or "." not in path.name


def check_indexes(tally, work, key):
    """A medium, and a DICOMDIR given by itself: a new index over all that came out, readable by pydicom."""
    from pydicom.fileset import FileSet

    for number, given in enumerate(["TINY_ALPHA", "DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-nooffset"]):
        out = work / f"medium-{number}"
        results = deidentify([DATA / "dicom/dicomdir" / given], out, key)
        images = {name: output for name, (_, output) in results.items() if not name.endswith(NOT_IMAGES)}
        written = [output for output in images.values() if output is not None]
        tally.check(len(written) == len(images), f"dicomdir/{given}: not every file was written")
        index = next((output for output in written if output.name == "DICOMDIR"), None)
        tally.check(index is not None, f"dicomdir/{given}: there is no new index")
        if index is None:
            continue
        listed = {Path(instance.path).resolve() for instance in FileSet(index)}
        others = {output.resolve() for output in written if output != index}
        tally.check(listed == others, f"dicomdir/{given}: the index lists {len(listed)} of {len(others)} files")
        errors = errors_of(index) if shutil.which("dciodvfy") else set()
        tally.check(not errors, f"dicomdir/{given}: dciodvfy: {sorted(errors)[:3]}")


def check_hostile_costs(tally, work, key):
    """Each hostile file on its own: an answer within two seconds and 512 MB, for the largest process of it."""
    seen_workers = False
    for path in sorted((DATA / "hostile").iterdir()):
        result = watched.run(
            [MEDAL, "deidentify", str(path), "-o", str(work / "hostile"), "--key", str(key), "-j", "1"])
        expected = (0,) if f"hostile/{path.name}" in SOUND_IN_HOSTILE + ["hostile/dup_uid_b.dcm"] else (1, 3)
        tally.check(result.exit_code in expected, f"hostile/{path.name}: ended with {result.exit_code}")
        tally.check(result.seconds < MOST_SECONDS, f"hostile/{path.name}: took {result.seconds:.1f} s")
        tally.check(result.peak_bytes < MOST_BYTES, f"hostile/{path.name}: took {result.peak_bytes >> 20} MB")
        seen_workers = seen_workers or result.processes > 1
    tally.check(seen_workers, "no sandboxed process was seen: the memory of none was measured")


def errors_of(path):
    """The errors that dciodvfy finds, without values, so that a replaced value is no other error."""
    lines = subprocess.run(["dciodvfy", str(path)], capture_output=True, timeout=60, check=False).stderr
    errors = set()
    for line in lines.decode("latin-1").splitlines():
        if line.startswith("Error - "):
            line = re.sub(r"(?<=[Vv]alue[ =])<[^>]*>|\[[^]]*\]|(?<=UID )[0-9.]+|\b[0-9.]{12,}\b", "", line)
            errors.add(re.sub(r"\s+", " ", line).strip())
    return errors


def check_conformance(tally, results):
    if shutil.which("dciodvfy") is None:
        tally.skipped += 1
        print("skipped: dciodvfy: dicom3tools is not installed")
        return
    for name, (_, output) in sorted(results.items()):
        if output is None or not is_dicom(output) or "/" not in name or not (DATA / name).is_file():
            continue
        before = errors_of(DATA / name)
        if "Error - Dicom dataset read failed" in before:
            continue  # dciodvfy reads no deflated files, so there is nothing to compare with
        added = errors_of(output) - before
        tally.check(not added, f"{name}: dciodvfy finds what it did not find before: {sorted(added)[:3]}")


def check_pixels(tally, results):
    decoded = unread = 0
    for name, (entry, output) in sorted(results.items()):
        source = DATA / name
        if output is None or not source.is_file():
            continue
        found = entry["burned_in"]
        painted = [r for r in found["regions"] if r["text_class"] == "identifier"] if found["painted"] else []
        if is_dicom(output) and source.suffix != ".gz":
            difference = pixels.dicom_difference(source, output, painted)
        elif painted:
            difference = "decoded"
        else:
            difference = pixels.other_difference(source, output)
        if difference in ("decoded", "unread"):
            decoded, unread = decoded + (difference == "decoded"), unread + (difference == "unread")
            continue
        tally.check(difference is None, f"{name}: {difference}")
    print(f"pixels: {decoded} pictures were decoded to be painted over, {unread} are of kinds not compared here")


LOSSY = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.91")


def check_painted(tally, results):
    """A picture that was painted over says so, any other keeps what it said."""
    painted = 0
    for name, (entry, output) in sorted(results.items()):
        source = DATA / name
        if output is None or not source.is_file() or source.suffix == ".gz" or not is_dicom(output):
            continue
        before, after = pixels.read_dicom(source), pixels.read_dicom(output)
        if entry["burned_in"]["painted"] == 0:
            tally.check(before.get("ImageType") == after.get("ImageType"), f"{name}: Image Type changed for nothing")
            continue
        painted += 1
        tally.check(after.ImageType[0] == "DERIVED", f"{name}: was painted over and is not DERIVED")
        tally.check("painted over" in after.get("DerivationDescription", ""), f"{name}: does not say what was derived")
        tally.check(after.get("BurnedInAnnotation") == "NO", f"{name}: was painted over and still says that it holds text")
        syntax = str(before.file_meta.get("TransferSyntaxUID", ""))
        lost = syntax.startswith("1.2.840.10008.1.2.4.10") or syntax in LOSSY
        tally.check(not lost or after.get("LossyImageCompression") == "01", f"{name}: does not say that it lost something")
        invented = not lost and after.get("LossyImageCompression") != before.get("LossyImageCompression")
        tally.check(not invented, f"{name}: says that it lost something")
    tally.check(painted > 5, f"only {painted} DICOM pictures were painted over: this check sees too little")


def check_features(tally, work, key):
    """Code 113102 stands in what was searched for faces, and nowhere else (PS3.15, E.3.2)."""
    for kind, slices, status, codes in (("ct-abdomen", 12, "written", 1), ("us", 3, "written", 0),
                                        ("ct-face", 3, "quarantined", 0)):
        made, out = work / f"made-{kind}", work / f"features-{kind}"
        subprocess.run([MEDAL, "phantom", "--kind", kind, "--slices", str(slices), "-o", str(made)],
                       stdout=subprocess.DEVNULL, check=True)
        results = deidentify([made], out, key, ["--option", "clean-recognizable-visual-features"])
        tally.check(len(results) > 0, f"{kind}: nothing was reported")
        for name, (entry, output) in results.items():
            tally.check(entry["status"] == status, f"{kind}: {name} is {entry['status']}")
            if output is None:
                continue
            data = pixels.read_dicom(output)
            said = [item.CodeValue for item in data.DeidentificationMethodCodeSequence].count("113102")
            tally.check(said == codes, f"{kind}: {name} names code 113102 {said} times")
            tally.check((data.get("RecognizableVisualFeatures") == "NO") == (codes == 1), f"{kind}: {name}: 0028,0302")


def charsets_of(path):
    """Python's names of the character sets that a DICOM file declares."""
    try:
        declared = pixels.read_dicom(path).get("SpecificCharacterSet", []) or []
    except Exception:  # what is no DICOM file declares nothing
        return ()
    names = [declared] if isinstance(declared, str) else declared
    return {pydicom.charset.python_encoding.get(name, "latin-1") for name in names}


def open_streams(path):
    return [stream.lower() for stream in streams.streams(path.read_bytes())]


def check_tokens(tally, results):
    """No planted token in any output; and every token is found in the original, so that this search can fail."""
    for name, planted in sorted(tokens.read(DATA / "PHI_TOKENS.tsv").items()):
        charsets = charsets_of(DATA / name)
        before = open_streams(DATA / name)
        for attribute, value in planted:
            if not value.startswith("<pixels>") and not name.startswith("archives/"):
                seen = tokens.find(tokens.Wanted(attribute, value), before, charsets)
                tally.check(seen, f"{name}: the search does not see the planted {attribute} in the original")
        outputs = [(path, open_streams(path)) for key, (_, path) in results.items()
                   if path is not None and (key == name or key.startswith(name))]
        for wanted in tokens.wanted(planted):
            for path, after in outputs:
                tally.check(not tokens.find(wanted, after, charsets),
                            f"{name}: {wanted.attribute} {wanted.text!r} is in the output")


def header_identifiers(data_set):
    """What identifies by the header alone: names, numbers of the patient and the order, instance UIDs."""
    numbers = {"PatientID", "AccessionNumber", "OtherPatientIDs", "InstitutionAddress", "PatientAddress"}
    for element in data_set.iterall():
        for value in element.value if element.VM > 1 else [element.value]:
            if element.VR == "UI" and not any(kind in element.keyword for kind in ("Class", "CodingScheme", "Syntax")):
                if len(str(value)) > 12 and not str(value).startswith("1.2.840.10008."):
                    yield element.keyword, str(value)
            elif element.VR == "PN" or element.keyword in numbers:
                text = str(value).strip("^= ")
                if len(text) >= 6 and len(set(text)) > 3:
                    yield element.keyword, text


def check_headers(tally, results):
    """The same for every DICOM file, also those without planted tokens."""
    own = {"anonymous", "removed"}
    for name, (_, output) in sorted(results.items()):
        if output is None or not is_dicom(output) or not (DATA / name).is_file() or name.endswith(".gz"):
            continue
        try:
            found = set(header_identifiers(pixels.read_dicom(DATA / name)))
        except Exception as error:  # pydicom cannot read some of its own broken samples; we write them whole
            print(f"not compared: {name}: pydicom: {error}")
            continue
        data = output.read_bytes().lower()
        for keyword, text in {pair for pair in found if pair[1].lower() not in own}:
            wanted = tokens.Wanted(keyword, text, True)
            tally.check(not tokens.find(wanted, [data]), f"{name}: {keyword} is in the output")


def check_places(tally, results):
    """What the tokens do not say of phi_places: drawn text and documents are gone, not only their words."""
    for name, (_, output) in results.items():
        if not name.startswith("phi_places/") or output is None:
            continue
        after = pixels.read_dicom(output)
        for element in after.iterall():
            group = element.tag.group
            drawn = element.keyword == "IconImageSequence" or 0x5000 <= group <= 0x501E or 0x6000 <= group <= 0x601E
            tally.check(not drawn, f"{name}: {element.tag} is in the output")
            tally.check(element.keyword != "EncapsulatedDocument", f"{name}: still holds a document")


def main():
    if not DATA.is_dir():
        print("skipped: deid: no sample data; set MEDAL_SHARED_DATA")
        print("0 passed, 0 failed, 1 skipped")
        return 0
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="medal-deid-") as folder:
        work = Path(os.environ.get("MEDAL_DEID_KEEP", folder))
        key = work / "key"
        key.write_bytes(b"a key of the tests, 32 bytes long")
        results = deidentify([DATA], work / "out", key)
        for name in ALONE:
            results.update(deidentify([DATA / name], work / f"alone-{Path(name).stem}", key))
        check_completeness(tally, results)
        check_tokens(tally, results)
        check_headers(tally, results)
        check_places(tally, results)
        check_pixels(tally, results)
        check_painted(tally, results)
        check_features(tally, work, key)
        check_conformance(tally, results)
        check_indexes(tally, work, key)
        check_hostile_costs(tally, work, key)
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
