#include "metrics/segmentation/nearest.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace medal::metrics {
namespace {

constexpr std::int64_t kSlabColumns = 16;

struct Range {
    std::int64_t begin = INT64_MAX;
    std::int64_t end = INT64_MIN;

    void include(std::int64_t value) noexcept {
        begin = std::min(begin, value);
        end = std::max(end, value + 1);
    }
    std::size_t length() const noexcept { return end > begin ? static_cast<std::size_t>(end - begin) : 0; }
};

/// Lower envelope of the parabolas height[i] + (p - position_i)^2; positions ascend.
class Envelope {
  public:
    void clear() noexcept { arcs_.clear(); }

    void add(std::int64_t index, double position, double height) {
        while (!arcs_.empty()) {
            const Arc& last = arcs_.back();
            const double from =
                ((height + position * position) - (last.height + last.position * last.position)) /
                (2 * (position - last.position));
            if (from > last.from) {
                arcs_.push_back({index, position, height, from});
                return;
            }
            arcs_.pop_back();
        }
        arcs_.push_back({index, position, height, -kNoNeighbour});
    }

    /// Positions must be asked in ascending order after `rewind`. `squared(index)` is the exact term to add.
    void rewind() noexcept { at_ = 0; }
    template <class Squared>
    double lowest(double position, Squared&& squared) noexcept {
        if (arcs_.empty()) return kNoNeighbour;
        while (at_ + 1 < arcs_.size() && arcs_[at_ + 1].from <= position) ++at_;
        // Rounding of a crossing can be off by one arc: its neighbours are asked too.
        double best = kNoNeighbour;
        for (std::size_t i = at_ == 0 ? 0 : at_ - 1; i < std::min(at_ + 2, arcs_.size()); ++i) {
            best = std::min(best, arcs_[i].height + squared(arcs_[i].index));
        }
        return best;
    }

  private:
    struct Arc {
        std::int64_t index = 0;
        double position = 0;
        double height = 0;
        double from = 0;
    };
    std::vector<Arc> arcs_;
    std::size_t at_ = 0;
};

double squared_steps(std::int64_t a, std::int64_t b, double spacing) noexcept {
    const double length = static_cast<double>(a > b ? a - b : b - a) * spacing;
    return length * length;
}

/// Squared distances along one row for the columns of a slab.
void sweep_row(std::span<const Word> row, Range columns, double spacing, std::vector<double>& heights) {
    std::vector<std::int64_t> steps(columns.length(), -1);
    const auto bit = [&](std::int64_t x) {
        return ((row[static_cast<std::size_t>(x >> 6)] >> (x & 63)) & 1U) != 0;
    };
    std::int64_t last = -1;
    for (auto w = columns.begin >> 6; w >= 0 && last < 0; --w) {
        Word bits = row[static_cast<std::size_t>(w)];
        if (w == columns.begin >> 6) bits &= (Word{2} << (columns.begin & 63)) - 1;
        if (bits != 0) last = w * 64 + 63 - std::countl_zero(bits);
    }
    for (std::int64_t x = columns.begin; x < columns.end; ++x) {
        if (bit(x)) last = x;
        if (last >= 0) steps[static_cast<std::size_t>(x - columns.begin)] = x - last;
    }
    last = -1;
    for (auto w = (columns.end - 1) >> 6; w < static_cast<std::int64_t>(row.size()) && last < 0; ++w) {
        Word bits = row[static_cast<std::size_t>(w)];
        if (w == (columns.end - 1) >> 6) bits &= ~Word{0} << ((columns.end - 1) & 63);
        if (bits != 0) last = w * 64 + std::countr_zero(bits);
    }
    for (std::int64_t x = columns.end - 1; x >= columns.begin; --x) {
        if (bit(x)) last = x;
        auto& best = steps[static_cast<std::size_t>(x - columns.begin)];
        if (last >= 0 && (best < 0 || last - x < best)) best = last - x;
    }
    for (std::size_t i = 0; i < heights.size(); ++i) {
        heights[i] = steps[i] < 0 ? kNoNeighbour : squared_steps(steps[i], 0, spacing);
    }
}

/// One slab of columns: x and y are transformed slice by slice, z is answered at the open elements only.
class Slab {
  public:
    Slab(const BitGrid& to, const std::array<double, 3>& spacing_mm, std::span<const OpenElement> open)
        : to_(to), spacing_(spacing_mm), open_(open) {
        for (const OpenElement& element : open) {
            columns_.include(element.x);
            rows_.include(element.y);
        }
    }

    void run(Range target_rows, Range target_slices, std::vector<double>& out) {
        slices_ = target_slices;
        plane_.assign(slices_.length() * rows_.length() * columns_.length(), kNoNeighbour);
        for (std::int64_t z = slices_.begin; z < slices_.end; ++z) transform_slice(z, target_rows);
        for (std::size_t first = 0; first < open_.size();) first = answer_column(first, out);
    }

  private:
    double& height(std::int64_t z, std::int64_t y, std::int64_t x) noexcept {
        const auto slice = static_cast<std::size_t>(z - slices_.begin);
        const auto row = static_cast<std::size_t>(y - rows_.begin);
        return plane_[(slice * rows_.length() + row) * columns_.length() +
                      static_cast<std::size_t>(x - columns_.begin)];
    }

    void transform_slice(std::int64_t z, Range target_rows) {
        std::vector<Envelope> envelopes(columns_.length());
        std::vector<double> heights(columns_.length());
        for (std::int64_t y = target_rows.begin; y < target_rows.end; ++y) {
            sweep_row(to_.row(y, z), columns_, spacing_[0], heights);
            if (heights[0] == kNoNeighbour) continue;  // an empty row
            for (std::size_t i = 0; i < heights.size(); ++i) {
                envelopes[i].add(y, static_cast<double>(y) * spacing_[1], heights[i]);
            }
        }
        for (std::size_t i = 0; i < envelopes.size(); ++i) {
            envelopes[i].rewind();
            for (std::int64_t y = rows_.begin; y < rows_.end; ++y) {
                height(z, y, columns_.begin + static_cast<std::int64_t>(i)) = envelopes[i].lowest(
                    static_cast<double>(y) * spacing_[1],
                    [&](std::int64_t other) { return squared_steps(y, other, spacing_[1]); });
            }
        }
    }

    /// Answers the open elements that share (x, y) with the one at `first`; returns the next column's first.
    std::size_t answer_column(std::size_t first, std::vector<double>& out) {
        const std::int64_t x = open_[first].x;
        const std::int64_t y = open_[first].y;
        column_.clear();
        for (std::int64_t z = slices_.begin; z < slices_.end; ++z) {
            const double value = height(z, y, x);
            if (value != kNoNeighbour) column_.add(z, static_cast<double>(z) * spacing_[2], value);
        }
        column_.rewind();
        std::size_t at = first;
        for (; at < open_.size() && open_[at].x == x && open_[at].y == y; ++at) {
            const std::int64_t z = open_[at].z;
            out[open_[at].slot] =
                column_.lowest(static_cast<double>(z) * spacing_[2],
                               [&](std::int64_t other) { return squared_steps(z, other, spacing_[2]); });
        }
        return at;
    }

    const BitGrid& to_;
    std::array<double, 3> spacing_;
    std::span<const OpenElement> open_;
    Range columns_;
    Range rows_;
    Range slices_;
    std::vector<double> plane_;
    Envelope column_;
};

struct Extent {
    Range rows;
    Range slices;
};

Extent extent_of(const BitGrid& grid) {
    Extent extent;
    for (std::int64_t z = 0; z < grid.size()[2]; ++z) {
        for (std::int64_t y = 0; y < grid.size()[1]; ++y) {
            const auto row = grid.row(y, z);
            if (std::all_of(row.begin(), row.end(), [](Word word) { return word == 0; })) continue;
            extent.rows.include(y);
            extent.slices.include(z);
        }
    }
    return extent;
}

}  // namespace

void transform_distances(std::vector<OpenElement> open, const BitGrid& to,
                         const std::array<double, 3>& spacing_mm, Threads threads, std::vector<double>& out) {
    const Extent extent = extent_of(to);
    std::sort(open.begin(), open.end(), [](const OpenElement& a, const OpenElement& b) {
        if (a.x != b.x) return a.x < b.x;
        return a.y != b.y ? a.y < b.y : a.z < b.z;
    });
    std::vector<std::span<const OpenElement>> slabs;
    for (std::size_t begin = 0; begin < open.size();) {
        std::size_t end = begin;
        while (end < open.size() && open[end].x < open[begin].x + kSlabColumns) ++end;
        slabs.push_back(std::span<const OpenElement>(open).subspan(begin, end - begin));
        begin = end;
    }
    for_each_index(slabs.size(), threads, [&](std::size_t i) {
        Slab(to, spacing_mm, slabs[i]).run(extent.rows, extent.slices, out);
    });
}

}  // namespace medal::metrics
