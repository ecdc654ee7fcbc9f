#include "imaging/deid/text_sampling.h"

#include <algorithm>
#include <map>
#include <string>

namespace medal::imaging::deid {

TextSampling::TextSampling(std::span<const BatchInput> inputs) {
    std::map<std::string, std::vector<std::size_t>> by_series;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const auto& collected = inputs[i].collected;
        if (inputs[i].refused || collected.text_risk == TextRisk::none) {
            never_.push_back(i);
        } else if (collected.text_risk == TextRisk::usual) {
            at_risk_.push_back(i);
        } else {
            by_series[collected.series_uid.reveal_identifier()].push_back(i);
        }
    }
    for (const auto& [uid, members] : by_series) {
        Series series;
        for (std::size_t k = 0; k < members.size(); ++k) {
            const bool sampled = k == 0 || k == members.size() / 2 || k + 1 == members.size();
            (sampled ? series.sample : series.others).push_back(members[k]);
        }
        series_.push_back(std::move(series));
    }
}

std::vector<std::size_t> TextSampling::first() const {
    auto first = at_risk_;
    for (const auto& series : series_) {
        if (series.may_hold_text) first.insert(first.end(), series.sample.begin(), series.sample.end());
    }
    std::sort(first.begin(), first.end());
    return first;
}

std::vector<TextSampling::Later> TextSampling::rest(const std::function<bool(std::size_t)>& held_text) const {
    std::vector<Later> later;
    for (const auto number : never_) later.push_back({number});
    for (const auto& series : series_) {
        const bool search =
            series.may_hold_text && std::any_of(series.sample.begin(), series.sample.end(), held_text);
        for (const auto number : series.others) later.push_back({number, search});
        if (series.may_hold_text) continue;
        for (const auto number : series.sample) later.push_back({number, false, true});
    }
    std::sort(later.begin(), later.end(), [](const Later& a, const Later& b) { return a.number < b.number; });
    return later;
}

}  // namespace medal::imaging::deid
