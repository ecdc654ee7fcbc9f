#include "evaluation/show.h"

#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/display.h"
#include "imaging/picture/load.h"
#include "imaging/picture/png.h"
#include "imaging/viewing/slide.h"

#include <cmath>
#include <optional>

namespace medal::evaluation {
namespace {

namespace picture = imaging::picture;

/// Its files are the resolutions of one picture.
bool is_dicom_slide(const release::PackageAsset& asset) {
    return asset.kind == "slide" && !asset.files.empty() && asset.files.front().ends_with(".dcm");
}

picture::Raster rendered(const std::filesystem::path& path, const release::PackageAsset& asset) {
    const imaging::MappedFile file{path};
    if (asset.kind != "dicom_series") return picture::load_any(file.bytes(), {.frame = 0});
    const auto scan = imaging::dicom::scan_file(file.bytes());
    if (!scan.data) {
        throw base::Error{base::ErrorKind::unsupported, "profile.unreadable",
                          "An image of the release cannot be shown."};
    }
    const auto window = asset.modality == "CT" ? picture::preset_window("soft") : std::nullopt;
    return picture::display_frame(*scan.data, 0, window);
}

inference::ShownImage shown(const std::filesystem::path& folder, const release::PackageAsset& asset,
                            std::size_t frame) {
    const auto full = rendered(folder / asset.files[frame], asset);
    const auto small = picture::fitted(full, kLongEdge_px);
    const auto png = picture::encode_png(small);
    inference::ShownImage image;
    image.bytes = std::make_shared<std::string>(reinterpret_cast<const char*>(png.data()), png.size());
    if (asset.files.size() > 1) {
        image.caption = "slice " + std::to_string(frame + 1) + "/" + std::to_string(asset.files.size());
    }
    image.frame = static_cast<int>(frame);
    image.scale_x = static_cast<double>(full.width) / static_cast<double>(small.width);
    image.scale_y = static_cast<double>(full.height) / static_cast<double>(small.height);
    return image;
}

inference::ShownImage shown_slide(const std::filesystem::path& folder, const release::PackageAsset& asset) {
    std::vector<std::filesystem::path> paths;
    for (const auto& file : asset.files) paths.push_back(folder / file);
    const auto small = imaging::viewing::Slide{paths}.overview(static_cast<std::int64_t>(kLongEdge_px));
    const auto png = picture::encode_png(small);
    inference::ShownImage image;
    image.bytes = std::make_shared<std::string>(reinterpret_cast<const char*>(png.data()), png.size());
    image.scale_x = static_cast<double>(asset.columns) / static_cast<double>(small.width);
    image.scale_y = static_cast<double>(asset.rows) / static_cast<double>(small.height);
    return image;
}

// round(linspace(0, n - 1, k))
std::vector<std::size_t> chosen_frames(std::size_t count) {
    std::vector<std::size_t> frames;
    const auto wanted = std::min(count, kSlices);
    for (std::size_t i = 0; i < wanted; ++i) {
        const double at = wanted == 1 ? 0
                                      : static_cast<double>(i) * static_cast<double>(count - 1) /
                                            static_cast<double>(wanted - 1);
        frames.push_back(static_cast<std::size_t>(std::lround(at)));
    }
    return frames;
}

}  // namespace

ShowItem show_from(const std::filesystem::path& release_folder, std::string_view profile) {
    if (profile != kDefaultProfile) {
        throw base::Error{base::ErrorKind::invalid,
                          "profile.unknown",
                          "This render profile is not known.",
                          {.field = "--profile", .hint = "Known: medal-2d-v1.", .detail = {}}};
    }
    return [release_folder](const release::PackageItem& item) {
        std::vector<inference::ShownImage> images;
        for (const auto& asset : item.assets) {
            if (is_dicom_slide(asset)) {
                images.push_back(shown_slide(release_folder, asset));
                continue;
            }
            for (const auto frame : chosen_frames(asset.files.size()))
                images.push_back(shown(release_folder, asset, frame));
        }
        return images;
    };
}

}  // namespace medal::evaluation
