// Painting Hamamatsu's NDPI, held against OpenSlide: with and without restart markers, in place and where the
// file has to grow.
#include "base/error.h"
#include "imaging/mapped_file.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/restart_strip.h"
#include "imaging/redact/testing_painted_slide.h"
#include "imaging/redact/testing_redact.h"
#include "imaging/testing_ndpi.h"
#include "imaging/tiff_structure.h"

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

using RedactNdpi = RedactFolder;

/// Brown cells, as far as a formula goes; no two blocks alike.
std::uint8_t tissue(std::uint32_t x, std::uint32_t y, int light) {
    const auto wave = (x * 7 + y * 13 + x * y / 5) % 97;
    return static_cast<std::uint8_t>(90 + wave + static_cast<std::uint32_t>(light) * 20);
}

std::uint8_t paper(std::uint32_t /*x*/, std::uint32_t /*y*/, int /*light*/) {
    return 255;
}

struct Kind {
    unsigned restart_units = 4;
    bool is_halved = true;
    PartList list = PartList::listed;
    std::uint8_t (*sample)(std::uint32_t, std::uint32_t, int) = tissue;
    bool is_progressive = false;
};

std::string slide_of(const Kind& kind) {
    const auto level = [&](std::uint32_t width, std::uint32_t height, float lens) {
        return ndpi_level(
            {width, height, kind.restart_units, kind.is_halved, kind.sample, kind.is_progressive}, lens,
            kind.list);
    };
    return slide_file({level(512, 256, 20), level(128, 64, 5)}, true);
}

/// Boxes reach to the grid of blocks of 16 pixels, whose colours viewers smooth by one more.
constexpr Tolerance kOfJpeg{.around_px = 18, .light = 3};

TEST_F(RedactNdpi, is_dark_under_the_box_on_every_level_and_the_same_elsewhere) {
    for (const auto& kind :
         {Kind{}, Kind{.restart_units = 0}, Kind{.restart_units = 8, .is_halved = false},
          Kind{.restart_units = 0, .is_progressive = true},
          Kind{.restart_units = 0, .sample = paper, .is_progressive = true},
          Kind{.restart_units = 4, .list = PartList::left_out}, Kind{.restart_units = 4, .sample = paper}}) {
        SCOPED_TRACE(kind.restart_units);
        const auto path = write("slide.ndpi", slide_of(kind));
        const auto box = region_at(100, 70, 150, 64);
        redact_file(request_for(path, {box}));
        const auto before = show_slide(path);
        EXPECT_EQ(before.vendor, "hamamatsu");
        expect_painted_slide(before, show_slide(output()), box, kOfJpeg);
    }
}

TEST_F(RedactNdpi, moves_no_byte_where_the_painted_parts_become_shorter) {
    const auto slide = slide_of({});
    redact_file(request_for(write("slide.ndpi", slide), {region_at(64, 64, 128, 64)}));
    const MappedFile is{output()};
    ASSERT_EQ(is.bytes().size(), slide.size());
    const auto starts = ndpi_starts(written_jpeg({512, 256, 4, true, tissue}));
    // Parts of 64 by 8 pixels; the first eight rows of them lie above the box.
    const auto strip = std::size_t{12} + starts.at(8 * 8);
    EXPECT_EQ(text_of(is.bytes()).substr(12, strip - 12), slide.substr(12, strip - 12));
    const auto last = std::size_t{12} + starts.at(8 * 16);
    EXPECT_EQ(text_of(is.bytes()).substr(last, 4000), slide.substr(last, 4000));
}

TEST_F(RedactNdpi, grows_where_a_painted_part_needs_more_than_it_had_and_all_places_move) {
    const auto slide = slide_of({.sample = paper});
    redact_file(request_for(write("slide.ndpi", slide), {region_at(80, 70, 150, 64)}));
    const MappedFile is{output()};
    EXPECT_GT(is.bytes().size(), slide.size());
    const auto structure = read_tiff(is.bytes());
    ASSERT_TRUE(structure);
    for (const auto& directory : structure->directories) {
        const auto at = structure->number(is.bytes(), directory, tiff::kStripOffsets, 0);
        const auto size = structure->number(is.bytes(), directory, tiff::kStripBytes, 0);
        const auto strip = std::string{text_of(is.bytes().subspan(at, size))};
        EXPECT_TRUE(strip.ends_with("\xff\xd9"));
        const auto told = structure->numbers(is.bytes(), *directory.find(65426));
        const auto found = ndpi_starts(strip);
        EXPECT_TRUE(std::ranges::equal(told, found));
    }
}

TEST_F(RedactNdpi, keeps_nothing_of_a_painted_part) {
    const auto slide = slide_of({});
    const auto jpeg = written_jpeg({512, 256, 4, true, tissue});
    const auto starts = ndpi_starts(jpeg);
    redact_file(request_for(write("slide.ndpi", slide), {region_at(64, 64, 64, 8)}));
    const auto old = jpeg.substr(starts.at(65), starts.at(66) - 2 - starts.at(65));
    EXPECT_NE(slide.find(old), std::string::npos);
    const MappedFile is{output()};
    for (std::size_t at = 0; at + 16 <= old.size(); at += 16) {
        EXPECT_EQ(text_of(is.bytes()).find(old.substr(at, 16)), std::string_view::npos) << at;
    }
}

TEST_F(RedactNdpi, refuses_a_list_that_names_parts_in_another_order) {
    auto level = ndpi_level({512, 256, 4, true, tissue}, 20);
    auto& list = level.tags[65426].bytes;
    std::swap_ranges(list.begin() + 40, list.begin() + 44, list.begin() + 80);
    const auto path = write("slide.ndpi", slide_file({level}, true));
    try {
        redact_file(request_for(path, {region_at(0, 0, 20, 20)}));
        ADD_FAILURE() << "it was painted";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), "imaging.decode");
    }
}

TEST_F(RedactNdpi, can_be_painted_again) {
    const auto path = write("slide.ndpi", slide_of({.sample = paper}));
    redact_file(request_for(path, {region_at(80, 70, 150, 64)}));
    std::filesystem::rename(output(), folder_ / "once.ndpi");
    const auto box = region_at(300, 100, 100, 50);
    redact_file(request_for(folder_ / "once.ndpi", {box}));
    expect_painted_slide(show_slide(folder_ / "once.ndpi"), show_slide(output()), box, kOfJpeg);
}

std::vector<Splice> painted(const std::string& jpeg, const StripSize& size, const PixelBox& box) {
    const Bytes bytes{reinterpret_cast<const std::byte*>(jpeg.data()), jpeg.size()};
    return RestartStrip{bytes, size}.painted(std::vector{box});
}

TEST(RestartStrip, writes_only_the_parts_that_a_box_meets) {
    // Sixteen units of 16 pixels a row, parts of four.
    const auto jpeg = written_jpeg({256, 64, 4, true, tissue});
    EXPECT_EQ(painted(jpeg, {256, 64}, {70, 18, 80, 24}).size(), 1U);
    EXPECT_EQ(painted(jpeg, {256, 64}, {60, 10, 70, 20}).size(), 4U);
    EXPECT_EQ(painted(jpeg, {256, 64}, {0, 0, 256, 64}).size(), 32U);
    EXPECT_TRUE(painted(jpeg, {256, 64}, {300, 0, 400, 64}).empty());
}

TEST(RestartStrip, knows_parts_that_end_within_a_row_and_those_of_several_rows) {
    const auto uneven = written_jpeg({256, 64, 5, true, tissue});
    EXPECT_EQ(painted(uneven, {256, 64}, {0, 16, 16, 24}).size(), 1U);
    const auto rows = written_jpeg({256, 64, 32, true, tissue});
    EXPECT_EQ(painted(rows, {256, 64}, {0, 0, 256, 64}).size(), 4U);
}

TEST(RestartStrip, refuses_a_stream_that_is_cut_off_or_has_other_parts_than_its_size_asks_for) {
    const auto jpeg = written_jpeg({256, 64, 4, true, tissue});
    EXPECT_THROW(painted(jpeg, {512, 64}, {0, 0, 4, 4}), base::Error);
    for (std::size_t size = 0; size < jpeg.size(); size += 97) {
        EXPECT_THROW(painted(jpeg.substr(0, size), {256, 64}, {0, 0, 4, 4}), base::Error) << size;
    }
}

}  // namespace
}  // namespace medal::imaging::redact
