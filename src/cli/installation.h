// The composition root: from a configuration to open, connected parts. Used by serve, worker, migrate and
// admin.
#pragma once

#include "api/app.h"
#include "base/random.h"
#include "base/time.h"
#include "blob/store.h"
#include "cli/server_config.h"
#include "contribution/quarantine.h"
#include "db/database.h"
#include "imaging/worker/drawing_desk.h"
#include "mail/outbox.h"
#include "work/unit.h"

#include <filesystem>
#include <memory>

namespace medal::cli {

class Installation {
  public:
    /// Opens database and stores below `config.data`, which is made where it is missing. Does not migrate.
    explicit Installation(const ServerConfig& config);

    work::Workshop& shop() { return shop_; }
    db::Database& database() { return *database_; }
    const base::Clock& clock() const { return clock_; }
    base::Random& random() { return random_; }
    const std::filesystem::path& data() const { return data_; }

    /// Brings the database to this version; returns how many steps that took.
    int migrate();

    /// Makes the quarantine and the signing key where they are missing.
    api::App make_app(const http::SessionCookies& cookies);

  private:
    ServerConfig config_;
    std::filesystem::path data_;
    base::SystemClock clock_;
    base::SecureRandom random_;
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<blob::Store> blobs_;
    work::Workshop shop_;
    std::unique_ptr<contribution::Quarantine> quarantine_;
    std::unique_ptr<imaging::worker::DrawingDesk> desk_;
};

}  // namespace medal::cli
