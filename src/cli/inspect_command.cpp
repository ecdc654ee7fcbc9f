#include "base/json.h"
#include "cli/imaging_command.h"
#include "cli/imaging_inputs.h"
#include "cli/series_view.h"
#include "imaging/folder_walk.h"
#include "imaging/inspect.h"
#include "imaging/worker/crew.h"

#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

struct InspectOptions {
    std::vector<std::string> files;
    bool json = false;
    bool series = false;
};

/// The contract names every field; what is not known is null.
struct InspectionJson {
    imaging::FileKind kind{};
    base::JsonText transfer_syntax;
    base::JsonText modality;
    base::JsonText sop_class;
    base::JsonText geometry;
    std::vector<imaging::Finding> findings;
};
BOOST_DESCRIBE_STRUCT(InspectionJson, (), (kind, transfer_syntax, modality, sop_class, geometry, findings))

template <class T>
base::JsonText or_null(const std::optional<T>& value) {
    return value ? base::JsonText{base::to_json(*value)} : base::JsonText{};
}

std::string json_of(const imaging::Inspection& inspection) {
    return base::to_json(InspectionJson{inspection.kind, or_null(inspection.transfer_syntax),
                                        or_null(inspection.modality), or_null(inspection.sop_class),
                                        or_null(inspection.geometry), inspection.findings});
}

void print_plainly(const std::string& file, const imaging::Inspection& inspection) {
    std::cout << file << ": " << base::enum_text(inspection.kind);
    if (inspection.modality) std::cout << ", " << *inspection.modality;
    if (inspection.geometry) {
        const auto& geometry = *inspection.geometry;
        std::cout << ", " << geometry.columns << " x " << geometry.rows << " x " << geometry.frames;
    }
    if (inspection.transfer_syntax) std::cout << ", transfer syntax " << *inspection.transfer_syntax;
    std::cout << '\n';
    for (const auto& finding : inspection.findings) {
        std::cout << "  " << base::enum_text(finding.severity) << " " << finding.code << ": "
                  << finding.message << '\n';
    }
}

Exit inspect(const InspectOptions& options) {
    bool refused = false;
    imaging::worker::Crew crew{{.readable = readable_for(options.files),
                                .writable = {},
                                .memory_bytes = imaging::worker::kInspectMemory_bytes}};
    std::vector<SeriesFile> images;
    for (const auto& [path, unread] : imaging::files_of({options.files.begin(), options.files.end()})) {
        const auto file = path.string();
        imaging::Inspection inspection;
        if (unread) {
            inspection.findings.push_back(*unread);
        } else {
            inspection = crew.inspect(path);
        }
        const bool is_refused = imaging::refuses(inspection.findings);
        refused = refused || is_refused;
        if (options.json) {
            std::cout << json_of(inspection) << '\n';
        } else {
            print_plainly(file, inspection);
        }
        if (!options.series || is_refused || inspection.kind != imaging::FileKind::dicom) continue;
        if (auto instance = crew.read_instance(file)) images.push_back({file, std::move(*instance)});
    }
    if (options.series) std::cout << (options.json ? series_json(images) + '\n' : series_lines(images));
    return refused ? Exit::partly : Exit::done;
}

}  // namespace

void add_inspect(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<InspectOptions>();
    auto* command =
        root.add_subcommand("inspect", "Say what an image file is and whether it would be accepted.");
    command->add_option("file", options->files, "Image files, and folders of them")->required();
    command->add_flag("--json", options->json, "One JSON object a file, one a line");
    command->add_flag(
        "--series", options->series,
        "Then the series: slices by their place, spacing, gaps, repeats (JSON: one more object)");
    command->footer(
        "Example: medal inspect scan.dcm --json\n"
        "         medal inspect study/ --series\n"
        "Ends with 3 when a file is unreadable, hostile or not accepted.");
    command->callback([options, &dispatch] { dispatch.action = [options] { return inspect(*options); }; });
}

}  // namespace medal::cli
