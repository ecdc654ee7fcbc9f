#include "imaging/deid/pixel_writer.h"

#include "base/encoding.h"
#include "imaging/codestream_scrub.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/mp4_scrub.h"
#include "imaging/nal_scrub.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

namespace medal::imaging::deid {
namespace {

using dicom::Codec;

std::uint64_t rle_segment_bytes(const dicom::ImageShape& shape) {
    return shape.bits_allocated == 1 ? (shape.frame_pixels() + 7) / 8 : shape.frame_pixels();
}

std::vector<Patch> scrub(Codec codec, Bytes stream, const std::optional<dicom::ImageShape>& shape) {
    switch (codec) {
        case Codec::jpeg:
        case Codec::jpeg_ls:
            return scrub_jpeg(stream);
        case Codec::jpeg_2000:
        case Codec::htj2k:
            return scrub_jpeg_2000(stream);
        case Codec::mpeg: {
            auto patches = scrub_mp4(stream);
            return patches.empty() ? scrub_nal_stream(stream) : patches;
        }
        case Codec::rle:
            return shape ? scrub_rle(stream, rle_segment_bytes(*shape)) : std::vector<Patch>{};
        default:
            return {};
    }
}

/// Where the frames begin, counted from the first one, or nothing: a table that says anything else is text.
std::string sound_offset_table(const dicom::DataSet& data, const dicom::Element& pixels) {
    const auto first = static_cast<std::size_t>(&pixels - data.elements.data()) + 1;
    if (first >= pixels.end) return {};
    const auto raw = data.value(data.elements[first]);
    std::set<std::uint64_t> starts;
    for (auto i = first + 1; i < pixels.end; ++i) {
        starts.insert(data.elements[i].value_offset - data.elements[first + 1].value_offset);
    }
    for (std::size_t at = 0; at + 4 <= raw.size(); at += 4) {
        if (!starts.contains(u32(raw, at))) return {};
    }
    return raw.size() % 4 == 0 ? std::string{text_of(raw)} : std::string{};
}

/// One frame's fragments as one stream; patches are found there and applied to a copy of what they touch.
class FrameScrubber {
  public:
    FrameScrubber(Codec codec, dicom::Frame frame, const std::optional<dicom::ImageShape>& shape)
        : frame_(std::move(frame)) {
        std::vector<std::byte> storage;
        patches_ = scrub(codec, frame_.joined(storage), shape);
    }
    std::size_t patch_count() const { return patches_.size(); }

    void write(ElementWriter& writer) const {
        std::uint64_t begin = 0;
        for (const auto& fragment : frame_.fragments) {
            write_fragment(fragment, begin, writer);
            begin += fragment.size();
        }
    }

  private:
    void write_fragment(Bytes fragment, std::uint64_t begin, ElementWriter& writer) const {
        const auto end = begin + fragment.size();
        const bool touched = std::any_of(patches_.begin(), patches_.end(), [&](const Patch& patch) {
            return patch.offset < end && patch.offset + patch.size > begin;
        });
        if (!touched) return writer.fragment(fragment);
        std::vector<std::byte> copy(fragment.begin(), fragment.end());
        for (const auto& patch : patches_) apply(patch, begin, copy);
        writer.fragment_copied(copy);
    }

    static void apply(const Patch& patch, std::uint64_t begin, std::vector<std::byte>& copy) {
        for (std::uint64_t i = 0; i < patch.size; ++i) {
            const auto at = patch.offset + i;
            if (at < begin || at - begin >= copy.size()) continue;
            copy[at - begin] =
                i < patch.replacement.size() ? static_cast<std::byte>(patch.replacement[i]) : std::byte{0};
        }
    }

    dicom::Frame frame_;
    std::vector<Patch> patches_;
};

}  // namespace

std::size_t write_encapsulated(const dicom::DataSet& data, const dicom::Element& pixels,
                               ElementWriter& writer) {
    const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
    const auto codec = syntax != nullptr ? syntax->codec : Codec::native;
    writer.begin_fragments(pixels.tag, pixels.vr == dicom::vr::OW ? dicom::vr::OB : pixels.vr);
    writer.fragment_copied(base::bytes_of(sound_offset_table(data, pixels)));
    const auto shape = dicom::shape_of(data);
    // A video is one stream however many frames it has (PS3.5, A.4.8).
    const auto frame_count = codec == Codec::mpeg || !shape ? 1 : shape->frames;
    std::size_t blanked = 0;
    for (auto& frame : dicom::frame_fragments(data, frame_count)) {
        const FrameScrubber scrubber{codec, std::move(frame), shape};
        blanked += scrubber.patch_count();
        scrubber.write(writer);
    }
    writer.end_fragments();
    return blanked;
}

namespace {

/// The mask of the bits of a sample that a group 60xx, whose picture is no element of its own, lies in
/// (PS3.3, C.9.2.1.1; retired since 2004, and still in old files).
std::uint16_t overlay_bits(const dicom::DataSet& data) {
    std::uint16_t mask = 0;
    for (std::uint32_t i = 0; i < data.elements.size(); i = data.elements[i].end) {
        const auto tag = data.elements[i].tag;
        const bool is_position =
            (tag.group() & 0xFF00) == 0x6000 && tag.element() == 0x0102 && !tag.is_private();
        if (!is_position) continue;
        const dicom::Tag picture{(static_cast<std::uint32_t>(tag.group()) << 16) | 0x3000};
        const auto bit = data.integer(tag).value_or(-1);
        if (data.find(picture) == nullptr && bit >= 0 && bit < 16)
            mask |= static_cast<std::uint16_t>(1U << bit);
    }
    const auto stored = data.integer(dicom::Tag{0x00280101}).value_or(16);
    const auto high = data.integer(dicom::Tag{0x00280102}).value_or(stored - 1);
    for (auto bit = std::max<std::int64_t>(high - stored + 1, 0); bit <= std::min<std::int64_t>(high, 15);
         ++bit) {
        mask &= static_cast<std::uint16_t>(~(1U << bit));
    }
    return mask;
}

/// What a byte that makes the length even holds is of no matter (and in big endian words, of the picture),
/// and whole frames more than the header counts are pictures still.
std::uint64_t picture_end(const dicom::DataSet& data, const dicom::ImageShape& shape, std::uint64_t size) {
    const auto needed = dicom::native_bytes(data, shape);
    const auto frame = needed / shape.frames;
    if (needed + 1 >= size || frame == 0 || (size - needed) % frame == 0) return size;
    return needed + needed % 2;
}

std::vector<std::byte> without_bits(Bytes samples, unsigned mask, Endian endian) {
    std::vector<std::byte> copy(samples.begin(), samples.end());
    const auto first = static_cast<std::byte>(~(endian == Endian::little ? mask : mask >> 8U) & 0xFFU);
    const auto second = static_cast<std::byte>(~(endian == Endian::little ? mask >> 8U : mask) & 0xFFU);
    for (std::size_t at = 0; at + 2 <= copy.size(); at += 2) {
        copy[at] &= first;
        copy[at + 1] &= second;
    }
    return copy;
}

}  // namespace

NativeChange write_native(const dicom::DataSet& data, const dicom::Element& pixels, ElementWriter& writer,
                          OutputPlan& plan) {
    const auto bytes = data.value(pixels);
    const auto shape = dicom::shape_of(data);
    const auto rest_at = shape ? picture_end(data, *shape, bytes.size()) : bytes.size();
    const auto rest = bytes.subspan(rest_at);
    const bool has_rest =
        std::any_of(rest.begin(), rest.end(), [](std::byte b) { return b != std::byte{0}; });
    const auto mask = shape && shape->bits_allocated == 16 ? overlay_bits(data) : std::uint16_t{0};
    if (!has_rest && mask == 0) {
        writer.value(pixels.tag, pixels.vr, bytes);
        return NativeChange::none;
    }
    writer.begin_value(pixels.tag, pixels.vr, bytes.size() + bytes.size() % 2);
    if (mask == 0) {
        plan.add(bytes.first(rest_at));
    } else {
        plan.add_copied(without_bits(bytes.first(rest_at), mask, data.encoding.endian));
    }
    plan.add_zeros(rest.size() + bytes.size() % 2);
    return mask != 0 ? NativeChange::overlay : NativeChange::surplus;
}

bool is_sound_extended_table(const dicom::DataSet& data, const dicom::Element& table) {
    const auto shape = dicom::shape_of(data);
    const auto raw = table.kind == dicom::Kind::value ? data.value(table) : Bytes{};
    if (!shape || raw.size() != shape->frames * 8) return false;
    for (std::size_t at = 0; at + 8 <= raw.size(); at += 8) {
        if (u64(raw, at, data.encoding.endian) >= data.bytes.size()) return false;
    }
    return true;
}

}  // namespace medal::imaging::deid
