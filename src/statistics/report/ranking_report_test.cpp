#include "statistics/report/ranking_report.h"

#include "statistics/random.h"
#include "statistics/report/svg.h"

#include <gtest/gtest.h>

namespace medal::statistics::report {
namespace {

std::vector<TaskData> tasks(std::size_t count) {
    std::vector<TaskData> result;
    for (std::size_t t = 0; t < count; ++t) {
        TaskScores scores{"task " + std::to_string(t) + " <script>", {"A&B", "C", "D"}, {}, {}};
        Stream stream({t, 0});
        for (std::size_t i = 0; i < 60; ++i) scores.values.push_back(stream.uniform());
        for (std::size_t c = 0; c < 20; ++c) scores.cases.push_back("c" + std::to_string(c));
        result.push_back({std::move(scores), each_alone(20)});
    }
    return result;
}

TEST(RankingReport, holds_every_plot_of_a_bootstrapped_study_of_three_tasks) {
    const std::string html =
        ranking_report(study_rankings(tasks(3), {.bootstrap = BootstrapPlan{.replicates = 50}}));
    for (const char* plot : {"Podium plot", "Dots and boxes", "Blob plot", "Lines:", "Significance map",
                             "Violins", "Dendrogram", "Ranking heatmap", "Stacked bars"}) {
        EXPECT_NE(html.find(plot), std::string::npos) << plot;
    }
}

TEST(RankingReport, is_self_contained_and_escapes_names) {
    const std::string html = ranking_report(study_rankings(tasks(1), {}));
    EXPECT_EQ(html.find("<script"), std::string::npos);
    EXPECT_EQ(html.find("http"), std::string::npos);
    EXPECT_EQ(html.find("A&B"), std::string::npos);
    EXPECT_NE(html.find("A&amp;B"), std::string::npos);
    EXPECT_EQ(html.find("nan"), std::string::npos);
}

TEST(RankingReport, has_the_same_bytes_for_any_number_of_threads) {
    const auto report = [](std::size_t threads) {
        return ranking_report(
            study_rankings(tasks(2), {.bootstrap = BootstrapPlan{.replicates = 200, .threads = {threads}}}));
    };
    EXPECT_EQ(report(1), report(0));
}

TEST(RankingReport, tells_twenty_four_algorithms_apart_and_cuts_long_names) {
    EXPECT_EQ(colour(0), "c0");
    EXPECT_EQ(colour(8), "c0 g1");
    EXPECT_EQ(colour(16), "c0 g2");
    EXPECT_EQ(shortened("Universität Heidelberg", 12), "Universität…");
    EXPECT_EQ(shortened("Universität", 12), "Universität");
}

TEST(Ticks, are_round_numbers_inside_the_range) {
    EXPECT_EQ(ticks(0.0, 10.0, 5), (std::vector<double>{0, 2, 4, 6, 8, 10}));
    EXPECT_EQ(ticks(3.0, 3.0), std::vector<double>{3.0});
}

}  // namespace
}  // namespace medal::statistics::report
