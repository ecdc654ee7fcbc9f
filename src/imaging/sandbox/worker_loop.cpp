#include "imaging/sandbox/worker_loop.h"

#include "imaging/sandbox/message.h"
#include "imaging/sandbox/seccomp_filter.h"

#include <limits>
#include <sys/time.h>
#include <unistd.h>

namespace medal::imaging::sandbox {
namespace {

constexpr auto kAnyLength = std::numeric_limits<std::uint64_t>::max();

void limit_cpu(std::uint64_t cpu_ms) {
    const itimerval timer{
        {0, 0}, {static_cast<time_t>(cpu_ms / 1000), static_cast<suseconds_t>(cpu_ms % 1000 * 1000)}};
    setitimer(ITIMER_PROF, &timer, nullptr);
}

bool send(const std::string& text) {
    return send_message(STDIN_FILENO, text, Deadline::max()) == Transfer::done;
}

}  // namespace

int run_worker(const Handlers& handlers) {
    apply_seccomp();
    if (!send("ready")) return 1;
    std::string message;
    while (receive_message(STDIN_FILENO, message, kAnyLength, Deadline::max()) == Transfer::done) {
        auto fields = unpacked(message);
        if (fields.size() != 3) return 1;
        if (fields[0] == "keep") {
            handlers.keep(fields[1], std::move(fields[2]));
            continue;
        }
        limit_cpu(std::stoull(fields[1]));
        const auto answer = handlers.answer(fields[2]);
        limit_cpu(0);
        if (!send(answer)) return 1;
    }
    return 0;
}

}  // namespace medal::imaging::sandbox
