#include "imaging/face/portrait.h"

#include "base/error.h"
#include "imaging/phantom/phantom.h"
#include "support/temporary_folder.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace medal::imaging::face {
namespace {

namespace fs = std::filesystem;

class Portrait : public ::testing::Test {
  protected:
    VolumeFiles head(phantom::Kind kind, std::size_t slices) const {
        phantom::Request request;
        request.kind = kind;
        request.slices = slices;
        request.size = 128;
        VolumeFiles files{phantom::make_phantom(request, folder_ / "in").files, {}};
        fs::create_directories(folder_ / "out");
        for (std::size_t i = 0; i < files.inputs.size(); ++i) {
            files.outputs.push_back((folder_ / "out" / std::to_string(i)).string());
        }
        return files;
    }

    testing::TemporaryFolder folder_;
};

/// How many pixels of the lower or upper half are not the same.
std::size_t differences(const picture::Raster& one, const picture::Raster& other, bool is_lower) {
    std::size_t count = 0;
    const auto half = one.samples.size() / 2;
    for (std::size_t i = is_lower ? half : 0; i < (is_lower ? one.samples.size() : half); ++i) {
        count += one.samples[i] != other.samples[i] ? 1 : 0;
    }
    return count;
}

TEST_F(Portrait, shows_a_head_and_that_its_face_was_removed_from_below_the_brows) {
    const auto files = head(phantom::Kind::ct_face, 140);
    ASSERT_EQ(deface_volume(files).verdict, Verdict::face);
    const auto before = read_volume(files);
    const auto after = read_volume({files.outputs, {}});
    for (const auto side : {Side::front, Side::left}) {
        const auto was = portrait(before, side);
        const auto is = portrait(after, side);
        ASSERT_EQ(was.samples.size(), is.samples.size());
        EXPECT_EQ(was.samples.front(), 0) << "air around the head is dark";
        EXPECT_GT(*was.pixel(was.width / 2, was.height / 2), 30);
        EXPECT_GT(differences(was, is, true), 500U);
        EXPECT_GT(differences(was, is, true), 4 * differences(was, is, false));
    }
}

TEST_F(Portrait, refuses_what_is_no_volume) {
    const auto files = head(phantom::Kind::xray, 1);
    EXPECT_THROW(read_volume(files), base::Error);
}

}  // namespace
}  // namespace medal::imaging::face
