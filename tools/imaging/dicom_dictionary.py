"""Turns the DICOM dictionary that Debian's DCMTK carries into a sorted C++ table (run by the build).

Usage: python3 tools/imaging/dicom_dictionary.py /usr/share/libdcmtk17/dicom.dic OUT.inc
Only standard elements (even groups) are taken; repeating groups 50xx and 60xx appear once, as 5000 and 6000.
"""
import re
import sys

# DCMTK's own letters for "one of several": the explicit VR that a reader of implicit data must assume.
AMBIGUOUS = {"ox": "OW", "px": "OW", "xs": "US", "lt": "OW", "up": "UL", "na": "UN"}
ROW = re.compile(r"^\(([0-9a-fA-F]{4})(?:-[0-9a-fA-F]{4})?,([0-9a-fA-F]{4})\)\t(\w\w)\t(\w+)\t")


def rows(path):
    found = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            match = ROW.match(line)
            if not match or "PrivateCreator" in line.split("\t")[2]:
                continue
            group, element = int(match[1], 16), int(match[2], 16)
            if group % 2 or group == 0 or group == 0xFFFE:
                continue
            vr = AMBIGUOUS.get(match[3], match[3])
            found.setdefault(group << 16 | element, (vr, re.sub(r"^RETIRED_|^ACR_NEMA_", "", match[4])))
    return sorted(found.items())


def main():
    source, target = sys.argv[1:3]
    with open(target, "w", encoding="utf-8") as out:
        for tag, (vr, keyword) in rows(source):
            out.write(f'{{0x{tag:08x}, vr_of("{vr}"), "{keyword}"}},\n')


main()
