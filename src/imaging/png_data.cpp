#include "imaging/png_data.h"

#include <array>
#include <zlib.h>

namespace medal::imaging {
namespace {

struct Stream {
    z_stream z{};
    ~Stream() { inflateEnd(&z); }
};

struct Pass {
    std::uint64_t left, top, step_x, step_y;
};
/// Adam7 (PNG specification, 8.2).
constexpr std::array<Pass, 7> kPasses{
    {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};

std::uint64_t samples_of(unsigned color_type) {
    switch (color_type) {
        case 2:
            return 3;
        case 4:
            return 2;
        case 6:
            return 4;
        default:
            return 1;
    }
}

std::uint64_t plane_bytes(std::uint64_t width, std::uint64_t height, std::uint64_t bits) {
    return width == 0 ? 0 : height * (1 + (width * bits + 7) / 8);
}

std::uint64_t steps(std::uint64_t size, std::uint64_t first, std::uint64_t step) {
    return size > first ? (size - first + step - 1) / step : 0;
}

}  // namespace

PngData walk_png_data(const std::vector<Bytes>& chunks, std::uint64_t most_bytes) {
    PngData data;
    Stream stream;
    auto& z = stream.z;
    if (inflateInit(&z) != Z_OK) return data;
    std::vector<Bytef> discarded(1 << 16);
    for (const auto chunk : chunks) {
        z.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(chunk.data()));
        z.avail_in = static_cast<uInt>(chunk.size());
        while (z.avail_in > 0) {
            z.next_out = discarded.data();
            z.avail_out = static_cast<uInt>(discarded.size());
            const auto before = z.avail_in;
            const int code = inflate(&z, Z_NO_FLUSH);
            data.packed_bytes += before - z.avail_in;
            data.unpacked_bytes += discarded.size() - z.avail_out;
            data.is_complete = code == Z_STREAM_END;
            if (code != Z_OK || data.unpacked_bytes > most_bytes) return data;
        }
    }
    return data;
}

std::uint64_t png_picture_bytes(Bytes header) {
    if (header.size() < 13) return 0;
    const std::uint64_t width = u32(header, 0, Endian::big);
    const std::uint64_t height = u32(header, 4, Endian::big);
    const auto bits =
        std::to_integer<std::uint64_t>(header[8]) * samples_of(std::to_integer<unsigned>(header[9]));
    if (header[12] == std::byte{0}) return plane_bytes(width, height, bits);
    std::uint64_t bytes = 0;
    for (const auto& pass : kPasses) {
        bytes +=
            plane_bytes(steps(width, pass.left, pass.step_x), steps(height, pass.top, pass.step_y), bits);
    }
    return bytes;
}

}  // namespace medal::imaging
