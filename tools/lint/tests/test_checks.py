import tempfile
import unittest
from pathlib import Path

from tools.lint.checks import programs, tidy
from tools.lint.compilation import flags
from tools.lint.tree import Tree


class Programs(unittest.TestCase):
    def check(self, rule, name, text):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "src").mkdir()
            (root / ".clang-format").write_text("BasedOnStyle: Google\n")
            (root / "src" / name).write_text(text)
            return rule(root, Tree.of_folder(root))

    def test_format_passes_and_fails(self):
        self.assertEqual(self.check(programs.clang_format, "a.h", "int a = 1;\n"), [])
        self.assertEqual(self.check(programs.clang_format, "a.h", "int   a=1;\n")[0].line, 1)

    def test_shellcheck_passes_and_fails(self):
        self.assertEqual(self.check(programs.shellcheck, "run", '#!/usr/bin/env bash\necho "$1"\n'), [])
        self.assertIn("SC2086", self.check(programs.shellcheck, "run", "#!/usr/bin/env bash\necho $1\n")[0].message)


class Compilation(unittest.TestCase):
    def test_launcher_compiler_input_output_and_precompiled_header_are_dropped(self):
        command = "cmake -E env CCACHE_BASEDIR=/x ccache /usr/bin/c++ -DA=1 -Isrc -Winvalid-pch -include build/cmake_pch.hxx"
        words = (command + " -O2 -o a.o -c src/a.cpp").split()
        self.assertEqual(flags(words), ("-DA=1", "-Isrc", "-O2"))


class Tidy(unittest.TestCase):
    def test_findings_are_relative_to_the_root(self):
        output = "/r/src/a.cpp:3:5: error: too long [readability-function-size]\n/r/src/a.cpp:4:1: note: here\n"
        found = tidy.parse(output, Path("/r"))
        self.assertEqual([str(f) for f in found], ["src/a.cpp:3: too long [readability-function-size]"])


if __name__ == "__main__":
    unittest.main()
