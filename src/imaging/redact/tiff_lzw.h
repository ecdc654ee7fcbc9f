// LZW as TIFF has it (TIFF 6.0, section 13): codes of 9 to 12 bits, highest bit first, one code earlier
// longer than the table needs.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace medal::imaging::redact {

/// Exactly `size` bytes; nullopt where the codes give fewer or make no sense, as those of before TIFF 5.0 do.
std::optional<std::vector<std::byte>> unpack_lzw(Bytes packed, std::size_t size);

std::vector<std::byte> pack_lzw(Bytes plain);

}  // namespace medal::imaging::redact
