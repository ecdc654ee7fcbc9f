"""Reads C++ as text: where code is, where literals are, what is included. Not a parser, and needs none."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<raw>R"(?P<fence>[^()\\\s]{0,16})\((?P<raw_text>.*?)\)(?P=fence)")
      | (?P<string>"(?P<text>(?:\\.|[^"\\\n])*)")
      | (?P<number>\b\d[\w']*)
      | (?P<char>'(?:\\.|[^'\\\n])+')""",
    re.S | re.X,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?P<quote>["<])(?P<path>[^">\n]+)[">]', re.M)


@dataclass(frozen=True)
class Include:
    line: int
    path: str
    quoted: bool


@dataclass(frozen=True)
class Literal:
    line: int
    text: str


def line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def without_comments(text: str) -> str:
    """Same length and lines; comments are blanks."""
    return _TOKEN.sub(lambda m: _blank(m[0]) if m["comment"] else m[0], text)


def code_only(text: str) -> str:
    """Same length and lines; comments and the insides of literals are blanks."""

    def replace(match: re.Match) -> str:
        if match["number"]:
            return match[0]
        return _blank(match[0])

    return _TOKEN.sub(replace, text)


def includes(text: str) -> list[Include]:
    plain = without_comments(text)
    return [
        Include(line_of(plain, match.start("path")), match["path"], match["quote"] == '"')
        for match in _INCLUDE.finditer(plain)
    ]


def literals(text: str) -> list[Literal]:
    """String literals, adjacent ones joined as the compiler joins them; names in #include are not literals."""
    result: list[Literal] = []
    end = None
    for match in _TOKEN.finditer(text):
        if match["comment"] or not (match["raw"] or match["string"]):
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        if re.match(r"[ \t]*#[ \t]*include", text[line_start : match.start()]):
            continue
        value = match["raw_text"] if match["raw"] else match["text"]
        between = _TOKEN.sub(lambda m: "" if m["comment"] else m[0], text[end : match.start()]) if end else "-"
        if result and not between.strip():
            result[-1] = Literal(result[-1].line, result[-1].text + value)
        else:
            result.append(Literal(line_of(text, match.start()), value))
        end = match.end()
    return result
