// The second look: output bytes, as they lie on disk, searched for the identifiers of the input. Shares no
// code with the rewriting: it knows no elements, only bytes.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/deid/gram_filter.h"
#include "imaging/deid/identifiers.h"
#include "imaging/deid/passed.h"
#include "imaging/deid/profile.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace medal::imaging::deid {

class LeakSearch {
  public:
    LeakSearch(const Identifiers& identifiers, const Profile& profile);

    /// How many places hold an identifier, in any case, as ASCII, UTF-8, UTF-16 or in the original encoding.
    std::uint64_t count(Bytes output, const Passed& passed = {}) const;

  private:
    struct Pattern {
        std::string folded;
        /// Must not be part of a longer word or number.
        bool whole = false;
    };
    /// What begins with the same four bytes.
    struct Start {
        std::vector<std::uint32_t> patterns;
        bool has_words = false;
    };
    void add(std::string text, bool whole);
    void add_grams(const std::string& folded);
    std::uint64_t count_between(Bytes output, std::size_t first, std::size_t last) const;
    bool is_hit(Bytes output, std::size_t at) const;
    bool is_known_word(Bytes output, std::size_t at) const;
    bool matches(Bytes output, std::size_t at, const Pattern& pattern) const;

    std::vector<Pattern> patterns_;
    /// Patterns that must be whole and are one word themselves: looked up, however many UIDs a study has.
    std::unordered_set<std::string> words_;
    std::size_t longest_word_ = 0;
    std::unordered_map<std::uint32_t, Start> by_start_;
    /// Three bytes from the first or the second of a pattern on: a look at every other place finds one.
    GramFilter grams_;
};

}  // namespace medal::imaging::deid
