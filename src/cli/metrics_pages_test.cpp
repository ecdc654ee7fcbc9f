// The pages of docs/metrics and docs/statistics: every metric has one, and what a page shows is what the
// command prints. A block ```console holds "$ medal …" and its output; files are named from the repository.
#include "cli/command.h"
#include "metrics/segmentation/catalogue.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = MEDAL_SOURCE_DIR;

std::string text_of(const fs::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return std::move(text).str();
}

std::vector<fs::path> pages_in(const std::string& folder) {
    std::vector<fs::path> pages;
    for (const auto& entry : fs::directory_iterator(kRoot / "docs" / folder)) {
        if (entry.path().extension() == ".md") pages.push_back(entry.path());
    }
    return pages;
}

/// The ids of the lines "Ids: `DSC` …".
std::set<std::string> ids_with_a_page() {
    std::set<std::string> ids;
    for (const fs::path& page : pages_in("metrics")) {
        std::istringstream lines(text_of(page));
        for (std::string line; std::getline(lines, line);) {
            if (!line.starts_with("Ids:")) continue;
            std::istringstream words(line.substr(4));
            for (std::string word; words >> word;) ids.insert(word.substr(1, word.size() - 2));
        }
    }
    return ids;
}

/// Output and errors together, from the repository's root.
std::string output_of(const std::string& command) {
    std::istringstream line(command);
    std::vector<std::string> words;
    for (std::string word; line >> word;) words.push_back(word);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    const fs::path before = fs::current_path();
    fs::current_path(kRoot);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    run(static_cast<int>(argv.size()), argv.data());
    const std::string out = testing::internal::GetCapturedStdout();
    fs::current_path(before);
    return out + testing::internal::GetCapturedStderr();
}

const char* const kEveryTableMetric[] = {
    "classification examples/metrics/diagnosis.csv",
    "classification examples/metrics/grades.csv",
    "measurement examples/metrics/volumes.csv",
    "ordering examples/metrics/orders.csv",
    "temporal examples/metrics/events.csv examples/metrics/events_found.csv",
    "temporal examples/metrics/phases.csv examples/metrics/phases_found.csv",
    "detection examples/metrics/boxes.csv examples/metrics/boxes_found.csv --threshold 0.5",
};

TEST(MetricPages, exist_for_every_metric_that_a_command_prints) {
    const std::set<std::string> documented = ids_with_a_page();
    for (const metrics::MetricInfo& metric : metrics::segmentation_metrics())
        EXPECT_TRUE(documented.contains(std::string(metric.id))) << metric.id;
    for (const char* command : kEveryTableMetric) {
        std::istringstream rows(output_of(std::string("medal metrics ") + command + " --bootstrap 0 --csv"));
        std::string row;
        std::getline(rows, row);
        EXPECT_EQ(row, "label,metric,variant,value,low,high,unit,status,n,parameters") << command;
        while (std::getline(rows, row)) {
            const std::size_t begin = row.find(',') + 1;
            const std::string id = row.substr(begin, row.find(',', begin) - begin);
            EXPECT_TRUE(documented.contains(id)) << id;
        }
    }
}

TEST(MetricPages, say_what_a_reader_needs) {
    for (const fs::path& page : pages_in("metrics")) {
        const std::string text = text_of(page);
        if (text.find("\nIds:") == std::string::npos) continue;
        for (const char* section : {"## Definition", "Formula: ", "## Range and direction", "## Edge cases",
                                    "## When to use it", "## Command", "## Source"})
            EXPECT_NE(text.find(section), std::string::npos) << page.filename() << " lacks " << section;
        const std::string link = "(" + page.filename().string() + ")";
        EXPECT_NE(text_of(page.parent_path() / "README.md").find(link), std::string::npos) << link;
    }
}

/// With MEDAL_REWRITE_PAGES set the pages are given what the commands print.
class ShownOutput : public testing::TestWithParam<const char*> {};

TEST_P(ShownOutput, is_what_the_command_prints) {
    const std::string fence = "```console\n$ ";
    for (const fs::path& page : pages_in(GetParam())) {
        std::string text = text_of(page);
        for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at + 1)) {
            const std::size_t command = at + fence.size();
            const std::size_t begin = text.find('\n', command) + 1;
            const std::size_t end = text.find("```", begin);
            const std::string printed = output_of(text.substr(command, begin - 1 - command));
            if (std::getenv("MEDAL_REWRITE_PAGES") != nullptr) {
                text.replace(begin, end - begin, printed);
                std::ofstream(page, std::ios::binary) << text;
            } else {
                EXPECT_EQ(text.substr(begin, end - begin), printed) << page.filename();
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Pages, ShownOutput, testing::Values("metrics", "statistics"),
                         [](const auto& which) { return std::string(which.param); });

}  // namespace
}  // namespace medal::cli
