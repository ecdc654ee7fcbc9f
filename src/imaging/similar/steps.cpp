#include "imaging/similar/steps.h"

#include <bit>

namespace medal::imaging::similar {
namespace {

constexpr unsigned kCells = 8;
static_assert(2 * kCells * (kCells - 1) == kStepBits && kSide % kCells == 0);

/// Where the steps from a cell to the right, and downwards, are.
unsigned across_at(unsigned row, unsigned column) {
    return row * (kCells - 1) + column;
}
unsigned down_at(unsigned row, unsigned column) {
    return kCells * (kCells - 1) + row * kCells + column;
}

bool is_set(const Steps& steps, unsigned bit) {
    return (steps[bit / 64] >> (bit % 64) & 1) != 0;
}
void put(Steps& steps, unsigned bit, bool value) {
    if (value) steps[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

/// Of the picture with rows and columns exchanged.
Steps transposed(const Steps& steps) {
    Steps out{};
    for (unsigned row = 0; row < kCells; ++row) {
        for (unsigned column = 0; column + 1 < kCells; ++column) {
            put(out, across_at(row, column), is_set(steps, down_at(column, row)));
            put(out, down_at(column, row), is_set(steps, across_at(row, column)));
        }
    }
    return out;
}

Steps mirrored_across(const Steps& steps) {
    Steps out{};
    for (unsigned row = 0; row < kCells; ++row) {
        for (unsigned column = 0; column + 1 < kCells; ++column) {
            put(out, across_at(row, column), !is_set(steps, across_at(row, kCells - 2 - column)));
        }
    }
    for (unsigned row = 0; row + 1 < kCells; ++row) {
        for (unsigned column = 0; column < kCells; ++column) {
            put(out, down_at(row, column), is_set(steps, down_at(row, kCells - 1 - column)));
        }
    }
    return out;
}

Steps mirrored_down(const Steps& steps) {
    return transposed(mirrored_across(transposed(steps)));
}

}  // namespace

Steps steps_of(const Grid& grid) {
    constexpr std::size_t kEach = kSide / kCells;
    std::array<std::array<double, kCells>, kCells> cells{};
    for (std::size_t y = 0; y < kSide; ++y) {
        for (std::size_t x = 0; x < kSide; ++x) cells[y / kEach][x / kEach] += grid[y * kSide + x];
    }
    Steps steps{};
    for (unsigned row = 0; row < kCells; ++row) {
        for (unsigned column = 0; column + 1 < kCells; ++column) {
            put(steps, across_at(row, column), cells[row][column] < cells[row][column + 1]);
            put(steps, down_at(column, row), cells[column][row] < cells[column + 1][row]);
        }
    }
    return steps;
}

unsigned bits_apart(const Steps& a, const Steps& b) {
    return static_cast<unsigned>(std::popcount(a[0] ^ b[0]) + std::popcount(a[1] ^ b[1]));
}

std::array<Steps, 8> turned(const Steps& steps) {
    std::array<Steps, 8> all{};
    std::size_t next = 0;
    for (const auto& one : {steps, transposed(steps)}) {
        for (const auto& other : {one, mirrored_across(one)}) {
            all[next++] = other;
            all[next++] = mirrored_down(other);
        }
    }
    return all;
}

}  // namespace medal::imaging::similar
