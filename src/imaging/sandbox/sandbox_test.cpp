#include "imaging/sandbox/sandbox.h"

#include <gtest/gtest.h>

namespace medal::imaging::sandbox {
namespace {

Job shell(const std::string& script) {
    Job job;
    job.program = "/bin/sh";
    job.arguments = {"-c", script};
    return job;
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

TEST(Sandbox, says_when_the_program_is_not_there) {
    Job job;
    job.program = "/nowhere/nothing";
    EXPECT_NE(run(job).outcome, Outcome::timed_out);
    EXPECT_NE(run(job).exit_code, 0);
}

}  // namespace
}  // namespace medal::imaging::sandbox
