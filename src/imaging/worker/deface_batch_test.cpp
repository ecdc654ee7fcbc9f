#include "imaging/worker/deface_batch.h"

#include "imaging/phantom/phantom.h"

#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::worker {
namespace {

namespace fs = std::filesystem;

class DefaceFiles : public testing::Test {
  protected:
    void SetUp() override {
        fs::create_directories(folder_ / "in");
        fs::create_directories(folder_ / "out");
        phantom::make_phantom({.kind = phantom::Kind::ct_face, .slices = 140, .size = 96},
                              folder_ / "in/head");
        phantom::make_phantom({.kind = phantom::Kind::ct_abdomen, .slices = 20, .size = 96},
                              folder_ / "in/belly");
        std::ofstream{folder_ / "in/notes.txt"} << "This is no image.";
    }
    void TearDown() override { fs::remove_all(folder_); }

    DefaceReport run(const fs::path& output) const {
        CrewOptions options;
        options.readable = {folder_ / "in"};
        options.writable = {folder_ / "out"};
        Crew crew{options};
        return deface_files({folder_ / "in"}, output, crew);
    }

    std::size_t written() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{folder_ / "out"}, fs::directory_iterator{}));
    }

    fs::path folder_ = fs::temp_directory_path() / ("medal-deface-files-" + std::to_string(getpid()));
};

TEST_F(DefaceFiles, gathers_slices_to_series_and_one_bad_file_stops_nothing) {
    const auto report = run(folder_ / "out");
    EXPECT_EQ(report.summary.volumes, 3U);
    EXPECT_EQ(report.summary.defaced, 1U);
    EXPECT_EQ(report.summary.unchanged, 1U);
    EXPECT_EQ(report.summary.refused, 1U);
    EXPECT_GT(report.summary.voxels_removed, 1'000U);
    EXPECT_EQ(written(), 160U);
}

TEST_F(DefaceFiles, only_looks_where_no_output_is_given) {
    const auto report = run({});
    EXPECT_EQ(report.summary.judged, 2U);
    EXPECT_EQ(report.summary.with_face, 1U);
    EXPECT_EQ(report.summary.without_face, 1U);
    EXPECT_EQ(report.summary.voxels_removed, 0U);
    EXPECT_EQ(written(), 0U);
}

}  // namespace
}  // namespace medal::imaging::worker
