// Use cases of release/: begin, choose items, freeze (a job), publish, discard; and the package as a stream.
#pragma once

#include "jobs/loop.h"
#include "release/release_store.h"
#include "work/run.h"

#include <filesystem>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::release {

constexpr const char* kFreezeJob = "release.freeze";

struct ReleaseDraft {
    std::string name;
    std::string version;
    std::string notes;
};
BOOST_DESCRIBE_STRUCT(ReleaseDraft, (), (name, version, notes))

struct Entry {
    contribution::ItemId item_id;
    Split split = Split::public_dev;
};
BOOST_DESCRIBE_STRUCT(Entry, (), (item_id, split))

struct EntryList {
    std::vector<Entry> entries;
};
BOOST_DESCRIBE_STRUCT(EntryList, (), (entries))

ReleaseRow create_release(work::Unit& unit, base::CampaignId campaign, const ReleaseDraft& draft);
/// Replaces the choice. Every item must be accepted (or released before) and of the campaign; a patient is in
/// one split only, so that nothing leaks from the open into the sealed part.
ReleaseRow set_entries(work::Unit& unit, ReleaseId id, const EntryList& list);
ReleaseRow act_on_release(work::Unit& unit, ReleaseId id, ReleaseAction action);

/// What the actor may do now, in words of the API.
std::vector<ReleaseAction> allowed_actions(const base::Actor& actor, const ReleaseRow& row);
/// Organizers see every release; others published ones. Error{not_found} otherwise.
ReleaseRow visible_release(work::Unit& unit, ReleaseId id);
bool is_organizer(const base::Actor& actor, const ReleaseRow& row);

/// A release whose freezing was given up is being chosen for again. Returns how many there were.
int settle_abandoned(work::Unit& unit);

/// The job: takes down what is released, writes the package, signs it. All or nothing.
void freeze(work::Workshop& shop, const std::filesystem::path& signing_key, jobs::JobContext& job);

}  // namespace medal::release
