#include "imaging/deid/element_writer.h"

#include "base/error.h"

namespace medal::imaging::deid {
namespace {

namespace vr = dicom::vr;

constexpr std::uint32_t kUndefined = 0xFFFFFFFF;
constexpr std::uint64_t kLongestShortValue = 0xFFFE;

std::uint32_t checked_length(std::uint64_t length) {
    if (length >= kUndefined) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.element_size",
                          "One element is larger than the 4 GiB that DICOM can express."};
    }
    return static_cast<std::uint32_t>(length);
}

}  // namespace

void ElementWriter::tag(dicom::Tag value) {
    plan_.add_u16(value.group(), encoding_.endian);
    plan_.add_u16(value.element(), encoding_.endian);
}

void ElementWriter::header(dicom::Tag element, dicom::Vr value_vr, std::uint64_t length) {
    tag(element);
    if (!encoding_.explicit_vr) return plan_.add_u32(checked_length(length), encoding_.endian);
    // A value too long for its short header is written as UN (PS3.5, 6.2.2, note 1).
    const bool too_long = !dicom::has_long_length(value_vr) && length > kLongestShortValue;
    const auto written = too_long ? vr::UN : value_vr;
    plan_.add(dicom::to_text(written));
    if (!dicom::has_long_length(written)) {
        return plan_.add_u16(static_cast<std::uint16_t>(length), encoding_.endian);
    }
    plan_.add_u16(0, encoding_.endian);
    plan_.add_u32(checked_length(length), encoding_.endian);
}

void ElementWriter::value(dicom::Tag element, dicom::Vr value_vr, Bytes bytes) {
    header(element, value_vr, bytes.size() + bytes.size() % 2);
    plan_.add(bytes);
    if (bytes.size() % 2 == 0) return;
    const bool pads_with_space = dicom::is_text(value_vr) && value_vr != vr::UI;
    plan_.add(pads_with_space ? std::string_view{" "} : std::string_view{"\0", 1});
}

void ElementWriter::text(dicom::Tag element, dicom::Vr value_vr, std::string_view text) {
    std::string padded{text};
    if (padded.size() % 2 != 0) padded += dicom::is_text(value_vr) && value_vr != vr::UI ? ' ' : '\0';
    header(element, value_vr, padded.size());
    plan_.add(padded);
}

void ElementWriter::begin_fragments(dicom::Tag element, dicom::Vr value_vr) {
    tag(element);
    plan_.add(dicom::to_text(value_vr));
    plan_.add_u16(0, encoding_.endian);
    plan_.add_u32(kUndefined, encoding_.endian);
}

void ElementWriter::fragment(Bytes bytes) {
    tag(dicom::tags::kItem);
    plan_.add_u32(checked_length(bytes.size() + bytes.size() % 2), encoding_.endian);
    plan_.add(bytes);
    if (bytes.size() % 2 != 0) plan_.add(std::string_view{"\0", 1});
}

void ElementWriter::fragment_copied(Bytes bytes) {
    tag(dicom::tags::kItem);
    plan_.add_u32(checked_length(bytes.size() + bytes.size() % 2), encoding_.endian);
    plan_.add_copied(bytes);
    if (bytes.size() % 2 != 0) plan_.add(std::string_view{"\0", 1});
}

void ElementWriter::end_fragments() {
    tag(dicom::tags::kSequenceEnd);
    plan_.add_u32(0, encoding_.endian);
}

void ElementWriter::film(dicom::Tag element, Bytes stream) {
    begin_fragments(element, dicom::vr::OB);
    fragment({});
    fragment(stream);
    end_fragments();
}

ElementWriter::Open ElementWriter::begin_sequence(dicom::Tag element) {
    tag(element);
    if (encoding_.explicit_vr) {
        plan_.add("SQ");
        plan_.add_u16(0, encoding_.endian);
    }
    const auto place = plan_.reserve_u32();
    return {place, plan_.size()};
}

ElementWriter::Open ElementWriter::begin_item() {
    tag(dicom::tags::kItem);
    const auto place = plan_.reserve_u32();
    return {place, plan_.size()};
}

void ElementWriter::end(Open open) {
    plan_.fill_u32(open.length_place, checked_length(plan_.size() - open.begin), encoding_.endian);
}

}  // namespace medal::imaging::deid
