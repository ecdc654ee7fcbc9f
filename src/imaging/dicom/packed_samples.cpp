#include "imaging/dicom/packed_samples.h"

#include "imaging/dicom/codecs.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/word_order.h"

namespace medal::imaging::dicom {
namespace {

constexpr std::uint64_t kOneBit = 1, kTwelveBits = 12;

void put_bit(std::span<std::byte> packed, std::uint64_t bit, bool is_set) {
    auto& byte = packed[bit / 8];
    const auto mask = std::byte{1} << static_cast<unsigned>(bit % 8);
    byte = is_set ? byte | mask : byte & ~mask;
}

}  // namespace

bool has_packed_samples(const DataSet& data) {
    const auto shape = shape_of(data);
    return shape && (shape->bits_allocated == kOneBit || shape->bits_allocated == kTwelveBits);
}

void pack_samples(const DecodedFrame& frame, unsigned bits, std::uint64_t first_bit,
                  std::span<std::byte> packed) {
    const std::size_t unit = frame.bits_allocated / 8;
    for (std::size_t i = 0; i < frame.value_count(); ++i) {
        for (unsigned bit = 0; bit < bits; ++bit) {
            const auto byte = frame.bytes[i * unit + bit / 8];
            put_bit(packed, first_bit + i * bits + bit,
                    (std::to_integer<unsigned>(byte) >> bit % 8 & 1U) != 0);
        }
    }
}

std::vector<std::byte> edited_packed(const DataSet& data, const FrameEdit& edit) {
    const auto shape = *shape_of(data);
    const auto* pixels = data.find(tags::kPixelData);
    if (pixels == nullptr) fail_decoding();
    const bool is_native = pixels->kind == Kind::value;
    const bool is_turned = has_big_words(data);
    const auto needed = (shape.frame_bits() * shape.frames + 7) / 8;
    std::vector<std::byte> packed(needed);
    if (is_native) {
        const auto raw = data.value(*pixels);
        if (raw.size() < needed) fail_decoding();
        packed = is_turned ? with_bytes_turned(raw) : std::vector<std::byte>(raw.begin(), raw.end());
    }
    if (packed.size() % 2 != 0) packed.push_back(std::byte{0});
    const FrameDecoder decoder{data};
    for (std::uint64_t number = 0; number < shape.frames; ++number) {
        const bool wants = edit.wants(number);
        if (!wants && is_native) continue;
        auto frame = decoder.decode(number);
        if (frame.value_count() != shape.frame_pixels() * shape.samples) fail_decoding();
        if (wants) edit.change(number, frame);
        pack_samples(frame, static_cast<unsigned>(shape.bits_allocated), number * shape.frame_bits(), packed);
    }
    return is_turned ? with_bytes_turned(packed) : packed;
}

}  // namespace medal::imaging::dicom
