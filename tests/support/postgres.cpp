#include "support/postgres.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <optional>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
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

// PostgreSQL refuses to run as root. The signal on our death keeps no server alive after a crashed test.
void become_postgres() {
    if (::getuid() == 0) {
        const auto* user = ::getpwnam("postgres");
        if (user == nullptr || ::initgroups("postgres", user->pw_gid) != 0 || ::setgid(user->pw_gid) != 0 ||
            ::setuid(user->pw_uid) != 0) {
            ::_exit(126);
        }
    }
    ::prctl(PR_SET_PDEATHSIG, SIGINT);
}

pid_t spawn(const std::vector<std::string>& command, const fs::path& log) {
    std::vector<char*> words;
    for (const auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const pid_t child = ::fork();
    if (child != 0) return child;
    become_postgres();
    if (::chdir("/") != 0 || std::freopen(log.c_str(), "a", stdout) == nullptr ||
        std::freopen(log.c_str(), "a", stderr) == nullptr) {
        ::_exit(126);
    }
    ::execv(words[0], words.data());
    ::_exit(127);
}

int wait_for(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
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

class Server {
  public:
    explicit Server(const fs::path& programs)
        : folder_(fs::temp_directory_path() / ("medal-pg-" + std::to_string(::getpid()))) {
        fs::create_directory(folder_);
        if (::getuid() == 0) {
            const auto* user = ::getpwnam("postgres");
            if (user == nullptr || ::chown(folder_.c_str(), user->pw_uid, user->pw_gid) != 0)
                throw std::runtime_error{"there is no user postgres"};
        }
        const auto data = (folder_ / "data").string();
        const auto log = folder_ / "log";
        if (wait_for(spawn({programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync",
                            "--encoding=UTF8", "--locale=C.UTF-8"},
                           log)) != 0) {
            throw std::runtime_error{"initdb failed"};
        }
        server_ = spawn({programs / "postgres", "-D", data, "-k", folder_, "-c", "listen_addresses=", "-c",
                         "fsync=off", "-c", "max_connections=100"},
                        log);
        wait_until_ready();
    }

    ~Server() {
        ::kill(server_, SIGINT);
        wait_for(server_);
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::string url() const { return "postgresql://postgres@/postgres?host=" + folder_.string(); }

  private:
    void wait_until_ready() const {
        for (int i = 0; i < kStartTries; ++i) {
            if (PQping(url().c_str()) == PQPING_OK) return;
            std::this_thread::sleep_for(kStartPause);
        }
        throw std::runtime_error{"PostgreSQL did not start"};
    }

    fs::path folder_;
    pid_t server_ = -1;
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
