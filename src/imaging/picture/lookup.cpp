#include "imaging/picture/lookup.h"

#include <algorithm>

namespace medal::imaging::picture {
namespace {

using dicom::Element;
using dicom::Tag;

constexpr Tag kLutDescriptor{0x00283002}, kLutData{0x00283006};
constexpr std::size_t kMostEntries = 65536;
constexpr std::size_t kMostSegments = 100'000;

struct Descriptor {
    std::size_t count = 0;
    std::int64_t first = 0;
    unsigned bits = 16;
};

/// PS3.3, C.11.1.1: 0 stands for 65 536 entries; the first value is signed where the pixels are.
std::optional<Descriptor> descriptor_in(const dicom::DataSet& data, const Element* element) {
    if (element == nullptr || element->kind != dicom::Kind::value || element->length < 6) return std::nullopt;
    const auto raw = data.value(*element);
    const auto endian = data.encoding.endian;
    const auto first = u16(raw, 2, endian);
    const bool is_signed = data.integer(Tag{0x00280103}).value_or(0) == 1 && element->vr != dicom::vr::US;
    return Descriptor{u16(raw, 0, endian) == 0 ? kMostEntries : u16(raw, 0, endian),
                      is_signed ? static_cast<std::int16_t>(first) : static_cast<std::int64_t>(first),
                      u16(raw, 4, endian) == 8 ? 8U : u16(raw, 4, endian)};
}

/// Entries of eight bits stand in bytes or, with some writers, in words.
std::vector<std::uint16_t> entries_in(Bytes raw, Endian endian, const Descriptor& descriptor) {
    std::vector<std::uint16_t> entries;
    const bool in_bytes = descriptor.bits == 8 && raw.size() < descriptor.count * 2;
    for (std::size_t i = 0; i < descriptor.count; ++i) {
        if (in_bytes ? i >= raw.size() : i * 2 + 1 >= raw.size()) break;
        entries.push_back(in_bytes ? std::to_integer<std::uint16_t>(raw[i]) : u16(raw, i * 2, endian));
    }
    return entries;
}

/// Segments of PS3.3, C.7.9.2: entries as they are, a line from the last entry on, or segments seen before.
class Segments {
  public:
    Segments(Bytes raw, Endian endian, const Descriptor& descriptor)
        : raw_(raw),
          endian_(endian),
          count_(descriptor.count),
          unit_(descriptor.bits == 8 && raw.size() < 2 * kMostEntries && looks_packed(raw) ? 1 : 2) {}

    std::vector<std::uint16_t> run() {
        std::size_t at = 0;
        while (sound_ && has(at, 2)) at = segment(at, true);
        return std::move(entries_);
    }

  private:
    /// Eight-bit segments in bytes begin with an operation below 3 and a length; in words the second byte of
    /// the operation is zero.
    static bool looks_packed(Bytes raw) { return raw.size() > 1 && raw[1] != std::byte{0}; }

    bool has(std::size_t at, std::size_t numbers) const { return at + numbers * unit_ <= raw_.size(); }
    std::uint16_t number(std::size_t at, std::size_t n) const {
        return unit_ == 1 ? std::to_integer<std::uint16_t>(raw_[at + n]) : u16(raw_, at + n * 2, endian_);
    }
    std::size_t stop() {
        sound_ = false;
        return raw_.size();
    }
    void push(std::int64_t value) {
        if (entries_.size() < count_) entries_.push_back(static_cast<std::uint16_t>(value));
    }

    /// Returns where the next one begins.
    std::size_t segment(std::size_t at, bool may_repeat) {
        if (++seen_ > kMostSegments || entries_.size() >= count_) return stop();
        const std::size_t length = number(at, 1);
        switch (number(at, 0)) {
            case 0:
                if (!has(at, 2 + length)) return stop();
                for (std::size_t i = 0; i < length; ++i) push(number(at, 2 + i));
                return at + (2 + length) * unit_;
            case 1:
                if (!has(at, 3) || entries_.empty()) return stop();
                push_line(length, number(at, 2));
                return at + 3 * unit_;
            case 2:
                return may_repeat ? repeat(at, length) : stop();
            default:
                return stop();
        }
    }
    void push_line(std::size_t length, std::int64_t end) {
        const std::int64_t begin = entries_.back();
        const auto steps = static_cast<std::int64_t>(length);
        for (std::int64_t i = 1; i <= steps; ++i) push(begin + (end - begin) * i / steps);
    }
    std::size_t repeat(std::size_t at, std::size_t segments) {
        const std::size_t numbers = unit_ == 1 ? 4 : 2;
        if (!has(at, 2 + numbers)) return stop();
        std::size_t place = 0;
        for (std::size_t i = numbers; i-- > 0;) place = (place << (8 * unit_)) | number(at, 2 + i);
        for (std::size_t i = 0; i < segments && sound_; ++i) {
            if (place >= at || !has(place, 2)) return stop();
            place = segment(place, false);
        }
        return at + (2 + numbers) * unit_;
    }

    Bytes raw_;
    Endian endian_;
    std::size_t count_;
    std::size_t unit_;
    std::vector<std::uint16_t> entries_;
    std::size_t seen_ = 0;
    bool sound_ = true;
};

/// Some writers put 8-bit entries into 16-bit words without widening them.
void narrow(LookupTable& table) {
    const auto highest = std::max_element(table.entries.begin(), table.entries.end());
    if (table.bits > 8 && highest != table.entries.end() && *highest > 255) {
        for (auto& entry : table.entries) entry = static_cast<std::uint16_t>(entry >> 8U);
    }
    table.bits = 8;
}

}  // namespace

std::uint16_t LookupTable::at(std::int64_t value) const {
    const auto last = static_cast<std::int64_t>(entries.size()) - 1;
    return entries[static_cast<std::size_t>(std::clamp<std::int64_t>(value - first, 0, last))];
}

std::optional<LookupTable> lookup_in(const dicom::DataSet& data, Tag sequence) {
    const auto* outer = data.find(sequence);
    if (outer == nullptr || outer->kind != dicom::Kind::sequence) return std::nullopt;
    const Element* descriptor_element = nullptr;
    const Element* values = nullptr;
    const auto first = static_cast<std::size_t>(outer - data.elements.data()) + 1;
    const std::size_t end = first < outer->end ? data.elements[first].end : first;
    for (std::size_t i = first; i < end; ++i) {
        if (data.elements[i].tag == kLutDescriptor) descriptor_element = &data.elements[i];
        if (data.elements[i].tag == kLutData) values = &data.elements[i];
    }
    const auto descriptor = descriptor_in(data, descriptor_element);
    if (!descriptor || values == nullptr || values->kind != dicom::Kind::value) return std::nullopt;
    LookupTable table{entries_in(data.value(*values), data.encoding.endian, *descriptor), descriptor->first,
                      descriptor->bits};
    if (table.entries.empty() || table.bits == 0 || table.bits > 16) return std::nullopt;
    return table;
}

std::array<LookupTable, 3> palette_of(const dicom::DataSet& data) {
    std::array<LookupTable, 3> palette;
    for (std::uint32_t channel = 0; channel < 3; ++channel) {
        const auto descriptor = descriptor_in(data, data.find(Tag{0x00281101 + channel}));
        if (!descriptor) continue;
        const auto* plain = data.find(Tag{0x00281201 + channel});
        const auto* segmented = data.find(Tag{0x00281221 + channel});
        auto& table = palette[channel];
        table.first = descriptor->first;
        table.bits = descriptor->bits;
        if (plain != nullptr && plain->kind == dicom::Kind::value && plain->length > 0) {
            table.entries = entries_in(data.value(*plain), data.encoding.endian, *descriptor);
        } else if (segmented != nullptr && segmented->kind == dicom::Kind::value) {
            table.entries = Segments{data.value(*segmented), data.encoding.endian, *descriptor}.run();
        }
        narrow(table);
    }
    return palette;
}

}  // namespace medal::imaging::picture
