#include "metrics/volume/contingency.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <span>
#include <unordered_map>

namespace medal::metrics {
namespace {

struct Run {
    Label reference = 0;
    Label prediction = 0;
};

/// Counts and boxes of a band of slices. Tables are dense for 8-bit labels, hashed for 16-bit ones.
class Counter {
  public:
    void add(Run run, std::array<std::int64_t, 3> at, std::int64_t length) {
        const std::uint32_t key = (std::uint32_t{run.reference} << 16U) | run.prediction;
        if (key != last_key_ || last_count_ == nullptr) {
            last_key_ = key;
            last_count_ = &pairs_[key];
        }
        *last_count_ += static_cast<std::uint64_t>(length);
        if (key == 0) return;
        const Box covered{at, {at[0] + length - 1, at[1], at[2]}};
        if (run.reference != 0) last_reference_.include_in(reference_boxes_, run.reference, covered);
        if (run.prediction != 0) last_prediction_.include_in(prediction_boxes_, run.prediction, covered);
    }

    void merge_into(Contingency& table) const {
        for (const auto& [key, count] : pairs_) {
            table.pairs[{static_cast<Label>(key >> 16U), static_cast<Label>(key & 0xffffU)}] += count;
        }
        for (const auto& [label, box] : reference_boxes_) table.reference_boxes[label].include(box);
        for (const auto& [label, box] : prediction_boxes_) table.prediction_boxes[label].include(box);
    }

  private:
    using Boxes = std::unordered_map<Label, Box>;
    /// Neighbouring runs mostly carry the same label: remember where its box is.
    struct LastBox {
        Label label = 0;
        Box* box = nullptr;

        void include_in(Boxes& boxes, Label wanted, const Box& covered) {
            if (box == nullptr || wanted != label) {
                label = wanted;
                box = &boxes[wanted];
            }
            box->include(covered);
        }
    };

    std::unordered_map<std::uint32_t, std::uint64_t> pairs_;
    Boxes reference_boxes_;
    Boxes prediction_boxes_;
    std::uint32_t last_key_ = 0;
    std::uint64_t* last_count_ = nullptr;
    LastBox last_reference_;
    LastBox last_prediction_;
};

template <class Voxel>
std::uint64_t broadcast(Voxel value) {
    constexpr std::uint64_t kOnes = sizeof(Voxel) == 1 ? 0x0101010101010101ULL : 0x0001000100010001ULL;
    return kOnes * value;
}

template <class Voxel>
std::uint64_t load_word(const Voxel* from) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, sizeof word);
    return word;
}

/// First position from `begin` where either row leaves its label; words of 8 bytes while nothing changes.
template <class Voxel>
std::size_t run_end(std::span<const Voxel> reference, std::span<const Voxel> prediction, std::size_t begin) {
    constexpr std::size_t kStep = sizeof(std::uint64_t) / sizeof(Voxel);
    const Voxel r = reference[begin];
    const Voxel p = prediction[begin];
    const std::uint64_t r_word = broadcast(r);
    const std::uint64_t p_word = broadcast(p);
    std::size_t at = begin + 1;
    while (at + 4 * kStep <= reference.size()) {
        std::uint64_t change = 0;
        for (std::size_t step = 0; step < 4; ++step) {
            change |= load_word(&reference[at + step * kStep]) ^ r_word;
            change |= load_word(&prediction[at + step * kStep]) ^ p_word;
        }
        if (change != 0) break;
        at += 4 * kStep;
    }
    while (at < reference.size() && reference[at] == r && prediction[at] == p) ++at;
    return at;
}

template <class Voxel>
void count_band(std::span<const Voxel> reference, std::span<const Voxel> prediction, const Geometry& geometry,
                std::array<std::int64_t, 2> slices, Counter& counter) {
    const auto width = static_cast<std::size_t>(geometry.size[0]);
    for (std::int64_t z = slices[0]; z < slices[1]; ++z) {
        for (std::int64_t y = 0; y < geometry.size[1]; ++y) {
            const auto row = static_cast<std::size_t>(y + geometry.size[1] * z) * width;
            const auto r = reference.subspan(row, width);
            const auto p = prediction.subspan(row, width);
            for (std::size_t begin = 0; begin < width;) {
                const std::size_t end = run_end(r, p, begin);
                counter.add({r[begin], p[begin]}, {static_cast<std::int64_t>(begin), y, z},
                            static_cast<std::int64_t>(end - begin));
                begin = end;
            }
        }
    }
}

template <class Voxel>
Contingency count_all(const std::vector<Voxel>& reference, const std::vector<Voxel>& prediction,
                      const Geometry& geometry, Threads threads) {
    constexpr std::int64_t kBandSlices = 16;
    const auto bands = static_cast<std::size_t>((geometry.size[2] + kBandSlices - 1) / kBandSlices);
    std::vector<Counter> counters(bands);
    for_each_index(bands, threads, [&](std::size_t band) {
        const std::int64_t begin = static_cast<std::int64_t>(band) * kBandSlices;
        count_band<Voxel>(reference, prediction, geometry,
                          {begin, std::min(begin + kBandSlices, geometry.size[2])}, counters[band]);
    });
    Contingency table;
    table.voxel_count = reference.size();
    for (const Counter& counter : counters) counter.merge_into(table);
    return table;
}

}  // namespace

void Box::include(const Box& other) noexcept {
    for (std::size_t axis = 0; axis < 3; ++axis) {
        low[axis] = std::min(low[axis], other.low[axis]);
        high[axis] = std::max(high[axis], other.high[axis]);
    }
}

std::vector<Label> Contingency::labels() const {
    std::set<Label> found;
    for (const auto& [label, box] : reference_boxes) found.insert(label);
    for (const auto& [label, box] : prediction_boxes) found.insert(label);
    return {found.begin(), found.end()};
}

Contingency count_pairs(const LabelVolume& reference, const LabelVolume& prediction, Threads threads) {
    if (const auto* narrow = std::get_if<0>(&reference.voxels)) {
        return count_all(*narrow, std::get<0>(prediction.voxels), reference.geometry, threads);
    }
    return count_all(std::get<1>(reference.voxels), std::get<1>(prediction.voxels), reference.geometry,
                     threads);
}

}  // namespace medal::metrics
