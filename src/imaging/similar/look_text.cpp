#include "imaging/similar/look_text.h"

#include <charconv>
#include <fmt/format.h>

namespace medal::imaging::similar {
namespace {

constexpr std::size_t kDigits = 45;

/// Takes as many digits from the front as it is told.
std::optional<std::uint64_t> number_in(std::string_view& text, std::size_t digits) {
    std::uint64_t number = 0;
    const auto* end = text.data() + digits;
    const auto [stop, fault] = std::from_chars(text.data(), end, number, 16);
    if (fault != std::errc{} || stop != end) return {};
    text.remove_prefix(digits);
    return number;
}

std::optional<Look> look_in(std::string_view digits) {
    const auto part = number_in(digits, 1);
    if (!part) return {};
    const auto phash = number_in(digits, 16);
    if (!phash) return {};
    const auto high = number_in(digits, 12);
    if (!high) return {};
    const auto low = number_in(digits, 16);
    if (!low) return {};
    return Look{static_cast<Part>(*part), *phash, {*low, *high}};
}

}  // namespace

std::string text_of(const std::vector<Look>& looks) {
    std::string text;
    text.reserve(looks.size() * kDigits);
    for (const auto& look : looks) {
        text += fmt::format("{:x}{:016x}{:012x}{:016x}", static_cast<unsigned>(look.part), look.phash,
                            look.steps[1], look.steps[0]);
    }
    return text;
}

std::optional<std::vector<Look>> looks_in(std::string_view text) {
    if (text.size() % kDigits != 0 || text.size() > kParts * kDigits) return {};
    std::vector<Look> looks;
    for (std::size_t at = 0; at < text.size(); at += kDigits) {
        const auto look = look_in(text.substr(at, kDigits));
        if (!look || (!looks.empty() && looks.back().part >= look->part)) return {};
        looks.push_back(*look);
    }
    return looks;
}

}  // namespace medal::imaging::similar
