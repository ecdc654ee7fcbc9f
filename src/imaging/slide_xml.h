// The XML that scanners put into slides, reduced to what a policy lets through. Namespaces are names like any
// other; comments, instructions and character data that nobody asked for are gone.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace medal::imaging {

struct XmlTag {
    std::string_view name;
    std::vector<std::pair<std::string_view, std::string_view>> attributes;
    bool closes_itself = false;

    std::string_view attribute(std::string_view wanted) const;
};

using XmlAttributes = std::vector<std::pair<std::string, std::string>>;

struct XmlPolicy {
    /// The attributes that stay; nullopt drops the element with all that is in it.
    std::function<std::optional<XmlAttributes>(const XmlTag& tag)> keep;
    /// Whether the text inside of an element that stayed stays too.
    std::function<bool(std::string_view element, std::string_view text)> keep_text;
};

/// Never longer than `xml` as long as no attribute grows. nullopt where it is no well-formed XML.
std::optional<std::string> filtered_xml(std::string_view xml, const XmlPolicy& policy);

/// Calls `see` for every element, in order, with the names of those around it.
bool walk_xml(std::string_view xml,
              const std::function<void(const XmlTag& tag, const std::vector<std::string_view>& around)>& see);

/// One or more numbers, bare or in quotes: what cannot be a name. At most 64 characters.
bool is_plain_number(std::string_view text);

}  // namespace medal::imaging
