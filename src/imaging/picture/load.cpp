#include "imaging/picture/load.h"

#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/picture/display.h"
#include "imaging/prescan.h"

#include <memory>
#include <mutex>

#include <vips/vips.h>

namespace medal::imaging::picture {
namespace {

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

[[noreturn]] void fail() {
    vips_error_clear();
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The image is damaged."};
}

/// Applies one vips operation; the input is released either way.
template <class Operation>
Image step(Image image, const Operation& operation) {
    VipsImage* out = nullptr;
    if (operation(image.get(), &out) != 0) fail();
    return Image{out};
}

}  // namespace

void start_vips() {
    static std::once_flag once;
    std::call_once(once, [] {
        VIPS_INIT("medal");
        vips_concurrency_set(1);
        vips_cache_set_max(0);
        vips_block_untrusted_set(TRUE);
    });
}

Raster load_raster(Bytes file) {
    start_vips();
    Image image{vips_image_new_from_buffer(file.data(), file.size(), "", nullptr)};
    if (image == nullptr) fail();
    image =
        step(std::move(image), [](VipsImage* in, VipsImage** out) { return vips_autorot(in, out, nullptr); });
    const bool grey = vips_image_get_bands(image.get()) < 3;
    image = step(std::move(image), [&](VipsImage* in, VipsImage** out) {
        return vips_colourspace(in, out, grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, nullptr);
    });
    image = step(std::move(image),
                 [](VipsImage* in, VipsImage** out) { return vips_cast_uchar(in, out, nullptr); });
    const std::size_t channels = grey ? 1 : 3;
    image = step(std::move(image), [&](VipsImage* in, VipsImage** out) {
        return vips_extract_band(in, out, 0, "n", static_cast<int>(channels), nullptr);
    });
    std::size_t size = 0;
    const std::unique_ptr<void, decltype(&g_free)> memory{vips_image_write_to_memory(image.get(), &size),
                                                          &g_free};
    if (memory == nullptr) fail();
    auto raster = Raster::blank(static_cast<std::size_t>(vips_image_get_width(image.get())),
                                static_cast<std::size_t>(vips_image_get_height(image.get())), channels);
    if (size != raster.samples.size()) fail();
    const auto* samples = static_cast<const std::uint8_t*>(memory.get());
    raster.samples.assign(samples, samples + size);
    return raster;
}

bool is_plain(Bytes file) {
    start_vips();
    const Image image{vips_image_new_from_buffer(file.data(), file.size(), "", nullptr)};
    if (image == nullptr) fail();
    return vips_image_get_format(image.get()) == VIPS_FORMAT_UCHAR &&
           vips_image_get_n_pages(image.get()) == 1;
}

Raster load_any(Bytes file, std::uint64_t frame) {
    const auto scan = prescan(file);
    if (refuses(scan.findings)) {
        throw base::Error{base::ErrorKind::invalid, "imaging.refused", scan.findings.back().message};
    }
    switch (scan.kind) {
        case FileKind::dicom:
            return display_frame(*dicom::scan_file(file).data, frame, std::nullopt);
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp:
            return load_raster(file);
        default:
            throw base::Error{base::ErrorKind::unsupported, "imaging.kind",
                              "Pictures are drawn of DICOM, PNG, JPEG, TIFF and WebP images."};
    }
}

}  // namespace medal::imaging::picture
