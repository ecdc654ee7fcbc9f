#include "imaging/dicom/frames.h"

#include "imaging/dicom/transfer_syntax.h"
#include "imaging/limits.h"

#include <algorithm>

namespace medal::imaging::dicom {
namespace {

constexpr Tag kExtendedOffsets{0x7FE00001};

std::vector<const Element*> fragments_of(const DataSet& data) {
    std::vector<const Element*> fragments;
    const auto* pixels = data.find(tags::kPixelData);
    if (pixels == nullptr || pixels->kind != Kind::fragments) return fragments;
    const auto first = static_cast<std::size_t>(pixels - data.elements.data()) + 1;
    for (std::size_t i = first; i < pixels->end; ++i) fragments.push_back(&data.elements[i]);
    return fragments;
}

/// Offsets of the frames from the first fragment's item tag; empty where there is no table.
std::vector<std::uint64_t> offset_table(const DataSet& data, const Element& basic) {
    std::vector<std::uint64_t> offsets;
    const auto* extended = data.find(kExtendedOffsets);
    if (extended != nullptr && extended->kind == Kind::value && extended->length >= 8) {
        const auto raw = data.value(*extended);
        for (std::size_t at = 0; at + 8 <= raw.size(); at += 8) offsets.push_back(u64(raw, at));
        return offsets;
    }
    const auto raw = data.value(basic);
    for (std::size_t at = 0; at + 4 <= raw.size(); at += 4) offsets.push_back(u32(raw, at));
    return offsets;
}

bool starts_codestream(Bytes bytes) {
    return has_text_at(bytes, 0, "\xff\xd8\xff") || has_text_at(bytes, 0, "\xff\x4f\xff\x51");
}

std::vector<Frame> by_offsets(const DataSet& data, const std::vector<const Element*>& fragments,
                              const std::vector<std::uint64_t>& offsets) {
    std::vector<Frame> frames;
    const auto origin = fragments[1]->value_offset - 8;
    std::size_t next = 0;
    for (std::size_t i = 1; i < fragments.size(); ++i) {
        if (next < offsets.size() && fragments[i]->value_offset - 8 - origin == offsets[next]) {
            frames.emplace_back();
            ++next;
        }
        if (frames.empty()) return {};
        frames.back().fragments.push_back(data.value(*fragments[i]));
    }
    return frames;
}

std::vector<Frame> by_codestream(const DataSet& data, const std::vector<const Element*>& fragments) {
    std::vector<Frame> frames;
    for (std::size_t i = 1; i < fragments.size(); ++i) {
        const auto bytes = data.value(*fragments[i]);
        if (frames.empty() || starts_codestream(bytes)) frames.emplace_back();
        frames.back().fragments.push_back(bytes);
    }
    return frames;
}

/// PS3.5, G.2: a count of segments and fifteen offsets, each inside the frame.
std::optional<Finding> check_rle(const Frame& frame, const ImageShape& shape) {
    std::vector<std::byte> storage;
    const auto bytes = frame.joined(storage);
    const auto broken = refusal("dicom.rle", "The run-length coded frame has segments out of bounds.");
    if (bytes.size() < 64) return broken;
    const std::uint64_t segments = u32(bytes, 0);
    const auto expected = shape.samples * ((shape.bits_allocated + 7) / 8);
    if (segments == 0 || segments > 15 || segments != expected) return broken;
    std::uint64_t before = 64;
    for (std::uint64_t i = 0; i < segments; ++i) {
        const std::uint64_t offset = u32(bytes, 4 + 4 * i);
        if (offset < before || offset >= bytes.size()) return broken;
        before = offset;
    }
    const auto decoded = shape.frame_bits() / 8;
    if (decoded > kRleRatioGraceBytes && decoded / kMaxRleRatio > bytes.size()) {
        return refusal("dicom.rle_bomb", "The run-length coded frame grows beyond what a picture would.");
    }
    if (decoded / 128 > bytes.size()) return broken;
    return std::nullopt;
}

std::optional<Finding> check_size(const std::optional<CodestreamSize>& size, const ImageShape& shape) {
    if (!size) return refusal("dicom.codestream", "A compressed frame is damaged: its head is missing.");
    if (size->columns * size->rows > kMaxFramePixels) {
        return refusal("dicom.dimensions", "A compressed frame claims impossible dimensions.");
    }
    if (size->columns != shape.columns || size->rows != shape.rows) {
        return warning("dicom.codestream_size",
                       "A compressed frame has other dimensions than the file says.");
    }
    return std::nullopt;
}

std::optional<Finding> check_codestream(const std::optional<CodestreamSize>& size, const Frame& frame,
                                        const ImageShape& shape) {
    if (auto problem = check_size(size, shape)) return problem;
    const auto decoded = shape.frame_bits() / 8;
    if (decoded > kPictureRatioGraceBytes && decoded / kMaxCodestreamRatio > frame.size()) {
        return refusal("dicom.codestream_bomb", "A compressed frame grows beyond what a picture would.");
    }
    return std::nullopt;
}

bool is_frame_header(unsigned marker) {
    // SOF0..15 without DHT, JPG and DAC (ITU T.81, table B.1), and JPEG-LS's SOF55 (ITU T.87).
    return (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) ||
           marker == 0xF7;
}

}  // namespace

std::uint64_t Frame::size() const {
    std::uint64_t size = 0;
    for (const auto& fragment : fragments) size += fragment.size();
    return size;
}

Bytes Frame::joined(std::vector<std::byte>& storage) const {
    if (fragments.size() == 1) return fragments.front();
    for (const auto& fragment : fragments) storage.insert(storage.end(), fragment.begin(), fragment.end());
    return storage;
}

std::vector<Frame> frame_fragments(const DataSet& data, std::uint64_t frames) {
    const auto fragments = fragments_of(data);
    if (fragments.size() < 2) return {};
    std::vector<Frame> result;
    if (frames == 1) {
        result.emplace_back();
        for (std::size_t i = 1; i < fragments.size(); ++i)
            result[0].fragments.push_back(data.value(*fragments[i]));
        return result;
    }
    if (fragments.size() - 1 == frames) {
        for (std::size_t i = 1; i < fragments.size(); ++i) result.push_back({{data.value(*fragments[i])}});
        return result;
    }
    if (fragments.size() - 1 < frames) return {};
    const auto offsets = offset_table(data, *fragments[0]);
    result = offsets.size() == frames ? by_offsets(data, fragments, offsets) : by_codestream(data, fragments);
    return result.size() == frames ? result : std::vector<Frame>{};
}

std::optional<CodestreamSize> jpeg_size(Bytes stream) {
    if (!has_text_at(stream, 0, "\xff\xd8")) return std::nullopt;
    std::size_t at = 2;
    while (at + 9 < stream.size()) {
        if (stream[at] != std::byte{0xFF}) return std::nullopt;
        const auto marker = std::to_integer<unsigned>(stream[at + 1]);
        if (marker == 0xFF) {
            ++at;
            continue;
        }
        if (is_frame_header(marker)) {
            return CodestreamSize{u16(stream, at + 7, Endian::big), u16(stream, at + 5, Endian::big)};
        }
        if (marker == 0xDA || marker == 0xD9) return std::nullopt;
        at += 2U + u16(stream, at + 2, Endian::big);
    }
    return std::nullopt;
}

std::optional<CodestreamSize> jpeg_2000_size(Bytes stream) {
    // Some writers wrap the codestream in a JP2 file; SIZ follows SOC at once (ITU T.800, A.5.1).
    const auto head = text_of(stream.first(std::min<std::size_t>(stream.size(), 4096)));
    const auto start = head.find("\xff\x4f\xff\x51");
    if (start == std::string_view::npos || stream.size() < start + 24) return std::nullopt;
    const std::uint64_t columns = u32(stream, start + 8, Endian::big);
    const std::uint64_t rows = u32(stream, start + 12, Endian::big);
    const std::uint64_t left = u32(stream, start + 16, Endian::big);
    const std::uint64_t top = u32(stream, start + 20, Endian::big);
    if (left >= columns || top >= rows) return std::nullopt;
    return CodestreamSize{columns - left, rows - top};
}

std::optional<Finding> check_frame(const DataSet& data, const Frame& frame, const ImageShape& shape) {
    const auto* syntax = find_transfer_syntax(data.transfer_syntax);
    if (syntax == nullptr) return std::nullopt;
    std::vector<std::byte> storage;
    switch (syntax->codec) {
        case Codec::rle:
            return check_rle(frame, shape);
        case Codec::jpeg:
        case Codec::jpeg_ls:
            return check_codestream(jpeg_size(frame.joined(storage)), frame, shape);
        case Codec::jpeg_2000:
        case Codec::htj2k:
            return check_codestream(jpeg_2000_size(frame.joined(storage)), frame, shape);
        default:
            return std::nullopt;
    }
}

}  // namespace medal::imaging::dicom
