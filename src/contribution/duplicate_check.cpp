#include "contribution/duplicate_check.h"

#include "campaign/store.h"
#include "imaging/similar/look_text.h"

#include <algorithm>
#include <bit>
#include <set>

namespace medal::contribution {
namespace {

constexpr std::int64_t kMostSame = 500;

void keep(work::Unit& unit, const CaseRow& row, std::span<const AssetPrint> prints,
          std::int64_t first_serial) {
    auto serial = first_serial;
    for (const auto& print : prints) {
        store::insert(unit.db(), store::FingerprintRow{row.campaign_id, serial++, row.id, print.asset_id,
                                                       print.scope, print.frame, print.sha256_pixels,
                                                       std::bit_cast<std::int64_t>(print.phash),
                                                       std::bit_cast<std::int64_t>(print.dhash),
                                                       imaging::similar::text_of(print.looks)});
    }
}

void add_same(work::Unit& unit, const CaseRow& row, std::vector<DuplicateHit>& hits) {
    for (const auto& one : store::same_pixels(unit.db(), row.campaign_id, row.id, kMostSame)) {
        hits.push_back({one.my_asset_id, one.my_frame, Likeness::same_pixels, 0, one.case_id, one.asset_id,
                        one.frame, one.author_id == row.author_id});
    }
}

// What is alike among the images that are still there; those that are not are added to `gone`.
std::vector<DuplicateHit> near_hits(work::Unit& unit, const CaseRow& row, const AssetPrint& print,
                                    DuplicateSearch& search, std::set<std::int64_t>& gone) {
    std::vector<DuplicateHit> hits;
    for (const auto& [serial, distance] : search.near(row.campaign_id, print, gone)) {
        const auto other = store::find_image(unit.db(), row.campaign_id, serial);
        if (!other) gone.insert(serial);
        if (!other || other->case_id == row.id) continue;
        hits.push_back({print.asset_id, print.frame, Likeness::similar, distance, other->case_id,
                        other->asset_id, other->frame, other->author_id == row.author_id});
    }
    return hits;
}

// Images that were removed stay in memory: whoever gave and withdrew many would hide what lies behind them,
// so the search goes on without those until it meets none.
void add_near(work::Unit& unit, const CaseRow& row, std::span<const AssetPrint> prints,
              DuplicateSearch& search, std::vector<DuplicateHit>& hits) {
    std::set<std::int64_t> gone;
    for (const auto& print : prints) {
        std::size_t before = 0;
        std::vector<DuplicateHit> found;
        do {
            before = gone.size();
            found = near_hits(unit, row, print, search, gone);
        } while (gone.size() != before);
        hits.insert(hits.end(), found.begin(), found.end());
    }
}

bool is_exact(const std::vector<DuplicateHit>& hits) {
    return std::any_of(hits.begin(), hits.end(),
                       [](const DuplicateHit& hit) { return hit.likeness == Likeness::same_pixels; });
}

DuplicateVerdict within_campaign(std::vector<DuplicateHit> hits) {
    if (is_exact(hits)) {
        return {Verdict::block, "check.duplicate_same",
                "Images with the very same pixels are in another case of this campaign.",
                evidence_of(std::move(hits))};
    }
    return {Verdict::warn, "check.duplicate_similar",
            "Images look like those of another case of this campaign.", evidence_of(std::move(hits))};
}

DuplicateVerdict published(work::Unit& unit, const CaseRow& row, std::vector<DuplicateHit> hits) {
    const auto found = campaign::store::find_campaign(unit.db(), row.campaign_id);
    const auto policy = found ? found->content.policy.published_before : std::nullopt;
    const auto verdict = policy == campaign::PublishedBefore::warn ? Verdict::warn : Verdict::block;
    return {verdict, "check.published_before",
            "Published before: images are in a public data set, so models may know them.",
            evidence_of(std::move(hits))};
}

}  // namespace

std::vector<DuplicateVerdict> judge_duplicates(work::Unit& unit, const CaseRow& row,
                                               std::span<const AssetPrint> prints, DuplicateSearch& search) {
    std::vector<DuplicateVerdict> verdicts;
    if (prints.empty()) return verdicts;
    const auto count = static_cast<std::int64_t>(prints.size());
    const auto before = store::take_serials(unit.db(), row.campaign_id, count) - count;
    search.catch_up(unit.db(), row.campaign_id, before);
    keep(unit, row, prints, before + 1);
    std::vector<DuplicateHit> hits;
    add_same(unit, row, hits);
    add_near(unit, row, prints, search, hits);
    if (!hits.empty()) verdicts.push_back(within_campaign(std::move(hits)));
    auto known = search.published().find(prints);
    if (!known.empty()) verdicts.push_back(published(unit, row, std::move(known)));
    return verdicts;
}

}  // namespace medal::contribution
