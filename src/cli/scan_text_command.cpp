#include "base/error.h"
#include "base/json.h"
#include "cli/imaging_command.h"
#include "imaging/worker/crew.h"

#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace burned_in = imaging::burned_in;

struct ScanTextOptions {
    std::vector<std::string> files;
    std::string blank;
    bool json = false;
};

struct FoundText {
    std::vector<burned_in::TextRegion> regions;
};
BOOST_DESCRIBE_STRUCT(FoundText, (), (regions))

std::string frames_of(const burned_in::TextRegion& region) {
    const auto last = region.last_frame.value_or(region.frame);
    return last == region.frame ? fmt::format("frame {}", region.frame)
                                : fmt::format("frames {} to {}", region.frame, last);
}

Exit scan_text(const ScanTextOptions& options) {
    if (!options.blank.empty() && options.files.size() != 1) {
        throw base::Error{base::ErrorKind::invalid, "usage.blank", "--blank takes one file at a time."};
    }
    std::vector<std::filesystem::path> writable;
    if (!options.blank.empty()) writable.push_back(std::filesystem::absolute(options.blank).parent_path());
    imaging::worker::Crew crew{
        {.readable = {options.files.begin(), options.files.end()}, .writable = writable}};
    for (const auto& file : options.files) {
        const FoundText found{crew.scan_text(file, options.blank)};
        if (options.json) {
            std::cout << base::to_json(found) << '\n';
            continue;
        }
        std::cout << file << ": " << found.regions.size() << " regions\n";
        for (const auto& region : found.regions) {
            std::cout << "  " << frames_of(region) << ", " << region.width << " x " << region.height << " at "
                      << region.x << ", " << region.y << ": " << base::enum_text(region.text_class) << '\n';
        }
    }
    return Exit::done;
}

}  // namespace

void add_scan_text(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<ScanTextOptions>();
    auto* command = root.add_subcommand(
        "scan-text", "Find text that is burned into the pixels of images, slides and films.");
    command->add_option("file", options->files, "Images and films")->required()->check(CLI::ExistingFile);
    command->add_option(
        "--blank", options->blank,
        "Write a copy with the identifiers painted over: in every frame, or where a film shows "
        "them (films become MP4 without sound)");
    command->add_flag("--json", options->json, "One JSON object an image; never the text itself");
    command->footer(
        "Examples: medal scan-text us.dcm --json\n"
        "          medal scan-text film.mov --blank without.mp4");
    command->callback([options, &dispatch] { dispatch.action = [options] { return scan_text(*options); }; });
}

}  // namespace medal::cli
