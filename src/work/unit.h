// The Unit of a use case: who acts, the one moment it happens, the transaction, and every effect it may have,
// each a row of that transaction. All or nothing: run.h may run a use case again, so nothing else may leave
// it.
#pragma once

#include "audit/audit.h"
#include "base/actor.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/time.h"
#include "blob/references.h"
#include "blob/store.h"
#include "db/database.h"
#include "jobs/queue.h"
#include "mail/outbox.h"

#include <filesystem>
#include <functional>
#include <string>

namespace medal::work {

/// What use cases may know of the installation.
struct Settings {
    /// Without a slash at its end; the start of links in mails.
    std::string public_url = "http://127.0.0.1:8080";
    std::filesystem::path data_folder;
    std::string version;
};

/// The parts that every unit is made from; owned by the composition root, alive as long as anything runs.
struct Workshop {
    db::Database& database;
    blob::Store& blobs;
    const base::Clock& clock;
    base::Random& random;
    Settings settings{};
    /// Called after a commit that enqueued jobs; may be empty.
    std::function<void()> wake_workers{};
};

class Unit {
  public:
    Unit(Workshop& shop, const base::Actor& actor, db::Session& session)
        : shop_(shop), actor_(actor), session_(session), now_(shop.clock.now()) {}
    Unit(const Unit&) = delete;
    Unit& operator=(const Unit&) = delete;

    const base::Actor& actor() const { return actor_; }
    /// The same for everything in the unit.
    base::Instant now() const { return now_; }
    db::Session& db() { return session_; }
    base::Random& random() { return shop_.random; }
    const Settings& settings() const { return shop_.settings; }

    template <class IdType>
    IdType new_id() {
        return IdType{base::make_uuid_v7(now_, shop_.random)};
    }

    /// Into the audit chain, which is the event table that later rooms read.
    void emit(const audit::NewEvent& event);
    void enqueue(const jobs::NewJob& job);
    /// Into the outbox, with the job that delivers it.
    void mail(const mail::Message& message);

    /// Bytes are put before the unit (put_* of blob/); here they are read, kept and let go.
    blob::Store& blobs() { return shop_.blobs; }
    void keep_blob(const base::Sha256& hash, const std::string& owner, std::int64_t bytes);
    void let_blobs_go(const std::string& owner);

    bool has_jobs() const { return has_jobs_; }

  private:
    Workshop& shop_;
    const base::Actor& actor_;
    db::Session& session_;
    base::Instant now_;
    bool has_jobs_ = false;
};

}  // namespace medal::work
