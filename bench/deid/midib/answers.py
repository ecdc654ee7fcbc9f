"""The answer key: what must have become of every element and picture, by the published table alone.

It reads PS3.15 Table E.1-1 as published (not the table that is compiled into MEDAL), the planted identifiers and the
boxes of planted text. Each answer is one check of one action kind of the MIDI-B challenge.
"""

import csv
import json
import re
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pydicom

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from ground_truth import whole_value  # noqa: E402

KINDS = (
    "tag_retained", "text_notnull", "text_retained", "text_removed", "date_shifted",
    "uid_changed", "uid_consistent", "patid_consistent", "pixels_hidden", "pixels_retained",
)

# MEDAL's default profile, the options that keep or clean; in the order in which they are looked at.
OPTIONS = ("rtnPatCharsOpt", "rtnLongModifDatesOpt", "cleanDescOpt", "cleanStructContOpt", "cleanGraphOpt")

# Elements whose value a de-identification changes rightly: they say how the picture is coded or what was done to it.
TELLS_OF_CODING = {
    "SpecificCharacterSet", "PhotometricInterpretation", "PlanarConfiguration", "PatientIdentityRemoved",
    "DeidentificationMethod", "DeidentificationMethodCodeSequence", "LongitudinalTemporalInformationModified",
    "BurnedInAnnotation", "RecognizableVisualFeatures", "LossyImageCompression", "DataSetTrailingPadding",
}
# The history of attributes, signatures and the icon, which go, and the codes of the method, which are written anew.
GONE_AS_A_WHOLE = (0x04000561, 0x04000550, 0x00880200, 0x00120064)
NARRATIVE = ("LT", "ST", "UT")
SHORT_TEXT = ("CS", "SH", "LO", "UC", "UR", "AE")
BINARY = ("OB", "OW", "OF", "OD", "OL", "OV", "UN")
SHORTEST_TOKEN = 4
# What the header itself says of the person and the place: a text that repeats a word of it is cleaned rightly.
OF_A_PERSON = (
    "PatientID", "OtherPatientIDs", "InstitutionName", "InstitutionAddress", "InstitutionalDepartmentName", "StationName",
    "AccessionNumber", "PatientAddress",
)
# Words of the trade that a cleaned description must still say.
CLINICAL = re.compile(
    r"\b(ct|mr|us|urogram|prostate|chest|abdomen|pelvis|head|brain|breast|liver|kidney|knee|spine|phase|parenchymal|"
    r"nephrographic|axial|sagittal|coronal|contrast|screening|portable|mammo\w*|diffusion|echo|dose|report)\b", re.I)


@dataclass
class Answer:
    file: str
    kind: str
    path: str = ""
    keyword: str = ""
    text: str = ""
    patient: str = ""
    boxes: list = field(default_factory=list)


def own_words(data_set):
    """Words of the header's names and places, in lower case."""
    words = set()
    for _, element in walk(data_set):
        if element.value is not None and (element.VR == "PN" or element.keyword in OF_A_PERSON):
            words |= {word for word in words_of(value_text(element)) if len(word) >= 3}
    return words


def words_of(text):
    return set(re.split(r"[\W_]+", text.lower())) - {""}


def read_table(path):
    """Tag (eight digits, x for any) -> its row."""
    with open(path, encoding="utf-8", newline="") as file:
        return {row["id"].lower(): row for row in csv.DictReader(file, delimiter="\t")}


def is_instance_uid(text):
    return len(text) > 5 and not text.startswith("1.2.840.10008.")


def is_date(text):
    return bool(re.match(r"(1[89]|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", text))


def texts_of(element):
    values = element.value if element.VM > 1 else [element.value]
    return [str(value).strip("\0 ") for value in values]


def value_text(element):
    return "\\".join(texts_of(element))


def walk(data_set, prefix=""):
    for tag in sorted(data_set.keys()):
        try:
            element = data_set[tag]
        except Exception:  # pydicom cannot read some elements of its own broken samples: they have no answer
            continue
        path = f"{prefix}{int(element.tag):08x}"
        yield path, element
        if element.VR == "SQ":
            for index, item in enumerate(element.value):
                yield from walk(item, f"{path}[{index}].")


class Key:
    """Makes the answers of one file after another."""

    def __init__(self, table):
        self._table = table

    def of_file(self, name, data_set, tokens, boxes, known_words=frozenset()):
        """`known_words`: those that identify somewhere in the study."""
        patient = str(data_set.get("PatientID", "") or "") or str(data_set.get("StudyInstanceUID", name))
        answers = []

        def add(kind, path, element, text=""):
            answers.append(Answer(name, kind, path, element.keyword, text, patient))

        for path, element in walk(data_set):
            if not self._is_judged(path, element):
                continue
            self._judge(add, path, element, known_words.union(*map(words_of, tokens)))
        if "PatientID" in data_set and data_set.PatientID:
            answers.append(Answer(name, "patid_consistent", "00100020", "PatientID", str(data_set.PatientID), patient))
        answers += [Answer(name, "text_removed", "", "anywhere in the file", token, patient) for token in tokens]
        if any(keyword in data_set for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
            hidden = [box for box in boxes if box["phi"]]
            answers += [Answer(name, "pixels_hidden", text=box["text"], patient=patient, boxes=[box]) for box in hidden]
            answers.append(Answer(name, "pixels_retained", patient=patient, boxes=boxes))
        return answers

    def _is_judged(self, path, element):
        """Private elements, group lengths, pixels and drawings have answers of their own or none."""
        tags = [int(part[:8], 16) for part in path.split(".")]
        if any((tag >> 16) % 2 or tag & 0xFFFF == 0 for tag in tags):
            return False
        groups = {tag >> 16 for tag in tags}
        if any(group < 8 or group >= 0x5000 for group in groups):
            return False
        if any(tag in GONE_AS_A_WHOLE for tag in tags):
            return False
        inside_removed = [tag for tag in tags[:-1] if self._is_removed(tag)]
        return not inside_removed and element.keyword and element.keyword not in TELLS_OF_CODING

    def _is_removed(self, tag):
        row = self._table.get(f"{tag:08x}")
        return row is not None and not self._option(row) and row["basicProfile"].startswith(("X", "Z"))

    def _option(self, row):
        return next((option for option in OPTIONS if row[option]), None)

    def _judge(self, add, path, element, known):
        text = "" if element.VR in BINARY + ("SQ",) else value_text(element)
        empty = element.VR != "SQ" and (element.value is None or len(str(element.value)) == 0)
        row = self._table.get(f"{int(element.tag):08x}")
        if empty:
            return
        if element.VR == "UI":
            return self._judge_uid(add, path, element, row)
        if element.keyword in ("PatientID", "PatientName"):
            add("text_notnull", path, element)
            return add("text_removed", path, element, text)
        if row is not None:
            return self._judge_by_row(add, path, element, row, text, known)
        self._judge_beyond_table(add, path, element, text, known)

    def _judge_uid(self, add, path, element, row):
        instance = [text for text in texts_of(element) if is_instance_uid(text)]
        if not instance:
            return add("text_retained", path, element, value_text(element))
        if row is None:  # what names a kind, a scheme or a context is kept; of others the table says nothing
            names_a_kind = any(kind in element.keyword for kind in ("Class", "CodingScheme", "Context", "Mapping"))
            return add("text_retained", path, element, value_text(element)) if names_a_kind else None
        if row["basicProfile"] == "X":
            return add("text_removed", path, element, value_text(element))
        add("uid_changed", path, element, "\\".join(texts_of(element)))
        add("uid_consistent", path, element, "\\".join(texts_of(element)))

    def _judge_by_row(self, add, path, element, row, text, known):
        option = self._option(row)
        if option == "rtnLongModifDatesOpt" and element.VR in ("DA", "DT"):
            return add("date_shifted", path, element, text) if all(map(is_date, texts_of(element))) else None
        if option == "rtnLongModifDatesOpt":
            return add("tag_retained", path, element)
        if option == "rtnPatCharsOpt":
            add("tag_retained", path, element)
            if element.keyword in ("PatientSex", "PatientSize", "PatientWeight"):
                add("text_retained", path, element, text)
            return None
        if option in ("cleanDescOpt", "cleanStructContOpt"):
            if element.VR == "SQ":
                return add("tag_retained", path, element)
            return self._judge_description(add, path, element, text, known)
        code = row["basicProfile"]
        if element.VR == "SQ":
            return None
        if code in ("D", "X/D", "X/Z/D", "Z/D") and element.VR not in BINARY:
            add("text_notnull", path, element)
        if element.VR not in BINARY and len(text) >= SHORTEST_TOKEN:
            add("text_removed", path, element, text)
        return None

    def _judge_description(self, add, path, element, text, known):
        add("tag_retained", path, element)
        for word in {found.group().lower() for found in CLINICAL.finditer(text)}:
            if word not in known:
                add("text_retained", path, element, word)

    def _judge_beyond_table(self, add, path, element, text, known):
        if element.VR == "SQ" or element.VR in BINARY:
            return add("tag_retained", path, element)
        if element.VR == "PN":
            return add("text_removed", path, element, text)
        if element.VR in ("DA", "DT"):
            return add("date_shifted", path, element, text) if all(map(is_date, texts_of(element))) else None
        if element.VR in NARRATIVE:
            return add("tag_retained", path, element)
        if element.VR in SHORT_TEXT and words_of(text) & known:
            return add("tag_retained", path, element)
        return add("text_retained", path, element, text)


def boxes_of(path):
    """Boxes of a ground-truth file: x0, y0, x1, y1, text, phi. Labels beside values are no identifiers.

    A value that was not drawn has an empty box, which is no check.
    """
    known = json.loads(path.read_text())
    if isinstance(known, dict):
        parts = [(entry["value"]["text"], whole_value(entry), True) for entry in known["annotation"]]
        parts += [(entry["key"]["text"], entry["key"].get("bbox"), False) for entry in known["annotation"]]
    else:
        parts = [(part["text"], part["bbox"], part["phi"]) for part in known]
    return [{"text": text, "box": box, "phi": phi} for text, box, phi in parts if box and box[2] > box[0]]


def read_dicom(path):
    return pydicom.dcmread(path, force=True)


def write(answers, path):
    with open(path, "w", encoding="utf-8") as file:
        for answer in answers:
            file.write(json.dumps(asdict(answer), ensure_ascii=False) + "\n")


def read(path):
    with open(path, encoding="utf-8") as file:
        return [Answer(**json.loads(line)) for line in file]
