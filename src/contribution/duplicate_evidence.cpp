#include "contribution/duplicate_evidence.h"

#include "base/json.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace medal::contribution {
namespace {

constexpr std::size_t kMostHits = 20;

auto rank_of(const DuplicateHit& hit) {
    return std::tuple{hit.likeness, hit.distance_bits, hit.asset_id.text(), hit.frame};
}

auto pair_of(const DuplicateHit& hit) {
    return std::tuple{hit.asset_id.text(), hit.other_asset_id ? hit.other_asset_id->text() : std::string{},
                      hit.data_set.value_or("")};
}

}  // namespace

DuplicateEvidence evidence_of(std::vector<DuplicateHit> hits) {
    std::stable_sort(hits.begin(), hits.end(),
                     [](const DuplicateHit& a, const DuplicateHit& b) { return rank_of(a) < rank_of(b); });
    std::set<decltype(pair_of(hits.front()))> pairs;
    DuplicateEvidence evidence;
    for (auto& hit : hits) {
        if (!pairs.insert(pair_of(hit)).second) continue;
        if (evidence.hits.size() == kMostHits) {
            ++evidence.more;
        } else {
            evidence.hits.push_back(std::move(hit));
        }
    }
    return evidence;
}

base::JsonText without_others(const base::JsonText& evidence) {
    auto shown = base::from_json<DuplicateEvidence>(evidence.text);
    for (auto& hit : shown.hits) {
        if (hit.is_own) continue;
        hit.other_case_id.reset();
        hit.other_asset_id.reset();
        hit.other_frame.reset();
    }
    return {base::to_json(shown)};
}

}  // namespace medal::contribution
