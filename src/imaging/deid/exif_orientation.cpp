#include "imaging/deid/exif_orientation.h"

namespace medal::imaging::deid {

using std::string_view_literals::operator""sv;

std::optional<std::uint16_t> exif_orientation(Bytes tiff) {
    constexpr std::uint16_t kOrientation = 274, kFirstTurned = 2, kLast = 8;
    constexpr std::size_t kHeadBytes = 8, kEntryBytes = 12;
    if (tiff.size() < kHeadBytes + 2) return std::nullopt;
    const auto endian = has_text_at(tiff, 0, "II") ? Endian::little : Endian::big;
    const std::uint64_t directory = u32(tiff, 4, endian);
    if (directory + 2 > tiff.size()) return std::nullopt;
    const std::uint64_t count = u16(tiff, directory, endian);
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto entry = directory + 2 + kEntryBytes * i;
        if (entry + kEntryBytes > tiff.size()) return std::nullopt;
        if (u16(tiff, entry, endian) != kOrientation) continue;
        const auto orientation = u16(tiff, entry + 8, endian);
        const bool is_turned = orientation >= kFirstTurned && orientation <= kLast;
        return is_turned ? std::optional{orientation} : std::nullopt;
    }
    return std::nullopt;
}

std::string exif_of_orientation(std::uint16_t orientation) {
    // Big endian, one directory with one SHORT.
    std::string tiff{"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01"sv};
    tiff += static_cast<char>(orientation >> 8U);
    tiff += static_cast<char>(orientation & 0xFFU);
    tiff += "\0\0\0\0\0\0"sv;
    return tiff;
}

}  // namespace medal::imaging::deid
