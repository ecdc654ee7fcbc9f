#include "accounts/sign_in.h"
#include "base/error.h"
#include "base/log.h"
#include "blob/references.h"
#include "cli/families.h"
#include "cli/installation.h"
#include "cli/sandbox_check.h"
#include "cli/server_config.h"
#include "http/health.h"
#include "http/server.h"
#include "http/static_site.h"
#include "jobs/loop.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <unistd.h>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes kSweepEvery{10};
constexpr std::int64_t kCollectEvery_us = 6 * base::kHour_us;

sigset_t stop_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

// Threads inherit the mask, so only sigtimedwait sees the signals.
void block_stop_signals() {
    const auto set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

bool wait_for_stop(std::chrono::seconds patience) {
    const auto set = stop_signals();
    const timespec limit{patience.count(), 0};
    return sigtimedwait(&set, nullptr, &limit) > 0;
}

http::ServerOptions server_options(const ServerConfig& config, const fs::path& data) {
    http::ServerOptions options;
    const auto colon = config.server.listen.rfind(':');
    if (colon == std::string::npos) {
        throw base::Error{base::ErrorKind::invalid,
                          "usage.listen",
                          "An address has the form host:port.",
                          {.field = "--listen", .hint = "Example: --listen 127.0.0.1:8080", .detail = {}}};
    }
    options.address = config.server.listen.substr(0, colon);
    const auto port = base::detail::parse_whole_number(config.server.listen.substr(colon + 1));
    if (!port || *port < 0 || *port > 65535) {
        throw base::Error{base::ErrorKind::invalid,
                          "usage.listen",
                          "A port lies between 0 and 65535.",
                          {.field = "--listen"}};
    }
    options.port = static_cast<std::uint16_t>(*port);
    options.io_threads = static_cast<unsigned>(config.server.io_threads);
    options.worker_threads = static_cast<unsigned>(config.server.worker_threads);
    options.is_behind_tls = config.server.behind_tls;
    options.trusted_proxies = config.server.trusted_proxies;
    options.temp_folder = data / "tmp";
    fs::create_directories(options.temp_folder);
    for (auto& rate : options.rates.by_class) {
        rate.per_second *= config.server.rate_factor;
        rate.burst *= config.server.rate_factor;
    }
    return options;
}

// Beside the binary (build/release/medal), below the working folder, or as configured.
fs::path web_folder(const ServerConfig& config) {
    if (!config.server.web_folder.empty()) return config.server.web_folder;
    const auto binary = fs::read_symlink("/proc/self/exe").parent_path();
    for (const auto& folder : {binary / "web", binary / "../../web/dist", fs::path{"web/dist"}}) {
        if (fs::exists(folder / "index.html")) return fs::canonical(folder);
    }
    return {};
}

jobs::LeaseTiming lease_timing(const ServerConfig& config) {
    constexpr std::int64_t kShortest_ms = 400;
    if (config.jobs.lease_ms >= kShortest_ms) {
        return {.lease = std::chrono::milliseconds{config.jobs.lease_ms}};
    }
    throw base::Error{base::ErrorKind::invalid,
                      "config.lease",
                      "A lease of a job is too short for its heartbeats.",
                      {.field = "jobs.lease_ms", .hint = "Give at least 400 ms.", .detail = {}}};
}

std::string missing_part(Installation& installation) {
    try {
        db::require_reachable(installation.database());
        return {};
    } catch (const base::Error& error) {
        return error.code();
    }
}

class RunningServer {
  public:
    explicit RunningServer(const ServerConfig& config)
        : config_(config),
          installation_(config),
          options_(server_options(config, installation_.data())),
          cookies_(std::make_shared<http::SessionCookies>(
              http::CookieOptions{config.server.behind_tls, csrf_key()})),
          authenticator_(installation_.shop(), *cookies_) {
        const int steps = installation_.migrate();
        base::log_info("database.ready", {{"migrations", steps}});
        app_ = std::make_unique<api::App>(installation_.make_app(*cookies_));
        start_workers();
        start_server();
    }

    void run() {
        sweep();
        while (!wait_for_stop(std::chrono::duration_cast<std::chrono::seconds>(kSweepEvery))) sweep();
        base::log_info("server.stopping");
        server_->stop(std::chrono::milliseconds{config_.server.stop_patience_ms});
        loop_->stop();
    }

    std::string address() const { return options_.address + ":" + std::to_string(server_->port()); }

  private:
    // Sessions outlive a restart, so their tokens must: the key is derived from the signing key's secret
    // place.
    std::string csrf_key() {
        const auto path = installation_.data() / "csrf.key";
        if (!fs::exists(path)) {
            std::ofstream file{path};
            fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
            file << base::random_token(installation_.random(), 32);
        }
        std::ifstream file{path};
        std::string key;
        file >> key;
        return key;
    }

    void start_workers() {
        loop_ = std::make_unique<jobs::JobLoop>(
            installation_.database(), installation_.clock(), installation_.random(), api::all_handlers(*app_),
            static_cast<int>(config_.jobs.threads), lease_timing(config_), [this] { settle(); });
        installation_.shop().wake_workers = [this] { loop_->wake(); };
    }

    void start_server() {
        http::Router router;
        api::add_all_routes(router, *app_);
        http::add_health(router, {[this] { return missing_part(installation_); },
                                  [this] { return server_ ? server_->metrics_text() : std::string{}; },
                                  config_.server.metrics_readers});
        if (const auto folder = web_folder(config_); !folder.empty()) {
            http::StaticSiteOptions site;
            site.folder = folder;
            site_ = std::make_unique<http::StaticSite>(site, http::SecurityHeaders{options_});
            router.set_fallback(http::static_route(*site_));
        }
        server_ = std::make_unique<http::Server>(
            options_, http::ServerParts{std::move(router), authenticator_, cookies_, {}});
        server_->start();
        base::log_info("server.listening", {{"address", address()}, {"has_web_app", site_ != nullptr}});
    }

    void sweep() {
        settle();
        shred();
        collect();
    }

    // Also what died with an earlier process, or was cancelled.
    void settle() {
        try {
            const int count = api::settle_abandoned(*app_);
            if (count > 0) base::log_warning("jobs.abandoned_settled", {{"count", count}});
        } catch (const base::Error& error) {
            base::log_warning("jobs.settling_failed", {{"code", error.code()}});
        }
    }

    void shred() {
        try {
            const int shredded = app_->quarantine.shred_expired() + app_->quarantine.shred_leftovers();
            if (shredded > 0) base::log_info("quarantine.swept", {{"uploads", shredded}});
        } catch (const base::Error& error) {
            base::log_warning("quarantine.sweep_failed", {{"code", error.code()}});
        }
    }

    // Bytes that nobody keeps: replaced thumbnails, withdrawn cases, what a failed deed had put already.
    void collect() {
        const auto now = installation_.clock().now();
        if (collected_at_ && now < *collected_at_ + kCollectEvery_us) return;
        try {
            const auto found = blob::collect(installation_.database(), installation_.shop().blobs,
                                             now.microseconds / base::kSecond_us);
            base::log_info("blobs.collected", {{"kept", found.kept}, {"removed", found.removed}});
            collected_at_ = now;
        } catch (const base::Error& error) {
            base::log_warning("blobs.collection_failed", {{"code", error.code()}});
        }
    }

    ServerConfig config_;
    Installation installation_;
    http::ServerOptions options_;
    std::shared_ptr<http::SessionCookies> cookies_;
    accounts::Authenticator authenticator_;
    std::unique_ptr<api::App> app_;
    std::unique_ptr<http::StaticSite> site_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<jobs::JobLoop> loop_;
    std::optional<base::Instant> collected_at_;
};

void start_log(const ServerConfig& config) {
    base::start_log({static_cast<base::LogLevel>(config.log.level), config.log.file});
}

struct ServeFlags {
    ConfigFlags config;
    std::string listen;
};

Exit serve(const ServeFlags& flags) {
    auto config = load_config(flags.config);
    if (!flags.listen.empty()) config.server.listen = flags.listen;
    block_stop_signals();
    start_log(config);
    check_sandbox(config.imaging, imaging::sandbox::available_isolation());
    RunningServer server{config};
    std::cout << "MEDAL is at http://" << server.address() << '\n' << std::flush;
    server.run();
    return Exit::done;
}

struct WorkerFlags {
    ConfigFlags config;
    int threads = 2;
    bool once = false;
};

Exit work(const WorkerFlags& flags) {
    const auto config = load_config(flags.config);
    block_stop_signals();
    start_log(config);
    check_sandbox(config.imaging, imaging::sandbox::available_isolation());
    Installation installation{config};
    const http::SessionCookies cookies{{config.server.behind_tls, "worker"}};
    const auto app = installation.make_app(cookies);
    jobs::JobLoop loop{installation.database(), installation.clock(),           installation.random(),
                       api::all_handlers(app),  flags.once ? 0 : flags.threads, lease_timing(config)};
    if (flags.once) {
        std::cout << loop.run_due() << " jobs done\n";
        return Exit::done;
    }
    base::log_info("worker.started", {{"threads", flags.threads}});
    while (!wait_for_stop(std::chrono::seconds{3600})) {
    }
    loop.stop();
    return Exit::done;
}

Exit migrate(const ConfigFlags& flags) {
    Installation installation{load_config(flags)};
    std::cout << installation.migrate() << " steps applied\n";
    return Exit::done;
}

Exit print_config(const ConfigFlags& flags) {
    std::cout << base::to_json(load_config(flags)) << '\n';
    return Exit::done;
}

Exit print_openapi() {
    ServerConfig config;
    const auto folder = fs::temp_directory_path() / ("medal-openapi-" + std::to_string(::getpid()));
    config.data = folder.string();
    config.quarantine.memory_folder = "/dev/shm/" + folder.filename().string();
    {
        Installation installation{config};
        const http::SessionCookies cookies{{false, "openapi"}};
        const auto app = installation.make_app(cookies);
        std::cout << api::openapi_document(app) << '\n';
    }
    fs::remove_all(folder);
    fs::remove_all(config.quarantine.memory_folder);
    return Exit::done;
}

}  // namespace

void add_serve(CLI::App& root, Dispatch& dispatch) {
    auto flags = std::make_shared<ServeFlags>();
    auto* command = root.add_subcommand("serve", "Serve the site, the API and the workers");
    add_config_flags(*command, flags->config);
    command->add_option("--listen", flags->listen, "host:port; port 0 takes a free one");
    command->footer("Example:\n  medal serve --data /srv/medal --listen 127.0.0.1:8080");
    command->callback([flags, &dispatch] { dispatch.action = [flags] { return serve(*flags); }; });

    auto worker = std::make_shared<WorkerFlags>();
    auto* work_command = root.add_subcommand("worker", "Work on jobs beside one or more servers");
    add_config_flags(*work_command, worker->config);
    work_command->add_option("--threads", worker->threads, "How many jobs at a time")
        ->check(CLI::Range(1, 64));
    work_command->add_flag("--once", worker->once, "End when nothing is due");
    work_command->footer("Example:\n  medal worker --data /srv/medal --threads 4");
    work_command->callback([worker, &dispatch] { dispatch.action = [worker] { return work(*worker); }; });
}

void add_upkeep(CLI::App& root, Dispatch& dispatch) {
    auto flags = std::make_shared<ConfigFlags>();
    auto* command = root.add_subcommand("migrate", "Bring the database to this version");
    add_config_flags(*command, *flags);
    command->footer("Example:\n  medal migrate --data /srv/medal");
    command->callback([flags, &dispatch] { dispatch.action = [flags] { return migrate(*flags); }; });

    auto config_flags = std::make_shared<ConfigFlags>();
    auto* config_command = root.add_subcommand("config", "Print the effective settings, secrets masked");
    add_config_flags(*config_command, *config_flags);
    config_command->footer("Example:\n  medal config --config medal.toml");
    config_command->callback([config_flags, &dispatch] {
        dispatch.action = [config_flags] { return print_config(*config_flags); };
    });

    auto* openapi_command = root.add_subcommand("openapi", "Print the OpenAPI document of the API");
    openapi_command->footer("Example:\n  medal openapi > openapi.json");
    openapi_command->callback([&dispatch] { dispatch.action = [] { return print_openapi(); }; });
}

}  // namespace medal::cli
