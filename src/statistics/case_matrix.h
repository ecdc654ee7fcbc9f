// Numbers of algorithms on cases, ready to be aggregated many times under case multiplicities. Private to the
// rankings.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace medal::statistics {

/// What an entry that is not there does to an aggregate.
enum class Absent {
    spoils,   // the aggregate is worse than any number
    ignored,  // the aggregate is that of the entries that are there
};

class CaseMatrix {
  public:
    /// `values[algorithm * case_count + case]`; NaN is absent. Larger is better only if `larger_is_better`.
    CaseMatrix(std::span<const double> values, std::size_t case_count, Absent absent, bool larger_is_better);

    /// Weighted mean per algorithm; an undefined one is the worst infinity.
    std::vector<double> means(std::span<const std::uint32_t> copies) const;
    /// Weighted median per algorithm (the mean of the two middle values), absent entries at the worst end or
    /// left out.
    std::vector<double> medians(std::span<const std::uint32_t> copies) const;

    std::size_t algorithm_count() const noexcept { return algorithm_count_; }
    std::size_t case_count() const noexcept { return case_count_; }

  private:
    double median_of(std::size_t algorithm, std::span<const std::uint32_t> copies) const;

    std::size_t algorithm_count_;
    std::size_t case_count_;
    Absent absent_;
    double worst_;
    std::vector<double> by_case_;        // case-major, absent = 0
    std::vector<std::uint8_t> missing_;  // case-major
    bool any_missing_ = false;
    struct Entry {
        double value;
        std::uint32_t case_index;
    };
    std::vector<std::vector<Entry>> sorted_;  // per algorithm, ascending; absent = worst, or left out
};

/// Adds copies * row to compensated column sums, lane by lane (two-sum, Knuth 1969): no lane touches another,
/// so vector and scalar code give the same digits.
void add_scaled_row(std::span<const double> row, double copies, std::span<double> total,
                    std::span<double> lost) noexcept;

}  // namespace medal::statistics
