import unittest

from tools.lint.allowed import Allowed, parse
from tools.lint.rules import headers, length
from tools.lint.tree import Tree

NOTHING = Allowed([])


def messages(rule, files, allowed=NOTHING):
    return [str(finding) for finding in rule(Tree.of_texts(files), allowed)]


class Length(unittest.TestCase):
    def test_399_lines_pass_and_400_fail(self):
        self.assertEqual(messages(length.check, {"src/a/a.h": "\n" * 399}), [])
        self.assertEqual(len(messages(length.check, {"src/a/a.h": "\n" * 400})), 1)

    def test_a_generated_table_may_be_allowed(self):
        allowed = Allowed(parse("length src/imaging/*_table.h generated from the standard"))
        self.assertEqual(messages(length.check, {"src/imaging/basic_table.h": "\n" * 900}, allowed), [])


class OwnHeaderFirst(unittest.TestCase):
    def test_first_passes(self):
        files = {"src/a/a.h": "", "src/a/a.cpp": '#include "a/a.h"\n#include <map>\n'}
        self.assertEqual(messages(headers.own_header_first, files), [])

    def test_second_fails(self):
        files = {"src/a/a.h": "", "src/a/a.cpp": '#include <map>\n#include "a/a.h"\n'}
        self.assertIn('the first include is "a/a.h"', messages(headers.own_header_first, files)[0])


class DeadHeader(unittest.TestCase):
    def test_included_passes(self):
        files = {"src/a/a.h": "", "src/b/b.cpp": '#include "a/a.h"\n'}
        self.assertEqual(messages(headers.dead, files), [])

    def test_included_by_nobody_fails(self):
        self.assertIn("src/a/a.h:1: no file includes", messages(headers.dead, {"src/a/a.h": ""})[0])

    def test_headers_without_their_own_source_are_compiled_alone(self):
        tree = Tree.of_texts({"src/a/a.h": "", "src/a/a.cpp": "", "src/a/types.h": ""})
        self.assertEqual(headers.without_own_source(tree), ["src/a/types.h"])


class Exceptions(unittest.TestCase):
    def problems(self, text, *paths):
        tree = Tree.of_texts({path: "" for path in paths})
        return [f.message for f in Allowed(parse(text)).problems(tree, {"new"})]

    def test_rule_path_and_reason_pass(self):
        self.assertEqual(self.problems("# why\nnew src/a/*.cpp DCMTK owns it\n", "src/a/a.cpp"), [])

    def test_no_reason_fails(self):
        self.assertIn("needs its reason", self.problems("new src/a/a.cpp", "src/a/a.cpp")[0])

    def test_no_such_file_fails(self):
        self.assertIn("no file matches", self.problems("new src/b.cpp gone", "src/a/a.cpp")[0])

    def test_no_such_rule_fails(self):
        self.assertIn("no rule is called", self.problems("old src/a/a.cpp why", "src/a/a.cpp")[0])


if __name__ == "__main__":
    unittest.main()
