#include "support/postgres.h"

#include "support/process.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <pwd.h>
#include <stdexcept>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include <libpq-fe.h>

namespace medal::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrograms[] = {"/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin",
                                     "/usr/lib/postgresql/17/bin"};
constexpr int kStartTries = 600;
constexpr std::chrono::milliseconds kStartPause{50};

std::optional<fs::path> programs() {
    for (const auto* folder : kPrograms) {
        if (fs::exists(fs::path{folder} / "postgres")) return folder;
    }
    return std::nullopt;
}

void run_sql(const std::string& url, const std::string& sql) {
    PGconn* connection = PQconnectdb(url.c_str());
    PGresult* result = PQexec(connection, sql.c_str());
    const auto status = PQresultStatus(result);
    const std::string problem = PQerrorMessage(connection);
    PQclear(result);
    PQfinish(connection);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error{problem};
}

// PostgreSQL refuses to run as root.
class Server {
  public:
    explicit Server(const fs::path& programs)
        : folder_(fs::temp_directory_path() / ("medal-pg-" + std::to_string(::getpid()))) {
        fs::create_directory(folder_);
        give_to_postgres();
        const auto data = (folder_ / "data").string();
        if (run_command(command({programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres",
                                 "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"})) != 0) {
            throw std::runtime_error{"initdb failed"};
        }
        server_.emplace(command({programs / "postgres", "-D", data, "-k", folder_, "-c",
                                 "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=100"}),
                        SIGINT);
        wait_until_ready();
    }

    ~Server() {
        server_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::string url() const { return "postgresql://postgres@/postgres?host=" + folder_.string(); }

  private:
    Command command(std::vector<std::string> words) const {
        return {std::move(words), folder_ / "log", "postgres"};
    }

    void give_to_postgres() const {
        if (::getuid() != 0) return;
        const auto* user = ::getpwnam("postgres");
        if (user == nullptr || ::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error{"there is no user postgres"};
    }

    void wait_until_ready() const {
        for (int i = 0; i < kStartTries; ++i) {
            if (PQping(url().c_str()) == PQPING_OK) return;
            std::this_thread::sleep_for(kStartPause);
        }
        throw std::runtime_error{"PostgreSQL did not start"};
    }

    fs::path folder_;
    std::optional<Child> server_;
};

struct Shared {
    std::optional<Server> server;
    std::string url;
    std::string problem;

    Shared() {
        if (const char* given = std::getenv("MEDAL_TEST_POSTGRES_URL")) {
            url = given;
            return;
        }
        const auto folder = programs();
        if (!folder) {
            problem = "PostgreSQL is not installed (package postgresql-15)";
            return;
        }
        server.emplace(*folder);
        url = server->url();
    }
};

Shared& shared() {
    static Shared instance;
    return instance;
}

}  // namespace

const std::string& why_no_postgres() {
    return shared().problem;
}

PostgresDatabase::PostgresDatabase() {
    static std::atomic<int> counter{0};
    name_ = "medal_test_" + std::to_string(::getpid()) + "_" + std::to_string(++counter);
    run_sql(shared().url,
            "CREATE DATABASE " + name_ + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
    const auto& base = shared().url;
    url_ = base + (base.find('?') == std::string::npos ? "?" : "&") + "dbname=" + name_;
}

// A destructor must not throw; a server that is gone has no database to drop.
PostgresDatabase::~PostgresDatabase() {
    try {
        run_sql(shared().url, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {
        name_.clear();
    }
}

void PostgresDatabase::disconnect_everybody() {
    run_sql(shared().url,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name_ + "'");
}

}  // namespace medal::testing
