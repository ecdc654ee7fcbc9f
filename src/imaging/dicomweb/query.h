// The parameters of a search by QIDO-RS (PS3.18, 8.3.4) and the matching of attributes (PS3.4, C.2.2.2):
// single values, lists of UIDs, `*` and `?`, ranges of dates and times.
#pragma once

#include "imaging/dicomweb/attributes.h"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medal::imaging::dicomweb {

inline constexpr std::size_t kMaxResults = 200;
inline constexpr std::size_t kMaxFilters = 32;
inline constexpr std::size_t kMaxFilterCharacters = 4096;

struct Filter {
    dicom::Tag tag;
    std::string value;
};

struct Query {
    std::vector<Filter> filters;
    std::set<dicom::Tag> included;
    bool includes_all = false;
    /// Asked for, and not done: the answer says so (PS3.18, 8.3.4.2).
    bool wants_fuzzy = false;
    std::size_t limit = 100;
    std::size_t offset = 0;

    /// The UID that a filter on this tag asks for alone; nullopt where it asks for none or several.
    std::optional<std::string> single(dicom::Tag tag) const;
};

/// Names and values as they stand in the address, decoded. Throws Error{invalid, "dicomweb.bad_query"},
/// or "query.unknown_parameter" for a key that is no attribute.
Query parse_query(const std::vector<std::pair<std::string, std::string>>& parameters);

/// A keyword ("PatientID") or eight hexadecimal digits; nullopt for anything else.
std::optional<dicom::Tag> parse_tag(std::string_view text);

/// An attribute that is absent matches only what asks for nothing.
bool matches(const Record& record, const std::vector<Filter>& filters);

/// `*` is any run of characters, `?` any one; letters without case. Linear in space, no recursion.
bool matches_wildcard(std::string_view pattern, std::string_view text);

enum class Level { study, series, instance };

/// What an answer of this level holds: the attributes that the standard returns there, those that are
/// searched for or asked for, or everything but what is fetched.
Record shown(const Record& record, const Query& query, Level level);

}  // namespace medal::imaging::dicomweb
