#include "statistics/ratings.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace medal::statistics {

CategoryCounts count_categories(const RatingTable& table) {
    CategoryCounts result;
    for (const double value : table.values) {
        if (!std::isnan(value)) result.categories.push_back(value);
    }
    std::sort(result.categories.begin(), result.categories.end());
    result.categories.erase(std::unique(result.categories.begin(), result.categories.end()),
                            result.categories.end());
    if (result.categories.empty()) {
        throw base::Error(base::ErrorKind::invalid, "agreement.empty", "There are no ratings.");
    }
    if (result.categories.size() > kMaxCategories) {
        throw base::Error(base::ErrorKind::too_large, "agreement.categories",
                          "More than " + std::to_string(kMaxCategories) + " different ratings.",
                          {.hint = "Round the measurements."});
    }
    result.counts.assign(table.unit_count, std::vector<double>(result.categories.size()));
    for (std::size_t u = 0; u < table.unit_count; ++u) {
        for (std::size_t r = 0; r < table.rater_count; ++r) {
            const double value = table.at(u, r);
            if (std::isnan(value)) continue;
            const auto found = std::lower_bound(result.categories.begin(), result.categories.end(), value);
            result.counts[u][static_cast<std::size_t>(found - result.categories.begin())] += 1.0;
        }
    }
    return result;
}

}  // namespace medal::statistics
