// Points in time and calendar days. Stored as integers and day texts, shown as RFC 3339 in UTC.
#pragma once

#include "base/scalar.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace medal::base {

/// Microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t microseconds = 0;

    auto operator<=>(const Instant&) const = default;
};

constexpr std::int64_t kSecond_us = 1'000'000;
constexpr std::int64_t kMinute_us = 60 * kSecond_us;
constexpr std::int64_t kHour_us = 60 * kMinute_us;
constexpr std::int64_t kDay_us = 24 * kHour_us;

constexpr Instant operator+(Instant instant, std::int64_t microseconds) {
    return {instant.microseconds + microseconds};
}

/// A calendar day without time or zone (proleptic Gregorian).
struct Date {
    int year = 1970;
    unsigned month = 1;
    unsigned day = 1;

    auto operator<=>(const Date&) const = default;
};

/// The UTC day of an instant.
Date day_of(Instant instant);

template <>
struct Scalar<Instant> {
    static constexpr std::string_view kFormat = "date-time";
    static std::string to_text(const Instant& instant);
    static std::optional<Instant> parse(std::string_view text);
};

template <>
struct Scalar<Date> {
    static constexpr std::string_view kFormat = "date";
    static std::string to_text(const Date& date);
    static std::optional<Date> parse(std::string_view text);
};

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
  public:
    Instant now() const override;
};

/// A clock that a test moves by hand.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant start) : now_(start) {}
    Instant now() const override { return now_; }
    void advance_us(std::int64_t microseconds) { now_.microseconds += microseconds; }

  private:
    Instant now_;
};

}  // namespace medal::base
