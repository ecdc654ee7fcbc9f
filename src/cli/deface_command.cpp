#include "base/error.h"
#include "base/json.h"
#include "cli/imaging_command.h"
#include "imaging/worker/deface_batch.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;
namespace worker = imaging::worker;
using worker::FaceStatus;

struct DefaceOptions {
    std::vector<std::string> inputs;
    std::string output;
    std::string report;
    bool check = false;
    bool json = false;
};

std::string named(const worker::VolumeReport& volume) {
    const auto more = volume.inputs.size() - 1;
    return more == 0 ? volume.inputs.front() : fmt::format("{} and {} more", volume.inputs.front(), more);
}

void print(const worker::DefaceReport& report) {
    for (const auto& volume : report.volumes) {
        const auto& result = volume.result;
        auto& out = volume.status == FaceStatus::refused ? std::cerr : std::cout;
        const bool is_judged = volume.status == FaceStatus::judged;
        out << named(volume) << ": "
            << (is_judged ? base::enum_text(result.verdict) : base::enum_text(volume.status)) << ": "
            << result.reason;
        if (volume.status != FaceStatus::refused) out << fmt::format(" (face {:.2f})", result.confidence);
        if (volume.status == FaceStatus::defaced) {
            out << fmt::format(", {} of {} voxels removed", result.voxels_removed, result.voxels);
        }
        out << '\n';
    }
    const auto& sum = report.summary;
    std::cout << fmt::format("{} volumes: {} with a face, {} without, {} undecided, {} refused\n",
                             sum.volumes, sum.with_face, sum.without_face, sum.undecided, sum.refused);
}

Exit exit_of(const worker::DefaceSummary& sum) {
    if (sum.volumes == sum.refused) return Exit::failed;
    return sum.undecided + sum.refused == 0 ? Exit::done : Exit::partly;
}

Exit deface(const DefaceOptions& options) {
    if (options.check == !options.output.empty()) {
        throw base::Error{base::ErrorKind::invalid, "usage.output",
                          "Give either -o with a folder for the results, or --check to look only."};
    }
    worker::CrewOptions crew_options;
    crew_options.readable = {options.inputs.begin(), options.inputs.end()};
    if (!options.check) {
        fs::create_directories(options.output);
        crew_options.writable = {options.output};
    }
    worker::Crew crew{crew_options};
    const auto report =
        worker::deface_files({options.inputs.begin(), options.inputs.end()}, options.output, crew);
    const auto text = base::to_json(report);
    if (!options.report.empty() && !(std::ofstream{options.report} << text << '\n')) {
        throw base::Error{base::ErrorKind::unavailable, "imaging.report", "The report cannot be written."};
    }
    if (options.json) {
        std::cout << text << '\n';
    } else {
        print(report);
    }
    return exit_of(report.summary);
}

}  // namespace

void add_deface(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<DefaceOptions>();
    auto* command = root.add_subcommand("deface", "Cut the face out of head CT and MR, never the brain.");
    command->add_option("input", options->inputs, "NIfTI files, DICOM slices, folders of them")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_option("-o,--output", options->output, "Folder for the results; names in it are numbers");
    command->add_flag("--check", options->check, "Say what holds a face, write no image");
    command->add_option("--report", options->report, "Where the JSON report goes");
    command->add_flag("--json", options->json, "Print the report");
    command->footer(
        "Examples: medal deface head.nii.gz -o out --report report.json\n"
        "          medal deface study/ --check --json\n"
        "Ends with 0 when every volume was decided, 3 when a person has to look at some or some were\n"
        "refused, 1 when nothing could be read.");
    command->callback([options, &dispatch] { dispatch.action = [options] { return deface(*options); }; });
}

}  // namespace medal::cli
