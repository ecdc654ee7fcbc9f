// Counter-based random numbers: Philox4x32-10 (Salmon et al., SC'11, "Parallel random numbers: as easy as 1,
// 2, 3"). The n-th number of a stream depends on (seed, stream, n) only, so replicate b draws from stream b
// on any thread, in any order, on any platform, with the same bits. Not for secrets: those come from
// base::Random.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace medal::statistics {

using PhiloxBlock = std::array<std::uint32_t, 4>;

/// The bare function: ten rounds over `counter` under `key`.
PhiloxBlock philox(PhiloxBlock counter, std::array<std::uint32_t, 2> key) noexcept;

struct StreamId {
    std::uint64_t seed = 0;
    std::uint64_t stream = 0;
};

class Stream {
  public:
    explicit Stream(StreamId id) noexcept : id_(id) {}

    std::uint32_t next_32() noexcept;
    std::uint64_t next_64() noexcept;
    /// In [0, 1), 53 bits.
    double uniform() noexcept;
    /// In [0, bound), unbiased (Lemire, ACM TOMACS 29, 2019). `bound` must not be 0.
    std::uint32_t below(std::uint32_t bound) noexcept;
    /// Standard normal, by the polar method (Marsaglia & Bray 1964).
    double normal() noexcept;

  private:
    StreamId id_;
    std::uint64_t block_index_ = 0;
    PhiloxBlock block_{};
    std::size_t used_ = 4;
};

/// One bootstrap draw: `copies[i]` = how often unit i was drawn in copies.size() draws with replacement.
void draw_copies(Stream& stream, std::span<std::uint32_t> copies) noexcept;

}  // namespace medal::statistics
