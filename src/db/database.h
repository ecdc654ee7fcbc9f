// A pool of sessions and the one way to run a transaction. Opened by URL: "sqlite:/path/medal.db",
// "sqlite::memory:" (one shared session) or "postgresql://…".
#pragma once

#include "db/session.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace medal::db {

struct Options {
    std::string url = "sqlite::memory:";
    std::size_t max_sessions = 8;
    /// SQLite's synchronous=FULL: a committed transaction survives a power cut.
    bool is_durable = true;
};

constexpr int kMaxTries = 12;
/// No new try begins after so long.
constexpr int kRetryDeadline_ms = 20'000;
constexpr int kSessionWait_ms = 10'000;

class Database {
  public:
    virtual ~Database() = default;

    virtual Engine engine() const = 0;
    virtual std::size_t max_sessions() const = 0;
    /// Waits up to kSessionWait_ms for a free session, else Error{unavailable, "db.no_session"}.
    virtual std::unique_ptr<Session> take() = 0;
    virtual void give_back(std::unique_ptr<Session> session) noexcept = 0;

    static std::unique_ptr<Database> open(const Options& options);
};

/// A session for the length of a scope.
class Lease {
  public:
    explicit Lease(Database& database) : database_(database), session_(database.take()) {}
    ~Lease() { database_.give_back(std::move(session_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    Session& operator*() const { return *session_; }
    Session* operator->() const { return session_.get(); }

  private:
    Database& database_;
    std::unique_ptr<Session> session_;
};

namespace detail {
void run_transaction(Database& database, Access access, const std::function<void(Session&)>& body);
}

/// Runs `body` in a transaction and commits; on busy or serialization it is rolled back and run again, with
/// growing pauses, at most kMaxTries times. `body` must have no effect outside the session.
template <class Body>
auto transact(Database& database, Access access, Body&& body) {
    using Result = std::invoke_result_t<Body&, Session&>;
    if constexpr (std::is_void_v<Result>) {
        detail::run_transaction(database, access, [&](Session& session) { body(session); });
    } else {
        std::optional<Result> result;
        detail::run_transaction(database, access, [&](Session& session) { result.emplace(body(session)); });
        return std::move(*result);
    }
}

/// Throws the error of the engine when a session cannot be had or does not answer.
void require_reachable(Database& database);

}  // namespace medal::db
