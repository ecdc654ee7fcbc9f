// The units that a measured answer may use: UCUM case-sensitive codes (ucum.org, version 2.1) with the
// spellings that clinicians write. Conversion is linear within one dimension.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace medal::answers {

enum class Dimension {
    number,
    length,
    area,
    volume,
    mass,
    time,
    angle,
    frequency,
    pressure,
    density_hu,
    dose,
    concentration,
    flow,
    speed
};

struct Unit {
    std::string_view code;
    Dimension dimension;
    /// How many of the dimension's base unit one of this is.
    double factor;
};

/// By UCUM code or accepted spelling ("mm", "cc", "HU", "°"); nullopt when unknown.
std::optional<Unit> find_unit(std::string_view text);

/// `value` in `from` expressed in `to`; nullopt when they measure different things.
std::optional<double> convert(double value, const Unit& from, const Unit& to);

}  // namespace medal::answers
