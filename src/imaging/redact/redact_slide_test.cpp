// Painting slides: on all levels, tile by tile, and nowhere else.
#include "base/error.h"
#include "imaging/mapped_file.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/testing_redact.h"
#include "imaging/testing_data.h"
#include "imaging/testing_slides.h"
#include "imaging/tiff_structure.h"
#include "imaging/viewing/slide.h"

#include <cstdio>
#include <jpeglib.h>

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

using RedactSlide = RedactFolder;

TEST_F(RedactSlide, every_slide_of_simple_levels_is_painted_on_all_of_them_and_shows_nothing_beside) {
    for (const auto& slide : {aperio_slide(), generic_slide(), philips_slide()}) {
        const auto path = write("slide.svs", slide);
        const auto box = region_at(70, 10, 40, 30);
        EXPECT_EQ(redact_file(request_for(path, {box})).media_type, "image/tiff");
        viewing::Slide before{std::vector{path}};
        viewing::Slide after{std::vector{output()}};
        ASSERT_EQ(after.pyramid().levels.size(), before.pyramid().levels.size());
        const auto was = before.tile({0, 0, 0});
        const auto is = after.tile({0, 0, 0});
        for (std::size_t y = 0; y < 128; ++y) {
            for (std::size_t x = 0; x < 128; ++x) {
                ASSERT_EQ(*is.pixel(x, y), is_in(box, x, y) ? 0 : *was.pixel(x, y)) << x << ", " << y;
            }
        }
        const MappedFile file{output()};
        EXPECT_EQ(read_tiff(file.bytes())->directories.size(), 2U) << "only the two levels are left";
    }
}

TEST_F(RedactSlide, the_smaller_levels_of_a_slide_are_painted_too) {
    const auto path = write("slide.svs", aperio_slide());
    redact_file(request_for(path, {region_at(70, 10, 40, 30)}));
    const MappedFile file{output()};
    const auto structure = read_tiff(file.bytes());
    ASSERT_TRUE(structure);
    const auto& small = structure->directories.at(1);
    const auto at = structure->number(file.bytes(), small, tiff::kTileOffsets, 0);
    const auto was = slide_raster(64, 2);
    for (std::size_t y = 0; y < 64; ++y) {
        for (std::size_t x = 0; x < 64; ++x) {
            const auto value = std::to_integer<int>(file.bytes()[at + (y * 64 + x) * 3]);
            const bool is_under = x >= 35 && x < 55 && y >= 5 && y < 20;
            const bool is_far = x < 32 || x >= 58 || y >= 23;
            ASSERT_TRUE(!is_under || value == 0) << x << ", " << y;
            ASSERT_TRUE(!is_far || value == *was.pixel(x, y)) << x << ", " << y;
        }
    }
}

TEST_F(RedactSlide, the_bytes_of_a_painted_tile_are_nowhere_in_the_file) {
    const auto slide = aperio_slide();
    const auto path = write("slide.svs", slide);
    redact_file(request_for(path, {region_at(64, 0, 64, 64)}));
    const auto large = tiled_level(128, 1);
    const MappedFile file{output()};
    const auto text = text_of(file.bytes());
    EXPECT_NE(slide.find(large.pieces[1]), std::string::npos);
    EXPECT_EQ(text.find(large.pieces[1]), std::string_view::npos);
    EXPECT_NE(text.find(large.pieces[0]), std::string_view::npos);
}

/// Coefficients of the first component, block by block.
std::vector<std::vector<int>> coefficients(Bytes stream, Bytes tables) {
    jpeg_decompress_struct in{};
    jpeg_error_mgr errors{};
    in.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&in);
    for (const auto& part : {tables, stream}) {
        if (part.empty()) continue;
        jpeg_mem_src(&in, reinterpret_cast<const unsigned char*>(part.data()), part.size());
        jpeg_read_header(&in, FALSE);
    }
    auto** arrays = jpeg_read_coefficients(&in);
    std::vector<std::vector<int>> blocks;
    for (JDIMENSION row = 0; row < in.comp_info[0].height_in_blocks; ++row) {
        auto* line =
            (*in.mem->access_virt_barray)(reinterpret_cast<j_common_ptr>(&in), arrays[0], row, 1, FALSE)[0];
        for (JDIMENSION column = 0; column < in.comp_info[0].width_in_blocks; ++column) {
            blocks.emplace_back(line[column], line[column] + DCTSIZE2);
        }
    }
    jpeg_destroy_decompress(&in);
    return blocks;
}

struct TileBytes {
    Bytes stream;
    Bytes tables;
};

TileBytes tile_in(Bytes file, std::size_t tile) {
    const auto structure = *read_tiff(file);
    const auto& level = structure.directories.front();
    const auto at = structure.numbers(file, *level.find(tiff::kTileOffsets)).at(tile);
    const auto size = structure.numbers(file, *level.find(tiff::kTileBytes)).at(tile);
    const auto* tables = level.find(tiff::kJpegTables);
    return {file.subspan(at, size),
            tables != nullptr ? file.subspan(tables->value_offset, tables->value_bytes) : Bytes{}};
}

TEST_F(RedactSlide, of_a_jpeg_slide_only_the_blocks_under_the_box_change) {
    MEDAL_NEEDS_SAMPLES();
    const auto path = sample_folder() / "wsi/CMU-1-Small-Region.svs";
    const auto box = region_at(20, 30, 90, 40);
    redact_file(request_for(path, {box}));
    viewing::Slide after{std::vector{output()}};
    const auto shown = after.tile({0, 0, 0});
    for (auto y = box.y; y < box.y + box.height; ++y) {
        for (auto x = box.x; x < box.x + box.width; ++x) {
            for (int light = 0; light < 3; ++light) ASSERT_LE(shown.pixel(x, y)[light], 12) << x << ", " << y;
        }
    }
    const MappedFile was{path};
    const MappedFile is{output()};
    const auto old_tile = tile_in(was.bytes(), 0);
    const auto new_tile = tile_in(is.bytes(), 0);
    const auto before = coefficients(old_tile.stream, old_tile.tables);
    const auto painted = coefficients(new_tile.stream, new_tile.tables);
    ASSERT_EQ(before.size(), painted.size());
    std::size_t changed = 0;
    for (std::size_t i = 0; i < before.size(); ++i) changed += before[i] != painted[i] ? 1 : 0;
    EXPECT_GT(changed, 60U);
    EXPECT_LE(changed, 8U * 14U) << "the box and what its blocks reach beyond it";
    const auto next_was = tile_in(was.bytes(), 2).stream;
    const auto next_is = tile_in(is.bytes(), 2).stream;
    EXPECT_TRUE(std::ranges::equal(next_was, next_is));
}

}  // namespace
}  // namespace medal::imaging::redact
