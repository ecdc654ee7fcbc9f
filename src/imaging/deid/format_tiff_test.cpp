// Notes inside of the tiles of a slide: those of JPEG are in slide_test.cpp.
#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/mapped_file.h"
#include "imaging/testing_jpeg2000.h"
#include "imaging/testing_openslide.h"
#include "imaging/testing_slides.h"
#include "support/temporary_folder.h"

#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

class DeidTiff : public ::testing::Test {
  protected:
    fs::path write(const std::string& bytes) const {
        std::ofstream{folder_ / "in", std::ios::binary} << bytes;
        return folder_ / "in";
    }
    fs::path deidentified(const fs::path& input) const {
        base::SeededRandom random{7};
        const auto report =
            deidentify_batch({input}, folder_ / "out", {Profile{}, 1, false, folder_ / "quarantine"},
                             StudySecrets::random(random), {});
        EXPECT_EQ(report.files.at(0).status, FileStatus::written) << report.files.at(0).reason;
        return folder_ / "out" / report.files.at(0).output_name.value_or("");
    }

    testing::TemporaryFolder folder_;
};

/// A comment behind the sizes of the main header (ITU T.800, A.9.2).
std::string with_comment(const std::string& stream, const std::string& comment) {
    const auto sizes =
        4 + static_cast<unsigned char>(stream[4]) * 256U + static_cast<unsigned char>(stream[5]);
    const auto bytes = comment.size() + 4;
    return stream.substr(0, sizes) + std::string{"\xff\x64", 2} + static_cast<char>(bytes >> 8) +
           static_cast<char>(bytes & 0xFF) + std::string{"\0\1", 2} + comment + stream.substr(sizes);
}

std::string jpeg_2000_slide(std::uint32_t compression) {
    const auto level_of = [&](std::uint32_t side, unsigned seed) {
        auto level = tiled_level(side, seed);
        level.number(259, compression);
        level.text(270, "Aperio Image Library v11.2.1 \r\n128x128 [0,0 128x128] (64x64) J2K|AppMag = 20");
        for (auto& piece : level.pieces) {
            piece = with_comment(packed_jpeg_2000(piece, 64, {}), "Scanned for Mueller^Anna");
        }
        return level;
    };
    return slide_file({level_of(128, 1), level_of(64, 2)});
}

TEST_F(DeidTiff, comments_inside_of_jpeg_2000_tiles_become_zeros) {
    for (const std::uint32_t compression : {33003U, 33005U, 34712U}) {
        const auto slide = jpeg_2000_slide(compression);
        ASSERT_NE(slide.find("Scanned for"), std::string::npos);
        const auto input = write(slide);
        const MappedFile written{deidentified(input)};
        EXPECT_EQ(text_of(written.bytes()).find("Scanned for"), std::string_view::npos) << compression;
        EXPECT_EQ(text_of(written.bytes()).find("OpenJPEG"), std::string_view::npos) << compression;
        EXPECT_EQ(written.bytes().size(), slide.size());
    }
}

TEST_F(DeidTiff, jpeg_2000_tiles_without_their_comments_show_the_same) {
    const auto input = write(jpeg_2000_slide(33005));
    const auto before = show_slide(input), after = show_slide(deidentified(input));
    ASSERT_EQ(before.error, "");
    ASSERT_EQ(after.error, "");
    ASSERT_EQ(after.levels.size(), before.levels.size());
    for (std::size_t i = 0; i < before.levels.size(); ++i) {
        EXPECT_TRUE(after.levels[i].pixels == before.levels[i].pixels) << i;
    }
}

}  // namespace
}  // namespace medal::imaging::deid
