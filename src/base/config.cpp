#include "base/config.h"

#include "base/text.h"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <toml++/toml.h>

namespace medal::base {
namespace {

constexpr std::size_t kMaxConfigBytes = 1 << 20;

std::string read_small_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text(kMaxConfigBytes + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file && !file.eof()) {
        throw Error{ErrorKind::not_found, "config.unreadable",
                    "The file cannot be read: " + path.string() + "."};
    }
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMaxConfigBytes) {
        throw Error{ErrorKind::too_large, "config.too_large",
                    "The file is above 1 MiB: " + path.string() + "."};
    }
    return text;
}

std::string toml_as_json(const std::string& text, const std::filesystem::path& path) {
    try {
        const toml::table table = toml::parse(text);
        std::ostringstream json;
        json << toml::json_formatter{table};
        return json.str();
    } catch (const toml::parse_error& error) {
        throw Error{ErrorKind::invalid, "config.malformed",
                    "The file is not valid TOML: " + path.string() + ", line " +
                        std::to_string(error.source().begin.line) + ": " + std::string{error.description()} +
                        "."};
    }
}

}  // namespace

std::optional<std::string> read_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>{value};
}

std::string config_file_as_json(const std::filesystem::path& path) {
    const std::string text = read_small_file(path);
    return trimmed(text).starts_with('{') ? text : toml_as_json(text, path);
}

namespace detail {

void throw_unknown_setting(std::string_view key) {
    throw Error{ErrorKind::invalid,
                "config.unknown_key",
                "There is no such setting.",
                {.field = std::string{key}, .hint = "`medal config` lists them all."}};
}

void throw_bad_setting(std::string_view key, std::string_view expected) {
    throw Error{ErrorKind::invalid,
                "config.bad_value",
                "The setting must be " + std::string{expected} + ".",
                {.field = std::string{key}}};
}

std::optional<bool> parse_flag(std::string_view text) {
    if (text == "true" || text == "1" || text == "yes" || text == "on") return true;
    if (text == "false" || text == "0" || text == "no" || text == "off") return false;
    return std::nullopt;
}

std::optional<std::int64_t> parse_whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc{} && result.ptr == text.data() + text.size() ? std::optional{value}
                                                                               : std::nullopt;
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc{} && result.ptr == text.data() + text.size() ? std::optional{value}
                                                                               : std::nullopt;
}

std::vector<std::string> parse_list(std::string_view text) {
    std::vector<std::string> parts;
    for (const auto& part : split(text, ',')) {
        if (!trimmed(part).empty()) parts.emplace_back(trimmed(part));
    }
    return parts;
}

std::string environment_name(std::string_view key) {
    std::string name = "MEDAL_";
    for (const char c : key) {
        if (c == '.') {
            name += '_';
        } else {
            name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        }
    }
    return name;
}

}  // namespace detail
}  // namespace medal::base
