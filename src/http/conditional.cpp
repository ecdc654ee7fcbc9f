#include "http/conditional.h"

#include "base/hash.h"

#include <algorithm>
#include <charconv>

namespace medal::http {
namespace {

constexpr std::size_t kTagBytes = 16;

std::string_view without_weakness(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
    std::uint64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

void turn_into(Response& response, int status) {
    response.status = status;
    response.body = std::string{};
    response.content_type.clear();
}

}  // namespace

std::string entity_tag(std::string_view text) {
    const auto hash = base::sha256(text);
    return '"' + base::base64url(std::span{hash.bytes}.first(kTagBytes)) + '"';
}

bool names_tag(std::string_view list, std::string_view tag) {
    for (const auto part : list_parts(list, ',')) {
        if (part == "*" || without_weakness(part) == without_weakness(tag)) return true;
    }
    return false;
}

void apply_preconditions(const Request& request, Response& response) {
    const auto tag = response.header("etag");
    if (tag.empty() || response.status != 200) return;
    const bool is_read = request.method == Method::get || request.method == Method::head;
    if (!is_read) return;  // writes check If-Match themselves, inside their transaction
    const auto match = request.header("if-match");
    if (match && !names_tag(*match, tag)) return turn_into(response, 412);
    const auto none_match = request.header("if-none-match");
    if (none_match && names_tag(*none_match, tag)) turn_into(response, 304);
}

RangeChoice choose_range(std::string_view range_header, std::uint64_t total_size) {
    constexpr std::string_view kUnit = "bytes=";
    if (!range_header.starts_with(kUnit) || range_header.find(',') != std::string_view::npos) return {};
    const auto spec = range_header.substr(kUnit.size());
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos) return {};
    const auto first = parse_number(spec.substr(0, dash));
    const auto last = parse_number(spec.substr(dash + 1));
    if (dash == 0) {
        if (!last) return {};
        if (*last == 0 || total_size == 0) return {RangeOutcome::not_satisfiable, {}};
        const auto size = std::min(*last, total_size);
        return {RangeOutcome::part, {total_size - size, size}};
    }
    if (!first || (dash + 1 < spec.size() && !last) || (last && *last < *first)) return {};
    if (*first >= total_size) return {RangeOutcome::not_satisfiable, {}};
    const auto end = last ? std::min(*last, total_size - 1) : total_size - 1;
    return {RangeOutcome::part, {*first, end - *first + 1}};
}

}  // namespace medal::http
