#include "imaging/series/judge.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace medal::imaging::series {
namespace {

/// A gap is a step that is wider than the usual one by more than this share.
constexpr double kGapShare = 0.25;
constexpr double kSameSpacing_mm = 0.001;
/// A message names so many gaps; all of them are in `Stack::gaps`.
constexpr std::size_t kNamedGaps = 5;

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::string named(const std::vector<Gap>& gaps) {
    std::string text;
    for (std::size_t i = 0; i < std::min(gaps.size(), kNamedGaps); ++i) {
        text += fmt::format("{}{} behind slice {}", i == 0 ? "" : ", ", gaps[i].missing, gaps[i].behind);
    }
    return text + (gaps.size() > kNamedGaps ? ", …" : "");
}

void judge_spacing(std::span<const Instance> instances, Stack& stack) {
    if (stack.order.size() < 2 || stack.plane.empty()) return;
    const auto normal = normal_of(instances[stack.order.front()]);
    std::vector<double> steps;
    for (std::size_t i = 1; i < stack.order.size(); ++i) {
        steps.push_back(along(instances[stack.order[i]], normal) -
                        along(instances[stack.order[i - 1]], normal));
    }
    const double usual = median_of(steps);
    stack.slice_spacing_mm = usual;
    std::uint64_t missing = 0;
    bool uneven = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        uneven = uneven || std::abs(steps[i] - usual) > usual * kGapShare;
        if (usual <= 0 || steps[i] <= usual * (1 + kGapShare)) continue;
        const auto count = static_cast<std::uint64_t>(std::max(1L, std::lround(steps[i] / usual) - 1));
        stack.gaps.push_back({i + 1, count, steps[i]});
        missing += count;
    }
    if (missing > 0) {
        stack.findings.push_back(
            warning("series.missing_slices",
                    fmt::format("{} slices seem to be missing: {}.", missing, named(stack.gaps))));
    } else if (uneven) {
        stack.findings.push_back(
            warning("series.uneven_spacing", "The slices do not lie at equal distances."));
    }
}

void judge_places(std::span<const Instance> instances, Stack& stack) {
    const bool is_volume = stack.modality == "CT" || stack.modality == "MR" || stack.modality == "PT";
    const bool placed = std::all_of(stack.order.begin(), stack.order.end(),
                                    [&](std::uint64_t i) { return has_place(instances[i]); });
    if (is_volume && !placed && stack.order.size() > 1) {
        stack.findings.push_back(warning(
            "series.no_orientation",
            "Slices do not say how they lie in the patient; they are in the order of their numbers."));
    }
    const auto& first = instances[stack.order.front()].pixel_spacing_mm;
    const bool same_spacing = std::all_of(stack.order.begin(), stack.order.end(), [&](std::uint64_t i) {
        const auto& spacing = instances[i].pixel_spacing_mm;
        return std::equal(spacing.begin(), spacing.end(), first.begin(), first.end(),
                          [](double a, double b) { return std::abs(a - b) < kSameSpacing_mm; });
    });
    if (!same_spacing) {
        stack.findings.push_back(
            warning("series.mixed_spacing", "The slices have pixels of different size."));
    }
}

bool is_blank(const Instance& instance) {
    return std::any_of(instance.findings.begin(), instance.findings.end(),
                       [](const Finding& finding) { return finding.code == "pixels.blank"; });
}

void judge_repeats(std::span<const Instance> instances, Stack& stack) {
    std::map<std::string, std::uint64_t> seen;
    std::uint64_t repeats = 0;
    for (const auto i : stack.order) {
        if (instances[i].pixel_digest.empty() || is_blank(instances[i])) continue;
        repeats += ++seen[instances[i].pixel_digest] > 1 ? 1 : 0;
    }
    if (repeats == 0) return;
    stack.findings.push_back(warning(
        "series.duplicate_slices",
        fmt::format("{} of {} slices show the same picture as another one.", repeats, stack.order.size())));
}

/// Findings of single pictures, each kind once with the number of pictures that it is about.
void gather_findings(std::span<const Instance> instances, Stack& stack) {
    std::map<std::string, std::pair<std::uint64_t, Finding>> by_code;
    for (const auto i : stack.order) {
        for (const auto& finding : instances[i].findings) {
            auto& [count, first] = by_code.try_emplace(finding.code, 0, finding).first->second;
            ++count;
        }
    }
    for (auto& [code, found] : by_code) {
        auto& [count, finding] = found;
        if (stack.order.size() > 1) {
            finding.message = fmt::format("{} of {} images: {}", count, stack.order.size(), finding.message);
        }
        stack.findings.push_back(std::move(finding));
    }
}

}  // namespace

bool has_place(const Instance& instance) {
    return instance.position_mm.size() == 3 && instance.orientation.size() == 6;
}

Normal normal_of(const Instance& instance) {
    const auto& o = instance.orientation;
    return {o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]};
}

double along(const Instance& instance, const Normal& normal) {
    const auto& p = instance.position_mm;
    return p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2];
}

void judge_stack(std::span<const Instance> instances, Stack& stack) {
    judge_spacing(instances, stack);
    judge_places(instances, stack);
    judge_repeats(instances, stack);
    gather_findings(instances, stack);
}

}  // namespace medal::imaging::series
