#include "base/error.h"
#include "base/json.h"
#include "cli/imaging_command.h"
#include "imaging/worker/deface_batch.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
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
    std::string boxes;
    imaging::face::Style style = imaging::face::Style::block;
    bool check = false;
    bool json = false;
};

/// A report may hold a few boxes for each of some thousand films.
constexpr std::uintmax_t kMostBoxes_bytes = 64U << 20;

std::string named(const worker::VolumeReport& volume) {
    const auto more = volume.inputs.size() - 1;
    return more == 0 ? volume.inputs.front() : fmt::format("{} and {} more", volume.inputs.front(), more);
}

std::string range_of(const imaging::face::FaceTrack& face) {
    return face.first_frame == face.last_frame
               ? fmt::format("frame {}", face.first_frame)
               : fmt::format("frames {} to {}", face.first_frame, face.last_frame);
}

void print(const worker::PictureReport& picture) {
    auto& out = picture.status == FaceStatus::refused ? std::cerr : std::cout;
    out << picture.input << ": " << base::enum_text(picture.status) << ": " << picture.reason << '\n';
    for (const auto& face : picture.found.faces) {
        out << fmt::format("  {}: x {}, y {}, {} wide, {} high (face {:.2f})\n", range_of(face), face.x,
                           face.y, face.width, face.height, face.confidence);
    }
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
    for (const auto& picture : report.pictures) print(picture);
    const auto& sum = report.summary;
    std::cout << fmt::format(
        "{} volumes, {} pictures: {} with a face, {} without, {} undecided, {} refused\n", sum.volumes,
        sum.pictures, sum.with_face, sum.without_face, sum.undecided, sum.refused);
}

Exit exit_of(const worker::DefaceSummary& sum) {
    if (sum.volumes + sum.pictures == sum.refused) return Exit::failed;
    return sum.undecided + sum.refused == 0 ? Exit::done : Exit::partly;
}

/// The pictures of an earlier report, as a person left them.
std::vector<worker::PictureReport> decided_in(const std::string& path) {
    if (path.empty()) return {};
    if (fs::file_size(path) > kMostBoxes_bytes) {
        throw base::Error{base::ErrorKind::too_large, "usage.boxes", "This file of boxes is too large."};
    }
    std::ifstream file{path};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    try {
        return base::from_json<worker::DefaceReport>(text).pictures;
    } catch (const base::Error& error) {
        throw base::Error{base::ErrorKind::invalid,
                          "usage.boxes",
                          "The boxes are not what `medal deface --check --report` writes.",
                          {.field = error.field()}};
    }
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
    const auto report = worker::deface_files({.inputs = {options.inputs.begin(), options.inputs.end()},
                                              .output = options.output,
                                              .style = options.style,
                                              .decided = decided_in(options.boxes)},
                                             crew);
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
    auto* command = root.add_subcommand(
        "deface", "Cut the face out of head scans, never the brain; hide faces in photographs and films.");
    command->add_option("input", options->inputs, "NIfTI files, DICOM, photographs, films, folders of them")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_option("-o,--output", options->output, "Folder for the results; names in it are numbers");
    command->add_flag("--check", options->check, "Say what holds a face, write no image");
    command->add_option("--style", options->style, "How faces in pictures are hidden: block, blur or fill")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, imaging::face::Style>{{"block", imaging::face::Style::block},
                                                        {"blur", imaging::face::Style::blur},
                                                        {"fill", imaging::face::Style::fill}}));
    command
        ->add_option(
            "--boxes", options->boxes,
            "A report of --check whose boxes a person went over: they count instead of what is found")
        ->check(CLI::ExistingFile);
    command->add_option("--report", options->report, "Where the JSON report goes");
    command->add_flag("--json", options->json, "Print the report");
    command->footer(
        "Examples: medal deface head.nii.gz -o out --report report.json\n"
        "          medal deface photo.jpg film.mp4 --check --report found.json\n"
        "          medal deface photo.jpg film.mp4 --boxes found.json -o out\n"
        "Ends with 0 when everything was decided, 3 when a person has to look at some or some were\n"
        "refused, 1 when nothing could be read.");
    command->callback([options, &dispatch] { dispatch.action = [options] { return deface(*options); }; });
}

}  // namespace medal::cli
