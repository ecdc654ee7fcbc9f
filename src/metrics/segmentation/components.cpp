#include "metrics/segmentation/components.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

namespace medal::metrics {
namespace {

class Forest {
  public:
    std::uint32_t add() {
        parent_.push_back(static_cast<std::uint32_t>(parent_.size()));
        return parent_.back();
    }
    std::uint32_t root(std::uint32_t node) noexcept {
        while (parent_[node] != node) {
            parent_[node] = parent_[parent_[node]];
            node = parent_[node];
        }
        return node;
    }
    /// The smaller number stays the root: numbering by first voxel.
    void join(std::uint32_t a, std::uint32_t b) noexcept {
        a = root(a);
        b = root(b);
        if (a != b) parent_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::uint32_t> parent_;
};

void append_runs(std::span<const Word> row, Components& out, Forest& forest) {
    const auto bits = static_cast<std::int64_t>(row.size()) * 64;
    const auto next = [&](std::int64_t from, bool wanted) {
        for (; from < bits; from = (from | 63) + 1) {
            Word word = row[static_cast<std::size_t>(from >> 6)];
            if (!wanted) word = ~word;
            word &= ~Word{0} << (from & 63);
            if (word != 0) return (from & ~std::int64_t{63}) + std::countr_zero(word);
        }
        return bits;
    };
    for (std::int64_t begin = next(0, true); begin < bits;) {
        const std::int64_t end = next(begin, false);
        out.runs.push_back({begin, end, forest.add()});
        begin = next(end, true);
    }
}

struct RowPair {
    std::size_t here = 0;
    std::size_t other = 0;
    std::int64_t reach = 0;
};

/// Joins the runs of two rows that come within `reach` voxels of each other along x.
void join_rows(const Components& c, RowPair rows, Forest& forest) {
    std::size_t i = c.row_begin[rows.here];
    std::size_t j = c.row_begin[rows.other];
    while (i < c.row_begin[rows.here + 1] && j < c.row_begin[rows.other + 1]) {
        const ComponentRun& a = c.runs[i];
        const ComponentRun& b = c.runs[j];
        if (a.begin < b.end + rows.reach && b.begin < a.end + rows.reach)
            forest.join(a.component, b.component);
        if (a.end < b.end) {
            ++i;
        } else {
            ++j;
        }
    }
}

/// Earlier rows that touch this one: each is joined once.
struct NeighbourRow {
    std::int64_t dy;
    std::int64_t dz;
};
constexpr NeighbourRow kEarlier[] = {{-1, 0}, {0, -1}, {-1, -1}, {1, -1}};

void join_neighbours(Components& c, const BitGrid& mask, Connectivity connectivity, Forest& forest) {
    const auto& size = mask.size();
    for (std::int64_t z = 1; z + 1 < size[2]; ++z) {
        for (std::int64_t y = 1; y + 1 < size[1]; ++y) {
            const std::size_t here = mask.row_index(y, z);
            if (c.row_begin[here] == c.row_begin[here + 1]) continue;
            for (const auto& [dy, dz] : kEarlier) {
                const int steps = (dy != 0 ? 1 : 0) + (dz != 0 ? 1 : 0);
                const int allowed = connectivity == Connectivity::face   ? 1
                                    : connectivity == Connectivity::edge ? 2
                                                                         : 3;
                if (steps > allowed) continue;
                join_rows(c, {here, mask.row_index(y + dy, z + dz), steps < allowed ? 1 : 0}, forest);
            }
        }
    }
}

void number_components(Components& c, Forest& forest) {
    constexpr std::uint32_t kNone = UINT32_MAX;
    std::vector<std::uint32_t> number(c.runs.size(), kNone);
    for (ComponentRun& run : c.runs) {
        const std::uint32_t root = forest.root(run.component);
        if (number[root] == kNone) {
            number[root] = static_cast<std::uint32_t>(c.sizes.size());
            c.sizes.push_back(0);
        }
        run.component = number[root];
        c.sizes[run.component] += static_cast<std::uint64_t>(run.end - run.begin);
    }
}

}  // namespace

Components components_of(const BitGrid& mask, Connectivity connectivity) {
    Components result;
    Forest forest;
    result.row_begin.reserve(mask.row_count() + 1);
    result.row_begin.push_back(0);
    for (std::size_t row = 0; row < mask.row_count(); ++row) {
        append_runs(mask.row(row), result, forest);
        result.row_begin.push_back(result.runs.size());
    }
    join_neighbours(result, mask, connectivity, forest);
    number_components(result, forest);
    return result;
}

std::vector<Overlap> overlaps(const Components& reference, const Components& prediction) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> shared;
    for (std::size_t row = 0; row + 1 < reference.row_begin.size(); ++row) {
        std::size_t i = reference.row_begin[row];
        std::size_t j = prediction.row_begin[row];
        while (i < reference.row_begin[row + 1] && j < prediction.row_begin[row + 1]) {
            const ComponentRun& a = reference.runs[i];
            const ComponentRun& b = prediction.runs[j];
            const std::int64_t common = std::min(a.end, b.end) - std::max(a.begin, b.begin);
            if (common > 0) shared[{a.component, b.component}] += static_cast<std::uint64_t>(common);
            if (a.end < b.end) {
                ++i;
            } else {
                ++j;
            }
        }
    }
    std::vector<Overlap> result;
    result.reserve(shared.size());
    for (const auto& [pair, voxels] : shared) result.push_back({pair.first, pair.second, voxels});
    return result;
}

}  // namespace medal::metrics
