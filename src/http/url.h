// The request target (RFC 9112, 3.2; RFC 3986): split, percent-decoded, never normalised.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::http {

enum class PlusSign { is_plus, is_space };

/// nullopt for a broken escape, a NUL or another control character.
std::optional<std::string> percent_decoded(std::string_view text, PlusSign plus = PlusSign::is_plus);

/// Unreserved characters stay, everything else is escaped: for one path segment or query value.
std::string percent_encoded(std::string_view text);

struct Target {
    std::string_view path;
    std::string_view query;
};

/// Origin-form and absolute-form give path and query; nullopt for anything else ("*" too).
std::optional<Target> split_target(std::string_view target);

struct QueryItem {
    std::string name;
    std::string value;
};

/// "a=1&b=2"; nullopt when an escape is broken.
std::optional<std::vector<QueryItem>> parse_query(std::string_view query);

}  // namespace medal::http
