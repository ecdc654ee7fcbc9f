#include "answers/number/units.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <numbers>

namespace medal::answers {
namespace {

using enum Dimension;

constexpr std::array kUnits = std::to_array<Unit>({
    {"1", number, 1},
    {"%", number, 0.01},
    {"[ppth]", number, 0.001},
    {"um", length, 0.001},
    {"mm", length, 1},
    {"cm", length, 10},
    {"m", length, 1000},
    {"[in_i]", length, 25.4},
    {"mm2", area, 1},
    {"cm2", area, 100},
    {"m2", area, 1e6},
    {"uL", volume, 0.001},
    {"mm3", volume, 0.001},
    {"mL", volume, 1},
    {"cm3", volume, 1},
    {"dL", volume, 100},
    {"L", volume, 1000},
    {"mg", mass, 0.001},
    {"g", mass, 1},
    {"kg", mass, 1000},
    {"us", time, 1e-6},
    {"ms", time, 0.001},
    {"s", time, 1},
    {"min", time, 60},
    {"h", time, 3600},
    {"d", time, 86400},
    {"wk", time, 604800},
    {"a", time, 31557600},
    {"deg", angle, 1},
    {"rad", angle, 180 / std::numbers::pi},
    {"Hz", frequency, 1},
    {"/min", frequency, 1.0 / 60},
    {"mm[Hg]", pressure, 1},
    {"kPa", pressure, 7.500615758456564},
    {"[hnsf'U]", density_hu, 1},
    {"mGy", dose, 1},
    {"Gy", dose, 1000},
    {"g/L", concentration, 1},
    {"mg/dL", concentration, 0.01},
    {"g/dL", concentration, 10},
    {"mg/L", concentration, 0.001},
    {"mL/s", flow, 1},
    {"mL/min", flow, 1.0 / 60},
    {"L/min", flow, 1000.0 / 60},
    {"mm/s", speed, 1},
    {"cm/s", speed, 10},
    {"m/s", speed, 1000},
});

struct Spelling {
    std::string_view written;
    std::string_view code;
};

constexpr std::array kSpellings = std::to_array<Spelling>({
    {"", "1"},
    {"µm", "um"},
    {"μm", "um"},
    {"micron", "um"},
    {"millimeter", "mm"},
    {"millimetre", "mm"},
    {"millimeters", "mm"},
    {"millimetres", "mm"},
    {"centimeter", "cm"},
    {"centimetre", "cm"},
    {"inch", "[in_i]"},
    {"mm²", "mm2"},
    {"mm^2", "mm2"},
    {"cm²", "cm2"},
    {"cm^2", "cm2"},
    {"ml", "mL"},
    {"l", "L"},
    {"cc", "cm3"},
    {"ccm", "cm3"},
    {"cm³", "cm3"},
    {"cm^3", "cm3"},
    {"mm³", "mm3"},
    {"mm^3", "mm3"},
    {"sec", "s"},
    {"seconds", "s"},
    {"hours", "h"},
    {"days", "d"},
    {"weeks", "wk"},
    {"years", "a"},
    {"y", "a"},
    {"°", "deg"},
    {"degrees", "deg"},
    {"bpm", "/min"},
    {"1/min", "/min"},
    {"mmHg", "mm[Hg]"},
    {"HU", "[hnsf'U]"},
    {"percent", "%"},
    {"ml/min", "mL/min"},
    {"ml/s", "mL/s"},
    {"l/min", "L/min"},
});

}  // namespace

std::optional<Unit> find_unit(std::string_view text) {
    const auto plain = base::trimmed(text);
    const auto spelled = std::find_if(kSpellings.begin(), kSpellings.end(),
                                      [&](const Spelling& spelling) { return spelling.written == plain; });
    const auto code = spelled == kSpellings.end() ? plain : spelled->code;
    const auto unit =
        std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& known) { return known.code == code; });
    return unit == kUnits.end() ? std::nullopt : std::optional{*unit};
}

std::optional<double> convert(double value, const Unit& from, const Unit& to) {
    if (from.dimension != to.dimension) return std::nullopt;
    if (from.code == to.code) return value;
    return value * (from.factor / to.factor);
}

}  // namespace medal::answers
