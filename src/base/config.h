// Configuration: one file (TOML or JSON), every key overridable by environment and by flag.
// The described struct is the only list of keys: "server.listen" ↔ MEDAL_SERVER_LISTEN ↔ --set
// server.listen=…
#pragma once

#include "base/json.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace medal::base {

/// A text that is read but never shown: its outside form is a mask.
struct Secret {
    std::string value;

    bool operator==(const Secret&) const = default;
};

template <>
struct Scalar<Secret> {
    static constexpr std::string_view kFormat = "password";
    static std::string to_text(const Secret& secret) { return secret.value.empty() ? "" : "********"; }
    static std::optional<Secret> parse(std::string_view text) { return Secret{std::string{text}}; }
};

using EnvironmentReader = std::function<std::optional<std::string>(const std::string& name)>;

/// The process's own environment.
std::optional<std::string> read_environment(const std::string& name);

/// The file as JSON text, whichever form it has (by content). Errors: "config.unreadable",
/// "config.malformed".
std::string config_file_as_json(const std::filesystem::path& path);

/// Lays the file's keys over `config`; an unknown key is an error that names it.
template <DescribedStruct T>
void apply_config_file(T& config, const std::filesystem::path& path) {
    update_from_json(config, config_file_as_json(path));
}

namespace detail {

[[noreturn]] void throw_unknown_setting(std::string_view key);
[[noreturn]] void throw_bad_setting(std::string_view key, std::string_view expected);
std::optional<bool> parse_flag(std::string_view text);
std::optional<std::int64_t> parse_whole_number(std::string_view text);
std::optional<double> parse_number(std::string_view text);
std::vector<std::string> parse_list(std::string_view text);
std::string environment_name(std::string_view key);

template <class T>
void set_leaf(T& leaf, std::string_view key, std::string_view text) {
    if constexpr (kIsOptional<T>) {
        set_leaf(leaf.emplace(), key, text);
    } else if constexpr (std::same_as<T, bool>) {
        const auto flag = parse_flag(text);
        if (!flag) throw_bad_setting(key, "true or false");
        leaf = *flag;
    } else if constexpr (std::integral<T>) {
        const auto number = parse_whole_number(text);
        if (!number || !std::in_range<T>(*number)) throw_bad_setting(key, "a whole number");
        leaf = static_cast<T>(*number);
    } else if constexpr (std::floating_point<T>) {
        const auto number = parse_number(text);
        if (!number) throw_bad_setting(key, "a number");
        leaf = *number;
    } else if constexpr (std::same_as<T, std::string>) {
        leaf = text;
    } else if constexpr (std::same_as<T, std::vector<std::string>>) {
        leaf = parse_list(text);
    } else if constexpr (DescribedEnum<T>) {
        const auto value = parse_enum<T>(text);
        if (!value) throw_bad_setting(key, detail::one_of(enum_texts<T>()));
        leaf = *value;
    } else if constexpr (TextScalar<T>) {
        const auto value = Scalar<T>::parse(text);
        if (!value) throw_bad_setting(key, Scalar<T>::kFormat);
        leaf = *value;
    } else {
        throw_bad_setting(key, "set in the file; it is a list of tables");
    }
}

/// Calls `visit(dotted key, leaf)` for every leaf of a configuration.
template <DescribedStruct T, class Visit>
void for_each_leaf(T& config, const std::string& prefix, Visit&& visit) {
    for_each_member(config, [&](std::string_view name, auto& member) {
        const std::string key = prefix + std::string{name};
        if constexpr (DescribedStruct<std::remove_reference_t<decltype(member)>>) {
            for_each_leaf(member, key + ".", visit);
        } else {
            visit(key, member);
        }
    });
}

}  // namespace detail

/// One override, as from a flag: key "server.listen". Errors: "config.unknown_key", "config.bad_value".
template <DescribedStruct T>
void apply_setting(T& config, std::string_view key, std::string_view text) {
    bool found = false;
    detail::for_each_leaf(config, "", [&](const std::string& name, auto& leaf) {
        if (name != key) return;
        detail::set_leaf(leaf, key, text);
        found = true;
    });
    if (!found) detail::throw_unknown_setting(key);
}

/// Every leaf whose variable is set: MEDAL_ + the key in capitals, dots as underscores.
template <DescribedStruct T>
void apply_environment(T& config, const EnvironmentReader& read) {
    detail::for_each_leaf(config, "", [&](const std::string& key, auto& leaf) {
        const auto text = read(detail::environment_name(key));
        if (text) detail::set_leaf(leaf, key, *text);
    });
}

}  // namespace medal::base
