// Near neighbours among pHashes: multi-index hashing over eight bands of eight bits (Norouzi 2012). Two
// hashes that differ in at most seven bits share a band, so nothing within that distance is missed. Copies
// that were mirrored or turned by quarters are searched too (look.h).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace medal::imaging::similar {

class HashIndex {
  public:
    struct Hit {
        std::uint32_t id = 0;
        unsigned distance = 0;
    };

    void add(std::uint64_t hash, std::uint32_t id);
    /// Every hash within `distance` bits, at most 7, of this one or of a mirrored one; each once, nearest
    /// first.
    std::vector<Hit> find(std::uint64_t hash, unsigned distance) const;
    /// The same of this hash alone, in no order.
    std::vector<Hit> find_unturned(std::uint64_t hash, unsigned distance) const;

  private:
    struct Entry {
        std::uint64_t hash;
        std::uint32_t id;
    };
    void find_as_it_is(std::uint64_t hash, unsigned distance, std::vector<Hit>& hits) const;

    std::array<std::array<std::vector<std::uint32_t>, 256>, 8> bands_;
    std::vector<Entry> entries_;
};

/// Each of both once, nearest first.
std::vector<HashIndex::Hit> joined(std::vector<HashIndex::Hit> some,
                                   const std::vector<HashIndex::Hit>& others);

}  // namespace medal::imaging::similar
