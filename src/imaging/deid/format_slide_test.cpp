// Text burned into slides while they are de-identified: found on the coarse pictures, painted over on all.
#include "base/random.h"
#include "imaging/deid/batch.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/drawing.h"
#include "imaging/picture/tiled_picture.h"
#include "imaging/testing_data.h"
#include "imaging/testing_dicom_slide.h"
#include "imaging/testing_openslide.h"
#include "imaging/testing_slides.h"
#include "support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

class DeidSlideText : public ::testing::Test {
  protected:
    DeidSlideText() { fs::create_directories(folder_ / "in"); }

    fs::path write(const std::string& bytes) const {
        std::ofstream{folder_ / "in" / "slide", std::ios::binary} << bytes;
        return folder_ / "in" / "slide";
    }
    BatchReport deidentified(const fs::path& input) const {
        base::SeededRandom random{7};
        return deidentify_batch({input}, folder_ / "out", {Profile{}, 1, false, folder_ / "quarantine"},
                                StudySecrets::random(random), {});
    }
    fs::path output_of(const FileReport& file) const {
        EXPECT_EQ(file.status, FileStatus::written) << file.reason;
        return folder_ / "out" / file.output_name.value_or("");
    }
    std::size_t files_out() const {
        return static_cast<std::size_t>(std::distance(fs::recursive_directory_iterator{folder_ / "out"},
                                                      fs::recursive_directory_iterator{}));
    }

    testing::TemporaryFolder folder_;
};

constexpr std::size_t kSide = 1024, kTextX = 200, kTextY = 480, kLetter_px = 6;
constexpr std::uint8_t kGlass = 230;

/// Glass with a name, so many times smaller than the finest.
picture::Raster named_glass(std::size_t downsample, std::string_view name) {
    auto raster = picture::Raster::blank(kSide / downsample, kSide / downsample, 1);
    std::fill(raster.samples.begin(), raster.samples.end(), kGlass);
    if (!name.empty()) {
        phantom::draw_text(raster, kTextX / downsample, kTextY / downsample, name, kLetter_px / downsample,
                           0);
    }
    return raster;
}

SlideDirectory level_of(const picture::Raster& raster) {
    constexpr std::size_t kTile = 64;
    auto level = tiled_level(static_cast<std::uint32_t>(raster.width), 1);
    std::size_t number = 0;
    for (std::size_t top = 0; top < raster.height; top += kTile) {
        for (std::size_t left = 0; left < raster.width; left += kTile) {
            std::string tile;
            for (std::size_t i = 0; i < kTile * kTile; ++i) {
                const auto value = *raster.pixel(left + i % kTile, top + i / kTile);
                tile.append(3, static_cast<char>(value));
            }
            level.pieces.at(number++) = tile;
        }
    }
    return level;
}

std::string tiff_slide(std::string_view name) {
    auto small = level_of(named_glass(2, name));
    small.number(254, 1);
    return slide_file({level_of(named_glass(1, name)), small});
}

/// Letters are black and glass is light; a painted box is black all over.
bool is_one_dark_box(const std::vector<std::uint8_t>& grey, std::size_t width) {
    std::size_t left = width, right = 0, top = grey.size() / width, bottom = 0, dark = 0;
    for (std::size_t i = 0; i < grey.size(); ++i) {
        if (grey[i] > kGlass / 2) continue;
        ++dark;
        left = std::min(left, i % width);
        right = std::max(right, i % width + 1);
        top = std::min(top, i / width);
        bottom = std::max(bottom, i / width + 1);
    }
    return dark > 0 && dark == (right - left) * (bottom - top);
}

TEST_F(DeidSlideText, that_identifies_is_painted_over_on_every_level_of_a_slide_in_tiff) {
    const auto report = deidentified(write(tiff_slide("BORN 12.03.1961")));
    const auto& file = report.files.at(0);
    const auto shown = show_slide(output_of(file));
    EXPECT_GE(file.burned_in.painted, 1U);
    ASSERT_EQ(shown.error, "");
    ASSERT_EQ(shown.levels.size(), 2U);
    for (const auto& level : shown.levels) {
        std::vector<std::uint8_t> grey;
        for (const auto pixel : level.pixels) grey.push_back(static_cast<std::uint8_t>(pixel & 0xFF));
        EXPECT_TRUE(is_one_dark_box(grey, static_cast<std::size_t>(level.width))) << level.width;
    }
    EXPECT_EQ(files_out(), 1U) << "nothing unfinished is left";
    const auto text = MappedFile{output_of(file)};
    EXPECT_EQ(text_of(text.bytes()).find(kSlideSecret), std::string_view::npos);
}

TEST_F(DeidSlideText, that_says_nothing_of_a_person_stays_and_is_told) {
    const auto input = write(tiff_slide("LEVEL FOUR"));
    const auto before = show_slide(input);
    const auto report = deidentified(input);
    const auto& file = report.files.at(0);
    EXPECT_TRUE(file.burned_in.is_searched);
    EXPECT_EQ(file.burned_in.painted, 0U);
    EXPECT_FALSE(file.burned_in.regions.empty());
    EXPECT_TRUE(show_slide(output_of(file)).levels.at(0).pixels == before.levels.at(0).pixels);
    EXPECT_TRUE(std::any_of(file.findings.begin(), file.findings.end(),
                            [](const Finding& finding) { return finding.code == "slide.searched"; }));
}

TEST_F(DeidSlideText, is_not_seen_in_a_pattern_that_fills_a_tiny_slide) {
    MEDAL_NEEDS_SAMPLES();
    const auto report = deidentified(sample_folder() / "dicom/highdicom/sm_image_control.dcm");
    EXPECT_EQ(report.files.at(0).burned_in.painted, 0U);
}

TEST_F(DeidSlideText, is_not_seen_in_tissue) {
    MEDAL_NEEDS_SAMPLES();
    for (const auto* name : {"CMU-1-Small-Region.svs", "synthetic_label.svs"}) {
        const auto report = deidentified(sample_folder() / "wsi" / name);
        EXPECT_TRUE(report.files.at(0).burned_in.is_searched) << name;
        EXPECT_TRUE(report.files.at(0).burned_in.regions.empty()) << name;
    }
}

constexpr std::int64_t kTile = 256;

/// One resolution in DICOM; of a large one only the tiles that hold the text are there.
TestSlide resolution(std::int64_t side, const std::string& instance, std::int64_t letter_px) {
    TestSlide slide;
    slide.columns = slide.rows = side;
    slide.tile = kTile;
    slide.instance = instance;
    slide.tiling = Tiling::sparse;
    slide.downsample = 8192 / side;
    const auto x = side / 4, y = side / 2;
    const auto last = std::min(side, x + letter_px * 100) / kTile;
    slide.has_tile = [=](std::int64_t column, std::int64_t row) {
        return row >= y / kTile && row <= (y + 10 * letter_px) / kTile && column >= x / kTile &&
               column <= last;
    };
    slide.change = [=](phantom::DicomObject& object) {
        const auto rows = (y + 10 * letter_px) / kTile - y / kTile + 1, columns = last - x / kTile + 1;
        auto whole = picture::Raster::blank(static_cast<std::size_t>(columns * kTile),
                                            static_cast<std::size_t>(rows * kTile), 1);
        std::fill(whole.samples.begin(), whole.samples.end(), kGlass);
        phantom::draw_text(whole, static_cast<std::size_t>(x % kTile), static_cast<std::size_t>(y % kTile),
                           "MEYER ANNA", static_cast<std::size_t>(letter_px), 0);
        std::string pixels;
        for (auto tile = rows * columns - 1; tile >= 0; --tile) {
            for (std::int64_t i = 0; i < kTile * kTile; ++i) {
                const auto column = tile % columns * kTile + i % kTile,
                           row = tile / columns * kTile + i / kTile;
                pixels += std::string(3, static_cast<char>(*whole.pixel(static_cast<std::size_t>(column),
                                                                        static_cast<std::size_t>(row))));
            }
        }
        object.set(0x00100010, dicom::vr::PN, "MEYER^ANNA");
        object.set(0x00100020, dicom::vr::LO, "P1");
        object.set_pixels(dicom::vr::OB, pixels);
    };
    return slide;
}

/// How many dark pixels there are in the rows of letters, and whether all there are in one box.
bool has_letters(const fs::path& path) {
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    const auto matrix = dicom::tile_matrix_of(*scan.data);
    const picture::TiledPicture picture{*scan.data, *matrix};
    const auto side = std::min<std::int64_t>(matrix->columns, 4096);
    auto part = picture::empty_part(static_cast<std::size_t>(side), 1024, false);
    picture.paint(part, 0, matrix->rows / 2 - 100, std::nullopt);
    std::vector<std::uint8_t> grey;
    for (std::size_t i = 0; i < part.samples.size(); i += 3) grey.push_back(part.samples[i]);
    return !is_one_dark_box(grey, static_cast<std::size_t>(side));
}

TEST_F(DeidSlideText, found_on_a_small_resolution_in_dicom_is_painted_on_those_that_are_too_large_to_search) {
    write_slide(folder_ / "in" / "fine.dcm", resolution(8192, "2.25.11", 16));
    write_slide(folder_ / "in" / "coarse.dcm", resolution(1024, "2.25.12", 2));
    EXPECT_TRUE(has_letters(folder_ / "in" / "fine.dcm"));
    const auto report = deidentified(folder_ / "in");
    ASSERT_EQ(report.files.size(), 2U);
    for (const auto& file : report.files) {
        EXPECT_TRUE(file.burned_in.is_searched);
        EXPECT_GE(file.burned_in.painted, 1U);
        EXPECT_FALSE(has_letters(output_of(file))) << file.input;
    }
    EXPECT_EQ(files_out(), 2U) << "nothing unfinished is left";
}

}  // namespace
}  // namespace medal::imaging::deid
