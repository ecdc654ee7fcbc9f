#include "imaging/picture/picture_format.h"

#include "base/error.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"

#include <memory>

#include <vips/vips.h>

namespace medal::imaging::picture {
namespace {

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};

using Saver = int (*)(VipsImage*, void**, std::size_t*, int quality);

int save_jpeg(VipsImage* image, void** bytes, std::size_t* size, int quality) {
    return vips_jpegsave_buffer(image, bytes, size, "Q", quality, "strip", TRUE, nullptr);
}

int save_webp(VipsImage* image, void** bytes, std::size_t* size, int quality) {
    return vips_webpsave_buffer(image, bytes, size, "Q", quality, "strip", TRUE, nullptr);
}

std::vector<std::byte> saved(const Raster& raster, Saver save, int quality) {
    start_vips();
    const std::unique_ptr<VipsImage, Unref> image{vips_image_new_from_memory(
        raster.samples.data(), raster.samples.size(), static_cast<int>(raster.width),
        static_cast<int>(raster.height), static_cast<int>(raster.channels), VIPS_FORMAT_UCHAR)};
    if (image == nullptr) base::fail_internal("vips_image_new_from_memory failed");
    image->Type = raster.channels == 3 ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_B_W;
    void* bytes = nullptr;
    std::size_t size = 0;
    if (save(image.get(), &bytes, &size, quality) != 0) {
        vips_error_clear();
        throw base::Error{base::ErrorKind::unsupported, "imaging.encode",
                          "The picture cannot be written in this format."};
    }
    const std::unique_ptr<void, decltype(&g_free)> memory{bytes, &g_free};
    const auto* begin = static_cast<const std::byte*>(bytes);
    return {begin, begin + size};
}

}  // namespace

std::string_view media_type(PictureFormat format) {
    switch (format) {
        case PictureFormat::png:
            return "image/png";
        case PictureFormat::jpeg:
            return "image/jpeg";
        case PictureFormat::webp:
            return "image/webp";
    }
    return {};
}

std::vector<std::byte> encode_as(const Raster& raster, PictureFormat format, int quality) {
    if (format == PictureFormat::png) return encode_png(raster);
    return saved(raster, format == PictureFormat::jpeg ? save_jpeg : save_webp, quality);
}

}  // namespace medal::imaging::picture
