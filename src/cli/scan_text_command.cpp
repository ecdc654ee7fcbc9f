#include "base/error.h"
#include "base/json.h"
#include "cli/imaging_command.h"
#include "imaging/burned_in/blank.h"
#include "imaging/burned_in/file_scan.h"

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

void blank_identifiers(const std::string& file, const ScanTextOptions& options,
                       std::vector<burned_in::TextRegion> regions) {
    if (options.files.size() != 1) {
        throw base::Error{base::ErrorKind::invalid, "usage.blank", "--blank takes one file at a time."};
    }
    std::erase_if(regions,
                  [](const auto& region) { return region.text_class != burned_in::TextClass::identifier; });
    burned_in::blank_regions(file, options.blank, regions, burned_in::Frames::all);
}

Exit scan_text(const ScanTextOptions& options) {
    burned_in::TextScanner scanner;
    for (const auto& file : options.files) {
        const FoundText found{burned_in::scan_file(file, scanner)};
        if (!options.blank.empty()) blank_identifiers(file, options, found.regions);
        if (options.json) {
            std::cout << base::to_json(found) << '\n';
            continue;
        }
        std::cout << file << ": " << found.regions.size() << " regions\n";
        for (const auto& region : found.regions) {
            std::cout << "  frame " << region.frame << ", " << region.width << " x " << region.height
                      << " at " << region.x << ", " << region.y << ": " << base::enum_text(region.text_class)
                      << '\n';
        }
    }
    return Exit::done;
}

}  // namespace

void add_scan_text(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<ScanTextOptions>();
    auto* command = root.add_subcommand("scan-text", "Find text that is burned into the pixels of an image.");
    command->add_option("file", options->files, "Images")->required()->check(CLI::ExistingFile);
    command->add_option("--blank", options->blank,
                        "Write a copy with the identifiers painted over in every frame");
    command->add_flag("--json", options->json, "One JSON object an image; never the text itself");
    command->footer("Example: medal scan-text us.dcm --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return scan_text(*options); }; });
}

}  // namespace medal::cli
