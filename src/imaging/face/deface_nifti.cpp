// A NIfTI file: judged by its first volume, cut in all of them; every other byte stays.
#include "imaging/deid/output_plan.h"
#include "imaging/dicom/inflate.h"
#include "imaging/face/deface.h"
#include "imaging/face/nifti_volume.h"
#include "imaging/face/portrait.h"

#include <algorithm>

namespace medal::imaging::face {
namespace {

constexpr float kAir_hu = -1000;

struct Judged {
    Volume volume;
    /// What air measures.
    float air = 0;
};

/// CT where much of the volume is air in Hounsfield units; no MR has such values.
bool looks_like_ct(std::size_t air_voxels, std::size_t voxels) {
    constexpr std::size_t kOneInTen = 10;
    return air_voxels * kOneInTen > voxels;
}

Judged read_first(const NiftiVoxels& voxels, const Placement& place) {
    Shrinker shrinker{voxels.size(), place};
    std::vector<float> slice;
    float least = 0;
    std::size_t air = 0;
    for (std::size_t k = 0; k < voxels.size()[2]; ++k) {
        voxels.read_slice(0, k, slice);
        least = std::min(least, *std::min_element(slice.begin(), slice.end()));
        air += static_cast<std::size_t>(
            std::count_if(slice.begin(), slice.end(), [](float value) { return value < kAir_hu + 150; }));
        shrinker.add_slice(k, slice);
    }
    const bool is_ct = looks_like_ct(air, voxels.size()[0] * voxels.size()[1] * voxels.size()[2]);
    return {std::move(shrinker).finish(is_ct ? Method::ct : Method::mr), is_ct ? kAir_hu : least};
}

/// Numbers of the voxels of one slice that lie in the region.
std::vector<std::size_t> cut_of_slice(const NiftiVoxels& voxels, const Placement& place, const Region& region,
                                      std::size_t k) {
    std::vector<std::size_t> cut;
    const auto& [columns, rows, slices] = voxels.size();
    for (std::size_t j = 0; j < rows; ++j) {
        for (std::size_t i = 0; i < columns; ++i) {
            const Point at = place.at(static_cast<double>(i), static_cast<double>(j), static_cast<double>(k));
            if (region.holds(at)) cut.push_back(j * columns + i);
        }
    }
    return cut;
}

std::uint64_t cut(const NiftiVoxels& voxels, const Placement& place, const Region& region, float air,
                  std::vector<std::byte>& file) {
    const auto fill = voxels.bytes_of(air);
    std::uint64_t removed = 0;
    for (std::size_t k = 0; k < voxels.size()[2]; ++k) {
        const auto places = cut_of_slice(voxels, place, region, k);
        removed += places.size() * voxels.volumes();
        for (std::size_t volume = 0; volume < voxels.volumes(); ++volume) {
            auto* slice = file.data() + voxels.offset_of(volume, k);
            for (const auto at : places) std::copy(fill.begin(), fill.end(), slice + at * fill.size());
        }
    }
    return removed;
}

}  // namespace

Volume read_nifti(Bytes packed) {
    const auto file = unpacked_nifti(packed);
    const auto header = readable_nifti(file);
    const auto place = placement_of(file, header);
    if (!place) fail_no_volume("The NIfTI header does not say how the volume lies in the patient.");
    return read_first(NiftiVoxels{file, header}, *place).volume;
}

VolumeResult deface_nifti(Bytes packed, const std::filesystem::path& output) {
    auto file = unpacked_nifti(packed);
    const auto header = readable_nifti(file);
    const auto place = placement_of(file, header);
    if (!place) {
        return undecided("The NIfTI header does not say how the volume lies in the patient.");
    }
    const NiftiVoxels voxels{file, header};
    const auto judged = read_first(voxels, *place);
    const auto search = find_face(judged.volume);
    auto result = to_result(search);
    result.voxels = header.voxels();
    if (!search.region || output.empty()) return result;
    result.voxels_removed = cut(voxels, *place, *search.region, judged.air, file);
    deid::write_file(output, dicom::gzip(file));
    return result;
}

}  // namespace medal::imaging::face
