#include "imaging/face/pet.h"

#include "imaging/face/brain.h"
#include "imaging/face/likeness.h"

#include <algorithm>

namespace medal::imaging::face {
namespace {

/// Of what a surface in PET shows, at best.
constexpr double kMostSure = 0.7;
/// From the vertex to the foramen magnum of the largest heads.
constexpr double kBrainHeight_mm = 155;
/// The brain takes up several times what skin and muscle do (18F-FDG; other tracers are left to a person).
constexpr float kHotShare = 0.3F;
constexpr double kHotterThanBody = 2.5;
/// Beyond the hot region: what its blurred edge hides.
constexpr double kEdge_mm = 4;

std::vector<float> known_values(const Grid& grid) {
    std::vector<float> known;
    for (std::size_t i = 0; i < grid.values.size(); ++i) {
        if (grid.covered[i] != 0) known.push_back(grid.values[i]);
    }
    return known;
}

/// Uptake is three things: air, body, and organs that shine. The lower of the two thresholds bounds the body.
float skin_threshold(std::vector<float> known) {
    const float hot = two_class_threshold(known);
    std::erase_if(known, [hot](float value) { return value >= hot; });
    return 0.5F * two_class_threshold(std::move(known));
}

Mask above(const Grid& grid, float threshold, double lowest_mm) {
    Mask mask(grid.values.size());
    const auto slice = grid.lattice.size[0] * grid.lattice.size[1];
    for (std::size_t i = 0; i < mask.size(); ++i) {
        mask[i] = grid.covered[i] != 0 && grid.values[i] > threshold && grid.lattice.z(i / slice) > lowest_mm;
    }
    return mask;
}

float percentile(std::vector<float> values, std::size_t hundredths) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * hundredths / 100);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

struct Extent {
    double width_mm = 0, length_mm = 0, height_mm = 0;
    double top_mm = 0, bottom_mm = 0;
    double volume_ml = 0;
};

Extent extent_of(const Lattice& lattice, const Mask& mask) {
    std::array<std::size_t, 3> low = lattice.size;
    std::array<std::size_t, 3> high{};
    std::size_t count = 0;
    for (std::size_t index = 0; index < mask.size(); ++index) {
        if (mask[index] == 0) continue;
        ++count;
        const std::array<std::size_t, 3> at{index % lattice.size[0],
                                            index / lattice.size[0] % lattice.size[1],
                                            index / (lattice.size[0] * lattice.size[1])};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            low[axis] = std::min(low[axis], at[axis]);
            high[axis] = std::max(high[axis], at[axis]);
        }
    }
    if (count == 0) return {};
    const auto length = [&](std::size_t axis) {
        return static_cast<double>(high[axis] - low[axis] + 1) * kCube_mm;
    };
    return {length(0),         length(1),
            length(2),         lattice.z(high[2]),
            lattice.z(low[2]), static_cast<double>(count) * kCube_mm * kCube_mm * kCube_mm / 1000};
}

/// The largest hot region within the height of a braincase, as large as its blurred edge may reach.
Mask hot_region(const Grid& grid, const Outline& outline, float skin) {
    const double lowest = outline.top_mm - kBrainHeight_mm;
    std::vector<float> inside;
    const auto upper = above(grid, skin, lowest);
    for (std::size_t i = 0; i < upper.size(); ++i) {
        if (upper[i] != 0) inside.push_back(grid.values[i]);
    }
    const float hottest = percentile(inside, 95);
    if (hottest < kHotterThanBody * skin) return Mask(grid.values.size());
    const auto hot = above(grid, std::max(kHotShare * hottest, skin), lowest);
    return largest_part(grid.lattice, eroded(grid.lattice, hot, kCube_mm));
}

double brain_likeness(const Extent& hot, const Outline& outline) {
    return std::min({within(hot.width_mm, 90, 165, 20), within(hot.length_mm, 110, 205, 25),
                     within(hot.height_mm, 70, 150, 25), within(hot.volume_ml, 450, 2000, 200),
                     ramp(outline.top_mm - hot.top_mm, 45, 25)});
}

/// The narrowest of the body below the brain, as a share of the head's width.
double neck_share(const Grid& grid, const Outline& outline, double below_mm) {
    const auto& size = grid.lattice.size;
    double narrowest = 1;
    for (std::size_t k = 0; k < size[2]; ++k) {
        const double z = grid.lattice.z(k);
        if (z > below_mm - 30 || z < below_mm - 130) continue;
        std::size_t low = size[0];
        std::size_t high = 0;
        for (std::size_t j = 0; j < size[1]; ++j) {
            for (std::size_t i = 0; i < size[0]; ++i) {
                if (outline.body[grid.lattice.index(i, j, k)] == 0) continue;
                low = std::min(low, i);
                high = std::max(high, i);
            }
        }
        if (low > high) continue;
        narrowest = std::min(narrowest, static_cast<double>(high - low + 1) * kCube_mm / outline.width_mm);
    }
    return narrowest;
}

}  // namespace

Search find_face_in_pet(const Grid& grid) {
    const float skin = skin_threshold(known_values(grid));
    const auto outline = outline_of(grid, above(grid, skin, -1e9));
    Search search;
    if (!outline) {
        return judged(Verdict::undecided, 0, "Nothing stands out from the background.", std::move(search));
    }
    search.head_width_mm = outline->width_mm;
    search.head_length_mm = outline->length_mm;
    const auto hot = hot_region(grid, *outline, skin);
    const auto extent = extent_of(grid.lattice, hot);
    search.brain_ml = extent.volume_ml;
    const double head = head_likeness(*outline) * ramp(outline->open_top, 0.8, 0.55);
    const double brain = brain_likeness(extent, *outline);
    if (std::max(head, brain) <= kSurelyNot) {
        return judged(Verdict::no_face, std::max(head, brain),
                      "Neither a head's outline nor the uptake of a brain near the top.", std::move(search));
    }
    const double likely =
        kMostSure * std::min({head, brain, ramp(neck_share(grid, *outline, extent.bottom_mm), 1.0, 0.9)});
    if (likely < kSure) {
        return judged(
            Verdict::undecided, likely / 2,
            "This PET may show part of a head, or a tracer that the brain does not take up; a person "
            "has to look.",
            std::move(search));
    }
    search.region.emplace(grid.lattice, *outline, dilated(grid.lattice, hot, kCube_mm + kEdge_mm));
    search.face_depth_mm = search.region->depth_mm(grid.lattice, outline->body);
    const double confidence = likely * ramp(search.face_depth_mm, 4, 14);
    if (confidence >= kSure) {
        return judged(Verdict::face, confidence, "A head with its face, as far as PET shows one.",
                      std::move(search));
    }
    search.region.reset();
    return judged(Verdict::undecided, confidence,
                  "A head in PET with little of a face; a person has to look.", std::move(search));
}

}  // namespace medal::imaging::face
