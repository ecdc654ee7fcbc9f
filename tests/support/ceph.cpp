#include "support/ceph.h"

#include "support/process.h"

#include <arpa/inet.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>
#include <netinet/in.h>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace medal::testing {
namespace {

namespace fs = std::filesystem;

// Any UUIDs: the cluster lives as long as the test program.
constexpr const char* kCluster = "a4ee2d1c-5f0e-4c8c-9a1a-3a1d5a2f7e01";
constexpr const char* kDisk = "a4ee2d1c-5f0e-4c8c-9a1a-3a1d5a2f7e02";
// A daemon that could not start leaves the commands waiting for it: a new cluster is tried then.
constexpr int kClusterTries = 3;
constexpr std::chrono::seconds kCommandLimit{60};
constexpr std::size_t kShownBytes = 2000;
constexpr int kStartTries = 600;
constexpr std::chrono::milliseconds kStartPause{100};

const char* environment(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

bool answers(int port) {
    const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_there = ::connect(handle, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(handle);
    return is_there;
}

std::string end_of(const fs::path& log) {
    std::ifstream file{log};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return text.size() <= kShownBytes ? text : text.substr(text.size() - kShownBytes);
}

class Cluster {
  public:
    Cluster() : folder_(fs::temp_directory_path() / ("medal-ceph-" + std::to_string(::getpid()))) {
        fs::remove_all(folder_);
        for (const auto* part : {"mon", "osd", "mgr", "rgw"}) fs::create_directories(folder_ / part);
        write_config();
        const auto monitor = "[v1:127.0.0.1:" + std::to_string(monitor_port_) + "]";
        const auto map = (folder_ / "monmap").string();
        run({"/usr/bin/monmaptool", "--create", "--addv", "a", monitor, "--fsid", kCluster, map});
        run(with_config("ceph-mon", {"--mkfs", "-i", "a", "--monmap", map}));
        start("ceph-mon", {"-i", "a"});
        start("ceph-mgr", {"-i", "x"});
        run(with_config("ceph", {"osd", "create", kDisk}));
        run(with_config("ceph-osd", {"-i", "0", "--mkfs", "--osd-uuid", kDisk}));
        start("ceph-osd", {"-i", "0"});
        start("radosgw", {"-n", "client.rgw"});
        run(with_config("radosgw-admin",
                        {"-n", "client.rgw", "user", "create", "--uid=medal", "--display-name=medal",
                         "--access-key=medal-test", "--secret-key=medal-test-secret"}));
        wait_until_ready();
    }

    // In the order that lets each end without waiting for another.
    ~Cluster() {
        while (!daemons_.empty()) daemons_.pop_back();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    S3Server server() const {
        return {"http://127.0.0.1:" + std::to_string(gateway_port_), "medal-test", "medal-test-secret"};
    }

  private:
    void write_config() const {
        const auto folder = folder_.string();
        std::ofstream{folder_ / "ceph.conf"}
            << "[global]\nfsid = " << kCluster
            << "\nauth cluster required = none\nauth service required = none\n"
            << "auth client required = none\nmon host = [v1:127.0.0.1:" << monitor_port_ << "]\n"
            << "public addr = 127.0.0.1\nosd pool default size = 1\nosd pool default min size = 1\n"
            << "osd objectstore = memstore\nmemstore device bytes = 1073741824\nosd crush chooseleaf type = "
               "0\n"
            << "mon data avail warn = 0\nmon data avail crit = 0\nmon allow pool size one = true\nmon max pg "
               "per osd = 500\nosd pool default pg num = 8\n"
            << "log file = " << folder << "/$name.log\nadmin socket = " << folder
            << "/$name.asok\nrun dir = " << folder << "\nmon data = " << folder
            << "/mon\nosd data = " << folder << "/osd\nmgr data = " << folder << "/mgr\nrgw data = " << folder
            << "/rgw\nrgw frontends = beast endpoint=127.0.0.1:" << gateway_port_ << "\n";
    }

    std::vector<std::string> with_config(const std::string& program, std::vector<std::string> words) const {
        std::vector<std::string> all{"/usr/bin/" + program, "-c", folder_ / "ceph.conf"};
        all.insert(all.end(), words.begin(), words.end());
        return all;
    }
    void run(std::vector<std::string> words) const {
        const auto program = words.front();
        if (run_command({std::move(words), folder_ / "commands.log"}, kCommandLimit) != 0)
            fail(program + " failed or did not end");
    }
    void start(const std::string& program, std::vector<std::string> words) {
        words.emplace_back("-f");
        daemons_.emplace_back(Command{with_config(program, std::move(words)), folder_ / (program + ".out")},
                              SIGKILL);
    }
    void wait_until_ready() const {
        for (int i = 0; i < kStartTries; ++i) {
            if (answers(gateway_port_)) return;
            std::this_thread::sleep_for(kStartPause);
        }
        fail("the S3 gateway did not start");
    }
    [[noreturn]] void fail(std::string what) const {
        for (const auto* log : {"commands.log", "ceph-mon.out", "ceph-osd.out", "radosgw.out"})
            what += std::string{"\n--- "} + log + "\n" + end_of(folder_ / log);
        throw std::runtime_error{what};
    }

    fs::path folder_;
    int monitor_port_ = free_port();
    int gateway_port_ = free_port();
    std::list<Child> daemons_;
};

struct Shared {
    std::optional<Cluster> cluster;
    S3Server server;
    std::string problem;
    /// Why the installed Ceph did not start, with the end of what it said.
    std::string failure;

    Shared() {
        server = {environment("MEDAL_TEST_S3_ENDPOINT"), environment("MEDAL_TEST_S3_ACCESS_KEY"),
                  environment("MEDAL_TEST_S3_SECRET_KEY")};
        if (!server.endpoint.empty()) return;
        for (const auto* program : {"ceph", "ceph-mon", "ceph-mgr", "ceph-osd", "radosgw", "radosgw-admin"}) {
            if (fs::exists(fs::path{"/usr/bin"} / program)) continue;
            problem = std::string{"Ceph is not installed ("} + program + ")";
            return;
        }
        start();
    }

  private:
    void start() {
        for (int i = 0; i < kClusterTries; ++i) {
            try {
                server = cluster.emplace().server();
                return;
            } catch (const std::runtime_error& error) {
                failure += std::string{error.what()} + "\n";
            }
        }
    }
};

Shared& shared() {
    static Shared instance;
    return instance;
}

}  // namespace

const std::string& why_no_s3() {
    return shared().problem;
}

const S3Server& s3_server() {
    if (shared().server.endpoint.empty()) throw std::runtime_error{shared().failure};
    return shared().server;
}

}  // namespace medal::testing
