// Which places of a text may begin one of many patterns: three bytes, letters in either case, looked up at
// every second place. Thirty-two places are judged at once where the processor can.
#pragma once

#include "imaging/byte_reader.h"

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>

namespace medal::imaging::deid {

class GramFilter {
  public:
    /// Bytes that can be read from a place on; the fourth is not looked at.
    static constexpr std::size_t kReadBytes = 4;
    static constexpr std::size_t kMostPlaces = 2048;
    /// Distances from the first place asked for, ascending.
    struct Found {
        std::array<std::uint16_t, kMostPlaces> distances;
        std::size_t count = 0;
    };

    /// `gram` is of three bytes in lower case, and a fourth can be read.
    void add(const std::byte* gram);

    /// Of the places `first`, `first` + 2, … up to `last` at most kMostPlaces: those where a gram stands, as
    /// distances from `first`. `last` + kReadBytes does not exceed the text.
    void find(Bytes text, std::size_t first, std::size_t last, Found& found) const;

  private:
    bool holds(const std::byte* at) const { return known_[slot_of(at)]; }
    static std::uint16_t slot_of(const std::byte* at);
    std::size_t find_at_once(const std::byte* begin, std::size_t bytes, Found& found) const;

    std::bitset<1 << 16> known_;
    /// For each of the three bytes and each half of it, the groups of grams that it fits.
    struct Halves {
        std::array<std::uint8_t, 16> low{};
        std::array<std::uint8_t, 16> high{};
    };
    std::array<Halves, 3> halves_{};
};

}  // namespace medal::imaging::deid
