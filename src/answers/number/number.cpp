#include "answers/number/number.h"

#include "answers/number/units.h"
#include "base/error.h"
#include "base/text.h"

#include <charconv>
#include <cmath>

namespace medal::answers {
namespace {

constexpr double kConversionSlack = 1e-9;

Unit require_unit(std::string_view text, std::string field) {
    const auto unit = find_unit(text);
    if (unit) return *unit;
    throw base::Error{
        base::ErrorKind::invalid,
        "answer.unknown_unit",
        "This unit is not known.",
        {.field = std::move(field), .hint = "Use a UCUM code such as mm, cm2, mL, %, [hnsf'U] or 1."}};
}

void require_same_dimension(const Unit& asked, const Unit& given, std::string field) {
    if (asked.dimension == given.dimension) return;
    throw base::Error{
        base::ErrorKind::invalid,
        "answer.other_dimension",
        "This unit does not measure what was asked for.",
        {.field = std::move(field), .hint = "Use the unit of the question or one that converts to it."}};
}

double allowed_difference(const NumberReference& reference) {
    if (reference.tolerance_kind == ToleranceKind::absolute) return reference.tolerance;
    return reference.tolerance * std::abs(reference.value);
}

// The first character after a leading decimal number, or npos.
std::size_t end_of_number(std::string_view text) {
    std::size_t i = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    const std::size_t from = i;
    while (i < text.size() && ((text[i] >= '0' && text[i] <= '9') || text[i] == '.' || text[i] == ',')) ++i;
    return i == from ? std::string_view::npos : i;
}

}  // namespace

void check(const NumberSpec& spec) {
    require_unit(spec.unit, "/answer_spec/unit");
}

void check(const NumberSpec& spec, const NumberReference& reference) {
    require_same_dimension(require_unit(spec.unit, "/answer_spec/unit"),
                           require_unit(reference.unit, "/reference/unit"), "/reference/unit");
    const bool relative = reference.tolerance_kind == ToleranceKind::relative;
    if (!(reference.tolerance >= 0) || (relative && reference.tolerance > 1)) {
        throw base::Error{
            base::ErrorKind::invalid,
            "answer.tolerance",
            relative ? "A relative tolerance lies between 0 and 1." : "A tolerance is not negative.",
            {.field = "/reference/tolerance"}};
    }
}

void check(const NumberSpec& spec, const NumberAnswer& answer) {
    if (!std::isfinite(answer.value)) {
        throw base::Error{base::ErrorKind::invalid,
                          "answer.not_finite",
                          "Give a finite number.",
                          {.field = "/answer/value"}};
    }
    require_same_dimension(require_unit(spec.unit, "/answer_spec/unit"),
                           require_unit(answer.unit, "/answer/unit"), "/answer/unit");
}

Grade grade(const NumberSpec&, const NumberReference& reference, const NumberAnswer& answer) {
    const auto from = find_unit(answer.unit);
    const auto to = find_unit(reference.unit);
    if (!from || !to) return {};
    const auto converted = convert(answer.value, *from, *to);
    if (!converted) return verdict(false);
    const double slack = kConversionSlack * std::abs(reference.value);
    return verdict(std::abs(*converted - reference.value) <= allowed_difference(reference) + slack);
}

std::optional<NumberAnswer> read_text(const NumberSpec& spec, std::string_view text) {
    const auto plain = base::trimmed(text);
    const auto end = end_of_number(plain);
    if (end == std::string_view::npos) return std::nullopt;
    std::string digits{plain.substr(0, end)};
    if (digits.find('.') == std::string::npos && digits.find(',') == digits.rfind(',')) {
        for (char& c : digits) c = c == ',' ? '.' : c;
    }
    if (digits.starts_with('+')) digits.erase(0, 1);
    double value = 0;
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != digits.data() + digits.size()) return std::nullopt;
    auto unit = std::string{base::trimmed(plain.substr(end))};
    if (unit.ends_with('.')) unit.pop_back();
    if (unit.empty()) unit = spec.unit;
    if (!find_unit(unit)) return std::nullopt;
    return NumberAnswer{value, unit};
}

}  // namespace medal::answers
