#include "metrics/io/nifti_header.h"

#include "base/error.h"
#include "metrics/io/nifti.h"
#include "metrics/io/nifti_orientation.h"

#include <array>
#include <cmath>
#include <cstring>
#include <fmt/format.h>

namespace medal::metrics {
namespace {

constexpr std::size_t kHeader1Bytes = 348;
constexpr std::size_t kHeader2Bytes = 540;
constexpr std::uint64_t kMaxGapBytes = std::uint64_t{1} << 26;

/// Typed reads out of the raw header, in its byte order.
class Fields {
  public:
    Fields(std::span<const std::byte> bytes, bool swapped) : bytes_(bytes), swapped_(swapped) {}

    template <class T>
    T get(std::size_t offset) const noexcept {
        std::array<std::byte, sizeof(T)> raw{};
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            raw[i] = bytes_[offset + (swapped_ ? sizeof(T) - 1 - i : i)];
        }
        T value{};
        std::memcpy(&value, raw.data(), sizeof value);
        return value;
    }
    bool starts_with(std::size_t offset, const char* text, std::size_t length) const noexcept {
        return std::memcmp(bytes_.data() + offset, text, length) == 0;
    }

  private:
    std::span<const std::byte> bytes_;
    bool swapped_;
};

VoxelType type_of(int code, const GzipFile& file) {
    switch (code) {
        case 2:
            return VoxelType::uint8;
        case 4:
            return VoxelType::int16;
        case 8:
            return VoxelType::int32;
        case 16:
            return VoxelType::float32;
        case 64:
            return VoxelType::float64;
        case 256:
            return VoxelType::int8;
        case 512:
            return VoxelType::uint16;
        case 768:
            return VoxelType::uint32;
        case 1024:
            return VoxelType::int64;
        case 1280:
            return VoxelType::uint64;
        default:
            file.fail_damaged(fmt::format("has voxels of type {}, which no label image has", code));
    }
}

double millimetres_per_unit(int xyzt_units) noexcept {
    switch (xyzt_units & 7) {
        case 1:
            return 1000;
        case 3:
            return 0.001;
        default:
            return 1;
    }
}

std::array<std::int64_t, 3> size_of(const std::array<std::int64_t, 8>& dim, const GzipFile& file) {
    if (dim[0] < 1 || dim[0] > 7) file.fail_damaged("states an impossible number of axes");
    std::array<std::int64_t, 3> size{1, 1, 1};
    std::int64_t voxels = 1;
    for (std::size_t axis = 1; axis <= static_cast<std::size_t>(dim[0]); ++axis) {
        if (dim[axis] < 1) file.fail_damaged("states an axis without voxels");
        if (axis > 3 && dim[axis] > 1)
            file.fail_damaged("has more than three axes; a label image has one value a voxel");
        if (axis > 3) continue;
        if (dim[axis] > kMaxVoxels / voxels) file.fail_damaged("states more voxels than the limit of 2^32");
        voxels *= dim[axis];
        size[axis - 1] = dim[axis];
    }
    return size;
}

Orientation orientation_1(const Fields& f) {
    Orientation o;
    for (std::size_t i = 0; i < 4; ++i) o.pixdim[i] = decimal_of(f.get<float>(76 + 4 * i));
    o.qform_code = f.get<std::int16_t>(252);
    o.sform_code = f.get<std::int16_t>(254);
    for (std::size_t i = 0; i < 3; ++i) o.quaternion[i] = f.get<float>(256 + 4 * i);
    for (std::size_t i = 0; i < 3; ++i) o.offset[i] = decimal_of(f.get<float>(268 + 4 * i));
    for (std::size_t i = 0; i < 12; ++i) o.srow[i] = decimal_of(f.get<float>(280 + 4 * i));
    o.scale_mm = millimetres_per_unit(f.get<std::uint8_t>(123));
    return o;
}

Orientation orientation_2(const Fields& f) {
    Orientation o;
    for (std::size_t i = 0; i < 4; ++i) o.pixdim[i] = f.get<double>(104 + 8 * i);
    o.qform_code = f.get<std::int32_t>(344);
    o.sform_code = f.get<std::int32_t>(348);
    for (std::size_t i = 0; i < 3; ++i) o.quaternion[i] = f.get<double>(352 + 8 * i);
    for (std::size_t i = 0; i < 3; ++i) o.offset[i] = f.get<double>(376 + 8 * i);
    for (std::size_t i = 0; i < 12; ++i) o.srow[i] = f.get<double>(400 + 8 * i);
    o.scale_mm = millimetres_per_unit(f.get<std::int32_t>(500));
    return o;
}

/// The gap up to vox_offset; the four bytes of the extension flag belong to it.
std::uint64_t gap_of(double offset, std::size_t header_bytes, const GzipFile& file) {
    const double gap = offset - static_cast<double>(header_bytes);
    if (!(gap >= 0) || gap > static_cast<double>(kMaxGapBytes) || gap != std::floor(gap)) {
        file.fail_damaged("states an impossible position of its voxels");
    }
    return static_cast<std::uint64_t>(gap);
}

void set_scaling(NiftiHeader& header, double slope, double intercept) {
    if (slope == 0 || !std::isfinite(slope) || !std::isfinite(intercept)) return;  // 0 means: not scaled
    header.slope = slope;
    header.intercept = intercept;
}

NiftiHeader header_1(const Fields& f, const GzipFile& file) {
    if (!f.starts_with(344, "n+1", 4)) file.fail_damaged("is not a single-file NIfTI-1 image");
    NiftiHeader header;
    std::array<std::int64_t, 8> dim{};
    for (std::size_t i = 0; i < 8; ++i) dim[i] = f.get<std::int16_t>(40 + 2 * i);
    header.type = type_of(f.get<std::int16_t>(70), file);
    header.gap_bytes = gap_of(static_cast<double>(f.get<float>(108)), kHeader1Bytes, file);
    set_scaling(header, decimal_of(f.get<float>(112)), decimal_of(f.get<float>(116)));
    header.geometry = geometry_of(orientation_1(f), size_of(dim, file), file);
    return header;
}

NiftiHeader header_2(const Fields& f, const GzipFile& file) {
    if (!f.starts_with(4, "n+2", 4)) file.fail_damaged("is not a single-file NIfTI-2 image");
    NiftiHeader header;
    std::array<std::int64_t, 8> dim{};
    for (std::size_t i = 0; i < 8; ++i) dim[i] = f.get<std::int64_t>(16 + 8 * i);
    header.type = type_of(f.get<std::int16_t>(12), file);
    header.gap_bytes = gap_of(static_cast<double>(f.get<std::int64_t>(168)), kHeader2Bytes, file);
    set_scaling(header, f.get<double>(176), f.get<double>(184));
    header.geometry = geometry_of(orientation_2(f), size_of(dim, file), file);
    return header;
}

}  // namespace

std::size_t bytes_of(VoxelType type) noexcept {
    switch (type) {
        case VoxelType::uint8:
        case VoxelType::int8:
            return 1;
        case VoxelType::uint16:
        case VoxelType::int16:
            return 2;
        case VoxelType::uint32:
        case VoxelType::int32:
        case VoxelType::float32:
            return 4;
        default:
            return 8;
    }
}

NiftiHeader read_nifti_header(GzipFile& file) {
    std::array<std::byte, kHeader2Bytes> raw{};
    const std::span<std::byte> bytes(raw);
    file.read(bytes.first(kHeader1Bytes));
    const Fields native(bytes, false);
    const bool swapped = native.get<std::uint8_t>(0) == 0;
    const Fields fields(bytes, swapped);
    const auto stated = fields.get<std::int32_t>(0);
    NiftiHeader header;
    if (stated == static_cast<std::int32_t>(kHeader1Bytes)) {
        header = header_1(fields, file);
    } else if (stated == static_cast<std::int32_t>(kHeader2Bytes)) {
        file.read(bytes.subspan(kHeader1Bytes));
        header = header_2(fields, file);
    } else {
        file.fail_damaged("is not a NIfTI image");
    }
    header.swapped = swapped;
    return header;
}

}  // namespace medal::metrics
