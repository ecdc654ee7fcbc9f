// Integers out of raw bytes, whatever the host's order; the caller has checked the length.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace medal::imaging {

using Bytes = std::span<const std::byte>;

enum class Endian { little, big };

template <class Unsigned>
Unsigned load(const std::byte* at, Endian endian) noexcept {
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
        const std::size_t place = endian == Endian::little ? i : sizeof(Unsigned) - 1 - i;
        value = static_cast<Unsigned>(value | (static_cast<Unsigned>(at[i]) << (8 * place)));
    }
    return value;
}

inline std::uint16_t u16(Bytes bytes, std::size_t offset, Endian endian = Endian::little) noexcept {
    return load<std::uint16_t>(bytes.data() + offset, endian);
}
inline std::uint32_t u32(Bytes bytes, std::size_t offset, Endian endian = Endian::little) noexcept {
    return load<std::uint32_t>(bytes.data() + offset, endian);
}
inline std::uint64_t u64(Bytes bytes, std::size_t offset, Endian endian = Endian::little) noexcept {
    return load<std::uint64_t>(bytes.data() + offset, endian);
}

inline std::string_view text_of(Bytes bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline bool has_text_at(Bytes bytes, std::size_t offset, std::string_view text) noexcept {
    return bytes.size() >= offset + text.size() &&
           std::memcmp(bytes.data() + offset, text.data(), text.size()) == 0;
}

}  // namespace medal::imaging
