#include "metrics/segmentation/nearest.h"

#include "metrics/segmentation/border_tree.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace medal::metrics {
namespace {

/// Beyond this many rows in either direction the tree is cheaper than the search.
constexpr std::int64_t kMaxReach = 5;

/// A row at (dy, dz) from the element, with its squared distance in parts: sums are always (x + y) + z.
struct RowOffset {
    std::int64_t dy = 0;
    std::int64_t dz = 0;
    double y_squared = 0;
    double z_squared = 0;
    double squared() const noexcept { return y_squared + z_squared; }
};

struct Offsets {
    std::vector<RowOffset> rows;
    /// A minimum up to here is certain; beyond it a row outside the list could be nearer.
    double certain_up_to = 0;
};

Offsets offsets_for(const std::array<double, 3>& spacing_mm, const std::array<std::int64_t, 3>& size) {
    const std::int64_t reach_y = std::min(kMaxReach, size[1]);
    const std::int64_t reach_z = std::min(kMaxReach, size[2]);
    Offsets result;
    const auto squared = [](std::int64_t steps, double spacing) {
        const double length = static_cast<double>(steps) * spacing;
        return length * length;
    };
    result.certain_up_to = std::min(reach_y < size[1] ? squared(reach_y + 1, spacing_mm[1]) : kNoNeighbour,
                                    reach_z < size[2] ? squared(reach_z + 1, spacing_mm[2]) : kNoNeighbour);
    for (std::int64_t dz = -reach_z; dz <= reach_z; ++dz) {
        for (std::int64_t dy = -reach_y; dy <= reach_y; ++dy) {
            const RowOffset row{dy, dz, squared(dy, spacing_mm[1]), squared(dz, spacing_mm[2])};
            if (row.squared() <= result.certain_up_to) result.rows.push_back(row);
        }
    }
    std::stable_sort(result.rows.begin(), result.rows.end(),
                     [](const RowOffset& a, const RowOffset& b) { return a.squared() < b.squared(); });
    return result;
}

/// Steps along the row from x to the nearest set bit, or -1 when none lies within `limit` steps.
std::int64_t steps_to_bit(std::span<const Word> row, std::int64_t x, std::int64_t limit) noexcept {
    const auto word = static_cast<std::int64_t>(x >> 6);
    const auto bit = static_cast<unsigned>(x & 63);
    const auto last = static_cast<std::int64_t>(row.size()) - 1;
    const Word here = row[static_cast<std::size_t>(word)];
    std::int64_t best = -1;
    if (const Word up = here >> bit; up != 0) best = std::countr_zero(up);
    if (const Word down = here << (63 - bit); down != 0) {
        const std::int64_t steps = std::countl_zero(down);
        if (best < 0 || steps < best) best = steps;
    }
    for (std::int64_t ring = 1;; ++ring) {
        const std::int64_t nearest_up = (word + ring) * 64 - x;
        const std::int64_t nearest_down = x - ((word - ring) * 64 + 63);
        const std::int64_t bound = best < 0 ? limit : std::min(limit, best - 1);
        const bool look_up = word + ring <= last && nearest_up <= bound;
        const bool look_down = word - ring >= 0 && nearest_down <= bound;
        if (!look_up && !look_down) break;
        if (look_up) {
            const Word bits = row[static_cast<std::size_t>(word + ring)];
            if (bits != 0) {
                const std::int64_t steps = nearest_up + std::countr_zero(bits);
                if (best < 0 || steps < best) best = steps;
            }
        }
        if (look_down) {
            const Word bits = row[static_cast<std::size_t>(word - ring)];
            if (bits != 0) {
                const std::int64_t steps = nearest_down + std::countl_zero(bits);
                if (best < 0 || steps < best) best = steps;
            }
        }
    }
    return best > limit ? -1 : best;
}

/// Searches one band of rows; what the budget does not reach is left in `open`.
class BandSearch {
  public:
    BandSearch(const BorderSet& from, const BorderSet& to, const Offsets& offsets, double spacing_x_mm)
        : from_(from), to_(to), offsets_(offsets), spacing_x_mm_(spacing_x_mm) {}

    void run(std::size_t first_row, std::size_t end_row, std::size_t probes_per_element,
             std::vector<double>& out) {
        const std::size_t elements = from_.row_begin(end_row) - from_.row_begin(first_row);
        budget_ = elements * probes_per_element;
        const auto height = static_cast<std::size_t>(from_.bits().size()[1]);
        for (std::size_t row = first_row; row < end_row; ++row) {
            if (from_.row_empty(row)) continue;
            const auto y = static_cast<std::int64_t>(row % height);
            const auto z = static_cast<std::int64_t>(row / height);
            std::size_t slot = from_.row_begin(row);
            for_each_bit(from_.bits().row(row), [&](std::int64_t x) {
                const double found = nearest(x, y, z);
                if (found < 0) open.push_back({x, y, z, slot});
                out[slot++] = found;
            });
        }
    }

    std::vector<OpenElement> open;

  private:
    /// Negative when the budget or the reach ends before the answer is certain.
    double nearest(std::int64_t x, std::int64_t y, std::int64_t z) noexcept {
        if (budget_ == 0) return -1;
        const auto& size = to_.bits().size();
        double best = kNoNeighbour;
        auto limit = size[0];
        for (const RowOffset& offset : offsets_.rows) {
            if (offset.squared() >= best) return best;
            const std::int64_t to_y = y + offset.dy;
            const std::int64_t to_z = z + offset.dz;
            if (to_y < 0 || to_y >= size[1] || to_z < 0 || to_z >= size[2]) continue;
            const std::size_t row = to_.bits().row_index(to_y, to_z);
            if (to_.row_empty(row)) continue;
            if (budget_ == 0) return -1;
            --budget_;
            const std::int64_t steps = steps_to_bit(to_.bits().row(row), x, limit);
            if (steps < 0) continue;
            const double along = static_cast<double>(steps) * spacing_x_mm_;
            const double squared = (along * along + offset.y_squared) + offset.z_squared;
            if (squared < best) {
                best = squared;
                limit = std::min(limit, static_cast<std::int64_t>(std::sqrt(best) / spacing_x_mm_) + 1);
            }
        }
        return best <= offsets_.certain_up_to ? best : -1;
    }

    const BorderSet& from_;
    const BorderSet& to_;
    const Offsets& offsets_;
    double spacing_x_mm_;
    std::size_t budget_ = 0;
};

/// Answers a stretch of neighbouring elements from the tree; returns what its budget does not reach.
std::vector<OpenElement> search_stretch(std::span<const OpenElement> stretch, const BorderTree& tree,
                                        std::size_t budget, std::vector<double>& out) {
    std::uint32_t guess = 0;
    for (std::size_t i = 0; i < stretch.size(); ++i) {
        const OpenElement& element = stretch[i];
        const Nearest found =
            tree.nearest({static_cast<std::int32_t>(element.x), static_cast<std::int32_t>(element.y),
                          static_cast<std::int32_t>(element.z)},
                         guess, budget);
        if (found.squared < 0) return {stretch.begin() + static_cast<std::ptrdiff_t>(i), stretch.end()};
        guess = found.point;
        out[element.slot] = found.squared;
    }
    return {};
}

std::vector<OpenElement> search_tree(std::vector<OpenElement> open, const BorderSet& to,
                                     const std::array<double, 3>& spacing_mm, Threads threads,
                                     SearchLimits limits, std::vector<double>& out) {
    if (limits.boxes_per_element == 0) return open;
    const BorderTree tree(to, spacing_mm);
    constexpr std::size_t kStretch = 2048;
    const std::size_t stretches = (open.size() + kStretch - 1) / kStretch;
    std::vector<std::vector<OpenElement>> left(stretches);
    for_each_index(stretches, threads, [&](std::size_t i) {
        const auto all = std::span<const OpenElement>(open);
        const auto stretch = all.subspan(i * kStretch, std::min(kStretch, open.size() - i * kStretch));
        left[i] = search_stretch(stretch, tree, limits.boxes_per_element * stretch.size(), out);
    });
    std::vector<OpenElement> result;
    for (const auto& part : left) result.insert(result.end(), part.begin(), part.end());
    return result;
}

}  // namespace

std::vector<double> squared_distances(const BorderSet& from, const BorderSet& to,
                                      const std::array<double, 3>& spacing_mm, Threads threads,
                                      SearchLimits limits) {
    std::vector<double> out(from.count(), kNoNeighbour);
    if (from.count() == 0 || to.count() == 0) return out;
    const Offsets offsets = offsets_for(spacing_mm, to.bits().size());
    // Bands have a fixed height: which elements fall back must not depend on the number of threads.
    constexpr std::size_t kBandRows = 1024;
    const std::size_t rows = from.bits().row_count();
    const std::size_t bands = (rows + kBandRows - 1) / kBandRows;
    std::vector<std::vector<OpenElement>> open(bands);
    for_each_index(bands, threads, [&](std::size_t band) {
        BandSearch search(from, to, offsets, spacing_mm[0]);
        search.run(band * kBandRows, std::min(rows, (band + 1) * kBandRows), limits.probes_per_element, out);
        open[band] = std::move(search.open);
    });
    std::vector<OpenElement> all_open;
    for (const auto& band : open) all_open.insert(all_open.end(), band.begin(), band.end());
    if (!all_open.empty()) all_open = search_tree(std::move(all_open), to, spacing_mm, threads, limits, out);
    if (!all_open.empty()) transform_distances(std::move(all_open), to.bits(), spacing_mm, threads, out);
    return out;
}

}  // namespace medal::metrics
