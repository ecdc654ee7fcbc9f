#include "statistics/random.h"

#include <algorithm>
#include <cmath>

namespace medal::statistics {
namespace {

constexpr std::uint64_t kMultiplier0 = 0xD2511F53;
constexpr std::uint64_t kMultiplier1 = 0xCD9E8D57;
constexpr std::uint32_t kWeyl0 = 0x9E3779B9;
constexpr std::uint32_t kWeyl1 = 0xBB67AE85;
constexpr int kRounds = 10;

std::uint32_t low(std::uint64_t value) noexcept {
    return static_cast<std::uint32_t>(value);
}
std::uint32_t high(std::uint64_t value) noexcept {
    return static_cast<std::uint32_t>(value >> 32U);
}

}  // namespace

PhiloxBlock philox(PhiloxBlock counter, std::array<std::uint32_t, 2> key) noexcept {
    for (int round = 0; round < kRounds; ++round) {
        const std::uint64_t product0 = kMultiplier0 * counter[0];
        const std::uint64_t product1 = kMultiplier1 * counter[2];
        counter = {high(product1) ^ counter[1] ^ key[0], low(product1), high(product0) ^ counter[3] ^ key[1],
                   low(product0)};
        key[0] += kWeyl0;
        key[1] += kWeyl1;
    }
    return counter;
}

std::uint32_t Stream::next_32() noexcept {
    if (used_ == block_.size()) {
        block_ = philox({low(block_index_), high(block_index_), low(id_.stream), high(id_.stream)},
                        {low(id_.seed), high(id_.seed)});
        ++block_index_;
        used_ = 0;
    }
    return block_[used_++];
}

std::uint64_t Stream::next_64() noexcept {
    const std::uint64_t first = next_32();
    return (first << 32U) | next_32();
}

double Stream::uniform() noexcept {
    return static_cast<double>(next_64() >> 11U) * 0x1.0p-53;
}

std::uint32_t Stream::below(std::uint32_t bound) noexcept {
    std::uint64_t product = static_cast<std::uint64_t>(next_32()) * bound;
    if (low(product) < bound) {
        const std::uint32_t threshold = (0U - bound) % bound;
        while (low(product) < threshold) product = static_cast<std::uint64_t>(next_32()) * bound;
    }
    return high(product);
}

double Stream::normal() noexcept {
    for (;;) {
        const double u = 2.0 * uniform() - 1.0;
        const double v = 2.0 * uniform() - 1.0;
        const double s = u * u + v * v;
        if (s > 0.0 && s < 1.0) return u * std::sqrt(-2.0 * std::log(s) / s);
    }
}

void draw_copies(Stream& stream, std::span<std::uint32_t> copies) noexcept {
    std::fill(copies.begin(), copies.end(), 0U);
    const auto count = static_cast<std::uint32_t>(copies.size());
    for (std::uint32_t draw = 0; draw < count; ++draw) ++copies[stream.below(count)];
}

}  // namespace medal::statistics
