#include "base/csv.h"

#include "base/error.h"

#include <functional>

#include <gtest/gtest.h>

namespace medal::base {
namespace {

std::string message_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.message();
    }
    return "no error";
}

TEST(Csv, reads_quotes_commas_newlines_and_crlf) {
    const CsvTable table = CsvTable::parse("a,b\r\n\"x,\"\"y\"\"\nz\",2\r\n", "t.csv");
    ASSERT_EQ(table.row_count(), 1U);
    EXPECT_EQ(table.text(0, 0), "x,\"y\"\nz");
    EXPECT_EQ(table.number(0, 1), 2.0);
}

TEST(Csv, skips_a_byte_order_mark_and_reads_a_last_row_without_newline) {
    const CsvTable table = CsvTable::parse(
        "\xEF\xBB\xBF"
        "a,b\n1,2\n3,",
        "t.csv");
    EXPECT_EQ(table.column("a"), 0U);
    EXPECT_EQ(table.row_count(), 2U);
    EXPECT_FALSE(table.optional_number(1, 1).has_value());
}

TEST(Csv, names_file_row_and_column_of_a_bad_number) {
    const CsvTable table = CsvTable::parse("task,value\nT1,0.5\nT1,0.9mm\n", "scores.csv");
    EXPECT_EQ(message_of([&] { table.number(1, 1); }), "scores.csv row 3 column value: not a finite number.");
}

TEST(Csv, refuses_infinity_and_takes_na_as_missing_only_where_allowed) {
    const CsvTable table = CsvTable::parse("v\ninf\nNA\n", "t.csv");
    EXPECT_THROW(table.number(0, 0), Error);
    EXPECT_THROW(table.number(1, 0), Error);
    EXPECT_FALSE(table.optional_number(1, 0).has_value());
}

TEST(Csv, refuses_rows_of_unequal_length_open_quotes_repeated_and_unknown_columns) {
    EXPECT_EQ(message_of([] { CsvTable::parse("a,b\n1\n", "t.csv"); }),
              "t.csv row 2 (line 2) has 1 cells instead of 2.");
    EXPECT_EQ(message_of([] { CsvTable::parse("a\n\"x\n", "t.csv"); }),
              "t.csv line 2 opens a quote that is never closed.");
    EXPECT_EQ(message_of([] { CsvTable::parse("a,a\n", "t.csv"); }), "t.csv row 1 column 2 repeats a name.");
    const CsvTable table = CsvTable::parse("a,zz\n", "t.csv");
    EXPECT_EQ(message_of([&] { table.allow_only({"a", "b"}); }), "t.csv row 1 column 2 is unknown.");
    EXPECT_EQ(message_of([&] { table.column("b"); }), "t.csv has no column b.");
}

TEST(Csv, never_repeats_a_cell_in_an_error) {
    const CsvTable table = CsvTable::parse("v\nMUSTERMANN\n", "t.csv");
    EXPECT_EQ(message_of([&] { table.number(0, 0); }).find("MUSTERMANN"), std::string::npos);
}

TEST(Csv, refuses_text_that_is_not_utf8_and_names_row_and_column) {
    const std::string latin1 = "name,value\nA,1\nM\xfcller,2\n";
    EXPECT_EQ(message_of([&] { CsvTable::parse(latin1, "t.csv"); }), "t.csv row 3 column 1 is not UTF-8.");
    EXPECT_EQ(message_of([&] {
                  CsvTable::parse(
                      "\xff\xfe"
                      "a,b\n",
                      "t.csv");
              }),
              "t.csv row 1 column 1 is not UTF-8.");
}

TEST(Csv, refuses_a_header_alone_where_rows_are_needed) {
    EXPECT_EQ(message_of([&] { CsvTable::parse("a\n", "t.csv").require_rows(); }),
              "t.csv has no rows below its header.");
}

TEST(Csv, has_limits) {
    EXPECT_THROW(CsvTable::parse("a\n1\n2\n", "t.csv", {.max_rows = 1}), Error);
    EXPECT_THROW(CsvTable::parse("a,b\n", "t.csv", {.max_columns = 1}), Error);
    EXPECT_THROW(CsvTable::parse("a\n1\n", "t.csv", {.max_bytes = 3}), Error);
}

TEST(Csv, writes_a_cell_that_reads_back) {
    const std::string awkward = "say \"hi\", twice\n";
    const CsvTable table = CsvTable::parse("v\n" + csv_cell(awkward) + "\n", "t.csv");
    EXPECT_EQ(table.text(0, 0), awkward);
}

}  // namespace
}  // namespace medal::base
