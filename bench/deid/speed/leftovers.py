"""Which planted identifiers a program left in what it wrote."""

import json
import subprocess


def tokens_left(planted, folder):
    """The planted texts that stand in any file, in any case, as ASCII or UTF-16."""
    wanted = {token: [token.lower().encode(), token.lower().encode("utf-16-le")] for token in planted}
    left = set()
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes().lower()
        left |= {token for token, forms in wanted.items() if any(form in data for form in forms)}
    return left


def files_in(folder):
    return sum(1 for path in folder.rglob("*") if path.is_file())


def describe(program, planted, originals, folder):
    """Own search first; then `medal verify-deid`, which looks for UIDs and parts of names too."""
    left = tokens_left(planted, folder)
    said = subprocess.run([program, "verify-deid", str(originals), str(folder), "--json"], capture_output=True, text=True,
                          check=False)
    report = json.loads(said.stdout)
    leaking = sum(1 for file in report["files"] if file["leaks"] > 0)
    return (f"{len(left)} of {len(planted)}; verify-deid: {report['leaks']} places in {leaking} of"
            f" {files_in(folder)} files")
