#include "imaging/face/grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace medal::imaging::face {
namespace {

/// Of the body from its top; of the width of any table. A head with a long neck has 300 mm.
constexpr double kHeight_mm = 320, kBreadth_mm = 640;
/// Room beside the volume, so that the body ends before the lattice does.
constexpr double kBeside_mm = 16;

struct Box {
    Point low, high;
};

Box bounds_of(const Volume& volume) {
    constexpr double kFar = 1e9;
    Box box{{kFar, kFar, kFar}, {-kFar, -kFar, -kFar}};
    for (int corner = 0; corner < 8; ++corner) {
        const auto end = [&](int axis) {
            return (corner >> axis & 1) != 0
                       ? static_cast<double>(volume.size[static_cast<std::size_t>(axis)]) - 1
                       : 0.0;
        };
        const Point p = volume.place.at(end(0), end(1), end(2));
        box.low = {std::min(box.low.x, p.x), std::min(box.low.y, p.y), std::min(box.low.z, p.z)};
        box.high = {std::max(box.high.x, p.x), std::max(box.high.y, p.y), std::max(box.high.z, p.z)};
    }
    return box;
}

void narrow(double& low, double& high, double most) {
    const double middle = (low + high) / 2;
    low = std::max(low, middle - most / 2);
    high = std::min(high, middle + most / 2);
}

std::size_t cubes(double low, double high) {
    return static_cast<std::size_t>(std::max(0.0, std::floor((high - low) / kCube_mm))) + 1;
}

/// Trilinear; the caller knows that the place lies inside.
float value_at(const Volume& volume, const Point& p) {
    const std::array<double, 3> at{p.x, p.y, p.z};
    std::array<std::size_t, 3> low{}, high{};
    std::array<float, 3> part{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const double last = static_cast<double>(volume.size[axis] - 1);
        const double place = std::clamp(at[axis], 0.0, last);
        low[axis] = static_cast<std::size_t>(place);
        high[axis] = std::min(low[axis] + 1, volume.size[axis] - 1);
        part[axis] = static_cast<float>(place - std::floor(place));
    }
    const auto line = [&](std::size_t j, std::size_t k) {
        return volume.at(low[0], j, k) * (1 - part[0]) + volume.at(high[0], j, k) * part[0];
    };
    const auto plane = [&](std::size_t k) {
        return line(low[1], k) * (1 - part[1]) + line(high[1], k) * part[1];
    };
    return plane(low[2]) * (1 - part[2]) + plane(high[2]) * part[2];
}

bool is_inside(const Volume& volume, const Point& p) {
    const auto fits = [](double at, std::size_t size) {
        return at >= -0.5 && at <= static_cast<double>(size) - 0.5;
    };
    return fits(p.x, volume.size[0]) && fits(p.y, volume.size[1]) && fits(p.z, volume.size[2]);
}

void fill(Grid& grid, const Volume& volume, const Placement& voxel_of) {
    const auto& lattice = grid.lattice;
    std::size_t index = 0;
    for (std::size_t k = 0; k < lattice.size[2]; ++k) {
        for (std::size_t j = 0; j < lattice.size[1]; ++j) {
            for (std::size_t i = 0; i < lattice.size[0]; ++i, ++index) {
                const Point p = voxel_of.at(lattice.x(i), lattice.y(j), lattice.z(k));
                if (!is_inside(volume, p)) continue;
                grid.values[index] = value_at(volume, p);
                grid.covered[index] = 1;
            }
        }
    }
}

/// One line of the squared distance transform (Felzenszwalb and Huttenlocher 2012, section 2).
class LineTransform {
  public:
    explicit LineTransform(std::size_t longest) : in_(longest), parabola_(longest), border_(longest + 1) {}

    void run(float* values, std::size_t count, std::size_t stride) {
        constexpr float kInfinity = std::numeric_limits<float>::infinity();
        std::size_t last = 0;
        bool has_any = false;
        for (std::size_t q = 0; q < count; ++q) {
            in_[q] = values[q * stride];
            if (in_[q] >= kFar) continue;
            if (has_any) {
                float cut = crossing(q, parabola_[last]);
                while (last > 0 && cut <= border_[last]) cut = crossing(q, parabola_[--last]);
                if (cut > border_[last]) ++last;
                border_[last] = last == 0 ? -kInfinity : cut;
            } else {
                border_[0] = -kInfinity;
                has_any = true;
            }
            parabola_[last] = q;
            border_[last + 1] = kInfinity;
        }
        if (has_any) write(values, count, stride);
    }

    static constexpr float kFar = 1e12F;

  private:
    float crossing(std::size_t q, std::size_t p) const {
        const auto a = static_cast<float>(q);
        const auto b = static_cast<float>(p);
        return ((in_[q] + a * a) - (in_[p] + b * b)) / (2 * (a - b));
    }
    void write(float* values, std::size_t count, std::size_t stride) const {
        std::size_t at = 0;
        for (std::size_t q = 0; q < count; ++q) {
            while (border_[at + 1] < static_cast<float>(q)) ++at;
            const auto away = static_cast<float>(q) - static_cast<float>(parabola_[at]);
            values[q * stride] = away * away + in_[parabola_[at]];
        }
    }

    std::vector<float> in_;
    std::vector<std::size_t> parabola_;
    std::vector<float> border_;
};

std::vector<float> squared_distances(const Lattice& lattice, const Mask& mask) {
    std::vector<float> distance(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) distance[i] = mask[i] != 0 ? LineTransform::kFar : 0;
    const auto& [nx, ny, nz] = lattice.size;
    LineTransform line{std::max({nx, ny, nz})};
    for (std::size_t k = 0; k < nz; ++k) {
        for (std::size_t j = 0; j < ny; ++j) line.run(&distance[lattice.index(0, j, k)], nx, 1);
        for (std::size_t i = 0; i < nx; ++i) line.run(&distance[lattice.index(i, 0, k)], ny, nx);
    }
    for (std::size_t j = 0; j < ny; ++j) {
        for (std::size_t i = 0; i < nx; ++i) line.run(&distance[lattice.index(i, j, 0)], nz, nx * ny);
    }
    return distance;
}

template <class Visit>
void for_neighbours(const Lattice& lattice, std::size_t index, const Visit& visit) {
    const auto& [nx, ny, nz] = lattice.size;
    const auto i = index % nx;
    const auto j = index / nx % ny;
    const auto k = index / (nx * ny);
    if (i > 0) visit(index - 1);
    if (i + 1 < nx) visit(index + 1);
    if (j > 0) visit(index - nx);
    if (j + 1 < ny) visit(index + nx);
    if (k > 0) visit(index - nx * ny);
    if (k + 1 < nz) visit(index + nx * ny);
}

/// Marks with `mark` all that hangs together with the cubes on `stack`, over cubes that are 0 in `open`.
std::size_t flood(const Lattice& lattice, std::vector<std::uint32_t>& open, std::vector<std::size_t> stack,
                  std::uint32_t mark) {
    std::size_t count = 0;
    for (const auto start : stack) open[start] = mark;
    while (!stack.empty()) {
        const auto index = stack.back();
        stack.pop_back();
        ++count;
        for_neighbours(lattice, index, [&](std::size_t next) {
            if (open[next] != 0) return;
            open[next] = mark;
            stack.push_back(next);
        });
    }
    return count;
}

bool on_border(const Lattice& lattice, std::size_t index) {
    const auto i = index % lattice.size[0];
    const auto j = index / lattice.size[0] % lattice.size[1];
    const auto k = index / (lattice.size[0] * lattice.size[1]);
    return i == 0 || j == 0 || k == 0 || i + 1 == lattice.size[0] || j + 1 == lattice.size[1] ||
           k + 1 == lattice.size[2];
}

constexpr std::uint32_t kClosed = 0xFFFFFFFF;

}  // namespace

std::optional<std::size_t> Lattice::cube_at(const Point& point) const {
    const auto place = [](double at, double first) { return std::lround((at - first) / kCube_mm); };
    const std::array<long, 3> at{place(point.x, corner.x), place(point.y, corner.y),
                                 place(point.z, corner.z)};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        if (at[axis] < 0 || at[axis] >= static_cast<long>(size[axis])) return std::nullopt;
    }
    return index(static_cast<std::size_t>(at[0]), static_cast<std::size_t>(at[1]),
                 static_cast<std::size_t>(at[2]));
}

std::optional<Grid> resample(const Volume& volume) {
    const auto voxel_of = volume.place.inverse();
    if (!voxel_of || volume.values.empty()) return std::nullopt;
    auto box = bounds_of(volume);
    box.low.z = std::max(box.low.z, box.high.z - kHeight_mm);
    narrow(box.low.x, box.high.x, kBreadth_mm);
    narrow(box.low.y, box.high.y, kBreadth_mm);
    box.low = box.low + Point{-kBeside_mm, -kBeside_mm, 0};
    box.high = box.high + Point{kBeside_mm, kBeside_mm, 0};
    Grid grid;
    grid.lattice.size = {cubes(box.low.x, box.high.x), cubes(box.low.y, box.high.y),
                         cubes(box.low.z, box.high.z)};
    grid.lattice.corner = box.low;
    grid.values.assign(grid.lattice.count(), volume.is_ct() ? -1000.0F : 0.0F);
    grid.covered.assign(grid.lattice.count(), 0);
    fill(grid, volume, *voxel_of);
    return grid;
}

std::vector<float> depth_mm(const Lattice& lattice, const Mask& mask) {
    auto distance = squared_distances(lattice, mask);
    for (auto& value : distance) value = std::sqrt(value) * static_cast<float>(kCube_mm);
    return distance;
}

Mask eroded(const Lattice& lattice, const Mask& mask, double radius_mm) {
    const auto depth = depth_mm(lattice, mask);
    Mask result(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) result[i] = depth[i] > static_cast<float>(radius_mm);
    return result;
}

Mask dilated(const Lattice& lattice, const Mask& mask, double radius_mm) {
    Mask outside(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) outside[i] = mask[i] == 0;
    const auto depth = depth_mm(lattice, outside);
    Mask result(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) result[i] = depth[i] <= static_cast<float>(radius_mm);
    return result;
}

Mask largest_part(const Lattice& lattice, const Mask& mask) {
    std::vector<std::uint32_t> part(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) part[i] = mask[i] != 0 ? 0 : kClosed;
    std::uint32_t mark = 0;
    std::uint32_t best = 0;
    std::size_t most = 0;
    for (std::size_t i = 0; i < mask.size(); ++i) {
        if (part[i] != 0) continue;
        const auto count = flood(lattice, part, {i}, ++mark);
        if (count <= most) continue;
        most = count;
        best = mark;
    }
    Mask result(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) result[i] = most > 0 && part[i] == best;
    return result;
}

Mask filled(const Lattice& lattice, const Mask& mask) {
    std::vector<std::uint32_t> outside(mask.size());
    std::vector<std::size_t> border;
    for (std::size_t i = 0; i < mask.size(); ++i) {
        outside[i] = mask[i] != 0 ? kClosed : 0;
        if (mask[i] == 0 && on_border(lattice, i)) border.push_back(i);
    }
    flood(lattice, outside, std::move(border), 1);
    Mask result(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i) result[i] = outside[i] != 1;
    return result;
}

float two_class_threshold(std::vector<float> values) {
    constexpr std::size_t kBins = 256;
    if (values.empty()) return 0;
    const auto high_at = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * 99 / 100);
    std::nth_element(values.begin(), high_at, values.end());
    const float high = *high_at;
    const float low = *std::min_element(values.begin(), values.end());
    if (!(high > low)) return low;
    std::array<double, kBins> counts{};
    double sum = 0;
    for (const float value : values) {
        const double place = std::min(1.0F, (value - low) / (high - low)) * (kBins - 1);
        counts[static_cast<std::size_t>(place)] += 1;
        sum += std::floor(place);
    }
    double below = 0;
    double below_sum = 0;
    double best = -1;
    std::size_t cut = 0;
    const auto all = static_cast<double>(values.size());
    for (std::size_t bin = 0; bin + 1 < kBins; ++bin) {
        below += counts[bin];
        below_sum += counts[bin] * static_cast<double>(bin);
        if (below == 0 || below == all) continue;
        const double apart = below_sum / below - (sum - below_sum) / (all - below);
        const double between = below * (all - below) * apart * apart;
        if (between <= best) continue;
        best = between;
        cut = bin;
    }
    return low + (high - low) * static_cast<float>(cut + 1) / kBins;
}

}  // namespace medal::imaging::face
