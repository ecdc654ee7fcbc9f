#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/file_kind.h"
#include "imaging/picture/load.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"

#include <cstring>
#include <memory>

#include <vips/vips.h>

namespace medal::imaging::redact {
namespace {

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;
using Memory = std::unique_ptr<void, decltype(&g_free)>;

[[noreturn]] void fail() {
    vips_error_clear();
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The image is damaged."};
}

Image checked(VipsImage* image) {
    if (image == nullptr) fail();
    return Image{image};
}

bool has_pages(FileKind kind) {
    return kind == FileKind::tiff || kind == FileKind::webp;
}

/// Pages lie below each other. Orientation is obeyed, as it is wherever the picture is shown.
Image loaded(FileKind kind, Bytes file) {
    picture::start_vips();
    VipsImage* out = nullptr;
    if (has_pages(kind)) {
        auto pages = checked(vips_image_new_from_buffer(file.data(), file.size(), "", "n", -1, nullptr));
        if (vips_image_get_n_pages(pages.get()) > 1) return pages;
        if (vips_autorot(pages.get(), &out, nullptr) != 0) fail();
        return Image{out};
    }
    const auto plain = checked(vips_image_new_from_buffer(file.data(), file.size(), "", nullptr));
    if (vips_autorot(plain.get(), &out, nullptr) != 0) fail();
    return Image{out};
}

/// Four inks become three lights: black is not zero there.
Image in_light(Image image) {
    if (vips_image_get_interpretation(image.get()) != VIPS_INTERPRETATION_CMYK) return image;
    VipsImage* out = nullptr;
    if (vips_colourspace(image.get(), &out, VIPS_INTERPRETATION_sRGB, nullptr) != 0) fail();
    return Image{out};
}

unsigned bits_of(const VipsImage* image) {
    const auto format = vips_image_get_format(image);
    if (format == VIPS_FORMAT_UCHAR) return 8;
    if (format == VIPS_FORMAT_USHORT) return 16;
    fail_unsupported("Boxes can be painted into pictures of 8 or 16 bits a sample only.");
}

/// With the colour profile and the pages of the other, and nothing else of it.
Image with_pixels(const VipsImage* image, const void* pixels, std::size_t size) {
    const auto raw = checked(
        vips_image_new_from_memory(pixels, size, vips_image_get_width(image), vips_image_get_height(image),
                                   vips_image_get_bands(image), vips_image_get_format(image)));
    VipsImage* out = nullptr;
    if (vips_copy(raw.get(), &out, "interpretation", vips_image_get_interpretation(image), nullptr) != 0)
        fail();
    Image copy{out};
    const void* profile = nullptr;
    std::size_t profile_bytes = 0;
    auto* from = const_cast<VipsImage*>(image);
    if (vips_image_get_typeof(from, VIPS_META_ICC_NAME) != 0 &&
        vips_image_get_blob(from, VIPS_META_ICC_NAME, &profile, &profile_bytes) == 0) {
        vips_image_set_blob_copy(copy.get(), VIPS_META_ICC_NAME, profile, profile_bytes);
    }
    return copy;
}

struct Encoded {
    Memory bytes;
    std::size_t size = 0;
    const char* media_type = "";
};

Encoded encoded(FileKind kind, VipsImage* image, int page_height) {
    void* buffer = nullptr;
    Encoded result{{nullptr, &g_free}, 0, "image/png"};
    int code = 0;
    if (kind == FileKind::tiff) {
        result.media_type = "image/tiff";
        code =
            vips_tiffsave_buffer(image, &buffer, &result.size, "compression",
                                 VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE, "page_height", page_height, nullptr);
    } else if (kind == FileKind::webp) {
        result.media_type = "image/webp";
        code = vips_webpsave_buffer(image, &buffer, &result.size, "lossless", TRUE, "page_height",
                                    page_height, nullptr);
    } else {
        code = vips_pngsave_buffer(image, &buffer, &result.size, nullptr);
    }
    if (code != 0) fail();
    result.bytes.reset(buffer);
    return result;
}

std::uint64_t paint_pages(const Request& request, VipsImage* image, std::byte* pixels, std::size_t page) {
    Samples samples;
    samples.columns = static_cast<std::size_t>(vips_image_get_width(image));
    samples.rows = page;
    samples.channels = static_cast<std::size_t>(vips_image_get_bands(image));
    samples.bits_allocated = samples.bits_stored = bits_of(image);
    samples.has_alpha = vips_image_hasalpha(image) != 0;
    const auto page_bytes = page * samples.columns * samples.channels * samples.bits_allocated / 8;
    const auto pages = static_cast<std::size_t>(vips_image_get_height(image)) / page;
    std::uint64_t changed = 0;
    for (std::size_t number = 0; number < pages; ++number) {
        samples.bytes = {pixels + number * page_bytes, page_bytes};
        const auto met = regions_on(request.regions, number);
        paint(samples, met);
        changed += met.empty() ? 0 : 1;
    }
    return changed;
}

}  // namespace

Result redact_raster(const Request& request, Bytes file) {
    const auto kind = detect_kind(file);
    const auto image = in_light(loaded(kind, file));
    bits_of(image.get());
    std::size_t size = 0;
    const Memory pixels{vips_image_write_to_memory(image.get(), &size), &g_free};
    if (pixels == nullptr) fail();
    const auto page_height = vips_image_get_page_height(image.get());
    const auto changed = paint_pages(request, image.get(), static_cast<std::byte*>(pixels.get()),
                                     static_cast<std::size_t>(page_height));
    const auto painted = with_pixels(image.get(), pixels.get(), size);
    const auto written = encoded(kind, painted.get(), page_height);
    deid::write_file(request.output, {static_cast<const std::byte*>(written.bytes.get()), written.size});
    return {true, written.media_type, changed};
}

}  // namespace medal::imaging::redact
