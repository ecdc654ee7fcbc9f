// What every fuzz target defines. A target must return for any input; an error of ours (base::Error) is a
// good answer, a crash, a hang, a sanitizer report or a broken promise (`require`) is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace medal::fuzz {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// A promise that must hold for every input; its failure is found like a crash.
inline void require(bool promise) {
    if (!promise) std::abort();
}

}  // namespace medal::fuzz
