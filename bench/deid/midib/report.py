"""The score as a table, as JSON and as a page. Values of elements are never in it: what failed is named by its place."""

import html
import json
from pathlib import Path

import answers as key


def rows(result):
    for kind in key.KINDS:
        total, passed = result.total[kind], result.passed[kind]
        yield kind, total, passed, (passed / total if total else None)


def per_cent(share):
    return "none" if share is None else f"{100 * share:.2f} %" if share < 1 else "100 %"


def print_table(result):
    print(f"{'action kind':<18}{'checks':>9}{'right':>9}{'share':>10}")
    for kind, total, passed, share in rows(result):
        print(f"{kind:<18}{total:>9}{passed:>9}{per_cent(share):>10}")
    total, passed = sum(result.total.values()), sum(result.passed.values())
    print(f"{'all':<18}{total:>9}{passed:>9}{per_cent(passed / total if total else None):>10}")


def place_of(failure):
    answer = failure.answer
    return {"file": Path(answer.file).name, "kind": answer.kind, "path": answer.path, "keyword": answer.keyword,
            "why": failure.why}


def as_page(result, counts):
    lines = ["<!doctype html><html lang=en><meta charset=utf-8><title>De-identification score</title>",
             "<style>body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}",
             "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #999;padding:.3rem .6rem;"
             "text-align:left}td.n{text-align:right}</style>",
             "<h1>De-identification score</h1>",
             f"<p>{counts['files']} files, {counts['came_out']} came out. A file that did not come out counts as failed "
             "in each of its checks. The action kinds are those of the MIDI-B challenge.</p>",
             "<table><tr><th>action kind<th>checks<th>right<th>share</tr>"]
    lines += [f"<tr><td>{kind}<td class=n>{total}<td class=n>{passed}<td class=n>{per_cent(share)}</tr>"
              for kind, total, passed, share in rows(result)]
    lines.append("</table><h2>What failed</h2>")
    if not result.failures:
        lines.append("<p>Nothing.</p>")
    else:
        lines.append("<table><tr><th>file<th>kind<th>element<th>why</tr>")
        for place in map(place_of, result.failures):
            cells = (place["file"], place["kind"], f"{place['path']} {place['keyword']}", place["why"])
            lines.append("<tr>" + "".join(f"<td>{html.escape(cell)}" for cell in cells) + "</tr>")
        lines.append("</table>")
    return "\n".join(lines) + "</html>\n"


def write(result, counts, folder):
    told = {**counts, "kinds": {kind: {"checks": total, "right": passed} for kind, total, passed, _ in rows(result)},
            "failures": [place_of(failure) for failure in result.failures]}
    (folder / "score.json").write_text(json.dumps(told, indent=1) + "\n")
    (folder / "report.html").write_text(as_page(result, counts))
