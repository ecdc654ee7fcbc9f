#include "imaging/codestream_scrub.h"

#include <algorithm>

namespace medal::imaging {
namespace {

using std::string_view_literals::operator""sv;

constexpr unsigned kStartOfScan = 0xDA, kEndOfImage = 0xD9, kComment = 0xFE, kApp0 = 0xE0, kApp8 = 0xE8,
                   kApp14 = 0xEE, kApp15 = 0xEF;
constexpr std::uint64_t kJfifHeadBytes = 14;
constexpr std::uint64_t kAdobeBytes = 12;
constexpr std::uint64_t kMrfxBytes = 5;

bool stands_alone(unsigned marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

/// How many bytes of a segment's payload decoding needs.
std::uint64_t needed_payload(Bytes stream, unsigned marker, std::uint64_t payload) {
    if (marker == kApp0 && has_text_at(stream, payload, "JFIF\0"sv)) return kJfifHeadBytes - 2;
    if (marker == kApp14 && has_text_at(stream, payload, "Adobe")) return kAdobeBytes;
    if (marker == kApp8 && has_text_at(stream, payload, "mrfx")) return kMrfxBytes;
    return 0;
}

bool carries_text(unsigned marker) {
    return marker == kComment || (marker >= kApp0 && marker <= kApp15);
}

/// The next marker inside or behind entropy-coded data; JPEG stuffs 00, JPEG-LS a zero bit.
std::uint64_t next_marker(Bytes stream, std::uint64_t at) {
    while (at + 1 < stream.size()) {
        const auto second = std::to_integer<unsigned>(stream[at + 1]);
        const bool restart = second >= 0xD0 && second <= 0xD7;
        if (stream[at] == std::byte{0xFF} && second >= 0x80 && second != 0xFF && !restart) return at;
        ++at;
    }
    return stream.size();
}

void blank(std::vector<Patch>& patches, Bytes stream, std::uint64_t begin, std::uint64_t end) {
    const auto piece = stream.subspan(begin, end - begin);
    const bool is_zero =
        std::all_of(piece.begin(), piece.end(), [](std::byte byte) { return byte == std::byte{0}; });
    if (!is_zero) patches.push_back({begin, end - begin, {}});
}

enum class Reach { head, all };

std::vector<Patch> scrub_segments(Bytes stream, Reach reach) {
    std::vector<Patch> patches;
    std::uint64_t at = 2;
    while (at + 4 <= stream.size()) {
        if (stream[at] != std::byte{0xFF}) return patches;
        const auto marker = std::to_integer<unsigned>(stream[at + 1]);
        if (marker == 0xFF || stands_alone(marker)) {
            at += marker == 0xFF ? 1 : 2;
            continue;
        }
        if (marker == kEndOfImage) break;
        const auto end = std::min<std::uint64_t>(at + 2 + u16(stream, at + 2, Endian::big), stream.size());
        if (carries_text(marker)) {
            const auto begin = std::min(at + 4 + needed_payload(stream, marker, at + 4), end);
            blank(patches, stream, begin, end);
        }
        if (marker == kStartOfScan && reach == Reach::head) return patches;
        at = marker == kStartOfScan ? next_marker(stream, end) : end;
    }
    if (at + 2 <= stream.size()) blank(patches, stream, at + 2, stream.size());
    return patches;
}

}  // namespace

std::vector<Patch> scrub_jpeg(Bytes stream) {
    return scrub_segments(stream, Reach::all);
}

std::vector<Patch> scrub_jpeg_head(Bytes stream) {
    return scrub_segments(stream, Reach::head);
}

std::vector<Patch> scrub_jpeg_2000(Bytes stream) {
    std::vector<Patch> patches;
    const auto head = text_of(stream.first(std::min<std::size_t>(stream.size(), 4096)));
    const auto start = head.find("\xff\x4f\xff\x51");
    if (start == std::string_view::npos) return patches;
    std::uint64_t at = start + 2;
    std::uint64_t tile_end = 0;
    while (at + 4 <= stream.size() && stream[at] == std::byte{0xFF}) {
        const auto marker = std::to_integer<unsigned>(stream[at + 1]);
        if (marker == kEndOfImage) break;
        if (marker == 0x93) {  // SOD: coded data follows up to the end of the tile-part.
            if (tile_end <= at) break;
            at = tile_end;
            continue;
        }
        const std::uint64_t length = u16(stream, at + 2, Endian::big);
        if (marker == 0x90 && at + 12 <= stream.size()) {  // SOT, Psot at offset 6; 0 means up to the end.
            const std::uint64_t part = u32(stream, at + 6, Endian::big);
            tile_end = part == 0 || part > stream.size() - at ? stream.size() : at + part;
        }
        const auto end = std::min<std::uint64_t>(at + 2 + length, stream.size());
        if (marker == 0x64 && length > 4) blank(patches, stream, std::min(at + 6, end), end);
        at = end;
    }
    return patches;
}

}  // namespace medal::imaging
