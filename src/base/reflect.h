// What the codecs (JSON, SQL rows, OpenAPI) know of a type: the members of a described struct, and which
// family a type belongs to. A type outside every family has no codec, and that is meant (sealed.h).
#pragma once

#include "base/enum_text.h"
#include "base/scalar.h"

#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

namespace medal::base {

/// A piece of JSON that is passed on as it is; must hold one valid JSON value.
struct JsonText {
    std::string text = "null";

    bool operator==(const JsonText&) const = default;
};

/// False for every type; makes a static_assert wait for its template argument.
template <class T>
inline constexpr bool kNoCodec = false;

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class T>
inline constexpr bool kIsVector = false;
template <class T>
inline constexpr bool kIsVector<std::vector<T>> = true;

template <class T>
inline constexpr bool kIsTextMap = false;
template <class T>
inline constexpr bool kIsTextMap<std::map<std::string, T>> = true;

template <class T>
inline constexpr bool kIsVariant = false;
template <class... T>
inline constexpr bool kIsVariant<std::variant<T...>> = true;

template <class T>
concept DescribedStruct = std::is_class_v<std::remove_const_t<T>> &&
                          boost::describe::has_describe_members<std::remove_const_t<T>>::value &&
                          !TextScalar<std::remove_const_t<T>>;

template <class T>
using Members =
    boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

/// Calls `visit(name, member reference)` for every member, bases first.
template <DescribedStruct T, class Visit>
void for_each_member(T& value, Visit&& visit) {
    boost::mp11::mp_for_each<Members<std::remove_const_t<T>>>(
        [&](auto descriptor) { visit(enumerator_text(descriptor.name), value.*descriptor.pointer); });
}

/// The position of the alternative whose `kType` is `name`; the number of alternatives when there is none.
template <class Variant>
std::size_t alternative_named(std::string_view name) {
    std::size_t found = std::variant_size_v<Variant>;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<Variant>>>([&](auto index) {
        if (std::variant_alternative_t<index.value, Variant>::kType == name) found = index.value;
    });
    return found;
}

}  // namespace medal::base
