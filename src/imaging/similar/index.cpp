#include "imaging/similar/index.h"

#include "imaging/similar/look.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace medal::imaging::similar {
namespace {

std::size_t band_of(std::uint64_t hash, std::size_t band) {
    return hash >> (8 * band) & 0xFF;
}

}  // namespace

void HashIndex::add(std::uint64_t hash, std::uint32_t id) {
    const auto entry = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({hash, id});
    for (std::size_t band = 0; band < 8; ++band) bands_[band][band_of(hash, band)].push_back(entry);
}

void HashIndex::find_as_it_is(std::uint64_t hash, unsigned distance, std::vector<Hit>& hits) const {
    for (std::size_t band = 0; band < 8; ++band) {
        for (const auto index : bands_[band][band_of(hash, band)]) {
            const auto& entry = entries_[index];
            const auto apart = static_cast<unsigned>(std::popcount(entry.hash ^ hash));
            if (apart > distance) continue;
            // Report an entry in the first band that it shares, once.
            bool earlier = false;
            for (std::size_t before = 0; before < band; ++before) {
                earlier = earlier || band_of(entry.hash, before) == band_of(hash, before);
            }
            if (!earlier) hits.push_back({entry.id, apart});
        }
    }
}

std::vector<HashIndex::Hit> HashIndex::find_unturned(std::uint64_t hash, unsigned distance) const {
    std::vector<Hit> hits;
    find_as_it_is(hash, distance, hits);
    return hits;
}

std::vector<HashIndex::Hit> HashIndex::find(std::uint64_t hash, unsigned distance) const {
    std::vector<Hit> hits;
    for (const auto other : turned(hash)) find_as_it_is(other, distance, hits);
    return joined(std::move(hits), {});
}

std::vector<HashIndex::Hit> joined(std::vector<HashIndex::Hit> some,
                                   const std::vector<HashIndex::Hit>& others) {
    using Hit = HashIndex::Hit;
    some.insert(some.end(), others.begin(), others.end());
    std::sort(some.begin(), some.end(), [](const Hit& a, const Hit& b) {
        return a.id != b.id ? a.id < b.id : a.distance < b.distance;
    });
    const auto twice =
        std::unique(some.begin(), some.end(), [](const Hit& a, const Hit& b) { return a.id == b.id; });
    some.erase(twice, some.end());
    std::stable_sort(some.begin(), some.end(),
                     [](const Hit& a, const Hit& b) { return a.distance < b.distance; });
    return some;
}

}  // namespace medal::imaging::similar
