// Every command that reads a table says in one line what is wrong with it: file, row and cure.
#include "cli/command.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace medal::cli {
namespace {

struct Command {
    const char* name;
    std::vector<std::string> options;
    const char* header;
    const char* rows;          // good ones
    const char* number_row;    // "%" stands for a number that tests replace
    const char* what_repeats;  // nothing where rows may repeat
};

const std::vector<Command>& commands() {
    static const std::vector<Command> all = {
        {"rank", {"--by", "mean"}, "task,alg,case,value", "T,A,c1,0.1\nT,B,c1,0.2\n", "T,C,c1,%\n", "listed"},
        {"agreement",
         {"--scale", "interval"},
         "unit,rater,value",
         "u1,r1,1\nu1,r2,1\nu2,r1,2\nu2,r2,2\n",
         "u3,r1,%\n",
         "rated the unit before"},
        {"delphi", {}, "problem,rater,rating", "p1,r1,7\np1,r2,8\n", "p2,r1,%\n", "rated the problem"},
        {"calibrate", {}, "y,p", "1,0.9\n0,0.2\n1,0.3\n0,0.5\n", "1,%\n", ""},
        {"irt", {}, "model,item,score", "m1,i1,1\nm1,i2,0\nm2,i1,0\nm2,i2,1\n", "m3,i1,%\n", "answered"},
        {"vendi", {}, "id,x,y", "a,1,2\nb,2,1\n", "c,1,%\n", "listed"},
        {"similar", {}, "id,x,y", "a,1,2\nb,2,1\n", "c,1,%\n", "listed"},
        {"assemble", {}, "id,modality,weight", "a,CT,1\nb,MR,2\n", "c,CT,%\n", "listed"},
    };
    return all;
}

struct Outcome {
    int code = 0;
    std::string said;
};

class BadInput : public ::testing::TestWithParam<std::size_t> {
  protected:
    const Command& command() const { return commands()[GetParam()]; }

    Outcome run_on(const std::string& text) {
        std::ofstream(folder_ / "table.csv", std::ios::binary) << text;
        std::vector<std::string> words = {"medal", command().name, (folder_ / "table.csv").string()};
        if (std::string(command().name) == "assemble") words.push_back((folder_ / "quotas.toml").string());
        words.insert(words.end(), command().options.begin(), command().options.end());
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        ::testing::internal::CaptureStdout();
        ::testing::internal::CaptureStderr();
        Outcome outcome;
        outcome.code = run(static_cast<int>(arguments.size()), arguments.data());
        outcome.said = ::testing::internal::GetCapturedStderr();
        ::testing::internal::GetCapturedStdout();
        return outcome;
    }
    void expect_refused(const std::string& text, const std::string& part) {
        const Outcome outcome = run_on(text);
        EXPECT_EQ(outcome.code, static_cast<int>(Exit::failed)) << text;
        EXPECT_EQ(outcome.said.rfind("medal: table.csv", 0), 0U) << outcome.said;
        EXPECT_NE(outcome.said.find(part), std::string::npos) << outcome.said;
        EXPECT_EQ(std::count(outcome.said.begin(), outcome.said.end(), '\n'), 1) << outcome.said;
    }
    std::string table(const std::string& more = {}) const {
        return std::string(command().header) + "\n" + command().rows + more;
    }
    std::string with_number(const std::string& number) const {
        std::string row = command().number_row;
        return row.replace(row.find('%'), 1, number);
    }
    std::string last_row() const {
        const std::string good = table();
        return "row " + std::to_string(std::count(good.begin(), good.end(), '\n') + 1);
    }
    void SetUp() override { std::ofstream(folder_ / "quotas.toml") << "size = 1\n"; }

    testing::TemporaryFolder folder_;
};

TEST_P(BadInput, is_not_a_table_with_a_byte_order_mark_and_windows_line_ends) {
    std::string windows = "\xEF\xBB\xBF";
    for (const char c : table()) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
    EXPECT_EQ(run_on(windows).code, static_cast<int>(Exit::done));
}

TEST_P(BadInput, is_a_unit_an_infinity_or_a_word_in_place_of_a_number) {
    for (const char* wrong : {"12 mm", "inf", "high", "0,5", "1e999"}) {
        const std::string quoted = '"' + std::string(wrong) + '"';
        expect_refused(table(with_number(quoted)), last_row() + " column ");
    }
}

TEST_P(BadInput, is_an_empty_file_or_a_header_alone) {
    expect_refused("", "is empty. It needs a header row.");
    expect_refused(std::string(command().header) + "\n", "has no rows below its header.");
}

TEST_P(BadInput, is_text_in_another_encoding) {
    std::string text = table();
    text[text.find('\n') + 1] = '\xE4';
    expect_refused(text, "row 2 column 1 is not UTF-8. Save the file again");
}

TEST_P(BadInput, is_a_row_that_is_too_short_or_repeats) {
    expect_refused(table("x\n"), last_row() + " (line ");
    if (*command().what_repeats == '\0') return;
    const std::string rows = command().rows;
    expect_refused(table(rows.substr(0, rows.find('\n') + 1)), command().what_repeats);
}

TEST_P(BadInput, is_a_column_that_nobody_knows) {
    std::string text = std::string(command().header) + ",colour\n";
    for (const char c : std::string(command().rows))
        text += c == '\n' ? std::string(",1\n") : std::string(1, c);
    // There every further column is a coordinate, or an axis of the taxonomy.
    const std::string name = command().name;
    if (name == "vendi" || name == "similar" || name == "assemble") return;
    expect_refused(text, "is unknown. Known columns: ");
}

TEST_P(BadInput, or_a_missing_value_is_what_a_nan_is) {
    // Where data may be missing, NaN and NA say so; elsewhere they are errors in that row.
    const bool may_lack = std::string(command().name) == "agreement" || std::string(command().name) == "irt";
    for (const char* nothing : {"NaN", "nan", "NA", ""}) {
        const std::string text = table(with_number(nothing));
        if (may_lack) {
            EXPECT_EQ(run_on(text).code, static_cast<int>(Exit::done)) << text;
        } else {
            expect_refused(text, last_row() + " column ");
        }
    }
}

TEST_P(BadInput, is_a_column_that_is_missing) {
    const std::string good = table();
    expect_refused("zzz" + good.substr(good.find(',')), "");
}

struct Question {
    std::vector<std::string> words;
    const char* answer;
};

class BadQuestion : public ::testing::TestWithParam<Question> {};

TEST_P(BadQuestion, about_power_is_answered_in_one_line) {
    std::vector<std::string> words = {"medal", "power"};
    words.insert(words.end(), GetParam().words.begin(), GetParam().words.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    EXPECT_NE(run(static_cast<int>(arguments.size()), arguments.data()), 0);
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), std::string("medal: ") + GetParam().answer + "\n");
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
}

INSTANTIATE_TEST_SUITE_P(
    Power, BadQuestion,
    ::testing::Values(
        Question{{}, "Say --difference, --items, or both."},
        Question{{"--difference", "0"}, "The difference to detect must be a number other than 0."},
        Question{{"--difference", "nan"}, "The difference to detect must be a number other than 0."},
        Question{{"--difference", "0.03", "--power", "1.5"}, "The power must lie between 0 and 1."},
        Question{{"--difference", "0.03", "--items", "100", "--power", "0.8"},
                 "Two of --difference, --items and --power give the third."},
        Question{{"--difference", "0.03", "--omega2", "-1"}, "Variances cannot be negative."},
        Question{{"--difference", "0.03", "--runs-a", "0"}, "Each model needs at least one run."}));

INSTANTIATE_TEST_SUITE_P(Commands, BadInput, ::testing::Range<std::size_t>(0, commands().size()),
                         [](const auto& chosen) { return std::string(commands()[chosen.param].name); });

}  // namespace
}  // namespace medal::cli
