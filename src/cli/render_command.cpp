#include "base/error.h"
#include "cli/imaging_command.h"
#include "imaging/dicom/data_set.h"
#include "imaging/folder_walk.h"
#include "imaging/worker/crew.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace picture = imaging::picture;
namespace dicom = imaging::dicom;

struct RenderOptions {
    std::string file;
    std::string output;
    std::string window;
    std::optional<std::uint64_t> frame;
    std::size_t size = 0;
    std::uint64_t key_slices = 0;
    std::uint64_t enlarge = 1;
    bool contact_sheet = false;
    bool cine = false;
    std::optional<double> rate;
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

/// Of a folder, the longest series in it, slice by slice.
std::vector<std::string> paths_of(const RenderOptions& options, imaging::worker::Crew& crew) {
    if (!std::filesystem::is_directory(options.file)) return {options.file};
    std::vector<imaging::series::Instance> instances;
    std::vector<std::string> files;
    for (const auto& [path, unread] : imaging::walk_folder(options.file)) {
        if (unread) continue;
        if (auto instance = crew.read_instance(path)) {
            instances.push_back(std::move(*instance));
            files.push_back(path.string());
        }
    }
    const auto stacks = imaging::series::build_stacks(instances);
    const auto longest = std::max_element(stacks.begin(), stacks.end(), [](const auto& a, const auto& b) {
        return a.order.size() < b.order.size();
    });
    if (longest == stacks.end()) {
        throw base::Error{base::ErrorKind::invalid, "usage.folder", "The folder holds no DICOM image."};
    }
    std::vector<std::string> paths;
    for (const auto index : longest->order) paths.push_back(files[index]);
    return paths;
}

Exit render(const RenderOptions& options) {
    // Before any work: a name with another ending is a slip of the hand.
    picture::encoding_for(options.output);
    const auto folder = std::filesystem::absolute(options.output).parent_path();
    imaging::worker::Crew crew{{.readable = {options.file}, .writable = {folder}}};
    crew.render({.paths = paths_of(options, crew),
                 .output = options.output,
                 .window = window_of(options.window),
                 .frame = options.frame,
                 .longest_px = options.size,
                 .contact_sheet = options.contact_sheet,
                 .key_slices = options.key_slices,
                 .enlarge = options.enlarge,
                 .cine = options.cine,
                 .rate = options.rate});
    return Exit::done;
}

}  // namespace

void add_render(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<RenderOptions>();
    auto* command =
        root.add_subcommand("render", "Draw a file as a picture: one frame, some, or all in a grid.");
    command
        ->add_option(
            "file", options->file,
            "DICOM, NIfTI, a film, a slide, PNG, JPEG, TIFF or WebP; or a folder: its longest series")
        ->required()
        ->check(CLI::ExistingPath);
    command->add_option("-o,--output", options->output, "File whose name ends with .png, .jpg or .webp")
        ->required();
    command->add_option("--window", options->window,
                        "center/width or abdomen, lung, bone, brain, soft, liver, …");
    command->add_option(
        "--frame", options->frame,
        "Frame, slice or picture, counted from 0; without it the middle of volumes and films");
    command->add_option("--size", options->size, "Longest side in pixels");
    command->add_option("--enlarge", options->enlarge, "So many times as large")->check(CLI::Range(1, 4));
    command->add_flag("--contact-sheet", options->contact_sheet, "Up to 100 frames in a grid");
    command
        ->add_option("--key-slices", options->key_slices, "So many at equal distances: 3 are the quartiles")
        ->check(CLI::Range(1, 100));
    command
        ->add_flag("--cine", options->cine,
                   "All frames (at most 240, evenly) as an animated .webp; without --size up to 512 pixels")
        ->excludes("--frame")
        ->excludes("--enlarge")
        ->excludes("--contact-sheet")
        ->excludes("--key-slices");
    command->add_option("--rate", options->rate, "Frames a second of the animation; else as the file says")
        ->check(CLI::Range(0.1, 60.0))
        ->needs("--cine");
    command->footer(
        "Example: medal render ct.dcm -o ct.png --window 40/400 --size 512\n"
        "         medal render study/ -o sheet.webp --contact-sheet --size 128\n"
        "         medal render clip.dcm -o clip.webp --cine --rate 25");
    command->callback([options, &dispatch] { dispatch.action = [options] { return render(*options); }; });
}

}  // namespace medal::cli
