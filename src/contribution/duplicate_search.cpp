#include "contribution/duplicate_search.h"

#include "base/log.h"
#include "imaging/similar/look_text.h"

#include <algorithm>
#include <bit>

namespace medal::contribution {
namespace {

constexpr std::int64_t kRowsAtOnce = 2000;
constexpr std::size_t kMostNear = 32;

/// Parts of two bodies, each the mean of many slices, are as like as the bodies are.
bool has_parts(const AssetPrint& print) {
    return print.scope != FingerprintScope::volume;
}

AssetPrint print_of(const store::FingerprintRow& row) {
    return {row.asset_id,
            row.scope,
            row.frame,
            {},
            std::bit_cast<std::uint64_t>(row.phash),
            std::bit_cast<std::uint64_t>(row.dhash),
            imaging::similar::looks_in(row.looks).value_or(std::vector<imaging::similar::Look>{})};
}

}  // namespace

std::size_t DuplicateSearch::size_locked() const {
    std::size_t sum = 0;
    for (const auto& [campaign, shelf] : shelves_) sum += shelf.entries.size();
    return sum;
}

std::size_t DuplicateSearch::size() {
    const std::lock_guard lock{lock_};
    return size_locked();
}

DuplicateSearch::Place DuplicateSearch::place_of(const std::string& campaign) {
    const std::lock_guard lock{lock_};
    auto& shelf = shelves_[campaign];
    shelf.used = ++turn_;
    return {shelf.known_serial, shelf.entries.size() >= options_.most_entries};
}

void DuplicateSearch::start_anew(const std::string& campaign, std::int64_t from) {
    base::log_warning("duplicates.index_full", {{"campaign", campaign}, {"from_serial", from}});
    const std::lock_guard lock{lock_};
    shelves_[campaign] = {};
    shelves_[campaign].known_serial = from;
    shelves_[campaign].used = ++turn_;
}

// Campaigns that nobody processes any more give their place first.
void DuplicateSearch::make_room(const std::string& campaign) {
    while (size_locked() > options_.most_entries && shelves_.size() > 1) {
        auto oldest = shelves_.end();
        for (auto one = shelves_.begin(); one != shelves_.end(); ++one) {
            if (one->first == campaign) continue;
            if (oldest == shelves_.end() || one->second.used < oldest->second.used) oldest = one;
        }
        shelves_.erase(oldest);
    }
}

void DuplicateSearch::add(const std::string& campaign, std::int64_t after, std::int64_t until,
                          const std::vector<store::FingerprintRow>& rows) {
    const std::lock_guard lock{lock_};
    auto& shelf = shelves_[campaign];
    // Another job has read the same rows meanwhile, or the shelf was begun anew.
    if (shelf.known_serial != after) return;
    for (const auto& row : rows) {
        const auto print = print_of(row);
        if (!says_something(print)) continue;
        const auto entry = static_cast<std::uint32_t>(shelf.entries.size());
        shelf.index.add(print.phash, entry);
        if (has_parts(print)) shelf.parts.add(print.looks, entry);
        shelf.entries.push_back({row.serial, print.dhash, print.scope});
    }
    shelf.known_serial = until;
    make_room(campaign);
}

void DuplicateSearch::catch_up(db::Session& session, base::CampaignId campaign, std::int64_t until) {
    const auto key = campaign.text();
    for (;;) {
        const auto place = place_of(key);
        if (place.is_full) {
            const auto kept = static_cast<std::int64_t>(options_.most_entries / 2);
            start_anew(key, store::serial_before_newest(session, campaign, kept));
            continue;
        }
        if (place.known_serial >= until) return;
        const auto rows =
            store::fingerprints_between(session, campaign, place.known_serial, until, kRowsAtOnce);
        const bool is_last = static_cast<std::int64_t>(rows.size()) < kRowsAtOnce;
        add(key, place.known_serial, is_last ? until : rows.back().serial, rows);
    }
}

// By the whole, and by parts: nearest first, each once.
std::vector<imaging::similar::HashIndex::Hit> DuplicateSearch::hits_in(const Shelf& shelf,
                                                                       const AssetPrint& print) {
    auto hits = shelf.index.find(print.phash, kNearLook_bits);
    std::erase_if(hits,
                  [&](const auto& hit) { return !steps_agree(shelf.entries[hit.id].dhash, print.dhash); });
    if (!has_parts(print)) return hits;
    return imaging::similar::joined(std::move(hits), shelf.parts.find(print.looks));
}

std::vector<DuplicateSearch::Near> DuplicateSearch::near(base::CampaignId campaign, const AssetPrint& print,
                                                         const std::set<std::int64_t>& without) {
    std::vector<Near> found;
    if (!says_something(print)) return found;
    const std::lock_guard lock{lock_};
    const auto shelf = shelves_.find(campaign.text());
    if (shelf == shelves_.end()) return found;
    for (const auto& hit : hits_in(shelf->second, print)) {
        const auto& entry = shelf->second.entries[hit.id];
        if (!may_be_compared(print.scope, entry.scope) || without.contains(entry.serial)) continue;
        found.push_back({entry.serial, hit.distance});
        if (found.size() == kMostNear) break;
    }
    return found;
}

}  // namespace medal::contribution
