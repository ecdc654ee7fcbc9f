// A scalar is a value whose outside form is one short text: an id, an instant, a date, a hash.
// One specialisation serves JSON, SQL binding, path parameters and the OpenAPI format.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace medal::base {

/// Specialise with `to_text`, `parse` (nullopt when malformed) and `kFormat` (the OpenAPI format).
template <class T>
struct Scalar;

template <class T>
concept TextScalar = requires(const T& value, std::string_view text) {
    { Scalar<T>::to_text(value) } -> std::convertible_to<std::string>;
    { Scalar<T>::parse(text) } -> std::same_as<std::optional<T>>;
    { Scalar<T>::kFormat } -> std::convertible_to<std::string_view>;
};

}  // namespace medal::base
