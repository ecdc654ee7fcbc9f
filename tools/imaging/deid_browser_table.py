"""Writes the table that the browser's first pass goes by, from the committed C++ table of PS3.15, E.1-1.

Usage: python3 tools/imaging/deid_browser_table.py src/imaging/deid/table_e1_1_2024e.inc \
           web/src/features/contribution/scrub/table.json
Only the basic profile's letters: options are the server's. A test of the web client proves that both agree.
"""
import json
import re
import sys

ROW = re.compile(r'\{0x([0-9a-f]{8}), Basic::([A-Z]+), "[^"]*"\}')


def main():
    source, target = sys.argv[1:3]
    with open(source, encoding="utf-8") as file:
        rows = dict((tag.upper(), letters) for tag, letters in ROW.findall(file.read()))
    with open(target, "w", encoding="utf-8") as out:
        json.dump({"edition": "PS3.15 2024e, Table E.1-1", "rows": rows}, out, indent=0)
        out.write("\n")


main()
