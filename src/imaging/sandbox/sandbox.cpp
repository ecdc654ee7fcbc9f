#include "imaging/sandbox/sandbox.h"

#include "imaging/sandbox/seccomp_filter.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace medal::imaging::sandbox {
namespace {

constexpr const char* kBubblewrap = "/usr/bin/bwrap";
using Clock = std::chrono::steady_clock;

class Fd {
  public:
    explicit Fd(int fd = -1) : fd_(fd) {}
    ~Fd() { reset(); }
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    int get() const { return fd_; }
    void reset() {
        if (fd_ >= 0) close(fd_);
        fd_ = -1;
    }

  private:
    int fd_;
};

std::string real_program(const std::filesystem::path& program) {
    std::error_code error;
    const auto real = std::filesystem::canonical(program, error);
    return error ? program.string() : real.string();
}

std::vector<std::string> bubblewrap_command(const Job& job, int seccomp_fd) {
    const auto program = real_program(job.program);
    std::vector<std::string> command{kBubblewrap, "--unshare-all", "--die-with-parent", "--new-session",
                                     "--clearenv"};
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

/// Between fork and exec only calls that are safe there.
[[noreturn]] void become(char* const* arguments, int output, const Limits& limits) {
    setpgid(0, 0);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    limit(RLIMIT_CPU, limits.cpu_seconds);
    limit(RLIMIT_AS, limits.memory_bytes);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 64);
    execv(arguments[0], arguments);
    _exit(127);
}

/// Reads until the pipe closes, the deadline passes or the output is too long; false in the last two cases.
bool read_output(int fd, Clock::time_point deadline, std::uint64_t most, std::string& output) {
    std::array<char, 65536> buffer{};
    while (true) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd wait{fd, POLLIN, 0};
        const int ready = poll(&wait, 1, static_cast<int>(left));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        const auto count = read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return true;
        if (output.size() + static_cast<std::size_t>(count) > most) return false;
        output.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

/// nullopt where the process did not end in time.
std::optional<int> wait_until(pid_t child, Clock::time_point deadline) {
    int status = 0;
    while (true) {
        const auto done = waitpid(child, &status, WNOHANG);
        if (done == child) return status;
        if (Clock::now() >= deadline) return std::nullopt;
        usleep(1000);
    }
}

Result start_and_wait(std::vector<std::string> command, const Limits& limits, Isolation isolation) {
    Result result;
    result.isolation = isolation;
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return result;
    const Fd reader{ends[0]};
    Fd writer{ends[1]};
    std::vector<char*> arguments;
    for (auto& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child < 0) return result;
    if (child == 0) become(arguments.data(), writer.get(), limits);
    writer.reset();
    const auto deadline = Clock::now() + std::chrono::milliseconds{limits.wall_ms};
    const bool complete = read_output(reader.get(), deadline, limits.output_bytes, result.output);
    auto status = complete ? wait_until(child, deadline) : std::nullopt;
    if (!status) {
        kill(-child, SIGKILL);
        kill(child, SIGKILL);
        int ignored = 0;
        waitpid(child, &ignored, 0);
        result.outcome = Outcome::timed_out;
        return result;
    }
    if (WIFEXITED(*status)) result.exit_code = WEXITSTATUS(*status);
    // bwrap reports a signal of its child as 128 + signal.
    const bool signalled = WIFSIGNALED(*status) || result.exit_code > 128;
    result.outcome = signalled                 ? Outcome::crashed
                     : result.exit_code == 127 ? Outcome::not_started
                                               : Outcome::exited;
    return result;
}

Result run_with(const Job& job, Isolation isolation) {
    if (isolation == Isolation::limits_only) return start_and_wait(plain_command(job), job.limits, isolation);
    const Fd filter{seccomp_program()};
    return start_and_wait(bubblewrap_command(job, filter.get()), job.limits, isolation);
}

}  // namespace

Isolation available_isolation() {
    static const Isolation isolation = [] {
        Job job;
        job.program = "/bin/true";
        const auto result = run_with(job, Isolation::bubblewrap);
        const bool works = result.outcome == Outcome::exited && result.exit_code == 0;
        return works ? Isolation::bubblewrap : Isolation::limits_only;
    }();
    return isolation;
}

Result run(const Job& job) {
    return run_with(job, available_isolation());
}

}  // namespace medal::imaging::sandbox
