#include "base/json.h"
#include "cli/imaging_command.h"
#include "imaging/deid/verify.h"

#include <iostream>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

struct VerifyOptions {
    std::string originals;
    std::string results;
    bool json = false;
};

Exit verify(const VerifyOptions& options) {
    const auto report = imaging::deid::verify_files(options.originals, options.results);
    if (options.json) {
        std::cout << base::to_json(report) << '\n';
    } else {
        for (const auto& file : report.files) {
            if (file.leaks > 0)
                std::cout << file.file << ": " << file.leaks << " places hold an identifier\n";
        }
        std::cout << report.files.size() << " files searched, " << report.leaks << " leaks\n";
    }
    return report.leaks == 0 ? Exit::done : Exit::partly;
}

}  // namespace

void add_verify_deid(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<VerifyOptions>();
    auto* command =
        root.add_subcommand("verify-deid", "Search de-identified files for what identified the originals.");
    command->add_option("original", options->originals, "Original file or folder")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_option("deidentified", options->results, "Result of any tool")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_flag("--json", options->json, "Print the report");
    command->footer(
        "Example: medal verify-deid study/ out/ --json\nEnds with 3 when an identifier was found.");
    command->callback([options, &dispatch] { dispatch.action = [options] { return verify(*options); }; });
}

}  // namespace medal::cli
