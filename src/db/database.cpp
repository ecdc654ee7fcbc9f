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

    std::unique_ptr<Session> take() override {
        std::unique_lock lock{mutex_};
        const auto can_have = [&] { return !idle_.empty() || lent_ < max_sessions_; };
        if (!returned_.wait_for(lock, std::chrono::milliseconds{kSessionWait_ms}, can_have)) {
            throw DbError{FaultKind::busy, "", "no free session within the wait"};
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

void run_once(Session& session, Access access, const std::function<void(Session&)>& body) {
    session.begin(access);
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
    for (int attempt = 0;; ++attempt) {
        try {
            const Lease session{database};
            run_once(*session, access, body);
            return;
        } catch (const DbError& error) {
            if (!error.is_transient() || attempt + 1 >= kMaxTries) throw;
        }
        pause_before(attempt);
    }
}

}  // namespace medal::db
