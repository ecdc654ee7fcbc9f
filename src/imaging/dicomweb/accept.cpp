#include "imaging/dicomweb/accept.h"

#include "base/text.h"

#include <algorithm>

namespace medal::imaging::dicomweb {
namespace {

constexpr std::size_t kMaxRanges = 32;

// Cut at a separator that does not stand within quotes.
std::vector<std::string_view> cut(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    bool is_quoted = false;
    std::size_t first = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') is_quoted = !is_quoted;
        if (text[i] != separator || is_quoted) continue;
        parts.push_back(text.substr(first, i - first));
        first = i + 1;
    }
    parts.push_back(text.substr(first));
    return parts;
}

std::string plain(std::string_view value) {
    value = base::trimmed(value);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        value = value.substr(1, value.size() - 2);
    return base::lower_ascii(value);
}

MediaRange range_of(std::string_view text) {
    MediaRange range;
    const auto parts = cut(text, ';');
    range.type = plain(parts.front());
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto equals = parts[i].find('=');
        if (equals == std::string_view::npos) continue;
        const auto name = plain(parts[i].substr(0, equals));
        if (name == "type") range.part = plain(parts[i].substr(equals + 1));
        if (name == "transfer-syntax") range.transfer_syntax = plain(parts[i].substr(equals + 1));
    }
    return range;
}

bool covers(std::string_view wanted, std::string_view type) {
    if (wanted.empty() || wanted == "*/*" || wanted == type) return true;
    const auto family = type.substr(0, type.find('/') + 1);
    return wanted.size() == family.size() + 1 && wanted.starts_with(family) && wanted.ends_with('*');
}

}  // namespace

std::vector<MediaRange> parse_accept(std::string_view header) {
    std::vector<MediaRange> ranges;
    for (const auto& text : cut(header, ',')) {
        if (base::trimmed(text).empty()) continue;
        if (ranges.size() == kMaxRanges) break;
        ranges.push_back(range_of(text));
    }
    if (ranges.empty()) ranges.push_back({"*/*", {}, {}});
    return ranges;
}

Packing packing_for(const std::vector<MediaRange>& ranges, std::string_view part,
                    std::string_view transfer_syntax) {
    auto packing = Packing::refused;
    for (const auto& range : ranges) {
        const auto& syntax = range.transfer_syntax;
        if (!syntax.empty() && syntax != "*" && syntax != transfer_syntax) continue;
        const bool is_any = range.type == "*/*";
        if (is_any || (covers(range.type, "multipart/related") && covers(range.part, part)))
            return Packing::multipart;
        if (covers(range.type, part)) packing = Packing::single;
    }
    return packing;
}

}  // namespace medal::imaging::dicomweb
