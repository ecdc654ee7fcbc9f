#include "evaluation/sample.h"

#include <algorithm>
#include <tuple>

namespace medal::evaluation {

std::vector<Prediction> settled(std::vector<Prediction> samples) {
    const auto place = [](const Prediction& sample) { return std::tie(sample.item_id, sample.epoch); };
    const auto order = [&](const Prediction& a, const Prediction& b) {
        const bool a_failed = a.status == SampleStatus::failed;
        const bool b_failed = b.status == SampleStatus::failed;
        return place(a) != place(b) ? place(a) < place(b) : a_failed < b_failed;
    };
    std::stable_sort(samples.begin(), samples.end(), order);
    const auto same = [&](const Prediction& a, const Prediction& b) { return place(a) == place(b); };
    samples.erase(std::unique(samples.begin(), samples.end(), same), samples.end());
    return samples;
}

}  // namespace medal::evaluation
