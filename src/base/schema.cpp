#include "base/schema.h"

namespace medal::base {

std::string component_name(std::string_view qualified_type) {
    std::string name;
    bool starts_word = true;
    for (std::size_t i = 0; i < qualified_type.size(); ++i) {
        if (qualified_type.substr(i).starts_with("medal::")) i += 7;
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

std::string text_schema(std::string_view format) {
    return "{\"type\":\"string\",\"format\":" + to_json(format) + "}";
}

std::string enum_schema(const std::vector<std::string>& texts) {
    return "{\"type\":\"string\",\"enum\":" + to_json(texts) + "}";
}

}  // namespace detail
}  // namespace medal::base
