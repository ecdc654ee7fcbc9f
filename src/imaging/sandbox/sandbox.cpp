#include "imaging/sandbox/sandbox.h"

#include "imaging/sandbox/launch.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace medal::imaging::sandbox {
namespace {

using Clock = std::chrono::steady_clock;

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

Result run_with(const Job& job, Isolation isolation) {
    const auto& limits = job.limits;
    Result result;
    result.isolation = isolation;
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return result;
    const Fd reader{ends[0]};
    Fd writer{ends[1]};
    const pid_t child = launch(job, isolation, {.output = writer.get()});
    if (child < 0) return result;
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
