#include "imaging/nifti_checks.h"

#include "imaging/limits.h"

#include <bit>
#include <cmath>

namespace medal::imaging {
namespace {

constexpr std::uint64_t kMaxVoxels = 1ULL << 40;

std::optional<NiftiHeader> refuse(const char* message, Findings& findings) {
    findings.push_back(refusal("nifti.header", message));
    return std::nullopt;
}

double float_at(Bytes file, std::size_t offset, Endian endian) {
    return std::bit_cast<float>(u32(file, offset, endian));
}
double double_at(Bytes file, std::size_t offset, Endian endian) {
    return std::bit_cast<double>(u64(file, offset, endian));
}

bool read_dims(Bytes file, NiftiHeader& header) {
    for (std::size_t i = 0; i < 8; ++i) {
        const auto value =
            header.version_2
                ? static_cast<std::int64_t>(u64(file, 16 + 8 * i, header.endian))
                : static_cast<std::int64_t>(static_cast<std::int16_t>(u16(file, 40 + 2 * i, header.endian)));
        const bool used = i == 0 || i <= header.dim[0];
        if (used && value <= 0) return false;
        if (i == 0 && value > 7) return false;
        header.dim[i] = used ? static_cast<std::uint64_t>(value) : 1;
    }
    std::uint64_t voxels = 1;
    for (std::size_t i = 1; i <= header.dim[0]; ++i) {
        if (header.dim[i] > kMaxVoxels / voxels) return false;
        voxels *= header.dim[i];
    }
    return true;
}

void read_spacing(Bytes file, NiftiHeader& header) {
    for (std::size_t i = 0; i < 8; ++i) {
        header.pixdim[i] = header.version_2 ? double_at(file, 104 + 8 * i, header.endian)
                                            : float_at(file, 76 + 4 * i, header.endian);
    }
}

bool read_offset(Bytes file, NiftiHeader& header) {
    if (header.version_2) {
        const auto offset = static_cast<std::int64_t>(u64(file, 168, header.endian));
        if (offset < 0) return false;
        header.data_offset = static_cast<std::uint64_t>(offset);
        return true;
    }
    const double offset = float_at(file, 108, header.endian);
    if (!std::isfinite(offset) || offset < 0 || offset > 1e12) return false;
    header.data_offset = static_cast<std::uint64_t>(offset);
    return true;
}

}  // namespace

std::uint64_t NiftiHeader::voxels() const {
    std::uint64_t count = 1;
    for (std::size_t i = 1; i <= dim[0]; ++i) count *= dim[i];
    return count;
}

std::optional<NiftiHeader> read_nifti_header(Bytes file, Findings& findings) {
    if (file.size() < 348) return refuse("The NIfTI header is cut off.", findings);
    NiftiHeader header;
    const auto size = u32(file, 0);
    header.endian = size == 348 || size == 540 ? Endian::little : Endian::big;
    header.version_2 = u32(file, 0, header.endian) == 540;
    if (file.size() < header.header_bytes()) return refuse("The NIfTI header is cut off.", findings);
    if (!header.version_2 && has_text_at(file, 344, "ni1")) {
        return refuse("This is a NIfTI header without its image; give one .nii or .nii.gz file.", findings);
    }
    if (!read_dims(file, header)) return refuse("The NIfTI header claims impossible dimensions.", findings);
    const std::size_t type_at = header.version_2 ? 12 : 70;
    header.datatype = static_cast<std::int16_t>(u16(file, type_at, header.endian));
    header.bits = u16(file, type_at + 2, header.endian);
    if (header.bits == 0 || header.bits > 256)
        return refuse("The NIfTI header claims an impossible voxel.", findings);
    if (!read_offset(file, header)) return refuse("The NIfTI header's data offset is no number.", findings);
    read_spacing(file, header);
    if (header.data_offset < header.header_bytes()) {
        return refuse("The NIfTI header's data offset points into the header.", findings);
    }
    return header;
}

std::optional<NiftiHeader> check_nifti(Bytes file, Findings& findings) {
    const auto found = read_nifti_header(file, findings);
    if (!found) return std::nullopt;
    const auto& header = *found;
    if (header.data_offset > file.size() || header.data_bytes() > file.size() - header.data_offset) {
        return refuse("The NIfTI file is shorter than its dimensions say.", findings);
    }
    if (file.size() - header.data_offset > header.data_bytes() + (1 << 20)) {
        return refuse("The NIfTI file is far longer than its dimensions say.", findings);
    }
    return found;
}

}  // namespace medal::imaging
