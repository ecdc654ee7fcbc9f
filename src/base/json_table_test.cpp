#include "base/csv.h"
#include "base/error.h"

#include <gtest/gtest.h>

namespace medal::base {
namespace {

std::string message_of(std::string_view text) {
    try {
        CsvTable::from_json(text, "t.json").number(0, 0);
    } catch (const Error& error) {
        return error.message();
    }
    return "no error";
}

TEST(JsonTable, reads_the_same_cells_as_the_csv_it_stands_for) {
    const CsvTable table = CsvTable::from_json(R"([{"case":"a","p":0.1},{"p":1,"case":null}])", "t.json");
    EXPECT_EQ(table.columns(), (std::vector<std::string>{"case", "p"}));
    EXPECT_EQ(table.number(0, 1), 0.1);
    EXPECT_EQ(table.number(1, 1), 1);
    EXPECT_EQ(table.text(1, 0), "");
}

TEST(JsonTable, names_file_and_row_of_what_is_wrong) {
    EXPECT_EQ(message_of(R"([{"p":"x"}])"), "t.json row 1 column p: not a finite number.");
    EXPECT_EQ(message_of(R"([{"p":1},{"p":[2]}])"), "t.json row 2 column p: a list or an object.");
    EXPECT_EQ(message_of(R"([{"p":1},2])"), "t.json row 2 is not an object.");
    EXPECT_EQ(message_of(R"({"p":1})"), "t.json is not an array.");
    EXPECT_TRUE(message_of(R"([{"p":)").starts_with("t.json is not valid JSON"));
}

}  // namespace
}  // namespace medal::base
