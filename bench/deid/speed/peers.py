"""Who is measured, and how each is asked to do as much of PS3.15 as it can by itself."""

import contextlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import orthanc
import process

HERE = Path(__file__).resolve().parent
BENCH = HERE.parents[1]


class Contender:
    """`run(folder of the input, empty folder for the output)` gives the cost; `note` says what it does."""

    def __init__(self, name, run, note, count, given="all"):
        self.name, self.run, self.note, self.count, self.input = name, run, note, count, given
        self.folder = re.sub(r"\W+", "-", name)


def read_table(path):
    """{tag as eight digits: X, Z, D or U} of our own table, the mildest of the letters that PS3.15 leaves open."""
    rows = re.findall(r"\{0x([0-9a-f]{8}), Basic::(\w+),", path.read_text())
    return {tag: basic[-1] if basic != "U" else "U" for tag, basic in rows}


def as_argument(tag):
    return f"({tag[:4]},{tag[4:]})"


def dcmodify_command(table):
    command = ["dcmodify", "--no-backup", "--ignore-errors", "--ignore-missing-tags", "--erase-private"]
    for tag, action in table.items():
        if tag[:4] in ("0000", "0002") or int(tag[:4], 16) % 2:  # it takes none of these
            continue
        if action == "X":
            command += ["--erase-all", as_argument(tag)]
        elif action in "ZD":
            command += ["--modify-all", f"{as_argument(tag)}="]
    command += ["--gen-stud-uid", "--gen-ser-uid", "--gen-inst-uid"]
    return command


def certificate(folder):
    path = folder / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=medal-bench",
         "-keyout", str(folder / "key.pem"), "-out", str(path)],
        check=True, capture_output=True)
    return path


def files_of(folder):
    return sorted(str(path) for path in folder.rglob("*.dcm"))


def medal(program, jobs, count, given="all"):
    def run(folder, out):
        report = out.with_suffix(".json")
        return process.run([program, "deidentify", str(folder), "-o", str(out), "--jobs", str(jobs), "--report", str(report)])

    what = "whole default profile, three slices looked at for text, every written byte read again and searched, a report"
    plural = "job" if jobs == 1 else "jobs"
    name = f"medal, {jobs} {plural}" + (", the 3 slices that are looked at for text alone" if given == "three" else "")
    return Contender(name, run, what, count, given)


def cp(count):
    return Contender("cp -r", lambda folder, out: process.run(["cp", "-r", str(folder), str(out)]), "copies only", count)


def gdcmanon(folder, count):
    pem = certificate(folder)

    def run(source, out):
        return process.run(["gdcmanon", "-e", "-r", "--continue", "-c", str(pem), "-i", str(source), "-o", str(out)])

    return Contender("gdcmanon", run, "`-e`, its form of the Basic Profile of an older edition", count)


def dcmodify(table, count):
    command = dcmodify_command(table)

    def run(source, out):
        copies = [shutil.copy(file, out) for file in files_of(source)]
        return process.run([*command, *copies])

    return Contender(
        "dcmodify", run,
        "every X, Z and D of the table, private elements erased, new UIDs; in place, the copying before it is not counted",
        count)


def dcmjs(table, folder, count):
    path = folder / "table.json"
    path.write_text(json.dumps({tag.upper(): action for tag, action in table.items()}))

    def run(source, out):
        return process.run(["node", str(HERE / "dcmjs.mjs"), str(path), str(out), *files_of(source)])

    return Contender("dcmjs", run, "bench/deid/speed/dcmjs.mjs: the same table, private elements removed, UIDs mapped", count)


def absent(name, count):
    def run(_source, _out):
        raise process.Failed("not installed")

    return Contender(name, run, "not installed here", count)


@contextlib.contextmanager
def all_of(program, table, folder, count):
    contenders = [medal(program, 1, count), medal(program, 2, count), medal(program, 1, 3, "three"), cp(count)]
    has = {name: shutil.which(name) is not None for name in ("gdcmanon", "dcmodify", "node")}
    contenders.append(gdcmanon(folder, count) if has["gdcmanon"] else absent("gdcmanon", count))
    contenders.append(dcmodify(table, count) if has["dcmodify"] else absent("dcmodify", count))
    is_there = has["node"] and (BENCH / "node_modules/dcmjs").is_dir()
    contenders.append(dcmjs(table, folder, count) if is_there else absent("dcmjs", count))
    with contextlib.ExitStack() as stack:
        if orthanc.is_installed():
            server = stack.enter_context(orthanc.Server(folder / "orthanc"))
            contenders.append(Contender("Orthanc", server.deidentify, orthanc.NOTE, count))
        else:
            contenders.append(absent("Orthanc", count))
        yield contenders
