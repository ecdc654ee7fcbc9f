// The second look: output bytes, as they lie on disk, searched for the identifiers of the input. Shares no
// code with the rewriting: it knows no elements, only bytes.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/deid/identifiers.h"
#include "imaging/deid/profile.h"

#include <bitset>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace medal::imaging::deid {

class LeakSearch {
  public:
    LeakSearch(const Identifiers& identifiers, const Profile& profile);

    /// How many places hold an identifier, in any case, as ASCII, UTF-8, UTF-16 or in the original encoding.
    std::uint64_t count(Bytes output) const;

  private:
    struct Pattern {
        std::string folded;
        /// Must not be part of a longer word or number.
        bool whole = false;
    };
    void add(std::string text, bool whole);
    bool matches(Bytes output, std::size_t at, const Pattern& pattern) const;

    std::vector<Pattern> patterns_;
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_start_;
    std::bitset<1 << 16> starts_;
};

}  // namespace medal::imaging::deid
