#include "base/error.h"
#include "cli/command.h"
#include "cli/families.h"

#include <exception>
#include <iostream>
#include <string>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

std::string one_line(const base::Error& error) {
    std::string line = "medal: " + error.message();
    if (!error.field().empty()) line += " (" + error.field() + ")";
    if (!error.hint().empty()) line += " " + error.hint();
    return line;
}

int parse_and_act(int argc, char** argv) {
    CLI::App root{"MEDAL: Medical Imaging AGI's Last Exam. Server, worker and tools in one binary.", "medal"};
    root.set_version_flag("--version", MEDAL_VERSION);
    root.require_subcommand(1);
    Dispatch dispatch;
    for (const AddCommands add : families()) add(root, dispatch);
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return root.exit(error) == 0 ? static_cast<int>(Exit::done) : static_cast<int>(Exit::usage);
    }
    return static_cast<int>(dispatch.action ? dispatch.action() : Exit::usage);
}

}  // namespace

int run(int argc, char** argv) noexcept {
    try {
        return parse_and_act(argc, argv);
    } catch (const base::Error& error) {
        std::cerr << one_line(error) << '\n';
        const bool usage = error.kind() == base::ErrorKind::invalid && error.code().starts_with("usage.");
        return static_cast<int>(usage ? Exit::usage : Exit::failed);
    } catch (const std::exception& error) {
        std::cerr << "medal: unexpected failure: " << error.what() << '\n';
        return static_cast<int>(Exit::failed);
    }
}

}  // namespace medal::cli
