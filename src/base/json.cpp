#include "base/json.h"

#include <algorithm>
#include <cmath>

#include <boost/json/serialize.hpp>

namespace medal::base {
namespace detail {
namespace {

std::string shown(const Pointer& at) {
    return at.text().empty() ? "The document" : "The field " + at.text();
}

// A key comes from outside: shown only when short and plain, so that an error never carries foreign bytes.
std::string shown_key(std::string_view key) {
    const bool plain = key.size() <= 64 && std::all_of(key.begin(), key.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '_' || c == '-';
                       });
    return plain ? std::string{key} : std::string{"(unprintable)"};
}

void write_value(std::string& out, const JsonValue& json);

void write_array(std::string& out, const boost::json::array& array) {
    out += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i > 0) out += ',';
        write_value(out, array[i]);
    }
    out += ']';
}

void write_object(std::string& out, const boost::json::object& object) {
    out += '{';
    bool first = true;
    for (const auto& element : object) {
        if (!first) out += ',';
        first = false;
        write_json_string(out, {element.key().data(), element.key().size()});
        out += ':';
        write_value(out, element.value());
    }
    out += '}';
}

// As Boost.JSON would, but with numbers as people write them (12.5, not 1.25E1). Depth is limited by the
// parser.
void write_value(std::string& out, const JsonValue& json) {
    switch (json.kind()) {
        case boost::json::kind::object:
            return write_object(out, json.get_object());
        case boost::json::kind::array:
            return write_array(out, json.get_array());
        case boost::json::kind::double_:
            return write_json_number(out, json.get_double());
        case boost::json::kind::string: {
            const auto& text = json.get_string();
            return write_json_string(out, {text.data(), text.size()});
        }
        default:
            out += boost::json::serialize(json);
    }
}

}  // namespace

std::size_t Pointer::push(std::string_view name) {
    const auto length = text_.size();
    text_ += '/';
    for (const char c : shown_key(name) == name ? std::string{name} : shown_key(name)) {
        if (c == '~') {
            text_ += "~0";
        } else if (c == '/') {
            text_ += "~1";
        } else {
            text_ += c;
        }
    }
    return length;
}

void throw_wrong_type(const Pointer& at, std::string_view expected) {
    throw Error{ErrorKind::invalid,
                "json.wrong_type",
                shown(at) + " must be " + std::string{expected} + ".",
                {.field = at.text()}};
}

void throw_missing(const Pointer& at, std::string_view name) {
    Pointer field = at;
    field.push(name);
    throw Error{ErrorKind::invalid,
                "json.missing_field",
                "The field " + field.text() + " is missing.",
                {.field = field.text()}};
}

void throw_unknown(const Pointer& at, std::string_view name) {
    Pointer field = at;
    field.push(name);
    throw Error{ErrorKind::invalid,
                "json.unknown_field",
                "The field " + field.text() + " is not known here.",
                {.field = field.text(), .hint = "Remove it or check its spelling."}};
}

void throw_malformed_value(const Pointer& at, std::string_view expected) {
    throw Error{ErrorKind::invalid,
                "json.bad_value",
                shown(at) + " must be " + std::string{expected} + ".",
                {.field = at.text()}};
}

std::string one_of(const std::vector<std::string>& texts) {
    std::string list = "one of";
    for (std::size_t i = 0; i < texts.size(); ++i) list += (i == 0 ? " " : ", ") + texts[i];
    return list;
}

void Walk::read(const JsonValue& json, bool& value) {
    if (!json.is_bool()) throw_wrong_type(at, "true or false");
    value = json.as_bool();
}

void Walk::read(const JsonValue& json, std::int64_t& value) {
    if (json.is_int64()) {
        value = json.as_int64();
        return;
    }
    throw_wrong_type(at, "a whole number");
}

void Walk::read(const JsonValue& json, double& value) {
    if (!json.is_number()) throw_wrong_type(at, "a number");
    value = json.to_number<double>();
    if (!std::isfinite(value)) throw_malformed_value(at, "a finite number");
}

void Walk::read(const JsonValue& json, std::string& value) {
    if (!json.is_string()) throw_wrong_type(at, "text");
    value = json.as_string();
    if (value.find('\0') != std::string::npos) throw_malformed_value(at, "text without NUL characters");
}

void Walk::read(const JsonValue& json, JsonText& value) {
    value.text.clear();
    write_value(value.text, json);
}

const boost::json::object& object_at(const Walk& walk, const JsonValue& json) {
    if (!json.is_object()) throw_wrong_type(walk.at, "an object");
    return json.get_object();
}

const boost::json::array& array_at(const Walk& walk, const JsonValue& json) {
    if (!json.is_array()) throw_wrong_type(walk.at, "a list");
    return json.get_array();
}

const JsonValue* member_of(const boost::json::object& object, std::string_view name) {
    return object.if_contains({name.data(), name.size()});
}

void reject_unknown(const Walk& walk, const boost::json::object& object,
                    const std::vector<std::string>& known) {
    for (const auto& element : object) {
        const std::string_view key{element.key().data(), element.key().size()};
        if (std::find(known.begin(), known.end(), key) == known.end()) throw_unknown(walk.at, key);
    }
}

}  // namespace detail

bool is_json(std::string_view text) {
    try {
        detail::parse_json(text);
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace medal::base
