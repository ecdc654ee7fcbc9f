// Values that must not leave: Sealed<T> (reference answers) and Identifying<T> (text from foreign images).
// Neither has a codec, a formatter, a stream operator or a comparison with plain text; a response struct
// that holds one does not compile (tests/nocompile proves it, DOMAIN.md rules 1 and 3).
#pragma once

#include <utility>

namespace medal::base {

template <class T>
class Sealed {
  public:
    Sealed() = default;
    explicit Sealed(T value) : value_(std::move(value)) {}

    /// The one way out; search for this name to see every place that opens a seal.
    const T& open_seal() const { return value_; }

  private:
    T value_{};
};

template <class T>
class Identifying {
  public:
    Identifying() = default;
    explicit Identifying(T value) : value_(std::move(value)) {}

    /// The one way out; only de-identification and its verification may call it.
    const T& reveal_identifier() const { return value_; }

  private:
    T value_{};
};

}  // namespace medal::base
