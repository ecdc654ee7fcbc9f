// Painting slides of other samples than bytes of one pixel after the other: written and read by libtiff.
#include "base/error.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/testing_redact.h"

#include <cstring>
#include <memory>
#include <tiffio.h>

#include <gtest/gtest.h>

namespace medal::imaging::redact {
namespace {

using RedactSamples = RedactFolder;
using Tiff = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

struct Form {
    std::uint16_t bits = 8;
    std::uint16_t samples = 3;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
    std::uint16_t compression = COMPRESSION_NONE;
    std::uint16_t predictor = PREDICTOR_NONE;
    std::uint16_t photometric = PHOTOMETRIC_RGB;
    std::uint16_t format = SAMPLEFORMAT_UINT;
    const char* mode = "w";

    std::uint32_t unit() const { return bits / 8; }
    std::uint32_t planes() const { return planar == PLANARCONFIG_SEPARATE ? samples : 1; }
    std::uint32_t pixel_samples() const { return samples / planes(); }
};

constexpr std::uint32_t kSide = 128, kTile = 64;

/// Never 0, and no two neighbours alike.
std::uint32_t value_at(const Form& form, std::uint32_t x, std::uint32_t y, std::uint32_t sample) {
    if (form.format == SAMPLEFORMAT_IEEEFP) {
        const float real = 1.5F + static_cast<float>(x * 3 + y + sample * 50) / 7;
        std::uint32_t bits = 0;
        std::memcpy(&bits, &real, sizeof bits);
        return bits;
    }
    const std::uint64_t most = (1ULL << form.bits) - 2;
    return static_cast<std::uint32_t>(1 + (x * 2654435ULL + y * 40503ULL + sample * 977ULL) % most);
}

std::string tile_of(const Form& form, std::uint32_t left, std::uint32_t top, std::uint32_t plane) {
    std::string bytes;
    for (std::uint32_t y = top; y < top + kTile; ++y) {
        for (std::uint32_t x = left; x < left + kTile; ++x) {
            for (std::uint32_t i = 0; i < form.pixel_samples(); ++i) {
                const auto value = value_at(form, x, y, plane + i);
                bytes.append(reinterpret_cast<const char*>(&value), form.unit());
            }
        }
    }
    return bytes;
}

std::filesystem::path written(const std::filesystem::path& path, const Form& form) {
    const Tiff file{TIFFOpen(path.c_str(), form.mode), &TIFFClose};
    for (const std::uint32_t side : {kSide, kTile}) {
        const auto set = [&](std::uint32_t tag, std::uint32_t value) {
            TIFFSetField(file.get(), tag, value);
        };
        set(TIFFTAG_SUBFILETYPE, side == kSide ? 0 : FILETYPE_REDUCEDIMAGE);
        set(TIFFTAG_IMAGEWIDTH, side);
        set(TIFFTAG_IMAGELENGTH, side);
        set(TIFFTAG_TILEWIDTH, kTile);
        set(TIFFTAG_TILELENGTH, kTile);
        set(TIFFTAG_BITSPERSAMPLE, form.bits);
        set(TIFFTAG_SAMPLESPERPIXEL, form.samples);
        set(TIFFTAG_SAMPLEFORMAT, form.format);
        set(TIFFTAG_PHOTOMETRIC, form.photometric);
        set(TIFFTAG_PLANARCONFIG, form.planar);
        set(TIFFTAG_COMPRESSION, form.compression);
        if (form.predictor != PREDICTOR_NONE) set(TIFFTAG_PREDICTOR, form.predictor);
        for (std::uint32_t plane = 0; plane < form.planes(); ++plane) {
            for (std::uint32_t top = 0; top < side; top += kTile) {
                for (std::uint32_t left = 0; left < side; left += kTile) {
                    auto tile = tile_of(form, left, top, plane);
                    TIFFWriteTile(file.get(), tile.data(), left, top, 0, static_cast<std::uint16_t>(plane));
                }
            }
        }
        TIFFWriteDirectory(file.get());
    }
    return path;
}

/// By plane, tile after tile, each sample with `unit` bytes.
std::string read_tiles(const std::filesystem::path& path, const Form& form) {
    const Tiff file{TIFFOpen(path.c_str(), "r"), &TIFFClose};
    std::string all;
    for (std::uint32_t plane = 0; plane < form.planes(); ++plane) {
        for (std::uint32_t top = 0; top < kSide; top += kTile) {
            for (std::uint32_t left = 0; left < kSide; left += kTile) {
                std::string tile(std::size_t{kTile} * kTile * form.pixel_samples() * form.unit(), '\0');
                EXPECT_GT(
                    TIFFReadTile(file.get(), tile.data(), left, top, 0, static_cast<std::uint16_t>(plane)),
                    0);
                all += tile;
            }
        }
    }
    return all;
}

/// What it should be now: dark under the box, otherwise as it was.
std::string expected(const Form& form, const Region& box) {
    std::string all;
    const std::uint32_t dark =
        form.photometric == PHOTOMETRIC_MINISWHITE ? static_cast<std::uint32_t>((1ULL << form.bits) - 1) : 0;
    for (std::uint32_t plane = 0; plane < form.planes(); ++plane) {
        for (std::uint32_t top = 0; top < kSide; top += kTile) {
            for (std::uint32_t left = 0; left < kSide; left += kTile) {
                auto tile = tile_of(form, left, top, plane);
                const auto pixel = form.pixel_samples() * form.unit();
                for (std::uint32_t i = 0; i < kTile * kTile; ++i) {
                    if (!is_in(box, left + i % kTile, top + i / kTile)) continue;
                    for (std::uint32_t sample = 0; sample < form.pixel_samples(); ++sample) {
                        std::memcpy(tile.data() + i * pixel + sample * form.unit(), &dark, form.unit());
                    }
                }
                all += tile;
            }
        }
    }
    return all;
}

TEST_F(RedactSamples, of_any_depth_and_in_planes_change_under_the_box_alone) {
    constexpr Form kForms[]{
        {.bits = 16},
        {.bits = 16, .mode = "wb"},
        {.bits = 16, .compression = COMPRESSION_LZW, .predictor = PREDICTOR_HORIZONTAL},
        {.bits = 16,
         .compression = COMPRESSION_ADOBE_DEFLATE,
         .predictor = PREDICTOR_HORIZONTAL,
         .mode = "wb"},
        {.bits = 16, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK},
        {.bits = 16, .samples = 1, .photometric = PHOTOMETRIC_MINISWHITE},
        {.bits = 32, .samples = 1, .photometric = PHOTOMETRIC_MINISBLACK},
        {.bits = 32,
         .samples = 1,
         .compression = COMPRESSION_ADOBE_DEFLATE,
         .predictor = PREDICTOR_FLOATINGPOINT,
         .photometric = PHOTOMETRIC_MINISBLACK,
         .format = SAMPLEFORMAT_IEEEFP},
        {.planar = PLANARCONFIG_SEPARATE},
        {.planar = PLANARCONFIG_SEPARATE, .compression = COMPRESSION_LZW, .predictor = PREDICTOR_HORIZONTAL},
        {.bits = 16,
         .samples = 6,
         .planar = PLANARCONFIG_SEPARATE,
         .compression = COMPRESSION_ADOBE_DEFLATE,
         .photometric = PHOTOMETRIC_MINISBLACK},
        {.compression = COMPRESSION_PACKBITS},
    };
    const auto box = region_at(50, 40, 40, 30);
    for (std::size_t i = 0; i < std::size(kForms); ++i) {
        SCOPED_TRACE(i);
        const auto path = written(folder_ / "slide.tif", kForms[i]);
        redact_file(request_for(path, {box}));
        EXPECT_TRUE(read_tiles(output(), kForms[i]) == expected(kForms[i], box));
    }
}

}  // namespace
}  // namespace medal::imaging::redact
