#include "imaging/codestream_scrub.h"

#include <algorithm>

namespace medal::imaging {

void blank(std::vector<Patch>& patches, Bytes stream, std::uint64_t begin, std::uint64_t end) {
    const auto piece = stream.subspan(begin, end - begin);
    const bool is_zero =
        std::all_of(piece.begin(), piece.end(), [](std::byte byte) { return byte == std::byte{0}; });
    if (!is_zero) patches.push_back({begin, end - begin, {}});
}

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

/// Comments, application segments, and the markers that no coder uses (ITU T.81, table B.1; T.87's SOF55 and
/// LSE are F7 and F8).
bool carries_text(unsigned marker, bool before_scans) {
    const bool reserved =
        before_scans && ((marker >= 0x02 && marker <= 0xBF) || (marker >= 0xF0 && marker <= 0xFD));
    return marker == kComment || (marker >= kApp0 && marker <= kApp15) ||
           (reserved && marker != 0xF7 && marker != 0xF8);
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

std::uint64_t next_segment(Bytes stream, std::uint64_t at) {
    while (at + 1 < stream.size() && (stream[at] != std::byte{0xFF} || stream[at + 1] == std::byte{0})) ++at;
    return at + 1 < stream.size() ? at : stream.size();
}

enum class Reach { head, all };

std::vector<Patch> scrub_segments(Bytes stream, Reach reach) {
    std::vector<Patch> patches;
    std::uint64_t at = 2;
    bool before_scans = true;
    while (at + 4 <= stream.size()) {
        if (stream[at] != std::byte{0xFF}) {
            if (!before_scans) return patches;
            // Decoders skip what stands between segments.
            const auto next = next_segment(stream, at);
            blank(patches, stream, at, next);
            at = next;
            continue;
        }
        const auto marker = std::to_integer<unsigned>(stream[at + 1]);
        if (marker == 0xFF || stands_alone(marker)) {
            at += marker == 0xFF ? 1 : 2;
            continue;
        }
        if (marker == kEndOfImage) break;
        const auto end = std::min<std::uint64_t>(at + 2 + u16(stream, at + 2, Endian::big), stream.size());
        if (carries_text(marker, before_scans)) {
            const auto begin = std::min(at + 4 + needed_payload(stream, marker, at + 4), end);
            blank(patches, stream, begin, end);
        }
        if (marker == kStartOfScan && reach == Reach::head) return patches;
        before_scans = before_scans && marker != kStartOfScan;
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

namespace {

/// What a codestream's headers may hold (ITU T.800, table A.2; T.814); other markers are nobody's.
bool is_coding_marker(unsigned marker) {
    return (marker >= 0x50 && marker <= 0x63) || marker == 0x90 || marker == 0x91;
}

/// The boxes around a codestream that say how it is shown (ITU T.800, I.4); all others are notes.
bool is_picture_box(std::string_view type) {
    return type == "jP  " || type == "ftyp" || type == "jp2h" || type == "jp2c" || type == "rreq";
}

void blank_boxes(std::vector<Patch>& patches, Bytes stream, std::uint64_t begin, std::uint64_t end) {
    auto at = begin;
    while (at + 8 <= end) {
        const auto size = u32(stream, at, Endian::big);
        const auto type = text_of(stream.subspan(at + 4, 4));
        if (type == "jp2c") return;
        if (size < 8 || size > end - at) break;
        if (!is_picture_box(type)) blank(patches, stream, at + 8, at + size);
        at += size;
    }
    // One byte makes the length of a fragment even.
    if (at + 1 < end) blank(patches, stream, at, end);
}

/// Of a tile-part that reaches to the end, wherever that is.
std::uint64_t last_end_marker(Bytes stream, std::uint64_t from) {
    const auto found = text_of(stream).rfind("\xff\xd9");
    return found != std::string_view::npos && found >= from ? found : stream.size();
}

void scrub_codestream(std::vector<Patch>& patches, Bytes stream, std::uint64_t at) {
    std::uint64_t tile_end = 0;
    while (at + 2 <= stream.size() && stream[at] == std::byte{0xFF}) {
        const auto marker = std::to_integer<unsigned>(stream[at + 1]);
        if (marker == kEndOfImage) return blank_boxes(patches, stream, at + 2, stream.size());
        if (marker == 0x93) {  // SOD: coded data follows up to the end of the tile-part.
            if (tile_end <= at) return;
            at = tile_end;
            continue;
        }
        if (at + 4 > stream.size()) return;
        const std::uint64_t length = u16(stream, at + 2, Endian::big);
        const auto end = std::min<std::uint64_t>(at + 2 + length, stream.size());
        if (marker == 0x90 && at + 12 <= stream.size()) {  // SOT, Psot at offset 6; 0 means up to the end.
            const std::uint64_t part = u32(stream, at + 6, Endian::big);
            tile_end = part == 0 || part > stream.size() - at ? last_end_marker(stream, at) : at + part;
        } else if (marker == 0x64 && length > 4) {
            blank(patches, stream, std::min(at + 6, end), end);
        } else if (!is_coding_marker(marker)) {
            blank(patches, stream, std::min(at + 4, end), end);
        }
        at = end;
    }
}

}  // namespace

std::vector<Patch> scrub_jpeg_2000(Bytes stream) {
    std::vector<Patch> patches;
    const auto head = text_of(stream.first(std::min<std::size_t>(stream.size(), 4096)));
    const auto start = head.find("\xff\x4f\xff\x51");
    if (start == std::string_view::npos) return patches;
    if (start > 0) blank_boxes(patches, stream, 0, start);
    scrub_codestream(patches, stream, start + 2);
    return patches;
}

namespace {

constexpr std::size_t kRleHeadBytes = 64;
constexpr std::byte kRleNothing{0x80};

/// Behind the runs that make `wanted` bytes (PS3.5, G.3.1).
std::uint64_t end_of_runs(Bytes stream, std::uint64_t begin, std::uint64_t limit, std::uint64_t wanted) {
    auto at = begin;
    for (std::uint64_t done = 0; done < wanted && at < limit;) {
        const auto control = std::to_integer<unsigned>(stream[at]);
        if (control != 128) done += control < 128 ? control + 1 : 257 - control;
        at += control < 128 ? control + 2 : control > 128 ? 2 : 1;
    }
    return std::min(at, limit);
}

/// Decoders go on to the end of a segment; this byte tells them to do nothing.
void silence(std::vector<Patch>& patches, Bytes stream, std::uint64_t begin, std::uint64_t end) {
    const auto rest = stream.subspan(begin, end - begin);
    const bool is_silent = std::all_of(
        rest.begin(), rest.end(), [](std::byte byte) { return byte == std::byte{0} || byte == kRleNothing; });
    if (is_silent) return;
    patches.push_back({begin, end - begin, std::string(end - begin, static_cast<char>(kRleNothing))});
}

}  // namespace

std::vector<Patch> scrub_rle(Bytes stream, std::uint64_t segment_bytes) {
    std::vector<Patch> patches;
    if (stream.size() < kRleHeadBytes) return patches;
    const std::uint64_t count = std::min<std::uint32_t>(u32(stream, 0), 15);
    blank(patches, stream, 4 + 4 * count, kRleHeadBytes);
    std::uint64_t end = kRleHeadBytes;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t begin = u32(stream, 4 + 4 * i);
        const std::uint64_t limit = i + 1 < count ? u32(stream, 8 + 4 * i) : stream.size();
        if (begin < end || limit < begin || limit > stream.size()) return patches;
        silence(patches, stream, end, begin);
        end = end_of_runs(stream, begin, limit, segment_bytes);
    }
    silence(patches, stream, end, stream.size());
    return patches;
}

}  // namespace medal::imaging
