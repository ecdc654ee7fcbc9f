// How a command family joins the binary: it adds its flags to the CLI11 root and, when chosen, leaves an
// action. Exit codes are fixed: 0 done, 1 failed, 2 usage, 3 partly done.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace medal::cli {

enum class Exit : int { done = 0, failed = 1, usage = 2, partly = 3 };

/// What the parsed command line asks for; run once, after parsing, by `run`.
struct Dispatch {
    std::function<Exit()> action;
};

using AddCommands = void (*)(CLI::App& root, Dispatch& dispatch);

/// Parses, runs the chosen action, turns a base::Error into one line on stderr. Never throws.
int run(int argc, char** argv) noexcept;

}  // namespace medal::cli
