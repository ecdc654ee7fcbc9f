#include "imaging/deid/gram_filter.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace medal::imaging::deid {
namespace {

constexpr unsigned kSeed = 20261126;

std::vector<std::size_t> found_in(const GramFilter& filter, const std::string& text) {
    std::vector<std::size_t> places;
    if (text.size() < GramFilter::kReadBytes) return places;
    const Bytes bytes{reinterpret_cast<const std::byte*>(text.data()), text.size()};
    const auto last = text.size() - GramFilter::kReadBytes;
    GramFilter::Found found;
    for (std::size_t at = 0; at <= last; at += 2 * GramFilter::kMostPlaces) {
        filter.find(bytes, at, last, found);
        for (std::size_t i = 0; i < found.count; ++i) places.push_back(at + found.distances[i]);
    }
    return places;
}

bool stands_at(const std::string& text, std::size_t at, const std::string& gram) {
    return std::equal(gram.begin(), gram.end(), text.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char wanted, char seen) { return (wanted | 0x20) == (seen | 0x20); });
}

/// Bytes of every kind, with letters and zeros more often than chance gives them.
std::string mixed_text(std::mt19937& random, std::size_t size) {
    std::string text(size, '\0');
    for (auto& c : text) {
        const auto kind = random() % 4;
        if (kind == 0) c = static_cast<char>(random() % 256);
        if (kind == 1) c = static_cast<char>('a' + random() % 4);
        if (kind == 2) c = static_cast<char>('A' + random() % 4);
    }
    return text;
}

TEST(GramFilter, finds_every_gram_at_every_second_place_whatever_surrounds_it) {
    std::mt19937 random{kSeed};
    const std::vector<std::string> grams{"abc", "1.2", {"a\0b", 3}, {"\0b\0", 3}, "\xC3\xA9z"};
    GramFilter filter;
    for (const auto& gram : grams) filter.add(reinterpret_cast<const std::byte*>(gram.c_str()));
    for (const std::size_t size : {4U, 5U, 35U, 36U, 37U, 70U, 4095U, 4099U, 4100U, 20'001U}) {
        const auto text = mixed_text(random, size);
        const auto places = found_in(filter, text);
        for (std::size_t at = 0; at + GramFilter::kReadBytes <= size; at += 2) {
            const bool stands = std::any_of(grams.begin(), grams.end(),
                                            [&](const auto& gram) { return stands_at(text, at, gram); });
            const bool found = std::binary_search(places.begin(), places.end(), at);
            EXPECT_TRUE(found || !stands) << "size " << size << ", place " << at << ", seed " << kSeed;
        }
    }
}

TEST(GramFilter, seldom_stops_where_no_gram_stands) {
    std::mt19937 random{kSeed};
    GramFilter filter;
    for (const auto* gram : {"abc", "xyz", "1.2"}) filter.add(reinterpret_cast<const std::byte*>(gram));
    std::string text(100'000, '\0');
    for (auto& c : text) c = static_cast<char>(random() % 256);
    EXPECT_LT(found_in(filter, text).size(), 50U);
}

TEST(GramFilter, finds_nothing_when_it_knows_nothing) {
    EXPECT_TRUE(found_in({}, std::string(10'000, 'a')).empty());
}

}  // namespace
}  // namespace medal::imaging::deid
