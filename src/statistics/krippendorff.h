// Krippendorff's alpha for any number of raters, gaps and four scales. Krippendorff (2011), Computing
// Krippendorff's alpha-reliability. Units with fewer than two ratings do not count. 1 = perfect, 0 = chance.
#pragma once

#include "statistics/ratings.h"

#include <cstdint>
#include <span>

namespace medal::statistics {

/// Made once for a table; `alpha` then costs no more than the categories that occur.
class KrippendorffAlpha {
  public:
    KrippendorffAlpha(const CategoryCounts& counts, RatingScale scale);

    /// Unit u counted copies[u] times. NaN where no pair of ratings is left; 1 where all ratings are the
    /// same.
    double alpha(std::span<const std::uint32_t> copies) const;
    double alpha() const;

  private:
    struct Cell {
        std::size_t category;
        double count;
    };
    struct Unit {
        std::vector<Cell> cells;
        double ratings;
    };
    double distance(std::size_t a, std::size_t b, std::span<const double> below,
                    std::span<const double> totals) const;

    std::vector<double> categories_;
    std::vector<Unit> units_;
    RatingScale scale_;
};

}  // namespace medal::statistics
