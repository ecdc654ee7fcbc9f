"""Words of DICOM's coded concepts, from the headers of Debian's DCMTK, as a C++ list (run by the build).

Usage: python3 tools/imaging/code_words.py OUT.inc /usr/include/dcmtk/dcmsr/codes/*.h
Only words that a meaning writes in lower case are taken, so that no eponym is among them, and only long ones, of
which few are names of people.
"""
import re
import sys

ENTRY = re.compile(r'DSRBasicCodedEntry\s*\(\s*"[^"]*"\s*,\s*"[^"]*"\s*,\s*"([^"]*)"')
SHORTEST = 6


def words(paths):
    found = set()
    for path in paths:
        with open(path, encoding="latin-1") as file:
            for meaning in ENTRY.findall(file.read()):
                found.update(word for word in re.findall(r"[A-Za-z]+", meaning) if word.islower() and len(word) >= SHORTEST)
    return sorted(found)


def main():
    target, *sources = sys.argv[1:]
    with open(target, "w", encoding="ascii") as out:
        for word in words(sources):
            out.write(f'"{word}",\n')


main()
