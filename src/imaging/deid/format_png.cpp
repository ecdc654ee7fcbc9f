// PNG: only the chunks that make the picture are kept, byte for byte (PNG specification, 11.2 and 11.3).
#include "imaging/deid/formats.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

constexpr std::array<std::string_view, 10> kPictureChunks{"IHDR", "PLTE", "IDAT", "IEND", "tRNS",
                                                          "gAMA", "cHRM", "sRGB", "sBIT", "pHYs"};

}  // namespace

void deidentify_png(FormatContext& context) {
    const auto file = context.file;
    context.plan.add(file.first(8));
    std::size_t at = 8;
    while (file.size() - at >= 12) {
        const std::uint64_t size = 12ULL + u32(file, at, Endian::big);
        if (size > file.size() - at) break;
        const auto type = text_of(file.subspan(at + 4, 4));
        if (std::find(kPictureChunks.begin(), kPictureChunks.end(), type) != kPictureChunks.end()) {
            context.plan.add(file.subspan(at, size));
        } else {
            context.log.add_part("PNG chunk", "X", "holds something else than the picture");
        }
        at += size;
        if (type == "IEND") break;
    }
    if (at < file.size()) context.log.add_part("trailing bytes", "X", "behind the end of the image");
}

}  // namespace medal::imaging::deid
