import unittest

from tools.lint.rules import floors
from tools.lint.tree import Tree

FLOORS = "# bottom first\nbase\ndb\ncampaign\nmain\n"


def check(**files):
    texts = {"tools/floors.txt": FLOORS}
    texts.update({path.replace("__", "/").replace("_h", ".h").replace("_cpp", ".cpp"): t for path, t in files.items()})
    return [str(finding) for finding in floors.check(Tree.of_texts(texts), None)]


class Floors(unittest.TestCase):
    def test_downward_passes(self):
        found = check(src__db__pool_h='#include "base/error.h"\n', src__base__error_h="", src__main_cpp='#include "db/pool.h"\n')
        self.assertEqual(found, [])

    def test_upward_fails_with_file_line_and_cure(self):
        found = check(src__base__error_cpp='\n#include "db/pool.h"\n', src__db__pool_h="")
        self.assertEqual(len(found), 1)
        self.assertIn("src/base/error.cpp:2: 'base' includes upward into 'db'", found[0])

    def test_a_test_is_bound_too(self):
        self.assertEqual(len(check(src__base__error_test_cpp='#include "db/pool.h"\n', src__db__pool_h="")), 1)

    def test_an_unknown_folder_fails(self):
        self.assertIn("folder 'util' has no floor", check(src__util__a_h="")[0])

    def test_an_include_of_an_unknown_folder_fails(self):
        self.assertIn("is in no folder", check(src__base__a_h='#include "util/a.h"\n')[0])

    def test_a_relative_include_fails_and_names_the_full_path(self):
        found = check(src__base__a_h='#include "b.h"\n', src__base__b_h="")
        self.assertIn('write it from src/: "base/b.h"', found[0])

    def test_a_test_may_use_what_tests_share(self):
        include = '#include "support/engines.h"\n'
        self.assertEqual(check(src__db__pool_test_cpp=include, tests__support__engines_h=""), [])
        texts = {"tools/floors.txt": FLOORS, "src/db/testing_pool.h": include, "tests/support/engines.h": ""}
        self.assertEqual(floors.check(Tree.of_texts(texts), None), [])
        self.assertEqual(len(check(src__db__pool_cpp=include, tests__support__engines_h="")), 1)

    def test_a_generated_table_passes(self):
        self.assertEqual(check(src__base__a_cpp='#include "dictionary.inc"\n'), [])

    def test_a_circle_of_headers_fails(self):
        found = check(src__base__a_h='#include "base/b.h"\n', src__base__b_h='#include "base/a.h"\n')
        self.assertEqual(len(found), 1)
        self.assertIn("circle of includes: src/base/a.h -> src/base/b.h -> src/base/a.h", found[0])

    def test_two_ways_to_one_header_are_no_circle(self):
        diamond = {"src__base__a_h": '#include "base/b.h"\n#include "base/c.h"\n', "src__base__b_h": '#include "base/c.h"\n'}
        self.assertEqual(check(**diamond, src__base__c_h=""), [])


if __name__ == "__main__":
    unittest.main()
