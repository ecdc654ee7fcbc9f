// NIfTI voxels with their places, for the search for a face: the header's own orientation (nifti1.h, "METHOD
// 2" and "METHOD 3"), never a guessed one.
#pragma once

#include "imaging/face/volume.h"
#include "imaging/nifti_checks.h"

namespace medal::imaging::face {

/// LPS. nullopt where the header does not say how the voxels lie in the patient.
std::optional<Placement> placement_of(Bytes file, const NiftiHeader& header);

/// One number a voxel; colour and complex images are not read.
bool is_readable(const NiftiHeader& header);

/// The plain file, whether it came packed (.nii.gz) or not. Throws base::Error "imaging.refused".
std::vector<std::byte> unpacked_nifti(Bytes file);

/// Of a plain file whose voxels can be read; throws base::Error "imaging.refused" or "imaging.nifti_type".
NiftiHeader readable_nifti(Bytes file);

class NiftiVoxels {
  public:
    NiftiVoxels(Bytes file, const NiftiHeader& header);

    std::array<std::size_t, 3> size() const { return size_; }
    /// Volumes one after the other: time points, directions.
    std::size_t volumes() const { return volumes_; }
    /// Scaled as the header says.
    void read_slice(std::size_t volume, std::size_t k, std::vector<float>& values) const;
    /// The bytes of one voxel that stand for a scaled value, held to what the type can hold.
    std::vector<std::byte> bytes_of(double scaled) const;
    /// Into the file.
    std::size_t offset_of(std::size_t volume, std::size_t k) const;
    std::size_t offset_of(std::size_t volume, const std::array<std::size_t, 3>& voxel) const;
    /// Scaled as the header says.
    double value_at(std::size_t volume, const std::array<std::size_t, 3>& voxel) const;

  private:
    double raw_at(const std::byte* at) const;

    Bytes file_;
    NiftiHeader header_;
    std::array<std::size_t, 3> size_{};
    std::size_t volumes_ = 1;
    std::size_t bytes_ = 1;
    double slope_ = 1, intercept_ = 0;
};

}  // namespace medal::imaging::face
