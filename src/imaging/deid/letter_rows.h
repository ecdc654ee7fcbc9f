// Rows of what has the size of letters, among the connected parts of a marked picture.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace medal::imaging::deid {

/// A picture of marks: 0 is no mark; neighbours with the same mark belong together.
struct MarkedPicture {
    std::size_t width = 0;
    std::size_t height = 0;
    std::vector<std::uint32_t> marks;
};

/// Whether at least five letters stand side by side, as in the shortest names, numbers and dates that tell a
/// person; a part that is long is counted as a word. True as well where there are too many parts to tell.
bool has_letter_row(const MarkedPicture& picture);

}  // namespace medal::imaging::deid
