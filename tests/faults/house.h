// An installation inside the test program: the real routes, jobs and stores on SQLite and the file system,
// called without a socket, over a database and a blob store that fail when they are told to. Its folder can
// be put aside and put back.
#pragma once

#include "api/app.h"
#include "base/actor.h"
#include "blob/faults.h"
#include "contribution/quarantine.h"
#include "db/faults.h"
#include "http/pipeline.h"
#include "http/rate_limit.h"
#include "work/unit.h"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace medal::testing {

struct Answer {
    int status = 0;
    std::string body;
    std::string location;
    std::string upload_offset;

    bool is_success() const { return status >= 200 && status < 300; }
};

struct Ask {
    http::Method method = http::Method::get;
    std::string target;
    std::string body{};
    std::vector<std::pair<std::string, std::string>> headers{};
};

/// The person behind a bearer token is whom the test says.
class KnownPeople final : public http::Authenticator {
  public:
    base::Actor authenticate(const http::Request& request) override;
    std::map<std::string, base::Actor> people;
};

class House {
  public:
    House(std::filesystem::path folder, std::filesystem::path memory);

    Answer call(const std::string& who, const Ask& ask);
    /// Runs every job that is due now, on this thread.
    void run_jobs();
    void wait_s(std::int64_t seconds) { clock_.advance_us(seconds * base::kSecond_us); }

    /// Closes the database, runs `act` on the files below folder(), opens it again.
    void with_files_alone(const std::function<void()>& act);
    const std::filesystem::path& folder() const { return folder_; }

    /// Every row of every table, without what an attempt may leave: jobs, and how far a case is.
    std::string contents();
    /// "table: rows" of every table, and how many rows are in each state.
    std::string shape();

    KnownPeople people;
    db::FaultPlan database_faults;
    blob::FaultPlan blob_faults;
    work::Workshop& shop();

  private:
    struct Rooms;
    void open();

    std::filesystem::path folder_;
    std::filesystem::path memory_;
    base::ManualClock clock_;
    base::SecureRandom random_;
    http::SessionCookies cookies_{{false, "a key that the test knows"}};
    http::RateLimiter limiter_;
    std::shared_ptr<Rooms> rooms_;
};

}  // namespace medal::testing
