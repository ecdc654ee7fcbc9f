#include "imaging/dicom/data_set.h"

#include <charconv>

namespace medal::imaging::dicom {

std::string_view trimmed(std::string_view text) {
    const auto is_padding = [](char letter) { return letter == ' ' || letter == '\0'; };
    while (!text.empty() && is_padding(text.back())) text.remove_suffix(1);
    while (!text.empty() && is_padding(text.front())) text.remove_prefix(1);
    return text;
}

std::string_view value_at(std::string_view text, std::size_t index) {
    for (std::size_t i = 0; i < index; ++i) {
        const auto bar = text.find('\\');
        if (bar == std::string_view::npos) return {};
        text.remove_prefix(bar + 1);
    }
    return trimmed(text.substr(0, text.find('\\')));
}

std::optional<double> parse_decimal(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

const Element* DataSet::find(Tag tag) const {
    for (std::size_t i = 0; i < elements.size(); i = elements[i].end) {
        if (elements[i].tag == tag) return &elements[i];
    }
    return nullptr;
}

std::string_view DataSet::text(const Element& element) const {
    return element.kind == Kind::value ? value_at(text_of(value(element)), 0) : std::string_view{};
}

std::string_view DataSet::text(Tag tag) const {
    const auto* element = find(tag);
    return element != nullptr ? text(*element) : std::string_view{};
}

std::optional<std::int64_t> DataSet::integer(Tag tag) const {
    const auto* element = find(tag);
    if (element == nullptr || element->kind != Kind::value) return std::nullopt;
    const auto raw = value(*element);
    switch (element->vr) {
        case vr::US:
            return raw.size() >= 2 ? std::optional<std::int64_t>{u16(raw, 0, encoding.endian)} : std::nullopt;
        case vr::SS:
            return raw.size() >= 2
                       ? std::optional<std::int64_t>{static_cast<std::int16_t>(u16(raw, 0, encoding.endian))}
                       : std::nullopt;
        case vr::UL:
            return raw.size() >= 4 ? std::optional<std::int64_t>{u32(raw, 0, encoding.endian)} : std::nullopt;
        default: {
            const auto number = parse_decimal(text(*element));
            if (!number || *number < -9.0e15 || *number > 9.0e15) return std::nullopt;
            return static_cast<std::int64_t>(*number);
        }
    }
}

std::vector<double> DataSet::decimals(const Element& element) const {
    std::vector<double> numbers;
    if (element.kind != Kind::value || element.length == 0) return numbers;
    std::string_view rest = text_of(value(element));
    while (true) {
        const auto bar = rest.find('\\');
        const auto number = parse_decimal(rest.substr(0, bar));
        if (!number) return {};
        numbers.push_back(*number);
        if (bar == std::string_view::npos) return numbers;
        rest.remove_prefix(bar + 1);
    }
}

std::vector<double> DataSet::decimals(Tag tag) const {
    const auto* element = find(tag);
    return element != nullptr ? decimals(*element) : std::vector<double>{};
}

bool DataSet::is_encapsulated() const {
    const auto* pixels = find(tags::kPixelData);
    return pixels != nullptr && pixels->kind == Kind::fragments;
}

}  // namespace medal::imaging::dicom
