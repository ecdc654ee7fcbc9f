#include "base/error.h"
#include "cli/imaging_command.h"
#include "imaging/dicom/data_set.h"
#include "imaging/worker/crew.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace picture = imaging::picture;
namespace dicom = imaging::dicom;

struct RenderOptions {
    std::string file;
    std::string output;
    std::string window;
    std::uint64_t frame = 0;
    std::size_t size = 0;
    std::uint64_t enlarge = 1;
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

Exit render(const RenderOptions& options) {
    const auto folder = std::filesystem::absolute(options.output).parent_path();
    imaging::worker::Crew crew{{.readable = {options.file}, .writable = {folder}}};
    crew.render({.path = options.file,
                 .output = options.output,
                 .window = window_of(options.window),
                 .frame = options.frame,
                 .longest_px = options.size,
                 .contact_sheet = options.contact_sheet,
                 .enlarge = options.enlarge});
    return Exit::done;
}

}  // namespace

void add_render(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<RenderOptions>();
    auto* command = root.add_subcommand("render", "Show an image, one frame of a DICOM file or all, as PNG.");
    command->add_option("file", options->file, "DICOM, PNG, JPEG, TIFF or WebP")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("-o,--output", options->output, "PNG file")->required();
    command->add_option("--window", options->window,
                        "center/width or abdomen, lung, bone, brain, soft, liver, …");
    command->add_option("--frame", options->frame, "Frame, counted from 0");
    command->add_option("--size", options->size, "Longest side in pixels; never enlarges");
    command->add_option("--enlarge", options->enlarge, "So many times as large")->check(CLI::Range(1, 4));
    command->add_flag("--contact-sheet", options->contact_sheet, "Up to 100 frames in a grid");
    command->footer("Example: medal render ct.dcm -o ct.png --window 40/400 --size 512");
    command->callback([options, &dispatch] { dispatch.action = [options] { return render(*options); }; });
}

}  // namespace medal::cli
