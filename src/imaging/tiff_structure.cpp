#include "imaging/tiff_structure.h"

#include <algorithm>
#include <array>
#include <set>

namespace medal::imaging {
namespace {

constexpr std::size_t kMaxDirectories = 4096;
constexpr std::uint64_t kMaxEntries = 4096;
constexpr std::array<std::uint8_t, 19> kTypeBytes{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

constexpr std::uint16_t kNdpiFlag = 65420;
constexpr std::uint64_t kFourGigabytes = 1ULL << 32;

/// NDPI keeps the lower half of a place; it lies before the directory (as OpenSlide takes it).
std::uint64_t place_before(std::uint64_t directory, std::uint64_t low) {
    const auto place = (directory & ~(kFourGigabytes - 1)) | (low & (kFourGigabytes - 1));
    return place >= directory && place >= kFourGigabytes ? place - kFourGigabytes : place;
}

struct Cursor {
    Bytes file;
    Endian endian;
    bool big;
    bool ndpi = false;

    bool has(std::uint64_t offset, std::uint64_t count) const {
        return offset <= file.size() && count <= file.size() - offset;
    }
    std::uint64_t word(std::uint64_t offset) const {
        return big ? u64(file, offset, endian) : u32(file, offset, endian);
    }
    std::uint64_t link(std::uint64_t offset) const {
        return big || ndpi ? u64(file, offset, endian) : u32(file, offset, endian);
    }
    std::uint64_t link_bytes() const { return big || ndpi ? 8 : 4; }
    std::uint64_t word_bytes() const { return big ? 8 : 4; }
    std::uint64_t entry_bytes() const { return big ? 20 : 12; }
};

bool read_entry(const Cursor& cursor, std::uint64_t directory, std::uint64_t at, TiffEntry& entry) {
    entry.tag = u16(cursor.file, at, cursor.endian);
    entry.type = u16(cursor.file, at + 2, cursor.endian);
    entry.count = cursor.word(at + 4);
    const std::uint64_t unit = entry.type < kTypeBytes.size() ? kTypeBytes[entry.type] : 0;
    if (unit == 0 || entry.count > cursor.file.size()) return false;
    entry.value_bytes = unit * entry.count;
    const auto field = at + 4 + cursor.word_bytes();
    entry.value_offset = entry.value_bytes <= cursor.word_bytes() ? field : cursor.word(field);
    if (cursor.ndpi) {
        entry.places_before = directory;
        if (entry.value_offset != field) entry.value_offset = place_before(directory, entry.value_offset);
    }
    return cursor.has(entry.value_offset, entry.value_bytes);
}

bool read_directory(const Cursor& cursor, std::uint64_t offset, TiffDirectory& directory) {
    const std::uint64_t count_bytes = cursor.big ? 8 : 2;
    if (!cursor.has(offset, count_bytes)) return false;
    const std::uint64_t count =
        cursor.big ? u64(cursor.file, offset, cursor.endian) : u16(cursor.file, offset, cursor.endian);
    if (count > kMaxEntries) return false;
    directory.offset = offset;
    directory.bytes = count_bytes + count * cursor.entry_bytes() + cursor.link_bytes();
    if (!cursor.has(offset, directory.bytes)) return false;
    directory.next_link_offset = offset + directory.bytes - cursor.link_bytes();
    for (std::uint64_t i = 0; i < count; ++i) {
        TiffEntry entry;
        if (!read_entry(cursor, offset, offset + count_bytes + i * cursor.entry_bytes(), entry)) return false;
        directory.entries.push_back(entry);
    }
    return true;
}

/// Its flag stands in the first directory, whose place has 64 bits.
bool is_ndpi(Bytes file, Endian endian) {
    if (endian != Endian::little || file.size() < 16) return false;
    const Cursor cursor{file, endian, false, true};
    TiffDirectory first;
    const auto offset = cursor.link(4);
    return offset >= 12 && read_directory(cursor, offset, first) && first.find(kNdpiFlag) != nullptr;
}

}  // namespace

const TiffEntry* TiffDirectory::find(std::uint16_t tag) const {
    const auto found = std::find_if(entries.begin(), entries.end(),
                                    [&](const TiffEntry& entry) { return entry.tag == tag; });
    return found != entries.end() ? &*found : nullptr;
}

std::vector<std::uint64_t> TiffStructure::numbers(Bytes file, const TiffEntry& entry) const {
    std::vector<std::uint64_t> numbers;
    const auto unit = entry.count == 0 ? 0 : entry.value_bytes / entry.count;
    const bool is_integer = entry.type == 1 || entry.type == 3 || entry.type == 4 || entry.type == 13 ||
                            entry.type == 16 || entry.type == 18;
    if (!is_integer) return numbers;
    numbers.reserve(entry.count);
    for (std::uint64_t i = 0; i < entry.count; ++i) {
        const auto at = entry.value_offset + i * unit;
        numbers.push_back(unit == 1   ? std::to_integer<std::uint64_t>(file[at])
                          : unit == 2 ? u16(file, at, endian)
                          : unit == 4 ? u32(file, at, endian)
                                      : u64(file, at, endian));
        if (entry.places_before != 0 && entry.tag == tiff::kStripOffsets) {
            numbers.back() = place_before(entry.places_before, numbers.back());
        }
    }
    return numbers;
}

std::uint64_t TiffStructure::number(Bytes file, const TiffDirectory& directory, std::uint16_t tag,
                                    std::uint64_t otherwise) const {
    const auto* entry = directory.find(tag);
    if (entry == nullptr || entry->count == 0) return otherwise;
    const auto values = numbers(file, *entry);
    return values.empty() ? otherwise : values.front();
}

std::optional<TiffStructure> read_tiff(Bytes file) {
    if (file.size() < 16) return std::nullopt;
    TiffStructure structure;
    structure.endian = has_text_at(file, 0, "II") ? Endian::little : Endian::big;
    structure.big = u16(file, 2, structure.endian) == 43;
    structure.ndpi = !structure.big && is_ndpi(file, structure.endian);
    const Cursor cursor{file, structure.endian, structure.big, structure.ndpi};
    std::set<std::uint64_t> seen;
    std::uint64_t offset = cursor.link(structure.first_link_offset());
    while (offset != 0) {
        TiffDirectory directory;
        if (seen.size() >= kMaxDirectories || !seen.insert(offset).second ||
            !read_directory(cursor, offset, directory)) {
            return std::nullopt;
        }
        offset = cursor.link(directory.next_link_offset);
        structure.directories.push_back(std::move(directory));
    }
    return structure.directories.empty() ? std::nullopt : std::optional{std::move(structure)};
}

}  // namespace medal::imaging
