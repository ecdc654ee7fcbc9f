#include "base/error.h"
#include "base/json.h"
#include "cli/imaging_command.h"
#include "imaging/deid/verify.h"
#include "imaging/worker/crew.h"

#include <cstdlib>
#include <filesystem>
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

/// Where members of archives lie while they are searched; gone afterwards.
class Scratch {
  public:
    Scratch() {
        std::string pattern = (std::filesystem::temp_directory_path() / "medal-verify-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr) {
            throw base::Error{base::ErrorKind::unavailable, "cli.scratch",
                              "No folder for temporary files can be made."};
        }
        path_ = pattern;
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

Exit verify(const VerifyOptions& options) {
    const Scratch scratch;
    imaging::worker::Crew crew{
        {.readable = {options.originals, options.results, scratch.path()}, .writable = {scratch.path()}}};
    const auto report =
        imaging::deid::verify_files({options.originals, options.results, scratch.path()}, crew);
    if (options.json) {
        std::cout << base::to_json(report) << '\n';
    } else {
        for (const auto& file : report.files) {
            if (file.leaks > 0)
                std::cout << file.file << ": " << file.leaks << " places hold an identifier\n";
            if (!file.reason.empty())
                std::cout << file.file << ": not searched as a whole: " << file.reason << '\n';
        }
        std::cout << report.files.size() << " files searched, " << report.leaks << " leaks";
        if (report.not_searched > 0)
            std::cout << "; " << report.not_searched << " originals or results could not be searched";
        std::cout << '\n';
    }
    return report.leaks == 0 && report.not_searched == 0 ? Exit::done : Exit::partly;
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
        "Example: medal verify-deid study/ out/ --json\nEnds with 3 when an identifier was found, or a file "
        "could not be searched.");
    command->callback([options, &dispatch] { dispatch.action = [options] { return verify(*options); }; });
}

}  // namespace medal::cli
