#include "base/error.h"
#include "base/json.h"
#include "cli/imaging_command.h"
#include "cli/imaging_inputs.h"
#include "imaging/deid/report_page.h"
#include "imaging/worker/clean_faces.h"
#include "imaging/worker/crew.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace deid = imaging::deid;
namespace fs = std::filesystem;

struct DeidentifyOptions {
    std::vector<std::string> inputs;
    std::string output;
    std::string profile;
    std::vector<std::string> options;
    std::string key;
    std::string pseudonym;
    std::string report;
    std::string page;
    bool neutral_report = false;
    bool json = false;
    unsigned jobs = 1;
};

std::string read_text(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        throw base::Error{base::ErrorKind::invalid, "usage.file",
                          "A file named on the command line cannot be read."};
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

deid::Profile profile_of(const DeidentifyOptions& options) {
    deid::Profile profile;
    if (!options.profile.empty()) base::update_from_json(profile, read_text(options.profile));
    for (const auto& option : options.options) deid::set_option(profile, option);
    return profile;
}

deid::StudySecrets secrets_of(const DeidentifyOptions& options) {
    base::SecureRandom random;
    if (options.key.empty()) return deid::StudySecrets::random(random);
    return deid::StudySecrets::from_bytes(base::bytes_of(read_text(options.key)));
}

void show_progress(std::uint64_t done, std::uint64_t all) {
    constexpr std::uint64_t kWidth = 40;
    const auto filled = all == 0 ? kWidth : done * kWidth / all;
    const std::string bar(filled, '#');
    std::fprintf(stderr, "\r[%-40s] %llu/%llu", bar.c_str(), static_cast<unsigned long long>(done),
                 static_cast<unsigned long long>(all));
    if (done == all) std::fputc('\n', stderr);
}

void print_summary(const deid::BatchReport& report, bool neutral) {
    for (const auto& file : report.files) {
        if (file.status == deid::FileStatus::written) continue;
        if (!neutral) std::cerr << file.input << ": ";
        std::cerr << base::enum_text(file.status) << ": " << file.reason << '\n';
    }
    const auto& sum = report.summary;
    std::cout << sum.written << " of " << sum.files << " files written and verified, " << sum.refused
              << " refused, " << sum.quarantined << " quarantined\n";
}

void write_report(const std::string& path, const std::string& text) {
    if (path.empty() || (std::ofstream{path} << text).flush()) return;
    throw base::Error{base::ErrorKind::unavailable, "imaging.report", "The report cannot be written."};
}

/// Files that only wait for a person's look at what may be a face.
std::uint64_t held_for_faces(const deid::BatchReport& report) {
    const auto is_held = [](const deid::FileReport& file) {
        return std::any_of(file.findings.begin(), file.findings.end(),
                           [](const auto& finding) { return finding.code == "faces.undecided"; });
    };
    return static_cast<std::uint64_t>(std::count_if(report.files.begin(), report.files.end(), is_held));
}

Exit exit_of(const deid::BatchSummary& summary, std::uint64_t held) {
    if (summary.files == 0 || summary.written + held == 0) return Exit::failed;
    return summary.written == summary.files ? Exit::done : Exit::partly;
}

Exit deidentify(const DeidentifyOptions& options) {
    const fs::path output{options.output};
    deid::BatchOptions batch{profile_of(options), options.jobs, options.neutral_report, {}};
    fs::create_directories(output);
    batch.quarantine = output / (".quarantine-" + std::to_string(getpid()));
    imaging::worker::Crew crew{
        {.readable = readable_for(options.inputs), .writable = {output}, .workers = options.jobs}};
    imaging::worker::FaceCleaner faces{crew};
    batch.work = &crew;
    batch.faces = &faces;
    const bool on_terminal = isatty(STDERR_FILENO) == 1;
    const auto report =
        deid::deidentify_batch({options.inputs.begin(), options.inputs.end()}, output, batch,
                               secrets_of(options), on_terminal ? show_progress : deid::Progress{});
    const auto text = base::to_json(report);
    write_report(options.report, text + '\n');
    if (!options.page.empty()) write_report(options.page, deid::report_page(report));
    if (options.json) {
        std::cout << text << '\n';
    } else {
        print_summary(report, options.neutral_report);
    }
    return exit_of(report.summary, held_for_faces(report));
}

}  // namespace

void add_deidentify(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<DeidentifyOptions>();
    auto* command =
        root.add_subcommand("deidentify", "Remove what identifies a patient from images, and verify it.");
    command->add_option("input", options->inputs, "Files, folders and archives")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_option("-o,--output", options->output, "Folder for the results; names in it are neutral")
        ->required();
    command->add_option("--profile", options->profile, "JSON file with a profile")->check(CLI::ExistingFile);
    command->add_option(
        "--option", options->options,
        "Switch one option: retain-uids, no-clean-descriptors, "
        "clean-recognizable-visual-features (faces out of head scans, photographs, films), …");
    command->add_option("--key", options->key, "Key file: the same key gives the same new UIDs and dates")
        ->check(CLI::ExistingFile);
    command->add_option("--report", options->report, "Where the JSON report goes");
    command->add_option("--page", options->page,
                        "Where the report goes as an HTML page, to be read and printed");
    command->add_flag("--neutral-report", options->neutral_report, "No input names in the report");
    command->add_flag("--json", options->json, "Print the report");
    command->add_option("-j,--jobs", options->jobs, "Files at the same time")->check(CLI::Range(1, 256));
    command->footer(
        "Examples: medal deidentify study/ more.zip -o out --report report.json --jobs 4\n"
        "          medal deidentify head/ -o out --option clean-recognizable-visual-features\n"
        "Ends with 0 when every file was written and verified, 3 when some were refused or wait for a\n"
        "person's look at what may be a face, 1 when none was.");
    command->callback([options, &dispatch] { dispatch.action = [options] { return deidentify(*options); }; });
}

}  // namespace medal::cli
