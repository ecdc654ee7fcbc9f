#include "base/time.h"

#include <chrono>
#include <fmt/format.h>

namespace medal::base {
namespace {

namespace chrono = std::chrono;

std::int64_t floor_div(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
    if (from + count > text.size()) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

chrono::year_month_day calendar(const Date& date) {
    return chrono::year{date.year} / chrono::month{date.month} / chrono::day{date.day};
}

// time-numoffset of RFC 3339, in minutes; only "Z" and "±hh:mm".
std::optional<int> offset_minutes(std::string_view zone) {
    if (zone == "Z" || zone == "z") return 0;
    if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
    const auto hours = digits(zone, 1, 2);
    const auto minutes = digits(zone, 4, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return (zone[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

struct Fraction {
    std::int64_t microseconds = 0;
    std::size_t length = 0;
};

std::optional<Fraction> fraction(std::string_view text) {
    Fraction result;
    if (text.empty() || text[0] != '.') return result;
    std::int64_t scale = 100'000;
    result.length = 1;
    while (result.length < text.size() && text[result.length] >= '0' && text[result.length] <= '9') {
        result.microseconds += (text[result.length] - '0') * scale;
        scale /= 10;
        ++result.length;
    }
    return result.length == 1 ? std::nullopt : std::optional{result};
}

}  // namespace

Date day_of(Instant instant) {
    const auto days = chrono::sys_days{chrono::days{floor_div(instant.microseconds, kDay_us)}};
    const chrono::year_month_day ymd{days};
    return {int{ymd.year()}, unsigned{ymd.month()}, unsigned{ymd.day()}};
}

std::string Scalar<Instant>::to_text(const Instant& instant) {
    const auto days = floor_div(instant.microseconds, kDay_us);
    const auto rest = instant.microseconds - days * kDay_us;
    const auto seconds = rest / kSecond_us;
    return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", Scalar<Date>::to_text(day_of(instant)), seconds / 3600,
                       seconds / 60 % 60, seconds % 60, rest % kSecond_us);
}

std::optional<Instant> Scalar<Instant>::parse(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    const auto date = Scalar<Date>::parse(text.substr(0, 10));
    const auto hour = digits(text, 11, 2);
    const auto minute = digits(text, 14, 2);
    const auto second = digits(text, 17, 2);
    if (!date || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    const auto part = fraction(text.substr(19));
    if (!part) return std::nullopt;
    const auto zone = offset_minutes(text.substr(19 + part->length));
    if (!zone) return std::nullopt;
    const auto days = chrono::sys_days{calendar(*date)}.time_since_epoch().count();
    return Instant{days * kDay_us + *hour * kHour_us + (*minute - *zone) * kMinute_us + *second * kSecond_us +
                   part->microseconds};
}

std::string Scalar<Date>::to_text(const Date& date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::optional<Date> Scalar<Date>::parse(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text, 0, 4);
    const auto month = digits(text, 5, 2);
    const auto day = digits(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    const Date date{*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)};
    return calendar(date).ok() ? std::optional{date} : std::nullopt;
}

Instant SystemClock::now() const {
    const auto since = chrono::system_clock::now().time_since_epoch();
    return {chrono::duration_cast<chrono::microseconds>(since).count()};
}

}  // namespace medal::base
