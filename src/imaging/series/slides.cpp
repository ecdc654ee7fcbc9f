#include "imaging/series/slides.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace medal::imaging::series {
namespace {

/// How far the height of a resolution may be off what its width says: sizes are rounded, some to whole tiles.
constexpr double kOffShare = 0.01, kOff_px = 2;

/// One resolution: an instance, or all of a concatenation.
struct Layer {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    std::vector<std::uint64_t> parts;
};

bool shows_glass(const Instance& instance) {
    return instance.tiled && instance.tiled->flavour != "LABEL" && instance.tiled->flavour != "OVERVIEW";
}

std::vector<Layer> layers_of(std::span<const Instance> instances, std::vector<std::uint64_t> members) {
    std::sort(members.begin(), members.end(), [&](std::uint64_t a, std::uint64_t b) {
        const auto key = [&](std::uint64_t i) {
            const auto& one = instances[i];
            return std::tuple{-one.tiled->columns, -one.tiled->rows, one.instance_number, one.instance_uid};
        };
        return key(a) < key(b);
    });
    std::vector<Layer> layers;
    for (const auto i : members) {
        const auto& matrix = *instances[i].tiled;
        const auto found = std::find_if(layers.begin(), layers.end(), [&](const Layer& layer) {
            return !matrix.concatenation.empty() && layer.columns == matrix.columns &&
                   layer.rows == matrix.rows &&
                   instances[layer.parts.front()].tiled->concatenation == matrix.concatenation;
        });
        if (found != layers.end()) {
            found->parts.push_back(i);
        } else {
            layers.push_back({matrix.columns, matrix.rows, {i}});
        }
    }
    return layers;
}

struct Growing {
    Layer finest;
    std::int64_t least_columns = 0;
    SlideGroup slide;
};

bool continues(const Growing& slide, const Layer& layer) {
    const double expected = static_cast<double>(slide.finest.rows) * static_cast<double>(layer.columns) /
                            static_cast<double>(slide.finest.columns);
    const auto rows = static_cast<double>(layer.rows);
    return layer.columns < slide.least_columns &&
           std::abs(rows - expected) <= kOff_px + kOffShare * std::max(rows, expected);
}

void add(std::vector<Growing>& slides, const Layer& layer) {
    auto found = std::find_if(slides.begin(), slides.end(),
                              [&](const Growing& slide) { return continues(slide, layer); });
    if (found == slides.end()) found = slides.insert(found, Growing{layer, layer.columns, {}});
    found->least_columns = layer.columns;
    auto& order = found->slide.order;
    order.insert(order.end(), layer.parts.begin(), layer.parts.end());
}

}  // namespace

std::vector<SlideGroup> build_slides(std::span<const Instance> instances) {
    std::map<std::string, std::vector<std::uint64_t>> by_series;
    for (std::uint64_t i = 0; i < instances.size(); ++i) {
        if (shows_glass(instances[i])) by_series[instances[i].series_uid].push_back(i);
    }
    std::vector<SlideGroup> groups;
    for (auto& [uid, members] : by_series) {
        std::vector<Growing> slides;
        for (const auto& layer : layers_of(instances, std::move(members))) add(slides, layer);
        for (auto& slide : slides) groups.push_back(std::move(slide.slide));
    }
    return groups;
}

}  // namespace medal::imaging::series
