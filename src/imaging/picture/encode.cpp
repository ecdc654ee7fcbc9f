#include "imaging/picture/encode.h"

#include "base/error.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include <vips/vips.h>

namespace medal::imaging::picture {
namespace {

/// Of one side: ITU T.81 and the WebP container.
constexpr std::size_t kMostJpeg_px = 65'535, kMostWebp_px = 16'383;

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

[[noreturn]] void fail() {
    vips_error_clear();
    base::fail_internal("libvips could not encode a picture");
}

Image image_of(const Raster& raster) {
    start_vips();
    const Image bare{vips_image_new_from_memory(
        raster.samples.data(), raster.samples.size(), static_cast<int>(raster.width),
        static_cast<int>(raster.height), static_cast<int>(raster.channels), VIPS_FORMAT_UCHAR)};
    if (bare == nullptr) fail();
    VipsImage* out = nullptr;
    const auto colours = raster.channels == 3 ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_B_W;
    if (vips_copy(bare.get(), &out, "interpretation", colours, nullptr) != 0) fail();
    return Image{out};
}

std::vector<std::byte> encode_with_vips(const Raster& raster, Encoding encoding, int quality) {
    const auto image = image_of(raster);
    void* memory = nullptr;
    std::size_t size = 0;
    const int code =
        encoding == Encoding::jpeg
            ? vips_jpegsave_buffer(image.get(), &memory, &size, "Q", quality, "strip", TRUE, nullptr)
            : vips_webpsave_buffer(image.get(), &memory, &size, "lossless", TRUE, "strip", TRUE, nullptr);
    const std::unique_ptr<void, decltype(&g_free)> bytes{memory, &g_free};
    if (code != 0 || memory == nullptr) fail();
    const auto* begin = static_cast<const std::byte*>(memory);
    return {begin, begin + size};
}

void check_size(const Raster& raster, Encoding encoding) {
    const auto most = encoding == Encoding::jpeg ? kMostJpeg_px : kMostWebp_px;
    if (encoding == Encoding::png || std::max(raster.width, raster.height) <= most) return;
    throw base::Error{base::ErrorKind::invalid, "imaging.picture_size",
                      "The picture is too large for this kind of file; ask for a smaller size, or for PNG."};
}

}  // namespace

std::vector<std::byte> encode(const Raster& raster, Encoding encoding, int quality) {
    check_size(raster, encoding);
    return encoding == Encoding::png ? encode_png(raster)
                                     : encode_with_vips(raster, encoding, std::clamp(quality, 1, 100));
}

std::vector<std::byte> encode_animation(std::span<const Raster> frames, int delay_ms) {
    const auto& first = frames.front();
    check_size(first, Encoding::webp);
    // libvips takes the frames below each other, as one picture with the height of a page.
    Raster roll{first.width, first.height * frames.size(), 3, {}};
    roll.samples.reserve(first.samples.size() * frames.size());
    for (const auto& frame : frames) {
        roll.samples.insert(roll.samples.end(), frame.samples.begin(), frame.samples.end());
    }
    const auto image = image_of(roll);
    std::vector<int> delays(frames.size(), delay_ms);
    vips_image_set_array_int(image.get(), "delay", delays.data(), static_cast<int>(delays.size()));
    vips_image_set_int(image.get(), "loop", 0);
    vips_image_set_int(image.get(), VIPS_META_PAGE_HEIGHT, static_cast<int>(first.height));
    void* memory = nullptr;
    std::size_t size = 0;
    constexpr int kEffort = 2;  // of 6: a cine has many frames
    const int code =
        vips_webpsave_buffer(image.get(), &memory, &size, "lossless", TRUE, "effort", kEffort, nullptr);
    const std::unique_ptr<void, decltype(&g_free)> bytes{memory, &g_free};
    if (code != 0 || memory == nullptr) fail();
    const auto* begin = static_cast<const std::byte*>(memory);
    return {begin, begin + size};
}

Encoding encoding_for(std::string_view file_name) {
    constexpr std::array<std::pair<std::string_view, Encoding>, 4> kEndings{{{".png", Encoding::png},
                                                                             {".jpg", Encoding::jpeg},
                                                                             {".jpeg", Encoding::jpeg},
                                                                             {".webp", Encoding::webp}}};
    std::string lower{file_name};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    });
    for (const auto& [ending, encoding] : kEndings) {
        if (lower.ends_with(ending)) return encoding;
    }
    throw base::Error{base::ErrorKind::invalid, "usage.ending",
                      "The name of the output ends with .png, .jpg, .jpeg or .webp."};
}

}  // namespace medal::imaging::picture
