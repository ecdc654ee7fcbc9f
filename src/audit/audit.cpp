#include "audit/audit.h"

#include "base/hash.h"
#include "base/json.h"
#include "db/bind.h"

namespace medal::audit {
namespace {

constexpr std::int64_t kPage = 1000;

constexpr db::Migration kMigrations[] = {
    {10, "audit events", R"(
        CREATE TABLE events (
            seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor_id TEXT NOT NULL, actor_name TEXT NOT NULL,
            action TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, campaign_id TEXT NOT NULL,
            reason TEXT NOT NULL, data TEXT NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE INDEX events_by_subject ON events (subject_kind, subject_id, seq);
        CREATE INDEX events_by_action ON events (action, seq);
        CREATE TABLE event_head (one BIGINT PRIMARY KEY CHECK (one = 1), seq BIGINT NOT NULL, hash TEXT NOT NULL);
        INSERT INTO event_head (one, seq, hash) VALUES (1, 0, '');
    )"},
};

struct Head {
    std::int64_t seq = 0;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(Head, (), (seq, hash))

// The link's own hash is left out; JSON in declared order is canonical.
std::string hash_of(Event event) {
    event.hash.clear();
    return base::sha256(base::to_json(event)).text();
}

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

// The head row is the lock that makes the chain linear on both engines.
void append(db::Session& session, const base::Actor& actor, base::Instant at, const NewEvent& event) {
    const auto head =
        db::maybe_row<Head>(session, session.engine() == db::Engine::postgres
                                         ? "SELECT seq, hash FROM event_head WHERE one = 1 FOR UPDATE"
                                         : "SELECT seq, hash FROM event_head WHERE one = 1");
    if (!head) base::fail_internal("the audit chain has no head");
    Event link{.seq = head->seq + 1,
               .at = at,
               .actor_id = actor.is_person() ? actor.person_id.text() : "",
               .actor_name = actor.display_name,
               .action = event.action,
               .subject_kind = event.subject_kind,
               .subject_id = event.subject_id,
               .campaign_id = event.campaign_id ? event.campaign_id->text() : "",
               .reason = event.reason,
               .data = event.data,
               .previous_hash = head->hash,
               .hash = {}};
    link.hash = hash_of(link);
    db::insert(session, "events", link);
    db::execute(session, "UPDATE event_head SET seq = $1, hash = $2 WHERE one = 1", link.seq, link.hash);
}

ChainVerdict verify(db::Session& session) {
    ChainVerdict verdict;
    std::string previous;
    while (true) {
        const auto page = events_after(session, verdict.events, kPage);
        for (const auto& link : page) {
            const bool fits = link.seq == verdict.events + 1 && link.previous_hash == previous &&
                              link.hash == hash_of(link);
            if (!fits) return {false, verdict.events, verdict.events + 1};
            previous = link.hash;
            ++verdict.events;
        }
        if (page.empty()) break;
    }
    const auto head = db::maybe_row<Head>(session, "SELECT seq, hash FROM event_head WHERE one = 1");
    if (!head || head->seq != verdict.events || head->hash != previous) {
        return {false, verdict.events, verdict.events + 1};
    }
    return verdict;
}

std::vector<Event> events_after(db::Session& session, std::int64_t after, std::int64_t limit) {
    return db::rows<Event>(session, "SELECT * FROM events WHERE seq > $1 ORDER BY seq LIMIT $2", after,
                           limit);
}

std::vector<Event> events_before(db::Session& session, std::int64_t before, std::int64_t limit) {
    return db::rows<Event>(session,
                           "SELECT * FROM events WHERE seq < CASE WHEN CAST($1 AS BIGINT) = 0 "
                           "THEN 9223372036854775807 ELSE CAST($1 AS BIGINT) END ORDER BY seq DESC LIMIT $2",
                           before, limit);
}

std::vector<Event> history_of(db::Session& session, const std::string& subject_kind,
                              const std::string& subject_id) {
    return db::rows<Event>(session,
                           "SELECT * FROM events WHERE subject_kind = $1 AND subject_id = $2 ORDER BY seq",
                           subject_kind, subject_id);
}

}  // namespace medal::audit
