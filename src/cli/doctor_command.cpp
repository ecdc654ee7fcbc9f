#include "audit/audit.h"
#include "base/error.h"
#include "base/json.h"
#include "base/lazy_library.h"
#include "blob/inventory.h"
#include "cli/families.h"
#include "cli/installation.h"
#include "cli/sandbox_check.h"
#include "db/bind.h"
#include "jobs/queue.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <vector>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kLeastFree_bytes = std::uintmax_t{5} << 30;

enum class Health { good, warning, bad };
BOOST_DESCRIBE_ENUM(Health, good, warning, bad)

struct Finding {
    std::string part;
    Health health = Health::good;
    std::string message;
    /// What to do about it; empty when nothing must be done.
    std::string cure{};
};
BOOST_DESCRIBE_STRUCT(Finding, (), (part, health, message, cure))

struct DoctorFlags {
    ConfigFlags config;
    bool reads_every_byte = false;
    bool as_json = false;
};

Finding check_database(Installation& installation) {
    db::require_reachable(installation.database());
    const auto pending = db::pending_migrations(installation.database(), api::all_migrations());
    const std::string engine =
        installation.database().engine() == db::Engine::sqlite ? "SQLite" : "PostgreSQL";
    if (pending.empty()) return {"database", Health::good, engine + " answers and is of this version."};
    return {"database", Health::bad, std::to_string(pending.size()) + " steps of migration are missing.",
            "Run `medal migrate`, or start `medal serve`, which does it."};
}

Finding check_disk(Installation& installation) {
    const auto probe = installation.data() / ".doctor";
    std::ofstream file{probe};
    file << "probe" << std::flush;
    const bool is_writable = file.good();
    file.close();
    fs::remove(probe);
    if (!is_writable) {
        return {"disk", Health::bad, "The data folder cannot be written.", "Check its owner and the disk."};
    }
    const auto free = fs::space(installation.data()).available;
    const auto text = std::to_string(free >> 30) + " GiB are free.";
    if (free < kLeastFree_bytes) return {"disk", Health::warning, text, "Make room: uploads need it."};
    return {"disk", Health::good, text};
}

bool is_readable_by_others(const fs::path& path) {
    return (fs::status(path).permissions() & (fs::perms::group_all | fs::perms::others_all)) !=
           fs::perms::none;
}

Finding check_keys(Installation& installation) {
    for (const auto* name : {"signing.key", "csrf.key"}) {
        const auto path = installation.data() / name;
        if (fs::exists(path) && is_readable_by_others(path)) {
            return {"keys", Health::bad, std::string{name} + " can be read by others.",
                    "chmod 600 " + path.string()};
        }
    }
    if (!fs::exists(installation.data() / "signing.key")) {
        return {"keys", Health::warning, "There is no signing key yet.",
                "The first `medal serve` makes one; keep a copy of it apart from the server."};
    }
    return {"keys", Health::good, "They are there and readable by their owner only."};
}

// Making the app opens the quarantine, which refuses a folder that is not in memory.
Finding check_quarantine(Installation& installation) {
    const http::SessionCookies cookies{{false, "doctor"}};
    const auto app = installation.make_app(cookies);
    return {"quarantine", Health::good, "Its key is in memory only."};
}

/// They are loaded with their first use, so that a missing one would show late.
Finding check_libraries() {
    const auto missing = base::LazyLibrary::missing();
    if (missing.empty()) return {"libraries", Health::good, "All can be loaded."};
    std::string names;
    for (const auto& name : missing) names += (names.empty() ? "" : ", ") + name;
    return {"libraries", Health::bad, "Not installed: " + names + ".",
            "Install the packages that script/packages.txt lists."};
}

Finding check_sandbox_of(const ImagingSettings& settings) {
    if (imaging::sandbox::available_isolation() == imaging::sandbox::Isolation::bubblewrap)
        return {"sandbox", Health::good, "Foreign files are read under bubblewrap."};
    return {"sandbox", settings.require_sandbox ? Health::bad : Health::warning, std::string{kNoSandbox},
            std::string{kSandboxCure}};
}

Finding check_jobs(Installation& installation) {
    constexpr std::int64_t kMost = 1000;
    const auto dead = db::transact(installation.database(), db::Access::read, [](db::Session& session) {
        return jobs::list(session, jobs::JobState::dead, {}, kMost).size();
    });
    if (dead == 0) return {"jobs", Health::good, "None is dead."};
    return {"jobs", Health::warning, std::to_string(dead) + " jobs are dead.",
            "See their reasons on the administration page, and try them again there."};
}

Finding check_audit(Installation& installation) {
    const auto verdict = db::transact(installation.database(), db::Access::read,
                                      [](db::Session& session) { return audit::verify(session); });
    if (verdict.intact) {
        return {"audit", Health::good,
                "The chain of " + std::to_string(verdict.events) + " events is intact."};
    }
    return {"audit", Health::bad,
            "The chain is broken at event " + std::to_string(verdict.first_broken.value_or(0)) + ".",
            "Somebody changed the database by hand; compare with a backup."};
}

Finding check_blobs(Installation& installation, blob::Look look) {
    const auto found = blob::take_inventory(installation.database(), installation.shop().blobs, look);
    const auto kept = std::to_string(found.kept) + " blobs are kept";
    if (found.missing + found.damaged == 0) {
        return {"blobs", Health::good,
                kept + (look == blob::Look::presence ? ", all are there." : ", every byte is right.")};
    }
    return {"blobs", Health::bad,
            kept + ", " + std::to_string(found.missing) + " are missing and " +
                std::to_string(found.damaged) + " are damaged.",
            "Restore the folder `blobs` from a backup; whole files are not overwritten."};
}

Finding examined(const std::string& part, const std::function<Finding()>& look) {
    try {
        return look();
    } catch (const base::Error& error) {
        return {part, Health::bad, error.message(), error.hint()};
    }
}

std::vector<Finding> examine(Installation& installation, const ImagingSettings& settings,
                             const DoctorFlags& flags) {
    const auto look = flags.reads_every_byte ? blob::Look::every_byte : blob::Look::presence;
    std::vector<Finding> findings{
        examined("database", [&] { return check_database(installation); }),
        examined("disk", [&] { return check_disk(installation); }),
        examined("keys", [&] { return check_keys(installation); }),
        examined("quarantine", [&] { return check_quarantine(installation); }),
        examined("libraries", check_libraries),
        examined("sandbox", [&] { return check_sandbox_of(settings); }),
    };
    if (findings.front().health == Health::bad) return findings;
    findings.push_back(examined("jobs", [&] { return check_jobs(installation); }));
    findings.push_back(examined("audit", [&] { return check_audit(installation); }));
    findings.push_back(examined("blobs", [&] { return check_blobs(installation, look); }));
    return findings;
}

void print(const std::vector<Finding>& findings) {
    for (const auto& one : findings) {
        const char* mark = one.health == Health::good  ? "ok     "
                           : one.health == Health::bad ? "BAD    "
                                                       : "warning";
        std::cout << mark << " " << one.part << ": " << one.message;
        if (!one.cure.empty()) std::cout << " " << one.cure;
        std::cout << '\n';
    }
}

Exit diagnose(const DoctorFlags& flags) {
    const auto config = load_config(flags.config);
    Installation installation{config};
    const auto findings = examine(installation, config.imaging, flags);
    if (flags.as_json) {
        std::cout << base::to_json(findings) << '\n';
    } else {
        print(findings);
    }
    for (const auto& one : findings) {
        if (one.health == Health::bad) return Exit::failed;
    }
    return Exit::done;
}

}  // namespace

void add_doctor(CLI::App& root, Dispatch& dispatch) {
    auto flags = std::make_shared<DoctorFlags>();
    auto* command =
        root.add_subcommand("doctor", "Say what is wrong with an installation, and how to cure it");
    add_config_flags(*command, flags->config);
    command->add_flag("--every-byte", flags->reads_every_byte,
                      "Read every blob and compare it with its hash");
    command->add_flag("--json", flags->as_json, "Print JSON");
    command->footer("Example:\n  medal doctor --data /srv/medal --every-byte");
    command->callback([flags, &dispatch] { dispatch.action = [flags] { return diagnose(*flags); }; });
}

}  // namespace medal::cli
