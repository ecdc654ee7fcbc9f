// The border of a mask: its voxels that have a face neighbour outside it; outside the image is background.
// A single slice has 4 neighbours, a volume 6. (Reinke et al. 2024, border-based metrics.)
#pragma once

#include "metrics/volume/bit_grid.h"

namespace medal::metrics {

/// `dimensions` 2 ignores the third axis.
BitGrid border_of(const BitGrid& mask, int dimensions);

/// The elements of a border in row order, with the number of elements before each row.
class BorderSet {
  public:
    explicit BorderSet(BitGrid bits);

    const BitGrid& bits() const noexcept { return bits_; }
    std::size_t count() const noexcept { return row_begin_.back(); }
    std::size_t row_begin(std::size_t row) const noexcept { return row_begin_[row]; }
    bool row_empty(std::size_t row) const noexcept { return row_begin_[row] == row_begin_[row + 1]; }

  private:
    BitGrid bits_;
    std::vector<std::size_t> row_begin_;
};

/// Calls `visit(x)` for every set bit of a row, ascending.
template <class Visit>
void for_each_bit(std::span<const Word> row, Visit&& visit) {
    for (std::size_t word = 0; word < row.size(); ++word) {
        for (Word bits = row[word]; bits != 0; bits &= bits - 1) {
            visit(static_cast<std::int64_t>(word * 64) + __builtin_ctzll(bits));
        }
    }
}

}  // namespace medal::metrics
