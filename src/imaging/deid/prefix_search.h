// Which texts of a sorted set stand at the beginning of another text. The cost grows with the depth of what
// they share, not with their number, so thousands of names or UIDs are searched for as one.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace medal::imaging::deid {

/// Calls `found` with each text of `sorted`, longest first, that `text` begins with.
template <class Found>
void for_each_prefix(const std::set<std::string, std::less<>>& sorted, std::string_view text, Found&& found) {
    while (!text.empty()) {
        auto place = sorted.upper_bound(text);
        if (place == sorted.begin()) return;
        const std::string_view candidate = *--place;
        const auto shared = static_cast<std::size_t>(
            std::mismatch(candidate.begin(), candidate.end(), text.begin(), text.end()).first -
            candidate.begin());
        if (shared == candidate.size()) {
            found(candidate);
            text = text.substr(0, shared == 0 ? 0 : shared - 1);
        } else {
            text = text.substr(0, shared);
        }
    }
}

}  // namespace medal::imaging::deid
