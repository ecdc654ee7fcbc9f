// Boost.JSON's parser, with a limit of depth and one rule more: a field named twice is refused (RFC 8259,
// section 4: what a receiver makes of it is unpredictable, so two readers could see two different requests).
#include "base/error.h"
#include "base/json_walk.h"

#include <charconv>
#include <unordered_set>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/value_stack.hpp>

namespace medal::base::detail {
namespace {

using boost::json::error_code;
using boost::json::string_view;

constexpr std::size_t kMaxJsonDepth = 32;

// An object or array whose end has not been read yet.
struct Level {
    bool is_object = false;
    std::unordered_set<std::string> keys;
    std::string key;
    std::size_t count = 0;
};

// What basic_parser calls. Its names are those that Boost.JSON asks for.
struct Builder {
    static constexpr std::size_t max_object_size = boost::json::object::max_size();
    static constexpr std::size_t max_array_size = boost::json::array::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();

    boost::json::value_stack stack;
    std::vector<Level> levels;
    std::string key;
    std::string number;
    bool has_twin = false;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open(true); }
    bool on_object_end(std::size_t size, error_code&) {
        stack.push_object(size);
        return close();
    }
    bool on_array_begin(error_code&) { return open(false); }
    bool on_array_end(std::size_t size, error_code&) {
        stack.push_array(size);
        return close();
    }
    bool on_key_part(string_view part, std::size_t, error_code&) {
        key.append(part.data(), part.size());
        stack.push_chars(part);
        return true;
    }
    bool on_key(string_view rest, std::size_t, error_code& error) {
        key.append(rest.data(), rest.size());
        stack.push_key(rest);
        auto& level = levels.back();
        has_twin = !level.keys.insert(key).second;
        level.key = std::move(key);
        key.clear();
        if (has_twin) error = boost::json::error::syntax;
        return !has_twin;
    }
    bool on_string_part(string_view part, std::size_t, error_code&) {
        stack.push_chars(part);
        return true;
    }
    bool on_string(string_view rest, std::size_t, error_code&) {
        count();
        stack.push_string(rest);
        return true;
    }
    /// The parser is given the whole document at once, so a part is one whose rest is missing ("9e"): an
    /// error follows. Were it not so, on_double would have the whole text.
    bool on_number_part(string_view part, error_code&) {
        number.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t value, string_view, error_code&) {
        count();
        number.clear();
        stack.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, string_view, error_code&) {
        count();
        number.clear();
        stack.push_uint64(value);
        return true;
    }
    // Boost.JSON 1.81 is off by the last digit for some numbers: they are read again, to the nearest double.
    // What no double holds stays what it made of it: infinite, which no field takes, or zero.
    bool on_double(double value, string_view rest, error_code&) {
        count();
        number.append(rest.data(), rest.size());
        std::from_chars(number.data(), number.data() + number.size(), value);
        number.clear();
        stack.push_double(value);
        return true;
    }
    bool on_bool(bool value, error_code&) {
        count();
        stack.push_bool(value);
        return true;
    }
    bool on_null(error_code&) {
        count();
        stack.push_null();
        return true;
    }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

  private:
    void count() {
        if (!levels.empty()) ++levels.back().count;
    }
    bool open(bool is_object) {
        count();
        levels.emplace_back().is_object = is_object;
        return true;
    }
    bool close() {
        levels.pop_back();
        return true;
    }
};

[[noreturn]] void throw_twin(const std::vector<Level>& levels) {
    Pointer at;
    for (const auto& level : levels) {
        if (level.is_object) {
            at.push(level.key);
        } else {
            at.push(level.count - 1);
        }
    }
    throw Error{ErrorKind::invalid,
                "json.duplicate_field",
                "The field " + at.text() + " is there twice.",
                {.field = at.text(), .hint = "Send each field once."}};
}

}  // namespace

JsonValue parse_json(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = kMaxJsonDepth;
    boost::json::basic_parser<Builder> parser{options};
    auto& builder = parser.handler();
    builder.stack.reset();
    error_code error;
    const auto length = parser.write_some(false, text.data(), text.size(), error);
    if (builder.has_twin) throw_twin(builder.levels);
    if (!error && length < text.size()) error = boost::json::error::extra_data;
    if (error) {
        throw Error{ErrorKind::invalid,
                    "json.malformed",
                    "The text is not valid JSON: " + error.message() + ".",
                    {.hint = "Send one JSON value in UTF-8, nested at most 32 deep."}};
    }
    return builder.stack.release();
}

}  // namespace medal::base::detail
