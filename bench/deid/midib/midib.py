"""De-identifies the sample data and phantoms, scores the outputs in the ten action kinds of MIDI-B, writes a report.

    bench/deid/midib/run [--out DIR] [--tool medal]

DIR gets answers.jsonl (the key), score.json and report.html. Ends with 1 where one check failed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import answers as key
import drawn
import report
import score

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/deid"))
import streams  # noqa: E402
import tokens as planted_tokens  # noqa: E402

MEDAL = os.environ.get("MEDAL_BINARY", str(ROOT / "build/release/medal"))
DATA = Path(os.environ.get("MEDAL_SHARED_DATA", ROOT / "../shared/data")).resolve() / "imaging"
FOLDERS = ("dicom", "burned_in", "phi_places")
PHANTOMS = (("ct-abdomen", 8), ("mr", 6), ("xray", 1), ("us", 3))

# What MEDAL refuses by its rules: cut off, without meta information, an index, a document. All else must come out.
REFUSED = (
    "DICOMDIR", "MR_truncated.dcm", "rtplan_truncated.dcm", "emri_small_jpeg_2k_lossless_too_short.dcm",
    "JPEG2000-embedded-sequence-delimiter.dcm", "meta_missing_tsyntax.dcm", "nested_priv_SQ.dcm", "no_meta.dcm",
    "p18_encapsulated_pdf.dcm",
)
# Their SOP Instance UID is that of another sample with other pixels: right only in a run of their own.
ALONE = ("sm_image_control.dcm", "JPGExtended.dcm")


def is_dicom(path):
    with open(path, "rb") as file:
        head = file.read(132)
    return head[128:] == b"DICM" or path.suffix == ".dcm"


def sample_files():
    for folder in FOLDERS:
        for path in sorted((DATA / folder).rglob("*")):
            if path.is_file() and not path.name.startswith(REFUSED) and is_dicom(path):
                yield path


def make_phantoms(folder):
    """Phantoms with planted identifiers: file -> the texts that must go."""
    found = {}
    for seed, (kind, slices) in enumerate(PHANTOMS, start=11):
        place = folder / kind
        made = subprocess.run(
            [MEDAL, "phantom", "--kind", kind, "--slices", str(slices), "--seed", str(seed), "--plant-identifiers",
             "-o", str(place), "--json"], check=True, capture_output=True, text=True).stdout
        texts = json.loads(made)["planted"]
        for path in sorted(place.rglob("*.dcm")):
            found[path] = texts
    return found


def tokens_of(planted, name):
    """The planted texts of one sample file that may stand nowhere in its output."""
    texts = {wanted.text for wanted in planted_tokens.wanted(planted.get(name, []))}
    return sorted(text for text in texts if len(text) >= key.SHORTEST_TOKEN)


def words_by_study(inputs):
    """File -> the identifying words of all files of its patient or study."""
    words, found = {}, {}
    for name, data_set in inputs.items():
        own = key.own_words(data_set)
        for group in groups_named(data_set):
            words.setdefault(group, set()).update(own)
    for name, data_set in inputs.items():
        found[name] = set().union(*(words[group] for group in groups_named(data_set)))
    return found


def groups_named(data_set):
    return [str(data_set.get(keyword)) for keyword in ("PatientID", "StudyInstanceUID") if data_set.get(keyword)]


def make_answers(files, planted_texts):
    """The key, and each input as a data set."""
    maker = key.Key(key.read_table(DATA / "reference/ps3.15_table_E.1-1_2024e.tsv"))
    inputs = {str(path): key.read_dicom(path) for path in files}
    words = words_by_study(inputs)
    found = []
    for path in files:
        name = str(path)
        truth = path.with_suffix(".gt.json")
        boxes = key.boxes_of(truth) if truth.exists() else drawn.boxes_in(path)
        found += maker.of_file(name, inputs[name], planted_texts(path), boxes, words[name])
    return found, inputs


def deidentify(groups, folder, keyfile):
    """Input -> its output, or None."""
    outputs = {}
    for number, group in enumerate(groups):
        place, told = folder / f"out{number}", folder / f"report{number}.json"
        subprocess.run([MEDAL, "deidentify", *map(str, group), "-o", str(place), "--report", str(told), "--key",
                        str(keyfile), "--jobs", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        for entry in json.loads(told.read_text())["files"]:
            outputs[entry["input"]] = place / entry["output"] if entry["output"] else None
    return outputs


def searcher(outputs, inputs):
    """Whether a text stands in the bytes of a file's output, packed streams opened."""
    opened = {}

    def search(answer):
        path = outputs[answer.file]
        if path not in opened:
            opened.clear()
            opened[path] = [stream.lower() for stream in streams.streams(path.read_bytes())]
        whole = planted_tokens.is_date(answer.text) or len(answer.text) < 8
        return planted_tokens.find(planted_tokens.Wanted("", answer.text, whole), opened[path])

    return search


def groups_of(files):
    together = [path for path in files if path.name not in ALONE]
    return [together] + [[path] for path in files if path.name in ALONE]


def run(out):
    with tempfile.TemporaryDirectory(prefix="medal-midib-") as folder:
        folder = Path(os.environ.get("MEDAL_MIDIB_KEEP", folder))
        folder.mkdir(parents=True, exist_ok=True)
        planted = planted_tokens.read(DATA / "PHI_TOKENS.tsv")
        phantoms = make_phantoms(folder / "phantoms")
        files = [*sample_files(), *phantoms]
        texts = lambda path: phantoms.get(path) or tokens_of(planted, str(path.relative_to(DATA)))  # noqa: E731
        answers, inputs = make_answers(files, texts)
        keyfile = folder / "key"
        keyfile.write_bytes(b"a key of the bench, 32 bytes long")
        paths = deidentify(groups_of(files), folder, keyfile)
        outputs = {name: key.read_dicom(path) for name, path in paths.items() if path is not None and name in inputs}
        result = score.score(answers, inputs, outputs, searcher(paths, inputs))
        out.mkdir(parents=True, exist_ok=True)
        key.write(answers, out / "answers.jsonl")
        report.write(result, {"files": len(files), "came_out": len(outputs)}, out)
        return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "bench/out/midib")
    arguments = parser.parse_args()
    if not DATA.is_dir():
        print("skipped: midib: no sample data; set MEDAL_SHARED_DATA")
        return 0
    warnings.simplefilter("ignore")
    result = run(arguments.out)
    report.print_table(result)
    return 1 if result.failures else 0


if __name__ == "__main__":
    sys.exit(main())
