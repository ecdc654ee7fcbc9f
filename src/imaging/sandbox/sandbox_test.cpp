#include "imaging/sandbox/sandbox.h"

#include "imaging/sandbox/launch.h"

#include <array>
#include <fcntl.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>

#include <gtest/gtest.h>

namespace medal::imaging::sandbox {
namespace {

Job shell(const std::string& script) {
    Job job;
    job.program = "/bin/sh";
    job.arguments = {"-c", script};
    return job;
}

std::string output_with(const Job& job, Isolation isolation) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return "no pipe";
    const Fd reader{ends[0]};
    Fd writer{ends[1]};
    const pid_t child = launch(job, isolation, {.output = writer.get()});
    writer.reset();
    std::string output(4096, '\0');
    std::size_t size = 0;
    while (size < output.size()) {
        const auto count = read(reader.get(), output.data() + size, output.size() - size);
        if (count <= 0) break;
        size += static_cast<std::size_t>(count);
    }
    waitpid(child, nullptr, 0);
    return output.substr(0, size);
}

TEST(Sandbox, returns_output_and_exit_code) {
    const auto result = run(shell("echo seen; exit 3"));
    EXPECT_EQ(result.outcome, Outcome::exited);
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.output, "seen\n");
}

TEST(Sandbox, turns_a_crash_into_an_answer) {
    EXPECT_EQ(run(shell("kill -SEGV $$")).outcome, Outcome::crashed);
}

TEST(Sandbox, kills_what_does_not_end) {
    auto job = shell("while true; do :; done");
    job.limits.wall_ms = 300;
    EXPECT_EQ(run(job).outcome, Outcome::timed_out);
}

TEST(Sandbox, stops_endless_output) {
    auto job = shell("while true; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done");
    job.limits.output_bytes = 100'000;
    const auto result = run(job);
    EXPECT_EQ(result.outcome, Outcome::timed_out);
    EXPECT_LE(result.output.size(), 100'000U);
}

TEST(Sandbox, shows_neither_network_nor_files_nor_environment) {
    if (available_isolation() != Isolation::bubblewrap) GTEST_SKIP() << "bubblewrap is not permitted here";
    EXPECT_EQ(
        run(shell(
                "ls /home /root /etc/passwd 2>/dev/null; tail -n +3 /proc/net/dev | grep -v lo:; echo $HOME"))
            .output,
        "\n");
}

TEST(Sandbox, holds_no_capability_and_cannot_make_a_namespace_that_gives_some) {
    if (available_isolation() != Isolation::bubblewrap) GTEST_SKIP() << "bubblewrap is not permitted here";
    EXPECT_EQ(run(shell("grep CapEff /proc/self/status; unshare --user id 2>&1")).output,
              "CapEff:\t0000000000000000\nunshare: unshare failed: Operation not permitted\n");
}

// Listeners and connections of the libraries that open sockets are not closed on exec by themselves.
TEST(Sandbox, inherits_no_socket_or_file_of_the_program_that_starts_it) {
    const Fd listener{socket(AF_INET, SOCK_STREAM, 0)};
    ASSERT_EQ(listen(listener.get(), 1), 0);
    const Fd file{open("/etc/passwd", O_RDONLY)};
    ASSERT_GE(file.get(), 0);
    for (const auto isolation : {Isolation::limits_only, available_isolation()}) {
        const auto seen = output_with(shell("for one in /proc/$$/fd/*; do readlink $one; done"), isolation);
        EXPECT_NE(seen.find("/dev/null"), std::string::npos) << seen;
        EXPECT_EQ(seen.find("socket:"), std::string::npos) << seen;
        EXPECT_EQ(seen.find("passwd"), std::string::npos) << seen;
    }
}

TEST(Sandbox, knows_nothing_of_the_environment_of_the_program_that_starts_it) {
    setenv("MEDAL_SECRET", "password", 1);
    for (const auto isolation : {Isolation::limits_only, available_isolation()})
        EXPECT_EQ(output_with(shell("echo secret: $MEDAL_SECRET"), isolation), "secret:\n");
    unsetenv("MEDAL_SECRET");
}

TEST(Sandbox, says_when_the_program_is_not_there) {
    Job job;
    job.program = "/nowhere/nothing";
    EXPECT_NE(run(job).outcome, Outcome::timed_out);
    EXPECT_NE(run(job).exit_code, 0);
}

}  // namespace
}  // namespace medal::imaging::sandbox
