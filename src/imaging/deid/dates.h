// Dates and ages of PS3.5, 6.2, moved or banded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace medal::imaging::deid {

/// A DA value ("20190321", or the retired "2019.03.21") moved by days; nullopt where it is no date.
std::optional<std::string> shift_date(std::string_view value, int days);

/// A DT value: the date part moves, time and zone stay. A year or month alone cannot be moved: nullopt.
std::optional<std::string> shift_date_time(std::string_view value, int days);

/// An AS value in bands: five years from five on, three months for infants, 90 and older as 090Y.
std::optional<std::string> age_band(std::string_view value);

}  // namespace medal::imaging::deid
