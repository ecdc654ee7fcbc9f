#include "imaging/dicomweb/query.h"

#include "base/error.h"
#include "base/text.h"
#include "imaging/dicom/dictionary.h"

#include <algorithm>
#include <charconv>
#include <span>

namespace medal::imaging::dicomweb {
namespace {

using dicom::Tag;
namespace vr = dicom::vr;

[[noreturn]] void refuse(std::string message, std::string hint) {
    throw base::Error{
        base::ErrorKind::invalid, "dicomweb.bad_query", std::move(message), {.hint = std::move(hint)}};
}

std::size_t parse_count(const std::string& name, std::string_view text) {
    std::size_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size())
        throw base::Error{base::ErrorKind::invalid,
                          "query.bad_parameter",
                          "limit and offset are whole numbers.",
                          {.field = name, .hint = "Example: limit=25&offset=50"}};
    return count;
}

Tag require_tag(std::string_view text) {
    if (const auto tag = parse_tag(text)) return *tag;
    // The code that every other address of ours has for a parameter that it does not know.
    throw base::Error{
        base::ErrorKind::invalid,
        "query.unknown_parameter",
        "A search key is not an attribute of the standard.",
        {.hint = "Use a keyword such as PatientID, or eight hexadecimal digits such as 00100020; "
                 "not a sequence."}};
}

void include(Query& query, const std::string& value) {
    for (const auto& field : base::split(value, ',')) {
        if (field == "all") {
            query.includes_all = true;
        } else if (const auto tag = parse_tag(field)) {
            query.included.insert(*tag);
        }
        // An attribute that is not known here cannot be returned either (PS3.18, 8.3.4.3).
    }
}

bool is_date_or_time(dicom::Vr kind) {
    return kind == vr::DA || kind == vr::TM || kind == vr::DT;
}

// A prefix is enough: "10" of the bounds holds "1015" (PS3.4, C.2.2.2.5).
bool is_in_range(std::string_view value, std::string_view low, std::string_view high) {
    return (low.empty() || value >= low) && (high.empty() || value.substr(0, high.size()) <= high);
}

bool matches_date(std::string_view wanted, std::string_view value) {
    const auto dash = wanted.find('-');
    if (dash == std::string_view::npos) return is_in_range(value, wanted, wanted);
    return is_in_range(value, wanted.substr(0, dash), wanted.substr(dash + 1));
}

bool is_listed(std::string_view wanted, std::string_view value) {
    std::string list{wanted};
    std::replace(list.begin(), list.end(), '\\', ',');
    const auto uids = base::split(list, ',');
    return std::any_of(uids.begin(), uids.end(),
                       [&](const auto& uid) { return dicom::trimmed(uid) == value; });
}

bool matches_value(const Attribute& attribute, std::string_view wanted, const std::string& value) {
    if (attribute.vr == vr::UI) return is_listed(wanted, value);
    if (is_date_or_time(attribute.vr)) return matches_date(wanted, value);
    return matches_wildcard(wanted, value);
}

bool matches_filter(const Record& record, const Filter& filter) {
    if (filter.value.find_first_not_of('*') == std::string::npos) return true;
    const auto found = record.find(filter.tag);
    if (found == record.end()) return false;
    const auto& values = found->second.values;
    return std::any_of(values.begin(), values.end(),
                       [&](const auto& value) { return matches_value(found->second, filter.value, value); });
}

// PS3.18, tables 10.6.3-3 to 10.6.3-5, and the descriptions that every viewer lists.
constexpr std::uint32_t kStudy[] = {0x00080005, 0x00080020, 0x00080030, 0x00080050, 0x00080056, 0x00080061,
                                    0x00080090, 0x00080201, 0x00081030, 0x00081190, 0x00100010, 0x00100020,
                                    0x00100030, 0x00100040, 0x0020000D, 0x00200010, 0x00201206, 0x00201208};
constexpr std::uint32_t kSeries[] = {0x00080005, 0x00080060, 0x00080201, 0x0008103E, 0x00081190, 0x0020000D,
                                     0x0020000E, 0x00200011, 0x00201209, 0x00400244, 0x00400245, 0x00400275};
constexpr std::uint32_t kInstance[] = {0x00080005, 0x00080016, 0x00080018, 0x00080056, 0x00080201,
                                       0x00081190, 0x0020000D, 0x0020000E, 0x00200013, 0x00280008,
                                       0x00280010, 0x00280011, 0x00280100};

std::span<const std::uint32_t> always_shown(Level level) {
    if (level == Level::study) return kStudy;
    return level == Level::series ? std::span<const std::uint32_t>{kSeries} : kInstance;
}

bool is_fetched(const Attribute& attribute) {
    return attribute.json.find("\"BulkDataURI\"") != std::string::npos;
}

}  // namespace

std::optional<std::string> Query::single(Tag tag) const {
    for (const auto& filter : filters) {
        const bool is_one = filter.value.find_first_of("*?,\\") == std::string::npos;
        if (filter.tag == tag && !filter.value.empty() && is_one) return filter.value;
    }
    return std::nullopt;
}

std::optional<Tag> parse_tag(std::string_view text) {
    if (const auto* entry = dicom::find_keyword(text)) return Tag{entry->tag};
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    if (!is_whole || text.size() != 8) return std::nullopt;
    return Tag{number};
}

Query parse_query(const std::vector<std::pair<std::string, std::string>>& parameters) {
    Query query;
    for (const auto& [name, value] : parameters) {
        if (name == "limit") {
            query.limit = parse_count(name, value);
        } else if (name == "offset") {
            query.offset = parse_count(name, value);
        } else if (name == "includefield") {
            include(query, value);
        } else if (name == "fuzzymatching") {
            query.wants_fuzzy = value == "true";
        } else {
            if (value.size() > kMaxFilterCharacters || query.filters.size() == kMaxFilters)
                refuse("The search has too many or too long keys.",
                       "Use at most 32 keys of 4096 characters.");
            query.filters.push_back({require_tag(name), value});
        }
    }
    query.limit = std::min(query.limit, kMaxResults);
    return query;
}

bool matches(const Record& record, const std::vector<Filter>& filters) {
    return std::all_of(filters.begin(), filters.end(),
                       [&](const Filter& filter) { return matches_filter(record, filter); });
}

bool matches_wildcard(std::string_view pattern, std::string_view text) {
    const auto wanted = base::lower_ascii(pattern);
    const auto seen = base::lower_ascii(text);
    std::size_t p = 0;
    std::size_t t = 0;
    // Where the last star stands and how far it reached: on a mismatch it swallows one letter more.
    auto star = std::string::npos;
    std::size_t reached = 0;
    while (t < seen.size()) {
        if (p < wanted.size() && wanted[p] == '*') {
            star = p++;
            reached = t;
        } else if (p < wanted.size() && (wanted[p] == '?' || wanted[p] == seen[t])) {
            ++p;
            ++t;
        } else if (star != std::string::npos) {
            p = star + 1;
            t = ++reached;
        } else {
            return false;
        }
    }
    return wanted.find_first_not_of('*', p) == std::string::npos;
}

Record shown(const Record& record, const Query& query, Level level) {
    Record answer;
    const auto always = always_shown(level);
    for (const auto& [tag, attribute] : record) {
        const bool is_asked = query.included.contains(tag) ||
                              std::any_of(query.filters.begin(), query.filters.end(),
                                          [&](const Filter& filter) { return filter.tag == tag; });
        const bool is_standard = std::find(always.begin(), always.end(), tag.number) != always.end();
        if (is_asked || is_standard || (query.includes_all && !is_fetched(attribute)))
            answer[tag] = attribute;
    }
    return answer;
}

}  // namespace medal::imaging::dicomweb
