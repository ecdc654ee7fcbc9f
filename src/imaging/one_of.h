// Fixed lists of words.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace medal::imaging {

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace medal::imaging
