#include "imaging/deid/dates.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>

namespace medal::imaging::deid {
namespace {

bool are_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) value = value * 10 + (digit - '0');
    return value;
}

constexpr int kOldestAgeYears = 90;
constexpr int kBandYears = 5;
constexpr int kBandMonths = 3;

}  // namespace

std::optional<std::string> shift_date(std::string_view value, int days) {
    std::string digits{value};
    std::erase(digits, '.');
    if (digits.size() != 8 || !are_digits(digits)) return std::nullopt;
    const std::string_view text = digits;
    const std::chrono::year_month_day day{
        std::chrono::year{number(text.substr(0, 4))},
        std::chrono::month{static_cast<unsigned>(number(text.substr(4, 2)))},
        std::chrono::day{static_cast<unsigned>(number(text.substr(6, 2)))}};
    if (!day.ok()) return std::nullopt;
    const std::chrono::year_month_day moved{std::chrono::sys_days{day} + std::chrono::days{days}};
    return fmt::format("{:04}{:02}{:02}", static_cast<int>(moved.year()),
                       static_cast<unsigned>(moved.month()), static_cast<unsigned>(moved.day()));
}

std::optional<std::string> shift_date_time(std::string_view value, int days) {
    if (value.size() < 8) return std::nullopt;
    auto moved = shift_date(value.substr(0, 8), days);
    const auto rest = value.substr(8);
    const bool sound = std::all_of(rest.begin(), rest.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == '+' || c == '-';
    });
    if (!moved || !sound) return std::nullopt;
    return *moved + std::string{rest};
}

std::optional<std::string> age_band(std::string_view value) {
    if (value.size() != 4 || !are_digits(value.substr(0, 3))) return std::nullopt;
    const int age = number(value.substr(0, 3));
    switch (value[3]) {
        case 'Y':
            if (age >= kOldestAgeYears) return "090Y";
            return fmt::format("{:03}Y", age < kBandYears ? age : age / kBandYears * kBandYears);
        case 'M':
            return fmt::format("{:03}M", age / kBandMonths * kBandMonths);
        case 'W':
            return fmt::format("{:03}M", age * 7 / 30 / kBandMonths * kBandMonths);
        case 'D':
            return fmt::format("{:03}M", age / 30 / kBandMonths * kBandMonths);
        default:
            return std::nullopt;
    }
}

}  // namespace medal::imaging::deid
