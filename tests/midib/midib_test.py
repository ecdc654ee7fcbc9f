"""One planted fault for each action kind must be seen; then the sample data must score as it should."""

import copy
import sys
import tempfile
from pathlib import Path

try:
    import numpy
    import pydicom
    from pydicom.dataset import Dataset, FileMetaDataset
except ImportError:
    print("skipped: midib: python3-pydicom is not installed")
    print("0 passed, 0 failed, 1 skipped")
    sys.exit(0)

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench/deid/midib"))

import answers as key  # noqa: E402
import midib  # noqa: E402
import score  # noqa: E402

BOX = {"text": "DOE", "box": [2, 2, 9, 6], "phi": True}
NAMES = ("one", "two")
SIZE = (30, 40)


def original(number):
    """Two images of one patient with planted text in the picture."""
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    data.is_little_endian, data.is_implicit_VR = True, False
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    data.SOPInstanceUID = f"1.2.3.4.{number}"
    data.StudyInstanceUID = "1.2.3.4"
    data.StudyDate = f"2019032{number}"
    data.Modality = "CT"
    data.Manufacturer = "Maker"
    data.PatientName, data.PatientID = "Doe^Jane", "MRN-1"
    data.StudyDescription = "CT abdomen Doe"
    data.Rows, data.Columns, data.SamplesPerPixel, data.BitsAllocated = *SIZE, 1, 8
    data.BitsStored, data.HighBit, data.PixelRepresentation = 8, 7, 0
    data.PhotometricInterpretation = "MONOCHROME2"
    picture = (numpy.arange(SIZE[0] * SIZE[1]) % 97).astype("uint8").reshape(SIZE)
    picture[3:6, 3:8:2] = 255
    data.PixelData = picture.tobytes()
    return data


def cleaned(data, number):
    """What a right tool makes of it."""
    after = copy.deepcopy(data)
    after.SOPInstanceUID, after.StudyInstanceUID = f"2.25.{number}", "2.25.77"
    after.StudyDate = f"2018042{number}"
    after.PatientName = after.PatientID = "patient-1"
    after.StudyDescription = "CT abdomen"
    picture = numpy.frombuffer(data.PixelData, dtype="uint8").reshape(SIZE).copy()
    picture[2:7, 2:10] = 0
    after.PixelData = picture.tobytes()
    return after


def faults():
    """Kind -> (what a wrong tool leaves in or takes out, of the first or of the second image)."""
    def with_pixels(change):
        def apply(data):
            picture = numpy.frombuffer(data.PixelData, dtype="uint8").reshape(SIZE).copy()
            change(picture)
            data.PixelData = picture.tobytes()
        return apply

    def uncover(picture):
        picture[3:6, 3:8:2] = 255

    def scratch(picture):
        picture[-1, -1] ^= 1

    return {
        "tag_retained": lambda data: data.__delattr__("StudyDescription"),
        "text_notnull": lambda data: setattr(data, "PatientName", ""),
        "text_retained": lambda data: setattr(data, "Manufacturer", "another"),
        "text_removed": lambda data: setattr(data, "PatientName", "DOE^JANE"),
        "date_shifted": lambda data: setattr(data, "StudyDate", "20190322"),
        "uid_changed": lambda data: setattr(data, "SOPInstanceUID", "1.2.3.4.2"),
        "uid_consistent": lambda data: setattr(data, "StudyInstanceUID", "2.25.78"),
        "patid_consistent": lambda data: setattr(data, "PatientID", "patient-2"),
        "pixels_hidden": with_pixels(uncover),
        "pixels_retained": with_pixels(scratch),
    }


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, holds, what):
        self.passed, self.failed = self.passed + bool(holds), self.failed + (not holds)
        if not holds:
            print(f"FAILED: {what}")


def check_image_type(tally):
    """DERIVED where the picture was painted over, and only there."""
    for is_painted in (True, False):
        for kept in ("ORIGINAL", "DERIVED"):
            before, after = original(1), cleaned(original(1), 1) if is_painted else original(1)
            before.ImageType, after.ImageType = ["ORIGINAL", "PRIMARY"], [kept, "PRIMARY"]
            answer = key.Answer("one", "text_retained", "00080008", "ImageType", "ORIGINAL\\PRIMARY", "p")
            why = score.OneFile(before, after, None).text_retained(answer)
            tally.check((why is None) == (is_painted == (kept == "DERIVED")), f"{kept}, painted: {is_painted}: {why}")


def table_of(folder):
    """The rows of PS3.15 that the two images need."""
    head = ("id tag name stdCompIOD basicProfile rtnSafePrivOpt rtnUIDsOpt rtnDevIdOpt rtnInstIdOpt rtnPatCharsOpt "
            "rtnLongFullDatesOpt rtnLongModifDatesOpt cleanDescOpt cleanStructContOpt cleanGraphOpt").split()
    rows = [{"id": "00080018", "basicProfile": "U"}, {"id": "0020000d", "basicProfile": "U"},
            {"id": "00080020", "basicProfile": "Z", "rtnLongModifDatesOpt": "C"},
            {"id": "00100010", "basicProfile": "Z"}, {"id": "00100020", "basicProfile": "Z"},
            {"id": "00081030", "basicProfile": "X", "cleanDescOpt": "C"}]
    path = Path(folder) / "table.tsv"
    path.write_text("\n".join(["\t".join(head)] + ["\t".join(row.get(name, "") for name in head) for row in rows]))
    return key.read_table(path)


def failed_kinds(answers, inputs, outputs):
    result = score.score(answers, inputs, outputs, lambda answer: "doe" in str(outputs[answer.file]).lower())
    return {failure.answer.kind for failure in result.failures}, result


def check_scorer(tally):
    with tempfile.TemporaryDirectory() as folder:
        maker = key.Key(table_of(folder))
    inputs = {name: original(number) for number, name in enumerate(NAMES, start=1)}
    answers = [answer for name, data in inputs.items() for answer in maker.of_file(name, data, ["Doe"], [BOX])]
    tally.check({answer.kind for answer in answers} == set(key.KINDS), "the key does not hold every action kind")
    right = {name: cleaned(data, number) for number, (name, data) in enumerate(inputs.items(), start=1)}
    kinds, _ = failed_kinds(answers, inputs, right)
    tally.check(not kinds, f"a right tool fails in {kinds}")
    for kind, spoil in faults().items():
        wrong = copy.deepcopy(right)
        spoil(wrong["two"])
        kinds, _ = failed_kinds(answers, inputs, wrong)
        tally.check(kind in kinds, f"a fault of kind {kind} is not seen: {kinds}")
    check_image_type(tally)
    _, result = failed_kinds(answers, inputs, {"one": right["one"]})
    missing = sum(answer.file == "two" for answer in answers)
    tally.check(len(result.failures) >= missing, "a missing file does not cost all of its checks")


def line_of_letters(ground):
    """Twenty letters of white strokes on a ground, and the box around them."""
    data = original(1)
    data.Rows, data.Columns = 30, 200
    picture = numpy.full((30, 200), ground, "uint8")
    for left in range(10, 190, 9):
        picture[10:18, left : left + 6 : 5] = picture[10:18:7, left : left + 6] = 255
    data.PixelData = picture.tobytes()
    return data, picture, [9, 9, 190, 18]


def painted(data, picture, columns):
    after = copy.deepcopy(data)
    covered = picture.copy()
    covered[8:20, columns] = 0
    after.PixelData = covered.tobytes()
    return after


def check_hiding(tally):
    data, picture, box = line_of_letters(40)
    hidden = score.picture.hidden
    tally.check(hidden(data, painted(data, picture, slice(8, 192)), box) is None, "painted text is not hidden")
    one_left = painted(data, picture, slice(8, 181))
    tally.check(hidden(data, one_left, box) is not None, "a letter that is left is not seen")
    tally.check(hidden(data, copy.deepcopy(data), box) is not None, "untouched text counts as hidden")
    dark = painted(data, picture, slice(8, 192))
    picture[picture == 255] = 0
    data.PixelData = picture.tobytes()
    tally.check(hidden(data, dark, box) is None, "dark text in dark paint counts as seen")
    data, picture, box = line_of_letters(255)
    tally.check(hidden(data, copy.deepcopy(data), box) == score.picture.UNSEEN, "white on white counts as a check")


def check_whole_values(tally):
    label, last_line = {"bbox": [10, 10, 60, 18]}, {"bbox": [64, 38, 180, 48]}
    whole = key.whole_value({"key": label, "value": last_line})
    tally.check(whole == [64, 10, 180, 48], f"a value of three lines is {whole}")
    beside = {"bbox": [64, 11, 180, 19]}
    tally.check(key.whole_value({"key": label, "value": beside}) == beside["bbox"], "a value of one line is widened")
    tally.check(key.whole_value({"key": label, "value": {"bbox": [0, 0, 0, 0]}}) is None, "an empty box is a check")


def check_medal(tally):
    if not midib.DATA.is_dir():
        tally.skipped += 1
        print("skipped: midib: no sample data; set MEDAL_SHARED_DATA")
        return
    with tempfile.TemporaryDirectory() as folder:
        result = midib.run(Path(folder))
    for failure in result.failures[:20]:
        print(f"{Path(failure.answer.file).name}: {failure.answer.kind} {failure.answer.keyword}: {failure.why}")
    for kind in key.KINDS:
        tally.check(result.total[kind] > 0 and result.passed[kind] == result.total[kind],
                    f"{kind}: {result.passed[kind]} of {result.total[kind]}")


def main():
    tally = Tally()
    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    check_scorer(tally)
    check_hiding(tally)
    check_whole_values(tally)
    check_medal(tally)
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
