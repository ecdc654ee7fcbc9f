// Painting slides of scanners that move their tiles or lay them over each other, held against OpenSlide.
#include "imaging/mapped_file.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/testing_painted_slide.h"
#include "imaging/redact/testing_redact.h"
#include "imaging/testing_slides.h"
#include "imaging/tiff_structure.h"

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

using RedactVendor = RedactFolder;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// Neighbours of the finest level have 8 pixels in common, of the next one 4.
std::string overlapping_ventana() {
    auto slide = replaced(ventana_slide(), "OverlapX=\"0\" OverlapY=\"0\"/><TileJ",
                          "OverlapX=\"8\" OverlapY=\"0\"/><TileJ");
    return replaced(slide, "OverlapX=\"0\" OverlapY=\"0\"/></ImageInfo",
                    "OverlapX=\"0\" OverlapY=\"8\"/></ImageInfo");
}

std::string overlapping_trestle() {
    return replaced(trestle_slide(), "OverlapsXY= 0 0 0 0", "OverlapsXY= 8 8 4 4");
}

/// A second image lies below and to the right of the first.
std::string leica_of_two() {
    const std::string settings =
        "<scanSettings><objectiveSettings><objective>20</objective></objectiveSettings><illuminationSettings>"
        "<illuminationSource>brightfield</illuminationSource></illuminationSettings></scanSettings>";
    const auto image = [&](const char* first, const char* second, const char* x, const char* y) {
        return std::string{
                   "<image><pixels sizeX=\"128\" sizeY=\"128\"><dimension sizeX=\"128\" sizeY=\"128\" "
                   "r=\"0\" ifd=\""} +
               first + "\"/><dimension sizeX=\"64\" sizeY=\"64\" r=\"1\" ifd=\"" + second +
               "\"/></pixels><view sizeX=\"64000\" sizeY=\"64000\" offsetX=\"" + x + "\" offsetY=\"" + y +
               "\" spacingZ=\"0\"/>" + settings + "</image>";
    };
    const std::string macro =
        "<image><pixels sizeX=\"64\" sizeY=\"64\"><dimension sizeX=\"64\" sizeY=\"64\" r=\"0\" "
        "ifd=\"4\"/></pixels>"
        "<view sizeX=\"200000\" sizeY=\"200000\" offsetX=\"0\" offsetY=\"0\" spacingZ=\"0\"/>" +
        settings + "</image>";
    const std::string text =
        "<?xml version=\"1.0\"?><scn xmlns=\"http://www.leica-microsystems.com/scn/2010/10/01\"><collection "
        "sizeX=\"200000\" sizeY=\"200000\">" +
        macro + image("0", "1", "1000", "2000") + image("2", "3", "80000", "90000") + "</collection></scn>";
    auto first = tiled_level(128, 1);
    first.text(270, text);
    return slide_file(
        {first, tiled_level(64, 2), tiled_level(128, 3), tiled_level(64, 4), tiled_level(64, 5)});
}

TEST_F(RedactVendor, boxes_lie_where_openslide_shows_them_on_every_level) {
    for (const auto& slide :
         {leica_slide(), ventana_slide(), trestle_slide(), overlapping_ventana(), overlapping_trestle()}) {
        const auto path = write("slide.tif", slide);
        const auto box = region_at(42, 34, 40, 30);
        EXPECT_EQ(redact_file(request_for(path, {box})).media_type, "image/tiff");
        const auto before = show_slide(path);
        SCOPED_TRACE(before.vendor);
        ASSERT_GE(before.levels.size(), 2U);
        expect_painted_slide(before, show_slide(output()), box);
    }
}

TEST_F(RedactVendor, overlaps_are_as_openslide_takes_them) {
    EXPECT_EQ(show_slide(write("a.tif", overlapping_ventana())).levels.at(0).width, 120);
    EXPECT_EQ(show_slide(write("b.tif", overlapping_trestle())).levels.at(0).width, 120);
}

TEST_F(RedactVendor, a_box_over_two_images_of_a_glass_is_painted_in_both) {
    const auto path = write("slide.scn", leica_of_two());
    const auto box = region_at(120, 120, 80, 100);
    redact_file(request_for(path, {box}));
    const auto before = show_slide(path);
    ASSERT_EQ(before.levels.at(0).width, 400);
    const auto after = show_slide(output());
    // Between the images nothing is drawn, before and after.
    expect_painted_slide(before, after, box);
    EXPECT_NE(after.levels[0].at(10, 10), 0U);
}

/// The samples of a tile without compression.
Bytes tile_of(Bytes file, std::size_t directory, std::size_t tile) {
    const auto structure = *read_tiff(file);
    const auto& level = structure.directories.at(directory);
    return file.subspan(structure.numbers(file, *level.find(tiff::kTileOffsets)).at(tile),
                        structure.numbers(file, *level.find(tiff::kTileBytes)).at(tile));
}

TEST_F(RedactVendor, what_lies_under_the_next_tile_is_painted_too) {
    struct Case {
        std::string slide;
        std::size_t directory;
    };
    for (const auto& [slide, directory] : {Case{overlapping_ventana(), 2}, Case{overlapping_trestle(), 0}}) {
        const auto path = write("slide.tif", slide);
        // On the finest level the second tile begins at 56.
        redact_file(request_for(path, {region_at(58, 10, 4, 4)}));
        const MappedFile file{output()};
        const auto first = tile_of(file.bytes(), directory, 0);
        const auto second = tile_of(file.bytes(), directory, 1);
        EXPECT_EQ(first[(12 * 64 + 60) * 3], std::byte{0});
        EXPECT_EQ(second[(12 * 64 + 4) * 3], std::byte{0});
        EXPECT_NE(second[(12 * 64 + 20) * 3], std::byte{0});
    }
}

TEST_F(RedactVendor, no_photograph_of_a_label_comes_out_of_painting) {
    struct Case {
        std::string slide;
        std::vector<std::size_t> beside;
    };
    for (const auto& [slide, beside] : {Case{leica_slide(), {0, 2}}, Case{ventana_slide(), {0, 1}},
                                        Case{ndpi_slide(), {2, 3}}, Case{aperio_slide(), {1, 3, 4}}}) {
        const auto path = write("slide.tif", slide);
        redact_file(request_for(path, {region_at(10, 10, 20, 20)}));
        const MappedFile was{path}, is{output()};
        const auto structure = *read_tiff(was.bytes());
        for (const auto number : beside) {
            const auto& directory = structure.directories.at(number);
            const bool is_tiled = directory.find(tiff::kTileOffsets) != nullptr;
            const auto at = structure.number(was.bytes(), directory,
                                             is_tiled ? tiff::kTileOffsets : tiff::kStripOffsets, 0);
            const auto bytes =
                structure.number(was.bytes(), directory, is_tiled ? tiff::kTileBytes : tiff::kStripBytes, 0);
            const auto left = is.bytes().subspan(at, bytes);
            EXPECT_TRUE(std::ranges::all_of(left, [](std::byte one) { return one == std::byte{0}; }))
                << number;
        }
    }
}

}  // namespace
}  // namespace medal::imaging::redact
