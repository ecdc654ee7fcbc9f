// Writes any value of a known family as JSON text (RFC 8259), straight into a string.
// Members keep their declared order; an empty optional is left out; a NaN or infinity becomes null.
#pragma once

#include "base/reflect.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace medal::base {

void write_json_string(std::string& out, std::string_view text);
void write_json_number(std::string& out, double value);

template <class T>
void write_json(std::string& out, const T& value);

namespace detail {

template <class T>
bool is_absent(const T& value) {
    if constexpr (kIsOptional<T>) return !value.has_value();
    return false;
}

template <class T>
void write_members(std::string& out, const T& value, bool first) {
    for_each_member(value, [&](std::string_view name, const auto& member) {
        if (is_absent(member)) return;
        if (!first) out += ',';
        first = false;
        write_json_string(out, name);
        out += ':';
        write_json(out, member);
    });
}

template <class T>
void write_alternative(std::string& out, const T& value) {
    out += "{\"type\":";
    write_json_string(out, T::kType);
    write_members(out, value, false);
    out += '}';
}

template <class Range>
void write_array(std::string& out, const Range& range) {
    out += '[';
    bool first = true;
    for (const auto& element : range) {
        if (!first) out += ',';
        first = false;
        write_json(out, element);
    }
    out += ']';
}

template <class Map>
void write_map(std::string& out, const Map& map) {
    out += '{';
    bool first = true;
    for (const auto& [key, element] : map) {
        if (!first) out += ',';
        first = false;
        write_json_string(out, key);
        out += ':';
        write_json(out, element);
    }
    out += '}';
}

}  // namespace detail

template <class T>
void write_json(std::string& out, const T& value) {
    if constexpr (std::same_as<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::integral<T>) {
        out += std::to_string(value);
    } else if constexpr (std::floating_point<T>) {
        write_json_number(out, value);
    } else if constexpr (std::same_as<T, std::string> || std::same_as<T, std::string_view>) {
        write_json_string(out, value);
    } else if constexpr (std::same_as<T, JsonText>) {
        out += value.text;
    } else if constexpr (TextScalar<T>) {
        write_json_string(out, Scalar<T>::to_text(value));
    } else if constexpr (DescribedEnum<T>) {
        write_json_string(out, enum_text(value));
    } else if constexpr (kIsOptional<T>) {
        value ? write_json(out, *value) : void(out += "null");
    } else if constexpr (kIsVector<T>) {
        detail::write_array(out, value);
    } else if constexpr (kIsTextMap<T>) {
        detail::write_map(out, value);
    } else if constexpr (kIsVariant<T>) {
        std::visit([&](const auto& alternative) { detail::write_alternative(out, alternative); }, value);
    } else if constexpr (DescribedStruct<T>) {
        out += '{';
        detail::write_members(out, value, true);
        out += '}';
    } else {
        static_assert(kNoCodec<T>, "this type has no JSON form (a sealed or undescribed type?)");
    }
}

template <class T>
std::string to_json(const T& value) {
    std::string out;
    write_json(out, value);
    return out;
}

}  // namespace medal::base
