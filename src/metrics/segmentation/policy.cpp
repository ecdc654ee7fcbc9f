#include "metrics/segmentation/policy.h"

#include <cmath>

namespace medal::metrics {
namespace {

Kind kind_of(const Value& value) noexcept {
    const MetricInfo* info = find_metric(value.metric, value.variant);
    return info == nullptr ? Kind::distance : info->kind;  // only HDp is not in the catalogue
}

double worst_of(Kind kind, double diagonal_mm) noexcept {
    switch (kind) {
        case Kind::distance:
            return diagonal_mm;
        case Kind::correlation:
            return -1;
        case Kind::relative_error:
            return 1;
        default:
            return 0;
    }
}

}  // namespace

Usable apply_policy(const Value& value, double diagonal_mm) noexcept {
    const Kind kind = kind_of(value);
    const auto substitute = [](double number) { return Usable{number, Use::substituted}; };
    if (kind == Kind::count) {
        return std::isnan(value.value) ? Usable{} : Usable{value.value, Use::as_measured};
    }
    if (value.status == Status::both_empty) return {};
    if (value.status == Status::missing) return substitute(worst_of(kind, diagonal_mm));
    if (value.status == Status::invalid && value.n == 0) return substitute(worst_of(kind, diagonal_mm));
    if (!std::isnan(value.value)) return {value.value, Use::as_measured};
    const bool nothing_to_find = value.status == Status::reference_empty;
    const bool needs_reference = value.metric.starts_with("sensitivity") || kind == Kind::relative_error;
    if (nothing_to_find && needs_reference) return {};
    return substitute(kind == Kind::distance ? diagonal_mm : 0);
}

}  // namespace medal::metrics
