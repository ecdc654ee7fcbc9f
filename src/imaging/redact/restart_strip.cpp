#include "imaging/redact/restart_strip.h"

#include "imaging/redact/redact.h"

#include <algorithm>
#include <cstring>

namespace medal::imaging::redact {
namespace {

constexpr unsigned kStart = 0xD8, kEnd = 0xD9, kScan = 0xDA, kRestartInterval = 0xDD, kBaseline = 0xC0,
                   kExtended = 0xC1, kProgressive = 0xC2, kFirstRestart = 0xD0, kLastRestart = 0xD7;
/// What libjpeg takes.
constexpr std::uint64_t kLongestSide_px = 65500;
/// Coefficients of one part are held, two bytes each.
constexpr std::uint64_t kMostDecoded_px = 64'000'000;
constexpr std::uint64_t kBlock_px = 8;

unsigned byte_at(Bytes bytes, std::uint64_t at) {
    return std::to_integer<unsigned>(bytes[at]);
}

void require_small(std::uint64_t width, std::uint64_t height) {
    if (width <= kLongestSide_px && height <= kLongestSide_px && width * height <= kMostDecoded_px) return;
    fail_unsupported(
        "The parts of this slide that its compression can tell apart are too large to be painted.");
}

bool is_other_frame(unsigned marker) {
    constexpr unsigned kTables = 0xC4, kReserved = 0xC8, kArithmetic = 0xCC;
    return marker > kProgressive && marker <= 0xCF && marker != kTables && marker != kReserved &&
           marker != kArithmetic;
}

void put_u16(std::vector<std::byte>& bytes, std::uint64_t at, std::uint64_t value) {
    bytes[at] = static_cast<std::byte>(value >> 8 & 0xFF);
    bytes[at + 1] = static_cast<std::byte>(value & 0xFF);
}

/// Of a stream that libjpeg wrote: what lies between the scan's header and the end of the image.
Bytes entropy_coded(Bytes stream) {
    std::uint64_t at = 2;
    while (at + 4 <= stream.size()) {
        const auto marker = byte_at(stream, at + 1);
        at += 2 + u16(stream, at + 2, Endian::big);
        if (marker == kScan && at + 2 <= stream.size()) return stream.subspan(at, stream.size() - 2 - at);
    }
    fail_slide_damaged();
}

}  // namespace

RestartStrip::RestartStrip(Bytes stream, const StripSize& size) : stream_(stream), size_(size) {
    read_head();
    find_parts();
}

void RestartStrip::read_head() {
    if (stream_.size() < 4 || byte_at(stream_, 0) != 0xFF || byte_at(stream_, 1) != kStart)
        fail_slide_damaged();
    for (std::uint64_t at = 2; head_bytes_ == 0;) {
        if (at + 4 > stream_.size() || byte_at(stream_, at) != 0xFF) fail_slide_damaged();
        const auto marker = byte_at(stream_, at + 1);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        const std::uint64_t size = u16(stream_, at + 2, Endian::big);
        if (size < 2 || at + 2 + size > stream_.size()) fail_slide_damaged();
        if (is_other_frame(marker)) {
            fail_unsupported("Boxes can be painted into slides of baseline or progressive JPEG only.");
        }
        is_progressive_ = is_progressive_ || marker == kProgressive;
        if (marker == kBaseline || marker == kExtended || marker == kProgressive)
            read_frame(at + 4, size - 2);
        if (marker == kRestartInterval && size >= 4) interval_ = u16(stream_, at + 4, Endian::big);
        at += 2 + size;
        if (marker == kScan) head_bytes_ = at;
    }
    if (units_ == 0) fail_slide_damaged();
    if (interval_ == 0 || is_progressive_) interval_ = units_;
}

/// ITU T.81, B.2.2: precision, height, width, then identifier, sampling and table of each component.
void RestartStrip::read_frame(std::uint64_t at, std::uint64_t size) {
    const std::uint64_t components = size >= 6 ? byte_at(stream_, at + 5) : 0;
    if (components == 0 || size < 6 + components * 3 || units_ != 0) fail_slide_damaged();
    std::uint64_t horizontal = 1, vertical = 1;
    for (std::uint64_t i = 0; i < components; ++i) {
        const auto sampling = byte_at(stream_, at + 6 + i * 3 + 1);
        horizontal = std::max<std::uint64_t>(horizontal, sampling >> 4);
        vertical = std::max<std::uint64_t>(vertical, sampling & 0xF);
    }
    if (byte_at(stream_, at) != 8 || horizontal > 4 || vertical > 4 || size_.width == 0 ||
        size_.height == 0) {
        fail_slide_damaged();
    }
    // One component is not interleaved: its units are blocks (ITU T.81, A.2.2).
    if (components == 1) horizontal = vertical = 1;
    frame_offset_ = at;
    unit_width_ = kBlock_px * horizontal;
    unit_height_ = kBlock_px * vertical;
    units_across_ = (size_.width + unit_width_ - 1) / unit_width_;
    units_ = units_across_ * ((size_.height + unit_height_ - 1) / unit_height_);
}

void RestartStrip::find_parts() {
    if (is_progressive_) {
        const auto end = text_of(stream_).rfind("\xff\xd9");
        if (end == std::string_view::npos || end < head_bytes_) fail_slide_damaged();
        starts_.push_back(head_bytes_);
        ends_.push_back(end);
        return;
    }
    const auto parts = (units_ + interval_ - 1) / interval_;
    starts_.push_back(head_bytes_);
    for (auto at = head_bytes_; ends_.size() < parts;) {
        const auto* found =
            at < stream_.size() ? std::memchr(stream_.data() + at, 0xFF, stream_.size() - at) : nullptr;
        if (found == nullptr) fail_slide_damaged();
        const auto begin = static_cast<std::uint64_t>(static_cast<const std::byte*>(found) - stream_.data());
        at = begin + 1;
        while (at < stream_.size() && byte_at(stream_, at) == 0xFF) ++at;
        if (at >= stream_.size()) fail_slide_damaged();
        const auto marker = byte_at(stream_, at++);
        if (marker == 0) continue;
        const bool is_last = ends_.size() + 1 == parts;
        ends_.push_back(begin);
        if (is_last) {
            if (marker != kEnd) fail_slide_damaged();
            break;
        }
        if (marker < kFirstRestart || marker > kLastRestart ||
            marker - kFirstRestart != (ends_.size() - 1) % 8) {
            fail_slide_damaged();
        }
        starts_.push_back(at);
    }
}

std::uint64_t RestartStrip::units_in(std::size_t part) const {
    return std::min(interval_, units_ - part * interval_);
}

/// A part is taken as a picture that is one MCU high, or, of whole rows, as many as it has.
std::vector<PixelBox> RestartStrip::on_part(std::size_t part, std::span<const PixelBox> boxes) const {
    const auto first = part * interval_, last = first + units_in(part);
    const bool is_whole_rows = interval_ % units_across_ == 0;
    std::vector<PixelBox> met;
    for (const auto& box : boxes) {
        if (box.left >= box.right || box.top >= box.bottom || box.left >= size_.width) continue;
        const auto left = box.left / unit_width_;
        const auto right =
            std::min<std::uint64_t>((box.right + unit_width_ - 1) / unit_width_, units_across_);
        const auto top = std::max<std::uint64_t>(box.top / unit_height_, first / units_across_);
        const auto bottom = std::min<std::uint64_t>((box.bottom + unit_height_ - 1) / unit_height_,
                                                    (last + units_across_ - 1) / units_across_);
        for (auto row = top; row < bottom; ++row) {
            const auto begin = std::max(first, row * units_across_ + left);
            const auto end = std::min(last, row * units_across_ + right);
            if (begin >= end) continue;
            const auto line = is_whole_rows ? row - first / units_across_ : 0;
            const auto origin = first + line * units_across_;
            met.push_back({(begin - origin) * unit_width_, line * unit_height_, (end - origin) * unit_width_,
                           (line + 1) * unit_height_});
        }
    }
    return met;
}

/// The part's data, as long as before or longer: with the head of the stream it is a picture of its own.
std::vector<std::byte> RestartStrip::painted_part(std::size_t part, std::span<const PixelBox> boxes,
                                                  Filling filling) const {
    const auto units = units_in(part);
    const bool is_whole_rows = interval_ % units_across_ == 0;
    const auto width = (is_whole_rows ? units_across_ : units) * unit_width_;
    const auto height = (is_whole_rows ? units / units_across_ : 1) * unit_height_;
    require_small(width, height);
    const auto head = stream_.first(head_bytes_);
    const auto data = stream_.subspan(starts_[part], ends_[part] - starts_[part]);
    std::vector<std::byte> picture(head.begin(), head.end());
    put_u16(picture, frame_offset_ + 1, height);
    put_u16(picture, frame_offset_ + 3, width);
    picture.insert(picture.end(), data.begin(), data.end());
    picture.insert(picture.end(), {std::byte{0xFF}, std::byte{kEnd}});
    const auto written = blank_blocks_with_own_tables(picture, boxes);
    const auto coded = entropy_coded(written);
    std::vector<std::byte> bytes(coded.begin(), coded.end());
    const auto missing = bytes.size() < data.size() ? data.size() - bytes.size() : 0;
    const bool is_odd = filling == Filling::even && missing % 2 != 0;
    bytes.resize(bytes.size() + missing + (is_odd ? 1 : 0), std::byte{0xFF});
    return bytes;
}

/// Its scans refine each other, so all of it is written anew, in one scan.
std::vector<Splice> RestartStrip::painted_whole(std::span<const PixelBox> boxes) const {
    const auto met = on_part(0, boxes);
    if (met.empty()) return {};
    require_small(size_.width, size_.height);
    std::vector<std::byte> picture(stream_.begin(), stream_.end());
    put_u16(picture, frame_offset_ + 1, size_.height);
    put_u16(picture, frame_offset_ + 3, size_.width);
    auto bytes = blank_blocks(picture, {}, JpegColours::told, met);
    const auto end = ends_.back();
    if (bytes.size() < 2 || text_of(bytes).substr(bytes.size() - 2) != "\xff\xd9") fail_slide_damaged();
    bytes.resize(bytes.size() - 2);
    while (bytes.size() < end || (bytes.size() - end) % 8 != 0) bytes.push_back(std::byte{0xFF});
    return {{0, end, std::move(bytes)}};
}

std::vector<Splice> RestartStrip::painted(std::span<const PixelBox> boxes, Filling filling) const {
    if (is_progressive_) return painted_whole(boxes);
    std::vector<Splice> splices;
    std::uint64_t growth = 0;
    for (std::size_t part = 0; part < ends_.size(); ++part) {
        const auto met = on_part(part, boxes);
        if (met.empty()) continue;
        splices.push_back({starts_[part], ends_[part] - starts_[part], painted_part(part, met, filling)});
        growth += splices.back().bytes.size() - splices.back().size;
    }
    // What follows the stream stays at places of whole words; readers want the end of the image at its end.
    if (growth % 8 != 0) {
        splices.push_back({ends_.back(), 0, std::vector<std::byte>(8 - growth % 8, std::byte{0xFF})});
    }
    return splices;
}

}  // namespace medal::imaging::redact
