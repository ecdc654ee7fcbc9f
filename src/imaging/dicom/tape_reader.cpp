#include "imaging/dicom/tape_reader.h"

#include "imaging/dicom/dictionary.h"
#include "imaging/limits.h"

#include <algorithm>

namespace medal::imaging::dicom {
namespace {

constexpr std::uint32_t kUndefined = 0xFFFFFFFF;

Vr implicit_vr(Tag tag) {
    if (tag.element() == 0) return vr::UL;
    if (tag.is_private_creator()) return vr::LO;
    const auto* entry = find_entry(tag);
    return entry != nullptr ? entry->vr : vr::UN;
}

bool is_upper(std::byte letter) {
    return letter >= std::byte{'A'} && letter <= std::byte{'Z'};
}

}  // namespace

TapeReader::TapeReader(Bytes bytes, Encoding encoding, std::uint64_t begin, std::uint64_t end,
                       std::size_t depth)
    : bytes_(bytes), encoding_(encoding), position_(begin), end_(end), base_depth_(depth) {
    open_.push_back({.index = 0,
                     .limit = end,
                     .kind = Kind::item,
                     .undefined = false,
                     .explicit_vr = encoding.explicit_vr,
                     .children = 0});
}

bool TapeReader::fail(const char* code, const char* message) {
    findings_.push_back(refusal(code, message));
    return false;
}

bool TapeReader::read() {
    while (true) {
        close_finished();
        if (open_.size() == 1 && position_ >= end_) return true;
        if (step()) continue;
        // What follows Pixel Data at the outermost level and is no element is trailing rubbish (PS3.10, 7.2).
        return pixel_data_seen_ && open_.size() == 1 && end_at_trailing_bytes();
    }
}

bool TapeReader::end_at_trailing_bytes() {
    findings_.clear();
    findings_.push_back(note("dicom.trailing_bytes", "Bytes behind the last element are dropped."));
    return true;
}

void TapeReader::close_top() {
    elements_[open_.back().index].end = static_cast<std::uint32_t>(elements_.size());
    auto& element = elements_[open_.back().index];
    element.length = position_ - element.value_offset;
    open_.pop_back();
    note_pixel_data(element);
}

void TapeReader::note_pixel_data(const Element& element) {
    if (open_.size() == 1 && base_depth_ == 0 && element.tag == tags::kPixelData) pixel_data_seen_ = true;
}

void TapeReader::close_finished() {
    while (open_.size() > 1 && !open_.back().undefined && position_ >= open_.back().limit) close_top();
}

bool TapeReader::step() {
    Header header;
    if (!read_header(header)) return false;
    const auto kind = open_.back().kind;
    if (header.tag == tags::kSequenceEnd || header.tag == tags::kItemEnd) {
        const bool ends_item = header.tag == tags::kItemEnd;
        const bool expected = open_.size() > 1 && (kind == Kind::item) == ends_item;
        if (!expected) return fail("dicom.structure", "A delimiter stands where nothing is open.");
        position_ -= 8;
        close_top();
        position_ += 8;
        return true;
    }
    if (kind == Kind::sequence || kind == Kind::fragments) return enter_item(header);
    return add_element(header);
}

bool TapeReader::read_header(Header& header) {
    const auto limit = open_.back().limit;
    if (limit - position_ < 8) return fail("dicom.length", "An element's header runs past its container.");
    header.tag = Tag{(static_cast<std::uint32_t>(u16(bytes_, position_, encoding_.endian)) << 16) |
                     u16(bytes_, position_ + 2, encoding_.endian)};
    if (header.tag.group() == 0xFFFE || !open_.back().explicit_vr) {
        header.vr = implicit_vr(header.tag);
        header.length = u32(bytes_, position_ + 4, encoding_.endian);
        position_ += 8;
        return true;
    }
    return read_explicit_vr(header);
}

bool TapeReader::read_explicit_vr(Header& header) {
    const auto first = bytes_[position_ + 4];
    const auto second = bytes_[position_ + 5];
    if (!is_upper(first) || !is_upper(second)) {
        return fail("dicom.vr", "An element has no value representation; the file is damaged.");
    }
    header.vr = static_cast<Vr>((std::to_integer<unsigned>(first) << 8) | std::to_integer<unsigned>(second));
    // An unknown VR has the long form (PS3.5, 6.2), but old writers used the short one: two zero bytes
    // decide.
    const bool long_form = is_known(header.vr) ? has_long_length(header.vr) : u16(bytes_, position_ + 6) == 0;
    if (!is_known(header.vr)) header.vr = vr::UN;
    if (!long_form) {
        header.length = u16(bytes_, position_ + 6, encoding_.endian);
        position_ += 8;
        return true;
    }
    if (open_.back().limit - position_ < 12) {
        return fail("dicom.length", "An element's header runs past its container.");
    }
    header.length = u32(bytes_, position_ + 8, encoding_.endian);
    position_ += 12;
    return true;
}

Element& TapeReader::push(const Header& header, Kind kind, std::uint64_t length) {
    Element element;
    element.tag = header.tag;
    element.vr = header.vr;
    element.kind = kind;
    element.depth = static_cast<std::uint8_t>(base_depth_ + open_.size() - 1);
    element.undefined_length = header.length == kUndefined;
    element.value_offset = position_;
    element.length = length;
    element.end = static_cast<std::uint32_t>(elements_.size() + 1);
    return elements_.emplace_back(element);
}

bool TapeReader::enter_item(const Header& header) {
    if (header.tag != tags::kItem)
        return fail("dicom.structure", "A sequence holds something that is no item.");
    if (open_.back().kind == Kind::sequence) return add_container(header, Kind::item);
    if (header.length == kUndefined || header.length > open_.back().limit - position_) {
        return fail("dicom.length", "A fragment of pixel data runs past the end of the file.");
    }
    push(header, Kind::fragment, header.length);
    position_ += header.length;
    return elements_.size() <= kMaxElements || fail("dicom.elements", "The file has too many elements.");
}

/// Records of a DICOMDIR lose elements to programs that forget to count anew. Only what they list is read,
/// and nothing of them is kept.
bool TapeReader::ends_directory(Kind kind) const {
    constexpr Tag kDirectoryRecords{0x00041220};
    const auto& outer = open_.back();
    return kind == Kind::item && open_.size() == 2 && elements_[outer.index].tag == kDirectoryRecords &&
           outer.limit == end_;
}

bool TapeReader::add_container(const Header& header, Kind kind) {
    if (base_depth_ + open_.size() >= kMaxDepth * 2) {
        return fail("dicom.depth", "Sequences are nested deeper than 32 levels.");
    }
    const bool undefined = header.length == kUndefined;
    const auto limit = open_.back().limit;
    auto end = undefined ? limit : position_ + header.length;
    if (!undefined && header.length > limit - position_) {
        if (!ends_directory(kind)) return fail("dicom.length", "A sequence is longer than what encloses it.");
        findings_.push_back(
            warning("dicom.directory_length", "The last record of the DICOMDIR is shorter than it says."));
        end = limit;
    }
    if (elements_.size() >= kMaxElements) return fail("dicom.elements", "The file has too many elements.");
    // UN of undefined length is a sequence with implicit VR inside (PS3.5, 6.2.2, note 4).
    const bool is_un_sequence = kind == Kind::sequence && header.vr == vr::UN;
    auto& element = push(header, kind, 0);
    element.reread_from_un = is_un_sequence && open_.back().explicit_vr;
    if (is_un_sequence) element.vr = vr::SQ;
    open_.push_back({.index = static_cast<std::uint32_t>(elements_.size() - 1),
                     .limit = end,
                     .kind = kind,
                     .undefined = undefined,
                     .explicit_vr = open_.back().explicit_vr && !is_un_sequence,
                     .children = 0});
    return true;
}

bool TapeReader::add_element(const Header& header) {
    if (header.tag.group() == 0xFFFE) return fail("dicom.structure", "An item stands outside a sequence.");
    if (++open_.back().children > kMaxElementsOfOneItem) {
        return fail("dicom.elements", "One level of the file holds more than 20 000 elements.");
    }
    const bool is_pixels = header.tag == tags::kPixelData;
    if (header.length == kUndefined) {
        const bool encapsulated = is_pixels && header.vr != vr::SQ;
        if (!encapsulated && header.vr != vr::SQ && header.vr != vr::UN) {
            return fail("dicom.length", "An element that is no sequence has no length.");
        }
        return add_container(header, encapsulated ? Kind::fragments : Kind::sequence);
    }
    if (header.vr == vr::SQ) return add_container(header, Kind::sequence);
    return add_value(header);
}

bool TapeReader::add_value(const Header& header) {
    if (header.length > open_.back().limit - position_) {
        return fail("dicom.length", header.tag == tags::kPixelData
                                        ? "The pixel data runs past the end of the file: it was cut off."
                                        : "An element's value runs past the end of what encloses it.");
    }
    if (elements_.size() >= kMaxElements) return fail("dicom.elements", "The file has too many elements.");
    auto& element = push(header, Kind::value, header.length);
    const auto begin = position_;
    position_ += header.length;
    note_pixel_data(element);
    if (header.vr != vr::UN || header.tag.is_private() || encoding_.endian == Endian::big) return true;
    const auto* entry = find_entry(header.tag);
    if (entry == nullptr || entry->vr == vr::UN) return true;
    if (entry->vr != vr::SQ) {
        element.vr = entry->vr;
        element.reread_from_un = true;
        return true;
    }
    position_ = begin;
    splice_un_sequence(element);
    position_ = begin + header.length;
    return true;
}

// A standard sequence that passed through a system which did not know it is UN with implicit VR content
// (PS3.5, 6.2.2, note 2). When the content is no sequence it stays UN, and de-identification removes it.
void TapeReader::splice_un_sequence(Element& element) {
    TapeReader inner{bytes_,
                     {.explicit_vr = false, .endian = Endian::little},
                     element.value_offset,
                     element.value_offset + element.length,
                     base_depth_ + open_.size()};
    inner.open_.back().kind = Kind::sequence;
    if (base_depth_ + open_.size() + 1 >= kMaxDepth * 2 || !inner.read()) return;
    const auto offset = static_cast<std::uint32_t>(elements_.size());
    element.vr = vr::SQ;
    element.kind = Kind::sequence;
    element.reread_from_un = true;
    element.end = offset + static_cast<std::uint32_t>(inner.elements_.size());
    for (auto& child : inner.elements_) {
        child.end += offset;
        elements_.push_back(child);
    }
}

}  // namespace medal::imaging::dicom
