#include "imaging/dicom/decode.h"

#include "base/error.h"
#include "imaging/dicom/codecs.h"
#include "imaging/dicom/inflate.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/dicom/word_order.h"
#include "imaging/limits.h"

#include <algorithm>

namespace medal::imaging::dicom {
namespace {

constexpr Tag kPixelRepresentation{0x00280103}, kPlanar{0x00280006};

[[noreturn]] void fail_frame() {
    throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The file has no such frame."};
}

/// One-bit pixels are packed from the lowest bit on, across rows and frames (PS3.5, 8.1.1).
void unpack_bits(Bytes packed, std::uint64_t first_bit, DecodedFrame& frame) {
    frame.bytes.resize(frame.value_count());
    for (std::size_t i = 0; i < frame.bytes.size(); ++i) {
        const auto bit = first_bit + i;
        const auto byte = bit / 8 < packed.size() ? std::to_integer<unsigned>(packed[bit / 8]) : 0U;
        frame.bytes[i] = static_cast<std::byte>((byte >> (bit % 8)) & 1U);
    }
    frame.bits_allocated = 8;
    frame.bits_stored = 1;
}

/// Twelve bits are packed one behind the other, lowest first (PS3.5, 8.1.1 and annex D).
void unpack_twelve(Bytes packed, std::uint64_t first_bit, DecodedFrame& frame) {
    frame.bytes.resize(frame.value_count() * 2);
    for (std::size_t i = 0; i < frame.value_count(); ++i) {
        unsigned value = 0;
        for (unsigned k = 0; k < 12; ++k) {
            const auto bit = first_bit + i * 12 + k;
            const auto byte = bit / 8 < packed.size() ? std::to_integer<unsigned>(packed[bit / 8]) : 0U;
            value |= ((byte >> (bit % 8)) & 1U) << k;
        }
        frame.bytes[i * 2] = static_cast<std::byte>(value & 0xFF);
        frame.bytes[i * 2 + 1] = static_cast<std::byte>(value >> 8);
    }
    frame.bits_allocated = 16;
    frame.bits_stored = std::min(frame.bits_stored, 12U);
}

void to_little_endian(DecodedFrame& frame) {
    const auto unit = frame.bits_allocated / 8;
    for (std::size_t at = 0; at + unit <= frame.bytes.size(); at += unit) {
        std::reverse(frame.bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     frame.bytes.begin() + static_cast<std::ptrdiff_t>(at + unit));
    }
}

void interleave_planes(DecodedFrame& frame) {
    const auto unit = frame.bits_allocated / 8;
    const auto pixels = frame.columns * frame.rows;
    std::vector<std::byte> mixed(frame.bytes.size());
    for (std::size_t sample = 0; sample < frame.samples; ++sample) {
        for (std::size_t i = 0; i < pixels; ++i) {
            std::copy_n(frame.bytes.data() + (sample * pixels + i) * unit, unit,
                        mixed.data() + (i * frame.samples + sample) * unit);
        }
    }
    frame.bytes = std::move(mixed);
}

/// YBR_FULL_422 native: Y1 Y2 Cb Cr for two pixels (PS3.3, C.7.6.3.1.2); expanded to YBR_FULL.
void expand_422(Bytes packed, DecodedFrame& frame) {
    frame.bytes.resize(frame.value_count());
    for (std::size_t pair = 0; pair * 4 + 3 < packed.size() && (pair * 2 + 1) * 3 + 2 < frame.bytes.size();
         ++pair) {
        for (std::size_t i = 0; i < 2; ++i) {
            auto* to = frame.bytes.data() + (pair * 2 + i) * 3;
            to[0] = packed[pair * 4 + i];
            to[1] = packed[pair * 4 + 2];
            to[2] = packed[pair * 4 + 3];
        }
    }
    frame.photometric = "YBR_FULL";
}

/// Of one or twelve bits.
void decode_shared(const DataSet& data, Bytes pixels, std::uint64_t number, DecodedFrame& frame) {
    const auto bits = frame.value_count() * frame.bits_allocated;
    auto first = number * bits;
    std::vector<std::byte> turned;
    if (has_big_words(data)) {
        constexpr std::uint64_t kWord_bits = 16, kWord_bytes = 2;
        const auto begin = std::min<std::uint64_t>(first / kWord_bits * kWord_bytes, pixels.size());
        const auto words = (first % kWord_bits + bits + kWord_bits - 1) / kWord_bits;
        turned = with_bytes_turned(
            pixels.subspan(begin, std::min<std::uint64_t>(words * kWord_bytes, pixels.size() - begin)));
        pixels = turned;
        first %= kWord_bits;
    }
    if (frame.bits_allocated == 1) return unpack_bits(pixels, first, frame);
    unpack_twelve(pixels, first, frame);
}

void decode_native(const DataSet& data, Bytes pixels, std::uint64_t number, DecodedFrame& frame) {
    if (frame.bits_allocated == 1 || frame.bits_allocated == 12) {
        return decode_shared(data, pixels, number, frame);
    }
    const bool is_422 = frame.photometric == "YBR_FULL_422" && frame.samples == 3;
    const auto size = frame.value_count() * frame.bits_allocated / 8 / (is_422 ? 3 : 1) * (is_422 ? 2 : 1);
    if (size == 0 || pixels.size() / size <= number) fail_frame();
    const auto bytes = pixels.subspan(number * size, size);
    if (is_422) return expand_422(bytes, frame);
    frame.bytes.assign(bytes.begin(), bytes.end());
    if (data.encoding.endian == Endian::big && frame.bits_allocated > 8) to_little_endian(frame);
    if (frame.samples > 1 && data.integer(kPlanar).value_or(0) == 1) interleave_planes(frame);
}

/// High-Throughput JPEG 2000 is JPEG 2000 with other blocks; the codestream says which it has.
bool is_jpeg_2000(Codec codec) {
    return codec == Codec::jpeg_2000 || codec == Codec::htj2k;
}

/// One-bit frames are run-length coded as bytes of eight pixels, and JPEG 2000 codes them pixel by pixel.
void decode_packed_bits(Codec codec, Bytes stream, DecodedFrame& frame) {
    if (is_jpeg_2000(codec)) {
        frame.bits_allocated = 8;
        return decode_jpeg_2000(stream, frame);
    }
    DecodedFrame packed;
    packed.columns = (frame.value_count() + 7) / 8;
    packed.rows = 1;
    decode_rle(stream, packed);
    unpack_bits(packed.bytes, 0, frame);
}

}  // namespace

void fail_decoding() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The compressed image is damaged."};
}

std::int64_t DecodedFrame::value(std::size_t index) const {
    std::uint64_t raw = 0;
    const auto unit = bits_allocated / 8;
    for (std::size_t i = 0; i < unit; ++i)
        raw |= std::to_integer<std::uint64_t>(bytes[index * unit + i]) << (8 * i);
    const auto stored = std::min(bits_stored, bits_allocated);
    const auto mask = stored >= 64 ? ~0ULL : (1ULL << stored) - 1;
    raw &= mask;
    const bool negative = is_signed && stored > 0 && (raw >> (stored - 1) & 1) != 0;
    return static_cast<std::int64_t>(negative ? raw | ~mask : raw);
}

FrameDecoder::FrameDecoder(const DataSet& data) : data_(data), shape_(shape_of(data)) {
    if (shape_ && data.is_encapsulated()) fragments_ = frame_fragments(data, shape_->frames);
}

void FrameDecoder::decode_compressed(std::uint64_t number, DecodedFrame& frame) const {
    if (number >= fragments_.size()) fail_frame();
    std::vector<std::byte> storage;
    const auto stream = fragments_[number].joined(storage);
    const auto codec = find_transfer_syntax(data_.transfer_syntax)->codec;
    if (frame.bits_allocated == 1 && (codec == Codec::rle || is_jpeg_2000(codec))) {
        return decode_packed_bits(codec, stream, frame);
    }
    switch (codec) {
        case Codec::rle:
            return decode_rle(stream, frame);
        case Codec::jpeg:
        case Codec::jpeg_ls:
            return decode_jpeg_family(data_, stream, frame);
        case Codec::jpeg_2000:
        case Codec::htj2k:
            return decode_jpeg_2000(stream, frame);
        case Codec::native:
            return decode_native(data_, stream, 0, frame);
        case Codec::deflated_frames: {
            const auto inflated = inflate_up_to(stream, Wrapping::none, kMaxFrameBytes);
            if (inflated.stop != InflateStop::complete) fail_decoding();
            return decode_native(data_, inflated.bytes, 0, frame);
        }
        default:
            throw base::Error{
                base::ErrorKind::unsupported, "imaging.codec",
                "No decoder for this kind of compression is installed; the file is stored as it is."};
    }
}

DecodedFrame FrameDecoder::decode(std::uint64_t number) const {
    const auto* pixels = data_.find(tags::kPixelData);
    if (!shape_ || pixels == nullptr || number >= shape_->frames) fail_frame();
    DecodedFrame frame;
    frame.columns = shape_->columns;
    frame.rows = shape_->rows;
    frame.samples = shape_->samples;
    frame.bits_allocated = static_cast<unsigned>(shape_->bits_allocated);
    frame.bits_stored =
        static_cast<unsigned>(data_.integer(tags::kBitsStored).value_or(frame.bits_allocated));
    frame.is_signed = data_.integer(kPixelRepresentation).value_or(0) == 1;
    frame.photometric = std::string{data_.text(tags::kPhotometric)};
    if (frame.bits_allocated != 1 && frame.bits_allocated != 12 && frame.bits_allocated % 8 != 0) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.codec",
                          "Pixels of this width cannot be shown."};
    }
    if (pixels->kind == Kind::value) {
        decode_native(data_, data_.value(*pixels), number, frame);
    } else {
        decode_compressed(number, frame);
    }
    if (frame.bytes.size() != frame.value_count() * frame.bits_allocated / 8) fail_decoding();
    return frame;
}

DecodedFrame decode_frame(const DataSet& data, std::uint64_t number) {
    return FrameDecoder{data}.decode(number);
}

}  // namespace medal::imaging::dicom
