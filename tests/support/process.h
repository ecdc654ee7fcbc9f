// A program that a test starts and ends: its output in a file, killed with the test program, waited for.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace medal::testing {

struct Command {
    /// The first is the full path of the program.
    std::vector<std::string> words;
    std::filesystem::path log;
    /// Whom to run as when we are root; empty: as we are.
    std::string user{};
};

/// Runs to the end and returns the exit code; -1 when it was killed, be it by us after `limit`.
int run_command(const Command& command, std::chrono::milliseconds limit = std::chrono::minutes{10});

class Child {
  public:
    /// `end_signal` asks it to end; after that it is waited for.
    Child(const Command& command, int end_signal);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

  private:
    pid_t pid_;
    int end_signal_;
};

/// A port of loopback that was free a moment ago, out of those that the kernel never gives to a connection by
/// itself: what else runs on the machine does not take it by chance.
int free_port();

}  // namespace medal::testing
