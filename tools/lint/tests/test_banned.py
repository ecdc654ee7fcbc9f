import unittest

from tools.lint.allowed import Allowed, parse
from tools.lint.rules import banned
from tools.lint.tree import Tree

ROOM = "src/campaign/problem.cpp"

# rule: (what fails, what passes instead)
EXAMPLES = {
    "json": ("#include <boost/json.hpp>\n", '#include "base/json.h"\n'),
    "catch-all": ("void f() { try { g(); } catch (...) {} }", "void f() { try { g(); } catch (const base::Error&) {} }"),
    "regex": ("std::regex pattern;", "bool matches = name.starts_with(prefix);"),
    "shell": ('int code = std::system("ls");', 'int code = machine.system("ls"); boost::system::error_code ec;'),
    "c-string": ('sprintf(buffer, "%d", 1);', 'snprintf(buffer, size, "%d", 1);'),
    "c-number": ("int n = atoi(text);", "auto [end, error] = std::from_chars(first, last, n);"),
    "c-shared": ("auto why = strerror(errno);", "auto why = std::generic_category().message(errno);"),
    "rand": ("int n = rand();", "int n = random.rand(); int operand(int);"),
    "getenv": ('auto home = std::getenv("HOME");', "auto home = config.home;"),
    "endl": ("out << 1 << std::endl;", "out << 1 << '\\n';"),
    "new": ("auto* a = new Case;", "#include <new>\nauto a = std::make_unique<Case>(); // new"),
    "delete": ("delete a;", "Case(const Case&) = delete; void operator delete(void*);"),
    "detach": ("thread.detach();", "thread.join();"),
    "sql": ('db.run("SELECT id FROM problem WHERE id = $1");', 'log("Select a problem, then UPDATE it"); allow("DELETE");'),
}


def check(path, text, allowed=""):
    return banned.check(Tree.of_texts({path: text}), Allowed(parse(allowed)))


class Banned(unittest.TestCase):
    def test_every_rule_has_its_examples(self):
        self.assertEqual(set(EXAMPLES) | {"sleep"}, banned.RULES)

    def test_what_is_banned_fails_and_names_what_to_write(self):
        for rule, (bad, _) in EXAMPLES.items():
            with self.subTest(rule):
                found = check(ROOM, bad)
                self.assertEqual([f.message.split("]")[0] for f in found], [f"[{rule}"])

    def test_what_replaces_it_passes(self):
        for rule, (_, good) in EXAMPLES.items():
            with self.subTest(rule):
                self.assertEqual(check(ROOM, good), [])

    def test_a_catch_all_that_throws_again_passes(self):
        for block in ("{ if (open) { roll_back(); } throw; }", "{ failure = std::current_exception(); }"):
            self.assertEqual(check(ROOM, f"void f() {{ try {{ g(); }} catch (...) {block} }}"), [])
        self.assertEqual(len(check(ROOM, "void f() { try { g(); } catch (...) { h(); } throw; }")), 1)

    def test_an_exception_with_its_reason_is_allowed(self):
        self.assertEqual(check(ROOM, "auto* a = new Item;", f"new {ROOM} DCMTK owns it"), [])

    def test_sql_is_at_home_in_stores_and_in_the_record_folders(self):
        statement = EXAMPLES["sql"][0]
        homes = ("src/campaign/store.cpp", "src/campaign/problem_store.cpp", "src/jobs/queue.cpp", "src/campaign/store_test.cpp")
        for path in homes + ("src/campaign/migrations.cpp", "src/campaign/migrations/0001.cpp"):
            with self.subTest(path):
                self.assertEqual(check(path, statement), [])

    def test_sql_over_several_literals_is_seen(self):
        self.assertEqual(len(check(ROOM, 'run("  INSERT "\n"INTO problem VALUES ($1)");')), 1)

    def test_json_is_at_home_in_base_and_http(self):
        for path in ("src/base/json.cpp", "src/http/problem.cpp", "src/campaign/problem_test.cpp"):
            self.assertEqual(check(path, EXAMPLES["json"][0]), [])

    def test_the_environment_is_read_in_the_config_of_base(self):
        self.assertEqual(check("src/base/config.cpp", EXAMPLES["getenv"][0]), [])
        self.assertEqual(len(check("src/base/text.cpp", EXAMPLES["getenv"][0])), 1)

    def test_a_test_does_not_sleep_and_a_worker_may(self):
        sleep = "std::this_thread::sleep_for(wait);"
        self.assertEqual(len(check("src/jobs/worker_test.cpp", sleep)), 1)
        self.assertEqual(check("src/jobs/worker.cpp", sleep), [])

    def test_a_header_that_only_tests_include_is_a_test(self):
        files = {"src/db/oracle.h": EXAMPLES["json"][0], "src/db/pool_test.cpp": '#include "db/oracle.h"\n'}
        self.assertEqual(banned.check(Tree.of_texts(files), Allowed([])), [])


if __name__ == "__main__":
    unittest.main()
