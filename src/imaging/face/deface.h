// Removes the face from one volume: a NIfTI file or the slices of a DICOM series. Writes only where a face
// was found for sure; says for everything else what it is. Foreign bytes: runs in the sandbox
// (worker/crew.h).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/face/find.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace medal::imaging::face {

struct VolumeFiles {
    /// One NIfTI file, or the slices of one DICOM series in any order.
    std::vector<std::string> inputs;
    /// One for each input; empty to look only.
    std::vector<std::string> outputs;
};
BOOST_DESCRIBE_STRUCT(VolumeFiles, (), (inputs, outputs))

/// The numbers of a Search (find.h), and what was done.
struct VolumeResult {
    Verdict verdict = Verdict::undecided;
    double confidence = 0;
    std::string reason;
    double head_width_mm = 0;
    double head_length_mm = 0;
    double skull_share = 0;
    double brain_ml = 0;
    double face_depth_mm = 0;
    /// Of the whole volume.
    std::uint64_t voxels = 0;
    /// Set to air; 0 where nothing was written.
    std::uint64_t voxels_removed = 0;
};
BOOST_DESCRIBE_STRUCT(VolumeResult, (),
                      (verdict, confidence, reason, head_width_mm, head_length_mm, skull_share, brain_ml,
                       face_depth_mm, voxels, voxels_removed))

/// Throws base::Error "imaging.refused" for what the pre-scan refuses, "imaging.nifti_type" for voxels that
/// are no real numbers, "imaging.decode" for damaged pixels. Writes `outputs` only where the verdict is
/// `face`.
VolumeResult deface_volume(const VolumeFiles& files);

/// The two kinds of deface_volume. An empty `output` looks only.
VolumeResult deface_nifti(Bytes file, const std::filesystem::path& output);
VolumeResult deface_series(const VolumeFiles& files);

VolumeResult to_result(const Search& search);
/// Nothing was measured: a person has to look.
VolumeResult undecided(const char* reason);

}  // namespace medal::imaging::face
