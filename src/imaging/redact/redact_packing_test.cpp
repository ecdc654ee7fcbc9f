// Painting slides however their tiles are packed: written by libtiff and OpenJPEG, read by OpenSlide and
// libtiff.
#include "base/error.h"
#include "imaging/mapped_file.h"
#include "imaging/redact/jpeg2000_tile.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/testing_painted_slide.h"
#include "imaging/redact/testing_redact.h"
#include "imaging/testing_jpeg2000.h"
#include "imaging/testing_slides.h"
#include "imaging/tiff_structure.h"

#include <tiffio.h>

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

using RedactPacking = RedactFolder;

struct Written {
    std::uint16_t compression = COMPRESSION_NONE;
    std::uint16_t predictor = PREDICTOR_NONE;
};

using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

/// A pyramid of two levels in tiles of 64.
std::filesystem::path written_by_libtiff(const std::filesystem::path& path, const Written& how) {
    const Tiff file{TIFFOpen(path.c_str(), "w"), &TIFFClose};
    for (const std::uint32_t side : {192U, 96U}) {
        TIFFSetField(file.get(), TIFFTAG_SUBFILETYPE, side == 192 ? 0 : FILETYPE_REDUCEDIMAGE);
        TIFFSetField(file.get(), TIFFTAG_IMAGEWIDTH, side);
        TIFFSetField(file.get(), TIFFTAG_IMAGELENGTH, side);
        TIFFSetField(file.get(), TIFFTAG_TILEWIDTH, 64);
        TIFFSetField(file.get(), TIFFTAG_TILELENGTH, 64);
        TIFFSetField(file.get(), TIFFTAG_BITSPERSAMPLE, 8);
        TIFFSetField(file.get(), TIFFTAG_SAMPLESPERPIXEL, 3);
        TIFFSetField(file.get(), TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
        TIFFSetField(file.get(), TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
        TIFFSetField(file.get(), TIFFTAG_COMPRESSION, how.compression);
        if (how.predictor != PREDICTOR_NONE) TIFFSetField(file.get(), TIFFTAG_PREDICTOR, how.predictor);
        const auto raster = slide_raster(192, side);
        for (std::uint32_t top = 0; top < side; top += 64) {
            for (std::uint32_t left = 0; left < side; left += 64) {
                std::string tile;
                for (std::uint32_t y = 0; y < 64; ++y) {
                    tile.append(reinterpret_cast<const char*>(raster.pixel(left, top + y)), 64 * 3);
                }
                TIFFWriteTile(file.get(), tile.data(), left, top, 0, 0);
            }
        }
        TIFFWriteDirectory(file.get());
    }
    return path;
}

std::vector<std::uint32_t> read_by_libtiff(const std::filesystem::path& path) {
    const Tiff file{TIFFOpen(path.c_str(), "r"), &TIFFClose};
    std::vector<std::uint32_t> pixels(std::size_t{192} * 192);
    EXPECT_EQ(TIFFReadRGBAImageOriented(file.get(), 192, 192, pixels.data(), ORIENTATION_TOPLEFT, 1), 1);
    return pixels;
}

TEST_F(RedactPacking, tiles_that_are_packed_without_loss_change_under_the_box_alone) {
    for (const auto& how :
         {Written{}, Written{COMPRESSION_LZW}, Written{COMPRESSION_LZW, PREDICTOR_HORIZONTAL},
          Written{COMPRESSION_ADOBE_DEFLATE}, Written{COMPRESSION_DEFLATE, PREDICTOR_HORIZONTAL}}) {
        SCOPED_TRACE(how.compression * 10 + how.predictor);
        const auto path = written_by_libtiff(folder_ / "slide.tif", how);
        const auto box = region_at(50, 60, 40, 30);
        redact_file(request_for(path, {box}));
        expect_painted_slide(show_slide(path), show_slide(output()), box);
        const auto was = read_by_libtiff(path), is = read_by_libtiff(output());
        for (std::size_t i = 0; i < was.size(); ++i) {
            ASSERT_EQ(is[i], is_in(box, i % 192, i / 192) ? 0xFF000000 : was[i]) << i;
        }
    }
}

TEST_F(RedactPacking, the_bytes_of_a_painted_tile_are_gone_however_it_was_packed) {
    for (const auto& how : {Written{COMPRESSION_LZW}, Written{COMPRESSION_ADOBE_DEFLATE}}) {
        const auto path = written_by_libtiff(folder_ / "slide.tif", how);
        const MappedFile was{path};
        const auto structure = *read_tiff(was.bytes());
        const auto& level = structure.directories.front();
        const auto at = structure.numbers(was.bytes(), *level.find(tiff::kTileOffsets)).at(4);
        const auto bytes = structure.numbers(was.bytes(), *level.find(tiff::kTileBytes)).at(4);
        redact_file(request_for(path, {region_at(64, 64, 64, 64)}));
        const MappedFile is{output()};
        const auto old = text_of(was.bytes().subspan(at, bytes)).substr(20, 60);
        EXPECT_NE(text_of(was.bytes()).find(old), std::string_view::npos);
        EXPECT_EQ(text_of(is.bytes()).find(old), std::string_view::npos);
    }
}

/// Aperio's 33003 (brightness and colour differences) and 33005 (lights), lossy, in tiles of 64.
std::string jpeg_2000_slide(std::uint32_t compression, const TestJpeg2000& how) {
    const auto level_of = [&](std::uint32_t side, unsigned seed) {
        auto level = tiled_level(side, seed);
        level.number(259, compression);
        level.text(270, "Aperio Image Library v11.2.1 \r\n128x128 [0,0 128x128] (64x64) J2K|AppMag = 20");
        for (auto& piece : level.pieces) piece = packed_jpeg_2000(piece, 64, how);
        return level;
    };
    return slide_file({level_of(128, 1), level_of(64, 2)});
}

TEST_F(RedactPacking, jpeg_2000_is_black_under_the_box_and_decodes_to_the_same_elsewhere) {
    struct Case {
        std::uint32_t compression;
        TestJpeg2000 how;
    };
    for (const auto& [compression, how] :
         {Case{33003, {.is_lossy = true, .halved = 2}}, Case{33003, {.is_lossy = false}},
          Case{33005, {.is_lossy = true}}, Case{33005, {.is_lossy = false, .mixes = true}}}) {
        SCOPED_TRACE(compression);
        const auto path = write("slide.svs", jpeg_2000_slide(compression, how));
        const auto box = region_at(40, 50, 48, 20);
        redact_file(request_for(path, {box}));
        const auto before = show_slide(path), after = show_slide(output());
        EXPECT_EQ(before.vendor, "aperio");
        expect_painted_slide(before, after, box, {.around_px = how.halved > 1 ? 1.0 : 0.0});
    }
}

TEST_F(RedactPacking, jpeg_2000_of_another_size_than_its_tile_is_damaged) {
    const auto tile = packed_jpeg_2000(std::string(std::size_t{32} * 32 * 3, 'a'), 32, {});
    const Bytes bytes{reinterpret_cast<const std::byte*>(tile.data()), tile.size()};
    EXPECT_THROW(painted_jpeg_2000(bytes, {64, 64}, JpegColours::lights, std::vector{PixelBox{0, 0, 4, 4}}),
                 base::Error);
    EXPECT_THROW(
        painted_jpeg_2000(bytes.first(60), {32, 32}, JpegColours::lights, std::vector{PixelBox{0, 0, 4, 4}}),
        base::Error);
}

}  // namespace
}  // namespace medal::imaging::redact
