// The body of json.h's walk: down a parsed value and a described type at the same time. Include json.h
// instead.
#pragma once

#include "base/json_walk.h"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace medal::base::detail {

template <class T>
void Walk::read_integer(const JsonValue& json, T& value) {
    std::int64_t wide = 0;
    read(json, wide);
    if (!std::in_range<T>(wide)) throw_malformed_value(at, "a whole number in range");
    value = static_cast<T>(wide);
}

template <class T>
void Walk::read_struct(const JsonValue& json, T& value, bool has_type_tag) {
    const auto& object = object_at(*this, json);
    std::vector<std::string> known;
    if (has_type_tag) known.emplace_back("type");
    for_each_member(value, [&](std::string_view name, auto& member) {
        known.emplace_back(name);
        const JsonValue* found = member_of(object, name);
        if (found == nullptr) {
            if (absent == Absent::is_error && !kIsOptional<std::remove_cvref_t<decltype(member)>>) {
                throw_missing(at, name);
            }
            return;
        }
        const auto up = at.push(name);
        read(*found, member);
        at.pop(up);
    });
    if (unknown == Unknown::is_error) reject_unknown(*this, object, known);
}

template <class T>
void Walk::read_vector(const JsonValue& json, T& value) {
    value.clear();
    std::size_t index = 0;
    for (const auto& element : array_at(*this, json)) {
        const auto up = at.push(index++);
        read(element, value.emplace_back());
        at.pop(up);
    }
}

template <class T>
void Walk::read_map(const JsonValue& json, T& value) {
    value.clear();
    for (const auto& element : object_at(*this, json)) {
        const auto up = at.push(std::string_view{element.key().data(), element.key().size()});
        read(element.value(), value[std::string{element.key()}]);
        at.pop(up);
    }
}

template <class T>
void Walk::read_variant(const JsonValue& json, T& value) {
    const auto& object = object_at(*this, json);
    const JsonValue* tag = member_of(object, "type");
    if (tag == nullptr) throw_missing(at, "type");
    std::vector<std::string> names;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<T>>>(
        [&](auto index) { names.emplace_back(std::variant_alternative_t<index.value, T>::kType); });
    const auto up = at.push("type");
    std::string name;
    read(*tag, name);
    const auto chosen = alternative_named<T>(name);
    if (chosen == std::variant_size_v<T>) throw_malformed_value(at, one_of(names));
    at.pop(up);
    boost::mp11::mp_with_index<std::variant_size_v<T>>(chosen, [&](auto index) {
        std::variant_alternative_t<index.value, T> alternative{};
        read_struct(json, alternative, true);
        value = std::move(alternative);
    });
}

template <class T>
void Walk::read(const JsonValue& json, T& value) {
    if constexpr (std::integral<T>) {
        read_integer(json, value);
    } else if constexpr (TextScalar<T> || DescribedEnum<T>) {
        std::string text;
        read(json, text);
        if constexpr (TextScalar<T>) {
            const auto parsed = Scalar<T>::parse(text);
            if (!parsed) throw_malformed_value(at, "text of the form " + std::string{Scalar<T>::kFormat});
            value = *parsed;
        } else {
            const auto parsed = parse_enum<T>(text);
            if (!parsed) throw_malformed_value(at, one_of(enum_texts<T>()));
            value = *parsed;
        }
    } else if constexpr (kIsOptional<T>) {
        value.reset();
        if (!json.is_null()) read(json, value.emplace());
    } else if constexpr (kIsVector<T>) {
        read_vector(json, value);
    } else if constexpr (kIsTextMap<T>) {
        read_map(json, value);
    } else if constexpr (kIsVariant<T>) {
        read_variant(json, value);
    } else if constexpr (DescribedStruct<T>) {
        read_struct(json, value, false);
    } else {
        static_assert(kNoCodec<T>, "this type has no JSON form (a sealed or undescribed type?)");
    }
}

}  // namespace medal::base::detail
