#include "evaluation/score.h"

#include "base/error.h"
#include "statistics/clustered.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>
#include <utility>

namespace medal::evaluation {
namespace {

struct Tally {
    std::int64_t correct = 0;
    std::int64_t valid = 0;
};

// One tally per item, each (item, epoch) counted once.
std::vector<Tally> tally(std::span<const ScoredItem> items, std::span<const SampleGrade> grades,
                         std::int64_t epochs) {
    std::unordered_map<std::string, std::size_t> position;
    for (std::size_t i = 0; i < items.size(); ++i) position.emplace(items[i].item_id, i);
    std::vector<Tally> tallies(items.size());
    std::set<std::pair<std::size_t, std::int64_t>> seen;
    for (const auto& sample : grades) {
        const auto found = position.find(sample.item_id);
        if (found == position.end() || sample.epoch < 1 || sample.epoch > epochs) continue;
        if (!seen.emplace(found->second, sample.epoch).second) continue;
        tallies[found->second].valid += sample.valid ? 1 : 0;
        tallies[found->second].correct += sample.valid && sample.grade.correct ? 1 : 0;
    }
    return tallies;
}

std::optional<double> finite(double value) {
    return std::isfinite(value) ? std::optional{value} : std::nullopt;
}

std::vector<TypeAccuracy> by_type(std::span<const ScoredItem> items, std::span<const double> scores) {
    std::map<answers::AnswerType, TypeAccuracy> sums;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto& sum = sums[items[i].answer_type];
        sum.answer_type = items[i].answer_type;
        sum.accuracy += scores[i];
        ++sum.n;
    }
    std::vector<TypeAccuracy> result;
    for (auto& [type, sum] : sums) {
        sum.accuracy /= static_cast<double>(sum.n);
        result.push_back(sum);
    }
    return result;
}

}  // namespace

SampleGrade grade_sample(const Prediction& prediction, const answers::AnswerSpec& spec,
                         const answers::Reference& reference) {
    SampleGrade result{prediction.item_id, prediction.epoch, {}, false};
    if (prediction.status != SampleStatus::answered || !prediction.answer) return result;
    result.grade = answers::grade(spec, reference, *prediction.answer);
    result.valid = result.grade.status != answers::GradeStatus::unreadable;
    return result;
}

std::vector<double> item_scores(std::span<const ScoredItem> items, std::span<const SampleGrade> grades,
                                std::int64_t epochs) {
    std::vector<double> scores;
    scores.reserve(items.size());
    for (const auto& one : tally(items, grades, epochs)) {
        scores.push_back(static_cast<double>(one.correct) / static_cast<double>(epochs));
    }
    return scores;
}

Summary summarise(std::span<const ScoredItem> items, std::span<const SampleGrade> grades,
                  std::int64_t epochs) {
    if (items.empty() || epochs < 1) base::fail_internal("a summary needs items and epochs");
    std::vector<std::string> patients;
    for (const auto& item : items) patients.push_back(item.patient_key);
    const auto scores = item_scores(items, grades, epochs);
    const auto clustering = statistics::cluster_by(patients);
    const auto mean = statistics::clustered_mean(scores, clustering);

    std::int64_t valid = 0;
    for (const auto& one : tally(items, grades, epochs)) valid += one.valid;
    const auto asked = static_cast<std::int64_t>(items.size()) * epochs;

    Summary summary;
    summary.accuracy = mean.mean;
    summary.se = finite(mean.se);
    if (const auto low = finite(mean.interval.low)) summary.ci_low = std::max(0.0, *low);
    if (const auto high = finite(mean.interval.high)) summary.ci_high = std::min(1.0, *high);
    summary.n_items = static_cast<std::int64_t>(items.size());
    summary.n_patients = static_cast<std::int64_t>(clustering.cluster_count);
    summary.invalid_rate = static_cast<double>(asked - valid) / static_cast<double>(asked);
    summary.by_type = by_type(items, scores);
    return summary;
}

}  // namespace medal::evaluation
