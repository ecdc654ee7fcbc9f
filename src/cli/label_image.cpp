#include "cli/label_image.h"

#include "imaging/segmentation/segmentation.h"
#include "metrics/io/nifti.h"
#include "metrics/volume/lattice.h"

#include <algorithm>
#include <set>
#include <utility>

namespace medal::cli {
namespace {

using metrics::Geometry;
using metrics::LabelVolume;

/// DICOM's patient coordinates grow to the left and to the back, NIfTI's to the right and to the front.
constexpr std::array<double, 3> kTurn{-1, -1, 1};

LabelVolume from_dicom(imaging::segmentation::Volume&& found) {
    LabelVolume volume;
    for (std::size_t row = 0; row < 3; ++row) {
        volume.geometry.size[row] = static_cast<std::int64_t>(found.size[row]);
        volume.geometry.spacing_mm[row] = found.spacing_mm[row];
        volume.geometry.origin_mm[row] = kTurn[row] * found.origin_mm[row];
        for (std::size_t axis = 0; axis < 3; ++axis)
            volume.geometry.direction[3 * row + axis] = kTurn[row] * found.axes[axis][row];
    }
    const auto& labels = found.labels;
    if (std::all_of(labels.begin(), labels.end(), [](std::uint16_t label) { return label <= 255; })) {
        std::vector<std::uint8_t> narrow(labels.size());
        std::transform(labels.begin(), labels.end(), narrow.begin(),
                       [](std::uint16_t label) { return static_cast<std::uint8_t>(label); });
        volume.voxels = std::move(narrow);
    } else {
        volume.voxels = std::move(found.labels);
    }
    return volume;
}

void lay_on(LabelImage& image, const Geometry& grid) {
    if (const auto map = metrics::lattice_map(image.volume.geometry, grid))
        image.volume = metrics::laid_on(image.volume, grid, *map);
}

}  // namespace

bool is_label_image_name(const std::filesystem::path& file) {
    return metrics::is_nifti_name(file) || file.extension() == ".dcm";
}

std::string case_name(const std::filesystem::path& file) {
    std::string name = file.filename().string();
    for (const std::string_view ending : {".gz", ".nii", ".dcm"}) {
        if (name.ends_with(ending)) name.resize(name.size() - ending.size());
    }
    return name;
}

LabelImage read_label_image(const std::filesystem::path& file, std::span<const metrics::Label> labels) {
    const bool is_dicom = file.extension() == ".dcm" ||
                          (!metrics::is_nifti_name(file) && imaging::segmentation::is_dicom(file));
    if (!is_dicom) return {metrics::read_nifti(file), false};
    const std::set<std::uint16_t> only{labels.begin(), labels.end()};
    return {from_dicom(imaging::segmentation::read_volume(file, only)), true};
}

void bring_together(LabelImage& reference, LabelImage& prediction) {
    const auto& ours = reference.volume.geometry;
    const auto& theirs = prediction.volume.geometry;
    if (!metrics::difference(ours, theirs)) return;
    if (reference.is_sparse && prediction.is_sparse) {
        const auto map = metrics::lattice_map(theirs, ours);
        if (!map) return;
        const Geometry grid = metrics::covering(ours, theirs, *map);
        lay_on(reference, grid);
        lay_on(prediction, grid);
    } else if (reference.is_sparse) {
        lay_on(reference, Geometry{theirs});
    } else if (prediction.is_sparse) {
        lay_on(prediction, Geometry{ours});
    }
}

}  // namespace medal::cli
