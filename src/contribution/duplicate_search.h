// Images of a campaign that look alike: the rows of asset_fingerprints in memory, shared by every job of the
// process and read on from where it stands. Exact copies are asked of the database; this is for near ones.
#pragma once

#include "contribution/fingerprint_store.h"
#include "contribution/public_fingerprints.h"
#include "imaging/similar/index.h"
#include "imaging/similar/look_index.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace medal::contribution {

class DuplicateSearch {
  public:
    struct Options {
        /// Images in memory over all campaigns, about 1.1 KB each with their looks. Of a campaign that has
        /// more the newest half as many are searched for near copies, exact ones always.
        std::size_t most_entries = 500'000;
    };

    DuplicateSearch() = default;
    DuplicateSearch(Options options, PublicFingerprints published)
        : options_(options), published_(std::move(published)) {}

    struct Near {
        std::int64_t serial = 0;
        unsigned distance_bits = 0;
    };

    /// Reads on up to `until`, of which everything must be committed (store::take_serials).
    void catch_up(db::Session& session, base::CampaignId campaign, std::int64_t until);
    /// Nearest first, at most 32 beyond those in `without`. What they name may have been removed since.
    std::vector<Near> near(base::CampaignId campaign, const AssetPrint& print,
                           const std::set<std::int64_t>& without = {});

    const PublicFingerprints& published() const { return published_; }
    /// Entries in memory over all campaigns.
    std::size_t size();

  private:
    struct Entry {
        std::int64_t serial = 0;
        std::uint64_t dhash = 0;
        FingerprintScope scope = FingerprintScope::single;
    };
    struct Shelf {
        std::int64_t known_serial = 0;
        std::uint64_t used = 0;
        std::vector<Entry> entries;
        imaging::similar::HashIndex index;
        imaging::similar::LookIndex parts;
    };

    struct Place {
        std::int64_t known_serial = 0;
        bool is_full = false;
    };
    Place place_of(const std::string& campaign);
    void start_anew(const std::string& campaign, std::int64_t from);
    void add(const std::string& campaign, std::int64_t after, std::int64_t until,
             const std::vector<store::FingerprintRow>& rows);
    void make_room(const std::string& campaign);
    std::size_t size_locked() const;
    static std::vector<imaging::similar::HashIndex::Hit> hits_in(const Shelf& shelf, const AssetPrint& print);

    Options options_{};
    PublicFingerprints published_{};
    std::mutex lock_;
    std::uint64_t turn_ = 0;
    std::map<std::string, Shelf> shelves_;
};

}  // namespace medal::contribution
