#include "imaging/sandbox/launch.h"

#include "imaging/sandbox/seccomp_filter.h"

#include <fcntl.h>
#include <filesystem>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace medal::imaging::sandbox {
namespace {

constexpr const char* kBubblewrap = "/usr/bin/bwrap";

std::string real_program(const std::filesystem::path& program) {
    std::error_code error;
    const auto real = std::filesystem::canonical(program, error);
    return error ? program.string() : real.string();
}

std::vector<std::string> bubblewrap_command(const Job& job, int seccomp_fd) {
    const auto program = real_program(job.program);
    std::vector<std::string> command{
        kBubblewrap, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop",
        "ALL"};
    const auto bind = [&](const char* how, const std::string& path) {
        command.insert(command.end(), {how, path, path});
    };
    for (const auto* folder : {"/usr", "/lib", "/lib64", "/bin", "/etc/alternatives"})
        bind("--ro-bind-try", folder);
    command.insert(command.end(), {"--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"});
    bind("--ro-bind", program);
    for (const auto& path : job.readable) bind("--ro-bind", path.string());
    for (const auto& path : job.writable) bind("--bind", path.string());
    if (seccomp_fd >= 0) command.insert(command.end(), {"--seccomp", std::to_string(seccomp_fd)});
    command.insert(command.end(), {"--", program});
    command.insert(command.end(), job.arguments.begin(), job.arguments.end());
    return command;
}

std::vector<std::string> plain_command(const Job& job) {
    std::vector<std::string> command{real_program(job.program)};
    command.insert(command.end(), job.arguments.begin(), job.arguments.end());
    return command;
}

void limit(int what, std::uint64_t value) {
    const rlimit bound{static_cast<rlim_t>(value), static_cast<rlim_t>(value)};
    setrlimit(static_cast<__rlimit_resource_t>(what), &bound);
}

/// Closes with exec whatever is open above the standard three: libraries that open sockets do not ask for it,
/// and a connection that came along would be a way out of the sandbox.
void close_others_on_exec() {
    if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return;
    rlimit open_files{};  // A kernel before 5.11.
    getrlimit(RLIMIT_NOFILE, &open_files);
    for (rlim_t fd = STDERR_FILENO + 1; fd < open_files.rlim_cur; ++fd)
        fcntl(static_cast<int>(fd), F_SETFD, FD_CLOEXEC);
}

/// Between fork and exec only calls that are safe there. `kept`: what bubblewrap reads and closes by itself,
/// or -1.
[[noreturn]] void become(char* const* arguments, Ends ends, int kept, const Limits& limits) {
    setpgid(0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(ends.input >= 0 ? ends.input : nothing, STDIN_FILENO);
    dup2(ends.output >= 0 ? ends.output : nothing, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    close_others_on_exec();
    if (kept >= 0) fcntl(kept, F_SETFD, 0);
    if (limits.cpu_seconds != 0) limit(RLIMIT_CPU, limits.cpu_seconds);
    // Not the address space: a mapped file of many gigabytes costs no memory.
    limit(RLIMIT_DATA, limits.memory_bytes);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 64);
    char* no_environment[] = {nullptr};  // It may hold passwords.
    execve(arguments[0], arguments, no_environment);
    _exit(127);
}

}  // namespace

pid_t launch(const Job& job, Isolation isolation, Ends ends) {
    const Fd filter{isolation == Isolation::bubblewrap ? seccomp_program() : -1};
    auto command =
        isolation == Isolation::bubblewrap ? bubblewrap_command(job, filter.get()) : plain_command(job);
    std::vector<char*> arguments;
    for (auto& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) become(arguments.data(), ends, filter.get(), job.limits);
    return child;
}

}  // namespace medal::imaging::sandbox
