// Compiled with -O3 so that g++ 12 vectorises the loop; see CMakeLists.txt.
#include "statistics/case_matrix.h"

namespace medal::statistics {

void add_scaled_row(std::span<const double> row, double copies, std::span<double> total,
                    std::span<double> lost) noexcept {
    const double* __restrict in = row.data();
    double* __restrict sum = total.data();
    double* __restrict rest = lost.data();
    const std::size_t count = row.size();
    for (std::size_t i = 0; i < count; ++i) {
        const double term = copies * in[i];
        const double before = sum[i];
        const double next = before + term;
        const double part = next - before;
        rest[i] += (before - (next - part)) + (term - part);
        sum[i] = next;
    }
}

}  // namespace medal::statistics
