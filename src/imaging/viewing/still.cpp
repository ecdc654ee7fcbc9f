#include "imaging/viewing/still.h"

#include "imaging/viewing/slide.h"
#include "imaging/viewing/vips_image.h"

#include <algorithm>

namespace medal::imaging::viewing {
namespace {

constexpr int kPyramidQuality = 90;

const char* media_type_of(FileKind kind) {
    switch (kind) {
        case FileKind::png:
            return "image/png";
        case FileKind::webp:
            return "image/webp";
        case FileKind::tiff:
            return "image/tiff";
        default:
            return "image/jpeg";
    }
}

/// Eight bits a sample of what has more: microscopes store 12 bits in 16, so the values themselves say how
/// far they reach.
VipsPointer stretched(VipsPointer image) {
    double least = 0, greatest = 0;
    if (vips_min(image.get(), &least, nullptr) != 0 || vips_max(image.get(), &greatest, nullptr) != 0) {
        fail_decoding();
    }
    const double factor = greatest > least ? 255 / (greatest - least) : 1;
    return step(std::move(image), [&](VipsImage* in, VipsImage** out) {
        return vips_linear1(in, out, factor, -least * factor, "uchar", TRUE, nullptr);
    });
}

/// Upright, grey or RGB, eight bits, opaque.
VipsPointer shown(VipsPointer image) {
    image =
        step(std::move(image), [](VipsImage* in, VipsImage** out) { return vips_autorot(in, out, nullptr); });
    if (vips_image_hasalpha(image.get()) != FALSE) {
        image = step(std::move(image), [](VipsImage* in, VipsImage** out) {
            return vips_extract_band(in, out, 0, "n", vips_image_get_bands(in) - 1, nullptr);
        });
    }
    const auto interpretation = vips_image_get_interpretation(image.get());
    const bool is_plain =
        interpretation == VIPS_INTERPRETATION_B_W || interpretation == VIPS_INTERPRETATION_GREY16 ||
        interpretation == VIPS_INTERPRETATION_MULTIBAND || interpretation == VIPS_INTERPRETATION_RGB16;
    if (is_plain && vips_image_get_format(image.get()) != VIPS_FORMAT_UCHAR)
        image = stretched(std::move(image));
    const bool is_grey = vips_image_get_bands(image.get()) < 3;
    const int bands = is_grey ? 1 : 3;
    const auto space = is_grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    if (is_plain) {
        image = step(std::move(image), [&](VipsImage* in, VipsImage** out) {
            return vips_copy(in, out, "interpretation", space, nullptr);
        });
    }
    image = step(std::move(image),
                 [&](VipsImage* in, VipsImage** out) { return vips_colourspace(in, out, space, nullptr); });
    image = step(std::move(image), [&](VipsImage* in, VipsImage** out) {
        return vips_extract_band(in, out, 0, "n", bands, nullptr);
    });
    return step(std::move(image),
                [](VipsImage* in, VipsImage** out) { return vips_cast_uchar(in, out, nullptr); });
}

VipsPointer opened(const std::filesystem::path& path) {
    VipsPointer image{vips_image_new_from_file(path.c_str(), nullptr)};
    if (image == nullptr) fail_decoding();
    return image;
}

picture::Raster raster_of(VipsPointer image) {
    std::size_t size = 0;
    const std::unique_ptr<void, decltype(&g_free)> memory{vips_image_write_to_memory(image.get(), &size),
                                                          &g_free};
    if (memory == nullptr) fail_decoding();
    auto raster = picture::Raster::blank(static_cast<std::size_t>(vips_image_get_width(image.get())),
                                         static_cast<std::size_t>(vips_image_get_height(image.get())),
                                         static_cast<std::size_t>(vips_image_get_bands(image.get())));
    if (size != raster.samples.size()) fail_decoding();
    const auto* samples = static_cast<const std::uint8_t*>(memory.get());
    raster.samples.assign(samples, samples + size);
    return raster;
}

picture::Raster small_of(VipsPointer image, std::int64_t longest_px) {
    const auto longest = std::max(vips_image_get_width(image.get()), vips_image_get_height(image.get()));
    const double scale = std::min(1.0, static_cast<double>(longest_px) / longest);
    return raster_of(step(std::move(image), [&](VipsImage* in, VipsImage** out) {
        return vips_resize(in, out, scale, nullptr);
    }));
}

void write_pyramid(VipsImage* image, const std::filesystem::path& to) {
    const int failed =
        vips_tiffsave(image, to.c_str(), "tile", TRUE, "pyramid", TRUE, "bigtiff", TRUE, "tile_width",
                      static_cast<int>(kTile_px), "tile_height", static_cast<int>(kTile_px), "compression",
                      VIPS_FOREIGN_TIFF_COMPRESSION_JPEG, "Q", kPyramidQuality, "strip", TRUE, nullptr);
    if (failed != 0) fail_decoding();
}

}  // namespace

Still prepare_still(const std::filesystem::path& path, FileKind kind, const std::filesystem::path& rendition,
                    std::int64_t longest_px) {
    start_vips();
    auto file = opened(path);
    const int pages = vips_image_get_n_pages(file.get());
    auto image = shown(std::move(file));
    Still still;
    still.media.media_type = media_type_of(kind);
    still.media.pages = pages;
    still.media.rows = vips_image_get_height(image.get());
    still.media.columns = vips_image_get_width(image.get());
    if (still.media.rows * still.media.columns > kMaxWholePixels) {
        write_pyramid(image.get(), rendition);
        Slide slide{{rendition}};
        still.media.rendition_type = "image/tiff";
        still.media.pyramid = slide.pyramid();
        still.small = slide.overview(longest_px);
        return still;
    }
    if (kind == FileKind::tiff) {
        if (vips_pngsave(image.get(), rendition.c_str(), "strip", TRUE, nullptr) != 0) fail_decoding();
        still.media.rendition_type = "image/png";
    }
    still.small = small_of(std::move(image), longest_px);
    return still;
}

}  // namespace medal::imaging::viewing
