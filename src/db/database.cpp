#include "db/database.h"

#include "db/postgres.h"
#include "db/sqlite.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace medal::db {
namespace {

using Connect = std::function<std::unique_ptr<Session>()>;

class Pool final : public Database {
  public:
    Pool(Engine engine, std::size_t max_sessions, Connect connect)
        : engine_(engine), max_sessions_(max_sessions), connect_(std::move(connect)) {}

    Engine engine() const override { return engine_; }
    std::size_t max_sessions() const override { return max_sessions_; }

    std::unique_ptr<Session> take() override {
        std::unique_lock lock{mutex_};
        const auto can_have = [&] { return !idle_.empty() || lent_ < max_sessions_; };
        if (!returned_.wait_for(lock, std::chrono::milliseconds{kSessionWait_ms}, can_have)) {
            throw base::Error{base::ErrorKind::unavailable,
                              "db.no_session",
                              "Too much is going on at once; nothing was changed.",
                              {.field = {}, .hint = "Try again in a moment.", .detail = {}}};
        }
        ++lent_;
        if (!idle_.empty()) {
            auto session = std::move(idle_.back());
            idle_.pop_back();
            return session;
        }
        lock.unlock();
        try {
            return connect_();
        } catch (...) {
            lock.lock();
            --lent_;
            returned_.notify_one();
            throw;
        }
    }

    void give_back(std::unique_ptr<Session> session) noexcept override {
        const std::lock_guard lock{mutex_};
        --lent_;
        if (session && session->is_healthy()) idle_.push_back(std::move(session));
        returned_.notify_one();
    }

  private:
    Engine engine_;
    std::size_t max_sessions_;
    Connect connect_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Session>> idle_;
    std::size_t lent_ = 0;
};

// 1, 2, 4 … 512 ms, each with up to as much again at random, so that rivals do not meet twice.
void pause_before(int attempt) {
    thread_local std::minstd_rand jitter{std::random_device{}()};
    const auto base_ms = 1U << std::min(attempt, 9);
    std::this_thread::sleep_for(std::chrono::milliseconds{base_ms + jitter() % base_ms});
}

// A session that lay idle may have lost its server. Nothing has happened yet, so the next one is tried.
std::unique_ptr<Lease> begun(Database& database, Access access) {
    for (std::size_t broken = 0;; ++broken) {
        auto lease = std::make_unique<Lease>(database);
        try {
            (*lease)->begin(access);
            return lease;
        } catch (const DbError& error) {
            (*lease)->rollback();
            if (error.fault() != FaultKind::connection || broken >= database.max_sessions()) throw;
        }
    }
}

void run_once(Database& database, Access access, const std::function<void(Session&)>& body) {
    const auto lease = begun(database, access);
    Session& session = **lease;
    try {
        body(session);
        session.commit();
    } catch (...) {
        session.rollback();
        throw;
    }
}

}  // namespace

std::unique_ptr<Database> Database::open(const Options& options) {
    if (options.url.starts_with("sqlite:")) {
        const auto path = options.url.substr(7);
        const bool is_memory = path == ":memory:";
        return std::make_unique<Pool>(
            Engine::sqlite, is_memory ? 1 : options.max_sessions,
            [path, durable = options.is_durable] { return open_sqlite(path, durable); });
    }
    if (options.url.starts_with("postgresql:") || options.url.starts_with("postgres:")) {
        return std::make_unique<Pool>(Engine::postgres, options.max_sessions,
                                      [url = options.url] { return open_postgres(url); });
    }
    throw base::Error{
        base::ErrorKind::invalid,
        "config.bad_value",
        "The database's URL is not understood.",
        {.field = "database.url", .hint = "Use sqlite:/path/medal.db or postgresql://…", .detail = {}}};
}

void detail::run_transaction(Database& database, Access access, const std::function<void(Session&)>& body) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{kRetryDeadline_ms};
    for (int attempt = 0;; ++attempt) {
        try {
            return run_once(database, access, body);
        } catch (const DbError& error) {
            const bool is_late = std::chrono::steady_clock::now() > deadline;
            if (!error.is_transient() || attempt + 1 >= kMaxTries || is_late) throw;
        }
        pause_before(attempt);
    }
}

void require_reachable(Database& database) {
    transact(database, Access::read, [](Session& session) { session.query("SELECT 1 AS one", {}); });
}

}  // namespace medal::db
