// Integers into raw bytes, whatever the host's order: what byte_reader.h reads.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace medal::imaging {

/// The lower bytes of the number, as many as `to` has.
inline void store(std::uint64_t value, std::span<std::byte> to, Endian endian) noexcept {
    for (std::size_t i = 0; i < to.size(); ++i, value >>= 8) {
        to[endian == Endian::little ? i : to.size() - 1 - i] = static_cast<std::byte>(value & 0xFF);
    }
}

inline std::string stored(std::uint64_t value, std::size_t bytes, Endian endian) {
    std::string text(bytes, '\0');
    store(value, std::as_writable_bytes(std::span{text}), endian);
    return text;
}

}  // namespace medal::imaging
