// The JSON Schema (2020-12, as OpenAPI 3.1 uses it) of any type that has a JSON form, from the same
// description. Structs become named components; `SchemaSet` collects them as they are met.
#pragma once

#include "base/json_write.h"
#include "base/reflect.h"

#include <map>
#include <string>
#include <string_view>

namespace medal::base {

/// Component name → schema text. Ordered, so that the document is the same at every run.
using SchemaSet = std::map<std::string, std::string>;

/// "medal::campaign::Page<medal::campaign::ProblemView>" → "CampaignPageCampaignProblemView".
std::string component_name(std::string_view qualified_type);

namespace detail {

template <class T>
constexpr std::string_view raw_type_name() {
    std::string_view name = __PRETTY_FUNCTION__;
    const auto from = name.find("T = ") + 4;
    name.remove_prefix(from);
    return name.substr(0, name.find_first_of(";]"));
}

template <class T>
std::string schema_of(SchemaSet& components);

/// Stands in for a component while its own members are walked.
constexpr std::string_view kInTheMaking = "{}";
/// Types in unnamed namespaces of two files may share a name; an internal error unless they look the same.
void keep_component(SchemaSet& components, const std::string& name, bool is_first, std::string schema);

std::string text_schema(std::string_view format);
std::string enum_schema(const std::vector<std::string>& texts);

template <class T>
std::string object_schema(SchemaSet& components, std::string_view type_tag) {
    std::string properties;
    std::string required;
    const auto add = [](std::string& list, const std::string& part) {
        list += (list.empty() ? "" : ",") + part;
    };
    if (!type_tag.empty()) {
        add(properties, "\"type\":{\"const\":" + to_json(type_tag) + "}");
        add(required, "\"type\"");
    }
    T sample{};
    for_each_member(sample, [&](std::string_view name, auto& member) {
        using Member = std::remove_cvref_t<decltype(member)>;
        add(properties, to_json(name) + ":" + schema_of<Member>(components));
        if constexpr (!kIsOptional<Member>) add(required, to_json(name));
    });
    return "{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + required +
           "],\"additionalProperties\":false}";
}

template <class T>
std::string component_reference(SchemaSet& components, std::string_view type_tag) {
    const auto name = component_name(raw_type_name<T>());
    const bool is_first = components.try_emplace(name, kInTheMaking).second;
    if (is_first || components.at(name) != kInTheMaking) {
        keep_component(components, name, is_first, object_schema<T>(components, type_tag));
    }
    return "{\"$ref\":\"#/components/schemas/" + name + "\"}";
}

template <class T>
std::string variant_schema(SchemaSet& components) {
    std::string list;
    boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<T>>>([&](auto index) {
        using Alternative = std::variant_alternative_t<index.value, T>;
        if (!list.empty()) list += ',';
        list += component_reference<Alternative>(components, Alternative::kType);
    });
    return "{\"oneOf\":[" + list + "],\"discriminator\":{\"propertyName\":\"type\"}}";
}

template <class T>
std::string schema_of(SchemaSet& components) {
    if constexpr (std::same_as<T, bool>) {
        return "{\"type\":\"boolean\"}";
    } else if constexpr (std::integral<T>) {
        return "{\"type\":\"integer\"}";
    } else if constexpr (std::floating_point<T>) {
        return "{\"type\":\"number\"}";
    } else if constexpr (std::same_as<T, std::string>) {
        return "{\"type\":\"string\"}";
    } else if constexpr (std::same_as<T, JsonText>) {
        return "{}";
    } else if constexpr (TextScalar<T>) {
        return text_schema(Scalar<T>::kFormat);
    } else if constexpr (DescribedEnum<T>) {
        return enum_schema(enum_texts<T>());
    } else if constexpr (kIsOptional<T>) {
        return schema_of<typename T::value_type>(components);
    } else if constexpr (kIsVector<T>) {
        return "{\"type\":\"array\",\"items\":" + schema_of<typename T::value_type>(components) + "}";
    } else if constexpr (kIsTextMap<T>) {
        return "{\"type\":\"object\",\"additionalProperties\":" +
               schema_of<typename T::mapped_type>(components) + "}";
    } else if constexpr (kIsVariant<T>) {
        return variant_schema<T>(components);
    } else if constexpr (DescribedStruct<T>) {
        return component_reference<T>(components, "");
    } else {
        static_assert(kNoCodec<T>, "this type has no JSON form (a sealed or undescribed type?)");
    }
}

}  // namespace detail

/// The schema of T as JSON text; the structs that it names are added to `components`.
template <class T>
std::string json_schema(SchemaSet& components) {
    return detail::schema_of<T>(components);
}

}  // namespace medal::base
