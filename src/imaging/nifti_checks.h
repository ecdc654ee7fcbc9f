// NIfTI-1 and NIfTI-2 headers held against the bytes that are there (nifti.nimh.nih.gov, nifti1.h and
// nifti2.h).
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/finding.h"

#include <array>
#include <cstdint>
#include <optional>

namespace medal::imaging {

struct NiftiHeader {
    Endian endian = Endian::little;
    bool version_2 = false;
    std::array<std::uint64_t, 8> dim{};
    std::array<double, 8> pixdim{};
    std::int16_t datatype = 0;
    std::uint64_t bits = 0;
    std::uint64_t data_offset = 0;

    std::uint64_t header_bytes() const { return version_2 ? 540 : 348; }
    std::uint64_t voxels() const;
    std::uint64_t data_bytes() const { return (voxels() * bits + 7) / 8; }
};

/// Judges the header alone; `head` may end behind it.
std::optional<NiftiHeader> read_nifti_header(Bytes head, Findings& findings);

/// Judges the whole file, inflated already. Appends refusals; the header where it can be trusted.
std::optional<NiftiHeader> check_nifti(Bytes file, Findings& findings);

}  // namespace medal::imaging
