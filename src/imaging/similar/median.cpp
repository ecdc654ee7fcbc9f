#include "imaging/similar/look.h"

#include <algorithm>

namespace medal::imaging::similar {

std::uint64_t bitwise_median(const std::vector<std::uint64_t>& hashes) {
    std::uint64_t median = 0;
    for (unsigned bit = 0; bit < 64; ++bit) {
        const auto set =
            std::count_if(hashes.begin(), hashes.end(), [&](auto hash) { return (hash >> bit & 1) != 0; });
        if (static_cast<std::size_t>(set) * 2 > hashes.size()) median |= std::uint64_t{1} << bit;
    }
    return median;
}

std::vector<Look> median_of(const std::vector<std::vector<Look>>& pictures) {
    struct Bits {
        std::vector<std::uint64_t> phashes, low_steps, high_steps;
    };
    std::array<Bits, kParts> parts;
    for (const auto& looks : pictures) {
        for (const auto& look : looks) {
            auto& bits = parts[static_cast<std::size_t>(look.part)];
            bits.phashes.push_back(look.phash);
            bits.low_steps.push_back(look.steps[0]);
            bits.high_steps.push_back(look.steps[1]);
        }
    }
    std::vector<Look> median;
    for (unsigned part = 0; part < kParts; ++part) {
        const auto& bits = parts[part];
        if (bits.phashes.empty() || bits.phashes.size() * 2 < pictures.size()) continue;
        median.push_back({static_cast<Part>(part),
                          bitwise_median(bits.phashes),
                          {bitwise_median(bits.low_steps), bitwise_median(bits.high_steps)}});
    }
    return median;
}

}  // namespace medal::imaging::similar
