#include "base/schema.h"

#include "base/error.h"

namespace medal::base {
namespace {

// The house's own prefix, and how g++ and clang write a namespace without a name.
constexpr std::string_view kLeftOut[] = {
    "medal::", "{anonymous}::", "<unnamed>::", "(anonymous namespace)::"};

std::size_t left_out_at(std::string_view text) {
    std::size_t length = 0;
    for (const auto part : kLeftOut) {
        if (text.substr(length).starts_with(part)) length += part.size();
    }
    return length;
}

}  // namespace

std::string component_name(std::string_view qualified_type) {
    std::string name;
    bool starts_word = true;
    for (std::size_t i = 0; i < qualified_type.size(); ++i) {
        i += left_out_at(qualified_type.substr(i));
        const char c = qualified_type[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter) {
            starts_word = true;
            continue;
        }
        name += starts_word && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        starts_word = false;
    }
    return name;
}

namespace detail {

void keep_component(SchemaSet& components, const std::string& name, bool is_first, std::string schema) {
    auto& known = components.at(name);
    if (!is_first && known != schema) fail_internal("two types have the schema name " + name);
    known = std::move(schema);
}

std::string text_schema(std::string_view format) {
    return "{\"type\":\"string\",\"format\":" + to_json(format) + "}";
}

std::string enum_schema(const std::vector<std::string>& texts) {
    return "{\"type\":\"string\",\"enum\":" + to_json(texts) + "}";
}

}  // namespace detail
}  // namespace medal::base
