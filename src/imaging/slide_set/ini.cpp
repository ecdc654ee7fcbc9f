#include "imaging/slide_set/ini.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace medal::imaging::slide_set {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

template <class Number>
Number parsed(const std::string& text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) fail_damaged_set();
    return number;
}

}  // namespace

void fail_damaged_set() {
    throw base::Error{base::ErrorKind::invalid, "slide.set_damaged",
                      "The file that lists the slide's parts is damaged; copy the slide again."};
}

Ini::Ini(Bytes file) {
    auto text = text_of(file);
    if (text.size() > kMaxIni_bytes) fail_damaged_set();
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    Section* section = nullptr;
    std::size_t keys = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = base::trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.size() > kMaxIniLine_bytes) fail_damaged_set();
        if (line.empty() || line.front() == '#' || line.front() == ';') continue;
        if (line.front() == '[' && line.back() == ']') {
            section = &sections_[std::string{line.substr(1, line.size() - 2)}];
            if (sections_.size() > kMaxIniSections) fail_damaged_set();
            continue;
        }
        const auto sign = line.find('=');
        if (sign == std::string_view::npos || section == nullptr || ++keys > kMaxIniKeys) fail_damaged_set();
        const auto key = base::trimmed(line.substr(0, sign));
        (*section)[std::string{key}] = base::trimmed(line.substr(sign + 1));
    }
}

const Ini::Section* Ini::section(std::string_view name) const {
    const auto found = sections_.find(name);
    return found != sections_.end() ? &found->second : nullptr;
}

const std::string* Ini::find(std::string_view name, std::string_view key) const {
    const auto* keys = section(name);
    if (keys == nullptr) return nullptr;
    const auto found = keys->find(key);
    return found != keys->end() ? &found->second : nullptr;
}

std::string Ini::text(std::string_view section, std::string_view key) const {
    const auto* value = find(section, key);
    if (value == nullptr || value->empty()) fail_damaged_set();
    return *value;
}

std::int64_t Ini::integer(std::string_view section, std::string_view key, Range range) const {
    const auto number = parsed<std::int64_t>(text(section, key));
    if (number < range.least || number > range.most) fail_damaged_set();
    return number;
}

double Ini::decimal(std::string_view section, std::string_view key) const {
    const auto number = parsed<double>(text(section, key));
    if (!std::isfinite(number)) fail_damaged_set();
    return number;
}

}  // namespace medal::imaging::slide_set
