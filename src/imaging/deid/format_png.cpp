// PNG: only the chunks that make the picture are kept, byte for byte (PNG specification, 11.2 and 11.3). What
// stands behind the compressed picture, in its chunks, is no picture.
#include "imaging/deid/formats.h"
#include "imaging/png_data.h"

#include <algorithm>
#include <array>
#include <zlib.h>

namespace medal::imaging::deid {
namespace {

struct Kept {
    std::string_view type;
    std::size_t fewest_bytes;
    std::size_t most_bytes;
};
constexpr std::array kPictureChunks{Kept{"IHDR", 13, 13}, Kept{"PLTE", 3, 768}, Kept{"tRNS", 1, 256},
                                    Kept{"gAMA", 4, 4},   Kept{"cHRM", 32, 32}, Kept{"sRGB", 1, 1},
                                    Kept{"sBIT", 1, 4},   Kept{"pHYs", 9, 9},   Kept{"IEND", 0, 0}};

bool is_kept(std::string_view type, std::size_t bytes) {
    return std::any_of(kPictureChunks.begin(), kPictureChunks.end(), [&](const Kept& kept) {
        return kept.type == type && bytes >= kept.fewest_bytes && bytes <= kept.most_bytes;
    });
}

/// Entries of a palette that pixels can name (PNG specification, 11.2.2); of other pictures it is but advice.
std::size_t palette_bytes(Bytes header) {
    constexpr auto kPaletted = std::byte{3};
    const auto depth = std::to_integer<unsigned>(header[8]);
    return header[9] == kPaletted && depth <= 8 ? 3 * (std::size_t{1} << depth) : 0;
}

struct Chunk {
    std::string_view type;
    Bytes payload;
    Bytes whole;
};

std::vector<Chunk> chunks_of(Bytes file, std::size_t& end) {
    std::vector<Chunk> chunks;
    end = 8;
    while (file.size() - end >= 12) {
        const std::uint64_t size = 12ULL + u32(file, end, Endian::big);
        if (size > file.size() - end) break;
        chunks.push_back(
            {text_of(file.subspan(end + 4, 4)), file.subspan(end + 8, size - 12), file.subspan(end, size)});
        end += size;
        if (chunks.back().type == "IEND") break;
    }
    return chunks;
}

PngData data_of(const std::vector<Chunk>& chunks, std::uint64_t most_bytes) {
    std::vector<Bytes> parts;
    for (const auto& chunk : chunks) {
        if (chunk.type == "IDAT") parts.push_back(chunk.payload);
    }
    return walk_png_data(parts, most_bytes);
}

void add_chunk(OutputPlan& plan, std::string_view type, Bytes payload) {
    plan.add_u32(static_cast<std::uint32_t>(payload.size()), Endian::big);
    plan.add(type);
    plan.add(payload);
    auto crc = crc32_z(0, reinterpret_cast<const Bytef*>(type.data()), type.size());
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(payload.data()), payload.size());
    plan.add_u32(static_cast<std::uint32_t>(crc), Endian::big);
}

void add_chunks(FormatContext& context, const std::vector<Chunk>& chunks, std::uint64_t data_bytes) {
    auto left = data_bytes;
    const auto most_palette_bytes = palette_bytes(chunks.front().payload);
    for (const auto& chunk : chunks) {
        if (chunk.type == "IDAT" && left >= chunk.payload.size()) {
            context.plan.add(chunk.whole);
            left -= chunk.payload.size();
        } else if (chunk.type == "IDAT") {
            context.log.add_part("PNG data", "X", "behind the end of the picture");
            if (left > 0) add_chunk(context.plan, chunk.type, chunk.payload.first(left));
            left = 0;
        } else if (chunk.type == "PLTE" && chunk.payload.size() > most_palette_bytes) {
            context.log.add_part("PNG palette", "X", "colours that no pixel can name");
            if (most_palette_bytes > 0)
                add_chunk(context.plan, "PLTE", chunk.payload.first(most_palette_bytes));
        } else if (is_kept(chunk.type, chunk.payload.size())) {
            context.plan.add(chunk.whole);
        } else {
            context.log.add_part("PNG chunk", "X", "holds something else than the picture");
        }
    }
    if (chunks.back().type == "IEND" && !chunks.back().payload.empty()) add_chunk(context.plan, "IEND", {});
}

}  // namespace

void deidentify_png(FormatContext& context) {
    std::size_t end = 0;
    const auto chunks = chunks_of(context.file, end);
    const auto needed = chunks.empty() ? 0 : png_picture_bytes(chunks.front().payload);
    const auto data = data_of(chunks, needed);
    if (needed == 0 || data.unpacked_bytes > needed) {
        context.findings.push_back(
            refusal("raster.surplus", "The PNG file holds more data than its picture needs; save it anew."));
        return;
    }
    context.plan.add(context.file.first(8));
    // A picture whose data has no end is judged when it has been written.
    add_chunks(context, chunks, data.is_complete ? data.packed_bytes : context.file.size());
    if (end < context.file.size()) context.log.add_part("trailing bytes", "X", "behind the end of the image");
}

}  // namespace medal::imaging::deid
