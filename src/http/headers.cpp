#include "http/headers.h"

#include "base/text.h"

namespace medal::http {
namespace {

char lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// RFC 9110, 12.4.2: "q=0", "q=0.0", … mean "not acceptable".
bool has_zero_weight(std::string_view parameters) {
    for (const auto part : list_parts(parameters, ';')) {
        if (part.size() < 3 || lower(part[0]) != 'q' || part[1] != '=') continue;
        return part.substr(2).find_first_not_of("0.") == std::string_view::npos;
    }
    return false;
}

}  // namespace

bool equal_without_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t index = 0; index < a.size(); ++index) {
        if (lower(a[index]) != lower(b[index])) return false;
    }
    return true;
}

void HeaderList::add(std::string_view name, std::string_view value) {
    entries_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                        static_cast<std::uint32_t>(value.size())});
    for (const char letter : name) text_ += lower(letter);
    text_ += value;
}

void HeaderList::clear() {
    text_.clear();
    entries_.clear();
}

std::string_view HeaderList::name_of(const Entry& entry) const {
    return std::string_view{text_}.substr(entry.name_at, entry.name_size);
}

std::string_view HeaderList::value_of(const Entry& entry) const {
    return std::string_view{text_}.substr(entry.name_at + entry.name_size, entry.value_size);
}

std::optional<std::string_view> HeaderList::find(std::string_view lower_name) const {
    for (const auto& entry : entries_) {
        if (name_of(entry) == lower_name) return value_of(entry);
    }
    return std::nullopt;
}

std::size_t HeaderList::count(std::string_view lower_name) const {
    std::size_t found = 0;
    for (const auto& entry : entries_) found += name_of(entry) == lower_name ? 1 : 0;
    return found;
}

bool list_accepts(std::string_view list, std::string_view token) {
    for (const auto part : list_parts(list, ',')) {
        const auto end = part.find(';');
        const auto name = base::trimmed(part.substr(0, end));
        if (!equal_without_case(name, token)) continue;
        return end == std::string_view::npos || !has_zero_weight(part.substr(end));
    }
    return false;
}

std::vector<std::string_view> list_parts(std::string_view list, char separator) {
    std::vector<std::string_view> parts;
    while (!list.empty()) {
        const auto end = list.find(separator);
        const auto part = base::trimmed(list.substr(0, end));
        if (!part.empty()) parts.push_back(part);
        list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
    }
    return parts;
}

}  // namespace medal::http
