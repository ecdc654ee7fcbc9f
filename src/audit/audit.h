// Every event of the house in one hash chain: who did what to what, when and why. Appended in the transaction
// of the deed itself, read by later rooms (an accepted item earns credit) and by auditors. Never holds
// patient data, secrets or answers.
#pragma once

#include "base/actor.h"
#include "base/reflect.h"
#include "base/time.h"
#include "db/migrate.h"
#include "db/session.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::audit {

/// `action` is "<noun>.<past participle>" ("problem.submitted"); `data` is JSON that later rooms may read.
struct NewEvent {
    std::string action;
    std::string subject_kind;
    std::string subject_id;
    std::optional<base::CampaignId> campaign_id{};
    std::string reason{};
    std::string data = "{}";
};

/// One link. `hash` is SHA-256 over the previous link's hash and this link's fields.
struct Event {
    std::int64_t seq = 0;
    base::Instant at;
    std::string actor_id;
    std::string actor_name;
    std::string action;
    std::string subject_kind;
    std::string subject_id;
    std::string campaign_id;
    std::string reason;
    std::string data;
    std::string previous_hash;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(Event, (),
                      (seq, at, actor_id, actor_name, action, subject_kind, subject_id, campaign_id, reason,
                       data, previous_hash, hash))

std::span<const db::Migration> migrations();

void append(db::Session& session, const base::Actor& actor, base::Instant at, const NewEvent& event);

struct ChainVerdict {
    bool intact = true;
    std::int64_t events = 0;
    /// `seq` of the first link that does not fit.
    std::optional<std::int64_t> first_broken;
};
BOOST_DESCRIBE_STRUCT(ChainVerdict, (), (intact, events, first_broken))

/// Walks the whole chain in pages.
ChainVerdict verify(db::Session& session);

/// Events after `after`, oldest first, at most `limit`.
std::vector<Event> events_after(db::Session& session, std::int64_t after, std::int64_t limit);
/// Newest first, before `before` (0: from the end).
std::vector<Event> events_before(db::Session& session, std::int64_t before, std::int64_t limit);
/// What happened to one thing, oldest first.
std::vector<Event> history_of(db::Session& session, const std::string& subject_kind,
                              const std::string& subject_id);

}  // namespace medal::audit
