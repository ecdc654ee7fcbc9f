"""Checks that are a program of someone else: clang-format, shellcheck, and the web client's own."""

import json
import re
import subprocess
from pathlib import Path

from tools.lint.finding import Finding, Skipped
from tools.lint.tree import Tree

_GCC_STYLE = re.compile(r"^(?P<path>[^\s:][^:\n]*):(?P<line>\d+):\d+: \w+: (?P<message>.*)$", re.M)


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)


def clang_format(root: Path, tree: Tree) -> list[Finding]:
    result = run(["clang-format-16", "--dry-run", "-Werror", "--ferror-limit=1", *tree.cpp()], root)
    return [
        Finding(match["path"], int(match["line"]), "not in the house format: run script/format")
        for match in _GCC_STYLE.finditer(result.stderr)
    ]


def shellcheck(root: Path, tree: Tree) -> list[Finding]:
    scripts = [path for path in tree.paths if is_shell(path, tree)]
    result = run(["shellcheck", "-x", "--format=gcc", *scripts], root)
    return [Finding(m["path"], int(m["line"]), m["message"]) for m in _GCC_STYLE.finditer(result.stdout)]


def is_shell(path: str, tree: Tree) -> bool:
    name = path.rsplit("/", 1)[-1]
    if name.endswith(".sh"):
        return True
    if "." in name or path.endswith(".txt"):
        return False
    first = tree.text(path).split("\n", 1)[0]
    return first.startswith("#!") and re.search(r"\b(?:ba)?sh$", first.strip()) is not None


def eslint(root: Path, _tree: Tree) -> list[Finding] | Skipped:
    return npx(root, ["eslint", "--max-warnings=0", "."], "eslint")


def tsc(root: Path, _tree: Tree) -> list[Finding] | Skipped:
    """A project of several parts (references) is checked part by part, which is what -b does."""
    config = root / "web" / "tsconfig.json"
    parts = config.exists() and '"references"' in config.read_text()
    return npx(root, ["tsc", "-b" if parts else "--noEmit"], "tsc")


def translations(root: Path, _tree: Tree) -> list[Finding] | Skipped:
    return npm_script(root, "check:i18n")


def npx(root: Path, command: list[str], name: str) -> list[Finding] | Skipped:
    web = root / "web"
    if not (web / "package.json").exists():
        return Skipped("there is no web/package.json")
    if not (web / "node_modules" / ".bin" / name).exists():
        return [Finding("web/package.json", 1, f"{name} is not among the installed packages: run script/bootstrap")]
    return failed(run(["npx", "--no-install", *command], web), f"web: {' '.join(command)}")


def npm_script(root: Path, script: str) -> list[Finding] | Skipped:
    manifest = root / "web" / "package.json"
    if not manifest.exists():
        return Skipped("there is no web/package.json")
    if script not in json.loads(manifest.read_text()).get("scripts", {}):
        return [Finding("web/package.json", 1, f"has no script '{script}'")]
    return failed(run(["npm", "run", "--silent", script], root / "web"), f"web: npm run {script}")


def failed(result: subprocess.CompletedProcess, what: str) -> list[Finding]:
    if result.returncode == 0:
        return []
    output = (result.stdout + result.stderr).strip()[-4000:]
    return [Finding("web", 1, f"{what} ended with exit code {result.returncode}:\n{output}")]


def api_types(root: Path, _tree: Tree) -> list[Finding] | Skipped:
    """The web client's types are generated from web/src/api/openapi.json, which is what `medal openapi` prints."""
    binary = root / "build/release/medal"
    stored = root / "web/src/api/openapi.json"
    if not binary.exists():
        return Skipped("there is no build/release/medal: run script/build first")
    printed = run([str(binary), "openapi"], root)
    if printed.returncode != 0:
        if "openapi" not in run([str(binary), "--help"], root).stdout:
            return Skipped("this build has no command `medal openapi`")
        return [Finding("src/cli", 1, f"`medal openapi` ended with exit code {printed.returncode}: {printed.stderr}")]
    if not stored.exists():
        return Skipped("there is no web/src/api/openapi.json")
    if json.loads(printed.stdout) != json.loads(stored.read_text()):
        cure = "run `build/release/medal openapi > web/src/api/openapi.json` and generate the types again"
        return [Finding("web/src/api/openapi.json", 1, f"differs from what `medal openapi` prints: {cure}")]
    return generated_types(root)


def generated_types(root: Path) -> list[Finding] | Skipped:
    scripts = json.loads((root / "web/package.json").read_text()).get("scripts", {})
    return npm_script(root, "check:api") if "check:api" in scripts else []
