#include "imaging/series/series.h"

#include "imaging/series/judge.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <tuple>

namespace medal::imaging::series {
namespace {

/// Direction cosines of one series differ by rounding only.
constexpr double kDirectionStep = 0.01;
constexpr double kSamePlaceMm = 0.01;
std::string rounded_directions(const Instance& instance) {
    if (!has_place(instance)) return {};
    std::string text;
    for (const double value : instance.orientation) {
        text += fmt::format("{} ", std::lround(value / kDirectionStep));
    }
    return text;
}

std::string plane_of(const Instance& instance) {
    if (!has_place(instance)) return {};
    const auto normal = normal_of(instance);
    constexpr std::array<const char*, 3> kPlanes{"sagittal", "coronal", "axial"};
    for (std::size_t axis = 0; axis < 3; ++axis) {
        if (std::abs(normal[axis]) > 0.9) return kPlanes[axis];
    }
    return "oblique";
}

using Key = std::tuple<std::string, std::uint64_t, std::uint64_t, std::string, std::string, bool>;

Key key_of(const Instance& instance, bool by_phase) {
    return {instance.series_uid,
            instance.rows,
            instance.columns,
            rounded_directions(instance),
            by_phase ? instance.phase : "",
            instance.frames > 1};
}

void sort_by_place(std::span<const Instance> instances, std::vector<std::uint64_t>& order) {
    const auto& first = instances[order.front()];
    const bool placed =
        std::all_of(order.begin(), order.end(), [&](auto i) { return has_place(instances[i]); });
    const auto normal = placed ? normal_of(first) : Normal{};
    std::sort(order.begin(), order.end(), [&](std::uint64_t a, std::uint64_t b) {
        const auto& left = instances[a];
        const auto& right = instances[b];
        const double left_place = placed ? along(left, normal) : 0;
        const double right_place = placed ? along(right, normal) : 0;
        if (std::abs(left_place - right_place) > kSamePlaceMm) return left_place < right_place;
        return std::tie(left.instance_number, left.instance_uid) <
               std::tie(right.instance_number, right.instance_uid);
    });
}

/// Several slices in one place are several volumes: the n-th slice of each place goes to the n-th stack.
std::vector<std::vector<std::uint64_t>> split_repeats(std::span<const Instance> instances,
                                                      const std::vector<std::uint64_t>& order) {
    std::vector<std::vector<std::uint64_t>> volumes;
    if (!has_place(instances[order.front()]) || instances[order.front()].frames > 1) return {order};
    const auto normal = normal_of(instances[order.front()]);
    std::size_t repeat = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const bool same = i > 0 && std::abs(along(instances[order[i]], normal) -
                                            along(instances[order[i - 1]], normal)) <= kSamePlaceMm;
        repeat = same ? repeat + 1 : 0;
        if (repeat >= volumes.size()) volumes.emplace_back();
        volumes[repeat].push_back(order[i]);
    }
    return volumes;
}

Stack stack_of(std::span<const Instance> instances, std::vector<std::uint64_t> order) {
    const auto& first = instances[order.front()];
    Stack stack{first.series_uid,
                first.modality,
                first.description,
                first.rows,
                first.columns,
                0,
                first.phase,
                std::move(order),
                std::nullopt,
                plane_of(first),
                {},
                {}};
    for (const auto i : stack.order) stack.frames += instances[i].frames;
    judge_stack(instances, stack);
    return stack;
}

/// The phase splits a series only where slices repeat; single-phase series often count it up slice by slice.
bool repeats_places(std::span<const Instance> instances, std::vector<std::uint64_t> order) {
    sort_by_place(instances, order);
    return split_repeats(instances, order).size() > 1;
}

}  // namespace

std::vector<Stack> build_stacks(std::span<const Instance> instances) {
    std::map<Key, std::vector<std::uint64_t>> groups;
    for (std::uint64_t i = 0; i < instances.size(); ++i) groups[key_of(instances[i], false)].push_back(i);
    std::map<std::string, std::size_t> shapes_of_series;
    std::vector<Stack> stacks;
    for (auto& [key, members] : groups) {
        ++shapes_of_series[std::get<0>(key)];
        std::map<std::string, std::vector<std::uint64_t>> phases;
        const bool split = repeats_places(instances, members);
        for (const auto i : members) phases[split ? instances[i].phase : ""].push_back(i);
        for (auto& [phase, order] : phases) {
            sort_by_place(instances, order);
            for (auto& volume : split_repeats(instances, order))
                stacks.push_back(stack_of(instances, std::move(volume)));
        }
    }
    for (auto& stack : stacks) {
        if (shapes_of_series[stack.series_uid] < 2) continue;
        stack.findings.push_back(
            warning("series.mixed",
                    "The series holds images of different size or orientation; they are shown apart."));
    }
    std::stable_sort(stacks.begin(), stacks.end(), [&](const Stack& a, const Stack& b) {
        const auto& left = instances[a.order.front()];
        const auto& right = instances[b.order.front()];
        return std::tie(left.series_number, left.series_uid, left.instance_number) <
               std::tie(right.series_number, right.series_uid, right.instance_number);
    });
    return stacks;
}

}  // namespace medal::imaging::series
