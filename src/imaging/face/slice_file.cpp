#include "imaging/face/slice_file.h"

#include "base/error.h"
#include "imaging/deid/element_writer.h"
#include "imaging/dicom/decode.h"

#include <algorithm>
#include <array>

namespace medal::imaging::face {
namespace {

namespace tags = dicom::tags;
namespace vr = dicom::vr;

constexpr dicom::Tag kRecognizable{0x00280302};
constexpr const char* kExplicitLittle = "1.2.840.10008.1.2.1";

/// Of the element's header (PS3.5, 7.1): before its value.
std::uint64_t begin_of(const dicom::DataSet& data, const dicom::Element& element) {
    const bool is_long =
        data.encoding.explicit_vr && (element.reread_from_un || dicom::has_long_length(element.vr));
    return element.value_offset - (is_long ? 12 : 8);
}

bool is_native(const dicom::DataSet& data) {
    return !data.is_encapsulated() && !data.inflated;
}

const dicom::Element& pixels_of(const dicom::DataSet& data) {
    const auto* pixels = data.find(tags::kPixelData);
    if (pixels != nullptr) return *pixels;
    throw base::Error{base::ErrorKind::invalid, "imaging.no_frame", "A slice of this series has no pixels."};
}

void set_pixels(const CutSlice& slice, std::vector<std::byte>& bytes, std::size_t bytes_each, unsigned bits,
                Endian endian) {
    const auto value = static_cast<std::uint64_t>(slice.value) & ((1ULL << bits) - 1);
    for (const auto pixel : slice.pixels) {
        for (std::size_t n = 0; n < bytes_each; ++n) {
            const auto at = pixel * bytes_each + (endian == Endian::little ? n : bytes_each - 1 - n);
            if (at < bytes.size()) bytes[at] = static_cast<std::byte>((value >> (8 * n)) & 0xFF);
        }
    }
}

std::vector<std::byte> cut_pixels(const CutSlice& slice, const dicom::Element& pixels) {
    const auto frame_bits = static_cast<unsigned>(slice.data.integer(tags::kBitsStored).value_or(16));
    const auto bits = std::clamp(frame_bits, 1U, 16U);
    if (is_native(slice.data)) {
        const auto raw = slice.data.value(pixels);
        std::vector<std::byte> bytes(raw.begin(), raw.end());
        const auto allocated = slice.data.integer(tags::kBitsAllocated).value_or(16);
        set_pixels(slice, bytes, static_cast<std::size_t>(allocated / 8), bits, slice.data.encoding.endian);
        return bytes;
    }
    auto frame = dicom::decode_frame(slice.data, 0);
    if (frame.bits_allocated != slice.data.integer(tags::kBitsAllocated).value_or(0)) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.decode",
                          "A slice decodes to another depth than its header says."};
    }
    set_pixels(slice, frame.bytes, frame.bits_allocated / 8, bits, Endian::little);
    return std::move(frame.bytes);
}

/// Part 10 head for what was compressed or deflated: preamble empty, plain explicit little endian.
void add_new_head(const dicom::DataSet& data, deid::OutputPlan& plan) {
    plan.add_copied(std::vector<std::byte>(128, std::byte{0}));
    plan.add("DICM");
    deid::OutputPlan group;
    deid::ElementWriter meta{group, {.explicit_vr = true, .endian = Endian::little}};
    const std::array version{std::byte{0}, std::byte{1}};
    meta.value(dicom::Tag{0x00020001}, vr::OB, version);
    meta.text(dicom::Tag{0x00020002}, vr::UI, data.text(tags::kSopClass));
    meta.text(dicom::Tag{0x00020003}, vr::UI, data.text(tags::kSopInstance));
    meta.text(tags::kTransferSyntax, vr::UI, kExplicitLittle);
    meta.text(dicom::Tag{0x00020012}, vr::UI, "2.25.120432811237412936781412734710846571829");
    const auto size = group.joined();
    deid::ElementWriter head{plan, {.explicit_vr = true, .endian = Endian::little}};
    head.begin_value(dicom::Tag{0x00020000}, vr::UL, 4);
    plan.add_u32(static_cast<std::uint32_t>(size.size()), Endian::little);
    plan.add_copied(size);
}

/// The outermost elements up to the pixel data, with the one that says that no face is left.
void add_elements(const dicom::DataSet& data, const dicom::Element& pixels, deid::OutputPlan& plan) {
    const auto begin = begin_of(data, data.elements.front());
    const auto end = begin_of(data, pixels);
    auto cut_at = end;
    auto go_on_at = end;
    for (std::size_t i = 0; i < data.elements.size(); i = data.elements[i].end) {
        const auto& element = data.elements[i];
        if (element.tag < kRecognizable) continue;
        cut_at = begin_of(data, element);
        go_on_at = element.tag == kRecognizable ? element.value_offset + element.length : cut_at;
        break;
    }
    plan.add(data.bytes.subspan(begin, cut_at - begin));
    deid::ElementWriter writer{plan, data.encoding};
    writer.text(kRecognizable, vr::CS, "NO");
    plan.add(data.bytes.subspan(go_on_at, end - go_on_at));
}

}  // namespace

void write_cut_slice(const CutSlice& slice, const std::filesystem::path& output) {
    const auto& pixels = pixels_of(slice.data);
    const auto bytes = cut_pixels(slice, pixels);
    deid::OutputPlan plan;
    if (is_native(slice.data)) {
        plan.add(slice.file.first(begin_of(slice.data, slice.data.elements.front())));
    } else {
        add_new_head(slice.data, plan);
    }
    add_elements(slice.data, pixels, plan);
    deid::ElementWriter writer{plan, slice.data.encoding};
    writer.begin_value(tags::kPixelData, slice.data.integer(tags::kBitsAllocated) == 8 ? vr::OB : vr::OW,
                       bytes.size() + bytes.size() % 2);
    plan.add(Bytes{bytes});
    if (bytes.size() % 2 != 0) plan.add(std::string_view{"\0", 1});
    plan.write_to(output);
}

}  // namespace medal::imaging::face
