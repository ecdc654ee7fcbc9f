// RLE of PS3.5, annex G: one PackBits segment a byte plane, most significant byte first.
#include "imaging/dicom/codecs.h"

#include <algorithm>

namespace medal::imaging::dicom {
namespace {

void unpack_segment(Bytes segment, std::vector<std::byte>& plane) {
    std::size_t at = 0;
    std::size_t out = 0;
    while (at < segment.size() && out < plane.size()) {
        const auto code = static_cast<std::int8_t>(segment[at++]);
        if (code >= 0) {
            const auto count =
                std::min({static_cast<std::size_t>(code) + 1, segment.size() - at, plane.size() - out});
            std::copy_n(segment.data() + at, count, plane.data() + out);
            at += count;
            out += count;
        } else if (code != -128 && at < segment.size()) {
            const auto count = std::min(static_cast<std::size_t>(1 - code), plane.size() - out);
            std::fill_n(plane.data() + out, count, segment[at++]);
            out += count;
        }
    }
    if (out < plane.size()) fail_decoding();
}

}  // namespace

void decode_rle(Bytes stream, DecodedFrame& frame) {
    const std::size_t unit = frame.bits_allocated / 8;
    const auto pixels = frame.columns * frame.rows;
    const std::size_t segments = stream.size() >= 64 ? u32(stream, 0) : 0;
    if (segments != unit * frame.samples || segments > 15) fail_decoding();
    frame.bytes.resize(frame.value_count() * unit);
    std::vector<std::byte> plane(pixels);
    for (std::size_t i = 0; i < segments; ++i) {
        const std::size_t begin = u32(stream, 4 + 4 * i);
        const std::size_t end = i + 1 < segments ? u32(stream, 8 + 4 * i) : stream.size();
        if (begin > end || end > stream.size()) fail_decoding();
        unpack_segment(stream.subspan(begin, end - begin), plane);
        const auto sample = i / unit;
        const auto place = unit - 1 - i % unit;
        for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
            frame.bytes[(pixel * frame.samples + sample) * unit + place] = plane[pixel];
        }
    }
}

}  // namespace medal::imaging::dicom
