#include "imaging/picture/png.h"

#include "base/error.h"
#include "imaging/byte_writer.h"

#include <string_view>
#include <zlib.h>

namespace medal::imaging::picture {
namespace {

using std::string_view_literals::operator""sv;

void add_u32(std::string& out, std::uint32_t value) {
    out += stored(value, 4, Endian::big);
}

void add_chunk(std::string& out, std::string_view type, std::string_view data) {
    add_u32(out, static_cast<std::uint32_t>(data.size()));
    const auto begin = out.size();
    out += type;
    out += data;
    const auto* bytes = reinterpret_cast<const Bytef*>(out.data() + begin);
    add_u32(out, static_cast<std::uint32_t>(crc32_z(0, bytes, out.size() - begin)));
}

/// Filter type 1 (difference to the left neighbour) suits images of tissue and costs little.
std::string filtered(const Raster& raster) {
    const auto row_bytes = raster.width * raster.channels;
    std::string rows;
    rows.reserve((row_bytes + 1) * raster.height);
    for (std::size_t y = 0; y < raster.height; ++y) {
        rows += '\1';
        const auto* row = raster.pixel(0, y);
        for (std::size_t i = 0; i < row_bytes; ++i) {
            const auto left = i >= raster.channels ? row[i - raster.channels] : 0;
            rows += static_cast<char>(row[i] - left);
        }
    }
    return rows;
}

std::string deflated(const std::string& rows) {
    uLongf size = compressBound(static_cast<uLong>(rows.size()));
    std::string packed(size, '\0');
    const int code =
        compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(rows.data()),
                  static_cast<uLong>(rows.size()), 6);
    if (code != Z_OK) base::fail_internal("compress2 failed");
    packed.resize(size);
    return packed;
}

}  // namespace

std::vector<std::byte> encode_png(const Raster& raster,
                                  const std::vector<std::pair<std::string, std::string>>& texts) {
    std::string out{"\x89PNG\r\n\x1a\n"sv};
    std::string head;
    add_u32(head, static_cast<std::uint32_t>(raster.width));
    add_u32(head, static_cast<std::uint32_t>(raster.height));
    head += '\x08';
    head += raster.channels == 3 ? '\2' : '\0';
    head += "\0\0\0"sv;
    add_chunk(out, "IHDR", head);
    for (const auto& [keyword, text] : texts) add_chunk(out, "tEXt", keyword + '\0' + text);
    add_chunk(out, "IDAT", deflated(filtered(raster)));
    add_chunk(out, "IEND", {});
    const auto* bytes = reinterpret_cast<const std::byte*>(out.data());
    return {bytes, bytes + out.size()};
}

}  // namespace medal::imaging::picture
