#include "cli/imaging_command.h"
#include "imaging/worker/tasks.h"

#include <memory>

#include <CLI/CLI.hpp>

namespace medal::cli {

/// Not for people: the other commands and the server start it inside the sandbox.
void add_imaging_worker(CLI::App& root, Dispatch& dispatch) {
    auto faults = std::make_shared<imaging::worker::Faults>();
    auto* command =
        root.add_subcommand("imaging-worker", "Read images for the other commands; not for people.");
    command->group("");
    command->add_option("--crash-on", faults->crash_on, "For tests: crash over files that hold this text");
    command->add_option("--hang-on", faults->hang_on, "For tests: hang over files that hold this text");
    command->callback([faults, &dispatch] {
        dispatch.action = [faults] {
            return imaging::worker::serve(*faults) == 0 ? Exit::done : Exit::failed;
        };
    });
}

}  // namespace medal::cli
