// The text of a described enum is the enumerator's own name, without a trailing underscore (`private_`).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace medal::base {

template <class T>
concept DescribedEnum = std::is_enum_v<T> && boost::describe::has_describe_enumerators<T>::value;

constexpr std::string_view enumerator_text(const char* name) {
    std::string_view text{name};
    if (text.ends_with('_')) text.remove_suffix(1);
    return text;
}

template <DescribedEnum E>
constexpr std::string_view enum_text(E value) {
    std::string_view text;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto descriptor) {
        if (descriptor.value == value) text = enumerator_text(descriptor.name);
    });
    return text;
}

template <DescribedEnum E>
constexpr std::optional<E> parse_enum(std::string_view text) {
    std::optional<E> found;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>([&](auto descriptor) {
        if (enumerator_text(descriptor.name) == text) found = descriptor.value;
    });
    return found;
}

template <DescribedEnum E>
std::vector<std::string> enum_texts() {
    std::vector<std::string> texts;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto descriptor) { texts.emplace_back(enumerator_text(descriptor.name)); });
    return texts;
}

}  // namespace medal::base
