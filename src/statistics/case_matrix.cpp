#include "statistics/case_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace medal::statistics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

CaseMatrix::CaseMatrix(std::span<const double> values, std::size_t case_count, Absent absent,
                       bool larger_is_better)
    : algorithm_count_(case_count == 0 ? 0 : values.size() / case_count),
      case_count_(case_count),
      absent_(absent),
      worst_(larger_is_better ? -kInfinity : kInfinity),
      by_case_(values.size()),
      missing_(values.size()),
      sorted_(algorithm_count_) {
    for (std::size_t a = 0; a < algorithm_count_; ++a) {
        for (std::size_t c = 0; c < case_count; ++c) {
            const double value = values[a * case_count + c];
            const bool is_missing = std::isnan(value);
            by_case_[c * algorithm_count_ + a] = is_missing ? 0.0 : value;
            missing_[c * algorithm_count_ + a] = is_missing;
            any_missing_ = any_missing_ || is_missing;
            if (is_missing && absent == Absent::ignored) continue;
            sorted_[a].push_back({is_missing ? worst_ : value, static_cast<std::uint32_t>(c)});
        }
        std::stable_sort(sorted_[a].begin(), sorted_[a].end(),
                         [](const Entry& x, const Entry& y) { return x.value < y.value; });
    }
}

std::vector<double> CaseMatrix::means(std::span<const std::uint32_t> copies) const {
    std::vector<double> total(algorithm_count_);
    std::vector<double> lost(algorithm_count_);
    std::vector<std::uint64_t> absent_copies(algorithm_count_);
    std::uint64_t all_copies = 0;
    for (std::size_t c = 0; c < case_count_; ++c) {
        if (copies[c] == 0) continue;
        all_copies += copies[c];
        add_scaled_row(std::span(by_case_).subspan(c * algorithm_count_, algorithm_count_), copies[c], total,
                       lost);
        if (!any_missing_) continue;
        for (std::size_t a = 0; a < algorithm_count_; ++a) {
            absent_copies[a] += missing_[c * algorithm_count_ + a] * std::uint64_t{copies[c]};
        }
    }
    for (std::size_t a = 0; a < algorithm_count_; ++a) {
        const std::uint64_t present = all_copies - absent_copies[a];
        const bool spoiled = absent_ == Absent::spoils && absent_copies[a] > 0;
        total[a] = present == 0 || spoiled ? worst_ : (total[a] + lost[a]) / static_cast<double>(present);
    }
    return total;
}

double CaseMatrix::median_of(std::size_t algorithm, std::span<const std::uint32_t> copies) const {
    std::uint64_t count = 0;
    for (const Entry& entry : sorted_[algorithm]) count += copies[entry.case_index];
    if (count == 0) return worst_;
    const std::uint64_t lower = (count - 1) / 2;
    const std::uint64_t upper = count / 2;
    std::uint64_t seen = 0;
    double low = 0.0;
    bool has_low = false;
    for (const Entry& entry : sorted_[algorithm]) {
        seen += copies[entry.case_index];
        if (!has_low && seen > lower) {
            low = entry.value;
            has_low = true;
        }
        if (seen > upper) return low == entry.value ? low : (low + entry.value) * 0.5;
    }
    return worst_;
}

std::vector<double> CaseMatrix::medians(std::span<const std::uint32_t> copies) const {
    std::vector<double> result(algorithm_count_);
    for (std::size_t a = 0; a < algorithm_count_; ++a) result[a] = median_of(a, copies);
    return result;
}

}  // namespace medal::statistics
