#include "base/error.h"
#include "cli/imaging_command.h"
#include "imaging/deid/output_plan.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"
#include "imaging/picture/png.h"

#include <charconv>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace picture = imaging::picture;
namespace dicom = imaging::dicom;

constexpr std::size_t kMostTiles = 100;
constexpr std::size_t kTileSize = 192;

struct RenderOptions {
    std::string file;
    std::string output;
    std::string window;
    std::uint64_t frame = 0;
    std::size_t size = 0;
    bool contact_sheet = false;
};

std::optional<picture::Window> window_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (const auto preset = picture::preset_window(text)) return preset;
    const auto slash = text.find('/');
    const auto center = dicom::parse_decimal(text.substr(0, slash));
    const auto width =
        slash == std::string::npos ? std::nullopt : dicom::parse_decimal(text.substr(slash + 1));
    if (center && width && *width >= 1) return picture::Window{*center, *width};
    throw base::Error{base::ErrorKind::invalid, "usage.window",
                      "--window takes center/width, for example 40/400, or the name of a preset."};
}

picture::Raster sheet_of(const dicom::DataSet& data, const RenderOptions& options) {
    const auto frames = dicom::shape_of(data) ? dicom::shape_of(data)->frames : 0;
    const auto tiles = std::min<std::uint64_t>(frames, kMostTiles);
    std::vector<picture::Raster> rasters;
    for (std::uint64_t i = 0; i < tiles; ++i) {
        const auto frame = picture::display_frame(data, i * frames / tiles, window_of(options.window));
        rasters.push_back(picture::fitted(frame, options.size != 0 ? options.size : kTileSize));
    }
    return picture::contact_sheet(rasters);
}

Exit render(const RenderOptions& options) {
    const imaging::MappedFile file{options.file};
    const auto scan = dicom::scan_file(file.bytes());
    if (!scan.data) {
        const auto message =
            scan.findings.empty() ? std::string{"This is no DICOM file."} : scan.findings.back().message;
        throw base::Error{base::ErrorKind::invalid, "imaging.refused", message};
    }
    const auto raster =
        options.contact_sheet
            ? sheet_of(*scan.data, options)
            : picture::fitted(picture::display_frame(*scan.data, options.frame, window_of(options.window)),
                              options.size);
    imaging::deid::write_file(options.output, picture::encode_png(raster));
    return Exit::done;
}

}  // namespace

void add_render(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<RenderOptions>();
    auto* command = root.add_subcommand("render", "Show one frame of a DICOM file, or all, as PNG.");
    command->add_option("file", options->file, "DICOM file")->required()->check(CLI::ExistingFile);
    command->add_option("-o,--output", options->output, "PNG file")->required();
    command->add_option("--window", options->window,
                        "center/width or abdomen, lung, bone, brain, soft, liver, …");
    command->add_option("--frame", options->frame, "Frame, counted from 0");
    command->add_option("--size", options->size, "Longest side in pixels; never enlarges");
    command->add_flag("--contact-sheet", options->contact_sheet, "Up to 100 frames in a grid");
    command->footer("Example: medal render ct.dcm -o ct.png --window 40/400 --size 512");
    command->callback([options, &dispatch] { dispatch.action = [options] { return render(*options); }; });
}

}  // namespace medal::cli
