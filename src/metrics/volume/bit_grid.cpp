#include "metrics/volume/bit_grid.h"

#include <bit>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace medal::metrics {
namespace {

/// Which of the next `count` (at most 64) voxels carry the label.
template <class Voxel>
Word matches(const Voxel* from, std::size_t count, Voxel label) noexcept {
    Word bits = 0;
    for (std::size_t i = 0; i < count; ++i) bits |= Word{from[i] == label} << i;
    return bits;
}

#ifdef __SSE2__
/// 64 voxels at once, 16 a comparison; SSE2 belongs to every x86-64.
Word matches_64(const std::uint8_t* from, std::uint8_t label) noexcept {
    const __m128i wanted = _mm_set1_epi8(static_cast<char>(label));
    Word bits = 0;
    for (unsigned part = 0; part < 4; ++part) {
        const __m128i voxels = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 16 * part));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(voxels, wanted)));
        bits |= Word{mask} << (16 * part);
    }
    return bits;
}
#else
Word matches_64(const std::uint8_t* from, std::uint8_t label) noexcept {
    return matches(from, 64, label);
}
#endif
Word matches_64(const std::uint16_t* from, std::uint16_t label) noexcept {
    return matches(from, 64, label);
}

/// Lays `count` bits into the row from bit `at` on.
void put(std::span<Word> row, std::size_t at, Word bits) noexcept {
    const std::size_t word = at >> 6U;
    const std::size_t shift = at & 63U;
    row[word] |= bits << shift;
    if (shift != 0 && (bits >> (64 - shift)) != 0) row[word + 1] |= bits >> (64 - shift);
}

template <class Voxel>
void fill(const std::vector<Voxel>& voxels, const Geometry& geometry, Voxel label, const Box& own,
          BitGrid& grid) {
    const auto& origin = grid.origin();
    const auto width = static_cast<std::size_t>(own.high[0] - own.low[0] + 1);
    for (std::int64_t z = own.low[2]; z <= own.high[2]; ++z) {
        for (std::int64_t y = own.low[1]; y <= own.high[1]; ++y) {
            const auto from =
                static_cast<std::size_t>(own.low[0] + geometry.size[0] * (y + geometry.size[1] * z));
            const auto row = grid.row(grid.row_index(y - origin[1], z - origin[2]));
            const auto at = static_cast<std::size_t>(own.low[0] - origin[0]);
            std::size_t x = 0;
            for (; x + 64 <= width; x += 64) put(row, at + x, matches_64(&voxels[from + x], label));
            if (x < width) put(row, at + x, matches(&voxels[from + x], width - x, label));
        }
    }
}

}  // namespace

BitGrid::BitGrid(const Box& box) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
        origin_[axis] = box.low[axis] - 1;
        size_[axis] = box.high[axis] - box.low[axis] + 3;
    }
    words_per_row_ = static_cast<std::size_t>(size_[0] + 63) / 64;
    words_.assign(words_per_row_ * row_count(), 0);
}

std::uint64_t BitGrid::count() const noexcept {
    std::uint64_t total = 0;
    for (const Word word : words_) total += static_cast<std::uint64_t>(std::popcount(word));
    return total;
}

BitGrid extract(const LabelVolume& volume, Label label, const Box& own, const Box& frame) {
    BitGrid grid(frame);
    if (own.empty()) return grid;
    if (const auto* narrow = std::get_if<0>(&volume.voxels)) {
        if (label <= 255) fill(*narrow, volume.geometry, static_cast<std::uint8_t>(label), own, grid);
    } else {
        fill(std::get<1>(volume.voxels), volume.geometry, label, own, grid);
    }
    return grid;
}

}  // namespace medal::metrics
