#include "imaging/deid/gram_filter.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace medal::imaging::deid {
namespace {

/// Sets the bit in which ASCII letters differ by case; other bytes fall together, which costs a second look
/// only.
constexpr std::uint32_t kFold = 0x20202020;
constexpr unsigned kGroups = 8;

/// Grams that look alike share a group. Every second byte of UTF-16 is zero: such grams have groups of their
/// own, because few pixels look like text in ASCII and many like one in UTF-16.
unsigned group_of(const std::array<std::uint8_t, 3>& gram) {
    constexpr unsigned kWideGroups = 2;
    const auto is_zero = [](std::uint8_t byte) { return (byte & ~0x20U) == 0; };
    if (is_zero(gram[1])) return 0;
    if (is_zero(gram[0]) || is_zero(gram[2])) return 1;
    return kWideGroups + (gram[0] + gram[1]) % (kGroups - kWideGroups);
}

#if defined(__x86_64__)
/// Which of the bytes of two tables of sixteen fit the 32 bytes at `at`: a bit for each group.
[[gnu::target("avx2")]] __m256i groups_at(const std::byte* at, __m256i low, __m256i high) {
    const auto half = _mm256_set1_epi8(0x0F);
    const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    return _mm256_and_si256(_mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
                            _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
}

[[gnu::target("avx2")]] __m256i twice(const std::array<std::uint8_t, 16>& table) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table.data())));
}

bool is_wide_processor() {
    static const bool wide = __builtin_cpu_supports("avx2");
    return wide;
}
#endif

}  // namespace

std::uint16_t GramFilter::slot_of(const std::byte* at) {
    static_assert(std::endian::native == std::endian::little);
    std::uint32_t start = 0;
    std::memcpy(&start, at, sizeof start);
    // The fourth byte that was loaded is shifted out.
    return static_cast<std::uint16_t>((((start | kFold) << 8) * 2654435761U) >> 16);
}

void GramFilter::add(const std::byte* gram) {
    known_.set(slot_of(gram));
    std::array<std::uint8_t, 3> folded{};
    for (std::size_t i = 0; i < folded.size(); ++i) {
        folded[i] = static_cast<std::uint8_t>(std::to_integer<unsigned>(gram[i]) | 0x20U);
    }
    const auto group = static_cast<std::uint8_t>(1U << group_of(folded));
    for (std::size_t i = 0; i < folded.size(); ++i) {
        for (const unsigned byte : {folded[i] & ~0x20U, folded[i] | 0x20U}) {
            halves_[i].low[byte & 0x0F] |= group;
            halves_[i].high[(byte >> 4) & 0x0F] |= group;
        }
    }
}

#if defined(__x86_64__)
[[gnu::target("avx2")]] std::size_t GramFilter::find_at_once(const std::byte* begin, std::size_t bytes,
                                                             Found& found) const {
    constexpr std::size_t kAtOnce = 32;
    constexpr std::uint32_t kEven = 0x55555555;
    const std::array low{twice(halves_[0].low), twice(halves_[1].low), twice(halves_[2].low)};
    const std::array high{twice(halves_[0].high), twice(halves_[1].high), twice(halves_[2].high)};
    std::size_t at = 0;
    // The three loads of a step end two bytes behind its 32 places.
    for (; at + kAtOnce + kReadBytes <= bytes; at += kAtOnce) {
        const auto fits = _mm256_and_si256(_mm256_and_si256(groups_at(begin + at, low[0], high[0]),
                                                            groups_at(begin + at + 1, low[1], high[1])),
                                           groups_at(begin + at + 2, low[2], high[2]));
        const auto none = _mm256_cmpeq_epi8(fits, _mm256_setzero_si256());
        auto places = ~static_cast<std::uint32_t>(_mm256_movemask_epi8(none)) & kEven;
        for (; places != 0; places &= places - 1) {
            const auto place = at + static_cast<std::size_t>(std::countr_zero(places));
            if (holds(begin + place)) found.distances[found.count++] = static_cast<std::uint16_t>(place);
        }
    }
    return at;
}
#endif

void GramFilter::find(Bytes text, std::size_t first, std::size_t last, Found& found) const {
    found.count = 0;
    const auto* const begin = text.data() + first;
    const auto end = std::min(last - first, 2 * (kMostPlaces - 1));
    std::size_t at = 0;
#if defined(__x86_64__)
    if (is_wide_processor()) at = find_at_once(begin, end + kReadBytes, found);
#endif
    for (; at <= end; at += 2) {
        if (holds(begin + at)) found.distances[found.count++] = static_cast<std::uint16_t>(at);
    }
}

}  // namespace medal::imaging::deid
