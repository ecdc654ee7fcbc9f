import unittest

from tools.lint.cpp_text import code_only, includes, literals


class CppText(unittest.TestCase):
    def test_comments_and_literals_are_blank_and_lines_stay(self):
        text = 'int a; // new\nauto b = "delete"; /* rand()\n */ char c = \'"\'; int d = 1\'000;\n'
        code = code_only(text)
        self.assertEqual(code.count("\n"), text.count("\n"))
        for word in ("new", "delete", "rand", '"'):
            self.assertNotIn(word, code)
        self.assertIn("1'000", code)

    def test_raw_strings_end_at_their_own_fence(self):
        text = 'auto a = R"sql(SELECT ")" FROM t)sql"; int after;'
        self.assertIn("int after;", code_only(text))
        self.assertEqual(literals(text)[0].text, 'SELECT ")" FROM t')

    def test_adjacent_literals_are_one(self):
        text = 'f("SELECT a "\n  // why\n  "FROM t", "other");'
        self.assertEqual([literal.text for literal in literals(text)], ["SELECT a FROM t", "other"])

    def test_includes_in_comments_are_not_includes(self):
        text = '#include "base/error.h"\n// #include "db/db.h"\n#  include <map>\n'
        found = [(include.path, include.quoted, include.line) for include in includes(text)]
        self.assertEqual(found, [("base/error.h", True, 1), ("map", False, 3)])


if __name__ == "__main__":
    unittest.main()
