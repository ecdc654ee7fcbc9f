// One label as bits, 64 voxels a word, within a box that is one empty voxel wider on every side: neighbours
// are found by shifts and row offsets without ever asking where the image ends.
#pragma once

#include "metrics/volume/contingency.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace medal::metrics {

using Word = std::uint64_t;

class BitGrid {
  public:
    BitGrid() = default;
    /// Empty bits over `box` (image voxels) and its margin.
    explicit BitGrid(const Box& box);

    const std::array<std::int64_t, 3>& size() const noexcept { return size_; }
    /// Image voxel = grid voxel + origin.
    const std::array<std::int64_t, 3>& origin() const noexcept { return origin_; }
    std::size_t words_per_row() const noexcept { return words_per_row_; }
    std::size_t row_count() const noexcept { return static_cast<std::size_t>(size_[1] * size_[2]); }
    std::size_t row_index(std::int64_t y, std::int64_t z) const noexcept {
        return static_cast<std::size_t>(y + size_[1] * z);
    }

    std::span<Word> row(std::size_t index) noexcept {
        return {&words_[index * words_per_row_], words_per_row_};
    }
    std::span<const Word> row(std::size_t index) const noexcept {
        return {&words_[index * words_per_row_], words_per_row_};
    }
    std::span<const Word> row(std::int64_t y, std::int64_t z) const noexcept { return row(row_index(y, z)); }
    std::span<Word> words() noexcept { return words_; }
    std::span<const Word> words() const noexcept { return words_; }

    bool test(std::int64_t x, std::int64_t y, std::int64_t z) const noexcept {
        return ((row(y, z)[static_cast<std::size_t>(x >> 6)] >> (x & 63)) & 1U) != 0;
    }
    void set(std::int64_t x, std::int64_t y, std::int64_t z) noexcept {
        row(row_index(y, z))[static_cast<std::size_t>(x >> 6)] |= Word{1} << (x & 63);
    }
    void reset(std::int64_t x, std::int64_t y, std::int64_t z) noexcept {
        row(row_index(y, z))[static_cast<std::size_t>(x >> 6)] &= ~(Word{1} << (x & 63));
    }

    std::uint64_t count() const noexcept;

  private:
    std::array<std::int64_t, 3> size_{};
    std::array<std::int64_t, 3> origin_{};
    std::size_t words_per_row_ = 0;
    std::vector<Word> words_;
};

/// Bits of `label` within `own` laid into a grid over `frame`, which must contain `own`.
BitGrid extract(const LabelVolume& volume, Label label, const Box& own, const Box& frame);

/// Bit i of the result is bit i-1 (towards higher x) or i+1 (towards lower x) of the row.
inline Word shifted_up(std::span<const Word> row, std::size_t word) noexcept {
    return (row[word] << 1U) | (word == 0 ? 0 : row[word - 1] >> 63U);
}
inline Word shifted_down(std::span<const Word> row, std::size_t word) noexcept {
    return (row[word] >> 1U) | (word + 1 == row.size() ? 0 : row[word + 1] << 63U);
}

}  // namespace medal::metrics
