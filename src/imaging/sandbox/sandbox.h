// Runs one command over foreign bytes where it can do no harm: its own namespaces under bubblewrap (no
// network, an empty file system but for what it needs), a seccomp filter, and limits on time, memory and
// output. A crash or a time-out costs one file a clear answer, never the caller.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace medal::imaging::sandbox {

struct Limits {
    std::uint64_t wall_ms = 30'000;
    /// 0: no limit.
    std::uint64_t cpu_seconds = 25;
    /// Memory that is the process's own; mapped files do not count.
    std::uint64_t memory_bytes = 2ULL << 30;
    std::uint64_t output_bytes = 16ULL << 20;
};

struct Job {
    /// Absolute path; this very program by default.
    std::filesystem::path program = "/proc/self/exe";
    std::vector<std::string> arguments;
    /// What the command may read and write, beside the program and its libraries. Absolute paths.
    std::vector<std::filesystem::path> readable;
    std::vector<std::filesystem::path> writable;
    Limits limits;
};

enum class Outcome { exited, crashed, timed_out, not_started };

/// How much was between the command and the machine.
enum class Isolation { bubblewrap, limits_only };

struct Result {
    Outcome outcome = Outcome::not_started;
    int exit_code = -1;
    /// What it printed on stdout, up to the limit.
    std::string output;
    Isolation isolation = Isolation::limits_only;
};

/// Whether bubblewrap works here; tried once. Containers often forbid it.
Isolation available_isolation();

/// Blocks until the command ends or is killed. Safe to call from any thread.
Result run(const Job& job);

}  // namespace medal::imaging::sandbox
