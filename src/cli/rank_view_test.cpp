#include "cli/rank_view.h"

#include "base/error.h"
#include "base/json.h"
#include "cli/score_table.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::cli {
namespace {

class ScoreTable : public ::testing::Test {
  protected:
    std::filesystem::path write(const std::string& name, const std::string& text) {
        const std::filesystem::path path = folder_ / name;
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    std::string message_of(const std::string& text) {
        try {
            read_scores(write("scores.csv", text), std::nullopt);
        } catch (const base::Error& error) {
            return error.message() + " " + error.hint();
        }
        return "no error";
    }

    testing::TemporaryFolder folder_;
};

TEST_F(ScoreTable, does_not_depend_on_the_order_of_rows) {
    const auto forward =
        read_scores(write("a.csv", "task,alg,case,value\nT,A,1,0.5\nT,B,1,0.7\nT,A,2,0.9\n"), {});
    const auto backward =
        read_scores(write("b.csv", "task,alg,case,value\nT,A,2,0.9\nT,B,1,0.7\nT,A,1,0.5\n"), {});
    const auto json = [](const auto& tasks) {
        return base::to_json(view_of(statistics::study_rankings(tasks, {})));
    };
    EXPECT_EQ(json(forward), json(backward));
    EXPECT_EQ(forward.front().missing_values, 1U);
}

TEST_F(ScoreTable, names_row_and_cure_of_what_is_wrong) {
    EXPECT_EQ(message_of("task,alg,case,value\nT,A,1,0.5\nT,A,1,0.6\n"),
              "scores.csv row 3 column case: this task, algorithm and case were listed before. Keep one of "
              "the rows.");
    EXPECT_EQ(message_of("task,alg,case,value\nT,A,1,good\n"),
              "scores.csv row 2 column value: not a finite number. Write a number such as 0.91, with a point "
              "and without "
              "a unit.");
    EXPECT_EQ(message_of("task,algorithm,case,value\nT,A,1,1\n"),
              "scores.csv row 1 column 2 is unknown. Known columns: task, alg, case, value, cluster.");
    EXPECT_EQ(message_of("task,alg,case,value,cluster\nT,A,1,1,p\nT,B,1,1,q\n"),
              "scores.csv row 3 column cluster: the case belonged to another cluster before. Give a case one "
              "cluster.");
    EXPECT_EQ(message_of("task,alg,case,value\n"), "scores.csv has no rows below its header. ");
}

TEST_F(ScoreTable, replays_given_draws_and_refuses_a_case_that_is_not_there) {
    auto tasks =
        read_scores(write("a.csv", "task,alg,case,value\nT,A,1,0.5\nT,B,1,0.7\nT,A,2,0.9\nT,B,2,0.1\n"), {});
    const auto draws = read_draws(write("draws.json", R"([{"T":["2","2"]},{"T":["1","2"]}])"), tasks);
    EXPECT_EQ(draws, (statistics::CaseDraws{{{0, 2}, {1, 1}}}));
    const RankView view = view_of(statistics::study_rankings(tasks, {.draws = draws}));
    EXPECT_EQ(view.replicates->at(0).at("T").rank.at("A"), 1.0);
    EXPECT_FALSE(view.bootstrap->seed.has_value());
    EXPECT_THROW(read_draws(write("bad.json", R"([{"T":["3"]}])"), tasks), base::Error);
}

TEST_F(ScoreTable, refuses_a_missing_value_or_row_where_a_mean_is_asked_for) {
    const auto refused = [&](const std::string& text) {
        try {
            read_scores(write("scores.csv", text), std::nullopt, MissingCells::refused);
        } catch (const base::Error& error) {
            return error.message();
        }
        return std::string("no error");
    };
    EXPECT_EQ(refused("task,alg,case,value\nT,A,1,0.5\nT,B,1,NaN\n"),
              "scores.csv row 3 column value: the value is missing, so the mean is undefined.");
    EXPECT_EQ(refused("task,alg,case,value\nT,A,1,0.5\nT,A,2,0.5\nT,B,1,0.1\n"),
              "scores.csv row 3 column case: another algorithm has no row for this case, so its mean is "
              "undefined.");
}

TEST_F(ScoreTable, prints_an_undefined_value_as_null) {
    const auto tasks = read_scores(write("a.csv", "task,alg,case,value\nT,A,1,0.5\nT,B,1,NA\n"), {});
    const std::string json = base::to_json(view_of(statistics::study_rankings(tasks, {})));
    EXPECT_NE(json.find(R"({"name":"B","value":null,"rank":2,"rank_low":null,"rank_high":null})"),
              std::string::npos);
}

}  // namespace
}  // namespace medal::cli
