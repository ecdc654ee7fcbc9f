#include "imaging/burned_in/slide_scan.h"

#include "base/error.h"
#include "imaging/phantom/drawing.h"
#include "imaging/redact/redact.h"
#include "imaging/testing_dicom_slide.h"
#include "imaging/testing_slides.h"
#include "support/temporary_folder.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace medal::imaging::burned_in {
namespace {

namespace fs = std::filesystem;

class SlideScan : public ::testing::Test {
  protected:
    testing::TemporaryFolder folder_;
    TextScanner scanner_;
};

constexpr std::int64_t kSide = 1024, kTile = 256;

/// Grey glass with a name over the edge of two tiles, this many times smaller than the finest.
TestSlide named(std::int64_t downsample) {
    TestSlide slide;
    slide.columns = slide.rows = kSide / downsample;
    slide.tile = kTile;
    slide.downsample = downsample;
    slide.change = [side = static_cast<std::size_t>(kSide / downsample)](phantom::DicomObject& object) {
        auto whole = picture::Raster::blank(side, side, 1);
        phantom::draw_text(whole, side / 5, side / 2, "MEYER ANNA", 3, 255);
        const auto across = (side + kTile - 1) / kTile;
        std::string pixels;
        for (std::size_t tile = 0; tile < across * across; ++tile) {
            for (std::size_t y = 0; y < kTile; ++y) {
                for (std::size_t x = 0; x < kTile; ++x) {
                    const auto column = tile % across * kTile + x, row = tile / across * kTile + y;
                    const bool is_inside = column < side && row < side;
                    pixels += std::string(3, static_cast<char>(is_inside ? *whole.pixel(column, row) : 0));
                }
            }
        }
        object.set(0x00100010, dicom::vr::PN, "MEYER^ANNA");
        object.set_pixels(dicom::vr::OB, pixels);
    };
    return slide;
}

redact::Region place(std::uint64_t x, std::uint64_t y, std::uint64_t width, std::uint64_t height) {
    redact::Region region;
    region.x = x;
    region.y = y;
    region.width = width;
    region.height = height;
    return region;
}

redact::Request request_for(const fs::path& path, const redact::Region& region) {
    redact::Request request;
    request.path = path.string();
    request.regions = {region};
    request.slide = redact::SlideSize{kSide, kSide};
    return request;
}

TEST_F(SlideScan, finds_text_over_the_edge_of_tiles_near_a_place_and_tells_it_on_the_finest_resolution) {
    for (const std::int64_t downsample : {1, 2}) {
        const auto path = write_slide(folder_ / "slide.dcm", named(downsample));
        const auto found = scan_slide_file(request_for(path, place(200, 500, 40, 40)), scanner_);
        ASSERT_FALSE(found.empty()) << downsample;
        EXPECT_EQ(found[0].text_class, TextClass::identifier);
        const auto step = static_cast<std::uint64_t>(downsample);
        EXPECT_NEAR(static_cast<double>(found[0].x), 205, 10.0 * static_cast<double>(step));
        EXPECT_NEAR(static_cast<double>(found[0].y), 512, 10.0 * static_cast<double>(step));
        EXPECT_GT(found[0].width, 120 * step);
    }
}

TEST_F(SlideScan, finds_nothing_where_the_text_was_painted_over_or_is_far) {
    const auto path = write_slide(folder_ / "slide.dcm", named(1));
    EXPECT_TRUE(scan_slide_file(request_for(path, place(900, 900, 40, 40)), scanner_).empty());
    auto request = request_for(path, place(190, 500, 300, 60));
    request.output = (folder_ / "out.dcm").string();
    redact::redact_file(request);
    request.path = request.output;
    EXPECT_TRUE(scan_slide_file(request, scanner_).empty());
}

TEST_F(SlideScan, finds_text_near_a_place_of_a_slide_in_one_file_on_each_of_its_levels) {
    for (const std::size_t level : {0U, 1U}) {
        std::vector<SlideDirectory> levels{tiled_level(1024, 0), tiled_level(512, 0)};
        const auto side = 1024U >> level;
        auto glass = picture::Raster::blank(side, side, 1);
        phantom::draw_text(glass, side / 4, side / 2, "BORN 12.03.1961", 3, 255);
        for (auto& one : levels) {
            for (auto& piece : one.pieces) piece.assign(piece.size(), '\0');
        }
        levels[1].number(254, 1);
        for (std::size_t i = 0; i < glass.samples.size(); ++i) {
            const auto x = i % side, y = i / side;
            auto& piece = levels[level].pieces.at(y / 64 * (side / 64) + x / 64);
            piece.replace((y % 64 * 64 + x % 64) * 3, 3, 3, static_cast<char>(glass.samples[i]));
        }
        const auto path = folder_ / "slide.tif";
        std::ofstream{path, std::ios::binary} << slide_file(levels);
        redact::Request request;
        request.path = path.string();
        request.regions = {place(270, 520, 200, 40)};
        const auto found = scan_slide_file(request, scanner_);
        ASSERT_FALSE(found.empty()) << level;
        EXPECT_EQ(found[0].text_class, TextClass::identifier);
        EXPECT_NEAR(static_cast<double>(found[0].x), 256, 20);
        EXPECT_NEAR(static_cast<double>(found[0].y), 512, 20);
        request.regions = {place(600, 10, 40, 40)};
        EXPECT_TRUE(scan_slide_file(request, scanner_).empty()) << level;
    }
}

TEST_F(SlideScan, refuses_what_is_no_slide) {
    auto slide = named(1);
    slide.change = [](phantom::DicomObject& object) {
        object.set(0x00080016, dicom::vr::UI, "1.2.840.10008.5.1.4.1.1.77.1.4");
    };
    const auto path = write_slide(folder_ / "slide.dcm", slide);
    EXPECT_THROW(scan_slide_file(request_for(path, place(0, 0, 9, 9)), scanner_), base::Error);
}

}  // namespace
}  // namespace medal::imaging::burned_in
