// The walk that reads JSON into described types: its state and its errors. Include json.h instead.
#pragma once

#include "base/error.h"
#include "base/reflect.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace medal::base {

/// What an absent field means: an error (requests) or "keep what is there" (configuration).
enum class Absent { is_error, keeps_value };

/// What an unknown field means: an error (our own formats) or nothing (answers of foreign services).
enum class Unknown { is_error, is_ignored };

namespace detail {

using JsonValue = boost::json::value;

/// Parses with a depth limit of 32; throws Error{invalid}: "json.malformed", "json.duplicate_field".
JsonValue parse_json(std::string_view text);

/// "/items/3/stem": grows and shrinks as the walk goes down and up.
class Pointer {
  public:
    const std::string& text() const { return text_; }
    std::size_t push(std::string_view name);
    std::size_t push(std::size_t index) { return push(std::to_string(index)); }
    void pop(std::size_t length) { text_.resize(length); }

  private:
    std::string text_;
};

[[noreturn]] void throw_wrong_type(const Pointer& at, std::string_view expected);
[[noreturn]] void throw_missing(const Pointer& at, std::string_view name);
[[noreturn]] void throw_unknown(const Pointer& at, std::string_view name);
[[noreturn]] void throw_malformed_value(const Pointer& at, std::string_view expected);
std::string one_of(const std::vector<std::string>& texts);

struct Walk {
    Absent absent = Absent::is_error;
    Unknown unknown = Unknown::is_error;
    Pointer at{};

    void read(const JsonValue& json, bool& value);
    void read(const JsonValue& json, std::int64_t& value);
    void read(const JsonValue& json, double& value);
    void read(const JsonValue& json, std::string& value);
    void read(const JsonValue& json, JsonText& value);

    template <class T>
    void read(const JsonValue& json, T& value);

  private:
    template <class T>
    void read_integer(const JsonValue& json, T& value);
    template <class T>
    void read_struct(const JsonValue& json, T& value, bool has_type_tag);
    template <class T>
    void read_vector(const JsonValue& json, T& value);
    template <class T>
    void read_map(const JsonValue& json, T& value);
    template <class T>
    void read_variant(const JsonValue& json, T& value);
};

const boost::json::object& object_at(const Walk& walk, const JsonValue& json);
const boost::json::array& array_at(const Walk& walk, const JsonValue& json);
const JsonValue* member_of(const boost::json::object& object, std::string_view name);
void reject_unknown(const Walk& walk, const boost::json::object& object,
                    const std::vector<std::string>& known);

}  // namespace detail

}  // namespace medal::base
