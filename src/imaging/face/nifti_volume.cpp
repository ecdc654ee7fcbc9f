#include "imaging/face/nifti_volume.h"

#include "base/error.h"
#include "imaging/file_kind.h"
#include "imaging/gzip_image.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace medal::imaging::face {
namespace {

/// DT_* of nifti1.h.
enum : std::int16_t {
    kUint8 = 2,
    kInt16 = 4,
    kInt32 = 8,
    kFloat32 = 16,
    kFloat64 = 64,
    kInt8 = 256,
    kUint16 = 512,
    kUint32 = 768,
    kInt64 = 1024,
    kUint64 = 1280
};

struct HeaderFields {
    std::size_t qform_code, sform_code, quaternion, rows, scaling;
    std::size_t code_bytes, number_bytes;
};
constexpr HeaderFields kFields1{252, 254, 256, 280, 112, 2, 4};
constexpr HeaderFields kFields2{344, 348, 352, 400, 176, 4, 8};

class HeaderReader {
  public:
    HeaderReader(Bytes file, const NiftiHeader& header)
        : fields(header.version_2 ? kFields2 : kFields1), file_(file), endian_(header.endian) {}

    double number(std::size_t first, std::size_t n) const {
        const auto at = first + n * fields.number_bytes;
        return fields.number_bytes == 8 ? std::bit_cast<double>(u64(file_, at, endian_))
                                        : std::bit_cast<float>(u32(file_, at, endian_));
    }
    std::int64_t code(std::size_t at) const {
        return fields.code_bytes == 4 ? static_cast<std::int32_t>(u32(file_, at, endian_))
                                      : static_cast<std::int16_t>(u16(file_, at, endian_));
    }
    HeaderFields fields;

  private:
    Bytes file_;
    Endian endian_;
};

/// NIfTI counts to the right and to the front, DICOM to the left and to the back.
Point to_lps(const Point& ras) {
    return {-ras.x, -ras.y, ras.z};
}

Placement from_rows(const HeaderReader& header) {
    const auto column = [&](std::size_t n) {
        return to_lps({header.number(header.fields.rows, n), header.number(header.fields.rows, 4 + n),
                       header.number(header.fields.rows, 8 + n)});
    };
    return {column(3), {column(0), column(1), column(2)}};
}

/// nifti1.h, "METHOD 2".
Placement from_quaternion(const HeaderReader& header, const NiftiHeader& shape) {
    const auto q = [&](std::size_t n) { return header.number(header.fields.quaternion, n); };
    const double b = q(0);
    const double c = q(1);
    const double d = q(2);
    const double a = std::sqrt(std::max(0.0, 1 - b * b - c * c - d * d));
    const double flip = shape.pixdim[0] < 0 ? -1 : 1;
    const Point i{a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)};
    const Point j{2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)};
    const Point k{2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - b * b - c * c};
    return {to_lps({q(3), q(4), q(5)}),
            {to_lps(shape.pixdim[1] * i), to_lps(shape.pixdim[2] * j), to_lps(flip * shape.pixdim[3] * k)}};
}

template <class Number>
Number stored(const std::byte* at, Endian endian) {
    if constexpr (sizeof(Number) == 8) return std::bit_cast<Number>(load<std::uint64_t>(at, endian));
    if constexpr (sizeof(Number) == 4) return std::bit_cast<Number>(load<std::uint32_t>(at, endian));
    if constexpr (sizeof(Number) == 2) return std::bit_cast<Number>(load<std::uint16_t>(at, endian));
    if constexpr (sizeof(Number) == 1) return std::bit_cast<Number>(load<std::uint8_t>(at, endian));
}

template <class Number>
std::vector<std::byte> bytes_for(double raw, Endian endian) {
    Number number{};
    if constexpr (std::numeric_limits<Number>::is_integer) {
        // The ends of 64 bits are no doubles, so what reaches them is not cast.
        using Limits = std::numeric_limits<Number>;
        const double whole = std::round(raw);
        number = whole >= static_cast<double>(Limits::max())      ? Limits::max()
                 : whole <= static_cast<double>(Limits::lowest()) ? Limits::lowest()
                                                                  : static_cast<Number>(whole);
    } else {
        number = static_cast<Number>(raw);
    }
    const auto bytes = std::bit_cast<std::array<std::byte, sizeof(Number)>>(number);
    std::vector<std::byte> result(bytes.begin(), bytes.end());
    const bool is_host = (std::endian::native == std::endian::little) == (endian == Endian::little);
    if (!is_host) std::reverse(result.begin(), result.end());
    return result;
}

/// Calls `use` with a value of the type that a voxel has.
template <class Use>
auto with_type(std::int16_t datatype, const Use& use) {
    switch (datatype) {
        case kInt8:
            return use(std::int8_t{});
        case kInt16:
            return use(std::int16_t{});
        case kUint16:
            return use(std::uint16_t{});
        case kInt32:
            return use(std::int32_t{});
        case kUint32:
            return use(std::uint32_t{});
        case kInt64:
            return use(std::int64_t{});
        case kUint64:
            return use(std::uint64_t{});
        case kFloat32:
            return use(float{});
        case kFloat64:
            return use(double{});
        default:
            return use(std::uint8_t{});
    }
}

std::size_t bytes_of_type(std::int16_t datatype) {
    return with_type(datatype, [](auto zero) { return sizeof(zero); });
}

}  // namespace

std::optional<Placement> placement_of(Bytes file, const NiftiHeader& header) {
    const HeaderReader reader{file, header};
    std::optional<Placement> place;
    if (reader.code(reader.fields.sform_code) > 0) {
        place = from_rows(reader);
    } else if (reader.code(reader.fields.qform_code) > 0) {
        place = from_quaternion(reader, header);
    }
    return place && place->is_plausible() ? place : std::nullopt;
}

bool is_readable(const NiftiHeader& header) {
    constexpr std::array kKnown{kUint8, kInt16,  kInt32,  kFloat32, kFloat64,
                                kInt8,  kUint16, kUint32, kInt64,   kUint64};
    return std::find(kKnown.begin(), kKnown.end(), header.datatype) != kKnown.end() &&
           header.bits == bytes_of_type(header.datatype) * 8 && header.dim[0] >= 2;
}

std::vector<std::byte> unpacked_nifti(Bytes file) {
    if (detect_kind(file) != FileKind::gzip) return {file.begin(), file.end()};
    Findings findings;
    auto inflated = inflate_image(file, findings);
    if (inflated) return std::move(*inflated);
    throw_refused(findings);
}

NiftiHeader readable_nifti(Bytes file) {
    Findings findings;
    const auto header = check_nifti(file, findings);
    if (!header) throw_refused(findings);
    if (is_readable(*header)) return *header;
    throw base::Error{base::ErrorKind::unsupported, "imaging.nifti_type",
                      "Only NIfTI volumes with one real number a voxel can be read and changed here."};
}

NiftiVoxels::NiftiVoxels(Bytes file, const NiftiHeader& header)
    : file_(file),
      header_(header),
      size_{header.dim[1], header.dim[2], header.dim[0] >= 3 ? header.dim[3] : 1},
      bytes_(bytes_of_type(header.datatype)) {
    volumes_ = header.voxels() / (size_[0] * size_[1] * size_[2]);
    const HeaderReader reader{file, header};
    const double slope = reader.number(reader.fields.scaling, 0);
    if (!std::isfinite(slope) || slope == 0) return;
    slope_ = slope;
    intercept_ = reader.number(reader.fields.scaling, 1);
    if (!std::isfinite(intercept_)) intercept_ = 0;
}

std::size_t NiftiVoxels::offset_of(std::size_t volume, std::size_t k) const {
    return header_.data_offset + (volume * size_[2] + k) * size_[0] * size_[1] * bytes_;
}

std::size_t NiftiVoxels::offset_of(std::size_t volume, const std::array<std::size_t, 3>& voxel) const {
    return offset_of(volume, voxel[2]) + (voxel[1] * size_[0] + voxel[0]) * bytes_;
}

double NiftiVoxels::value_at(std::size_t volume, const std::array<std::size_t, 3>& voxel) const {
    return raw_at(file_.data() + offset_of(volume, voxel)) * slope_ + intercept_;
}

double NiftiVoxels::raw_at(const std::byte* at) const {
    return with_type(header_.datatype, [&](auto zero) {
        return static_cast<double>(stored<decltype(zero)>(at, header_.endian));
    });
}

void NiftiVoxels::read_slice(std::size_t volume, std::size_t k, std::vector<float>& values) const {
    values.resize(size_[0] * size_[1]);
    const auto* at = file_.data() + offset_of(volume, k);
    for (auto& value : values) {
        value = static_cast<float>(raw_at(at) * slope_ + intercept_);
        at += bytes_;
    }
}

std::vector<std::byte> NiftiVoxels::bytes_of(double scaled) const {
    const double raw = (scaled - intercept_) / slope_;
    return with_type(header_.datatype,
                     [&](auto zero) { return bytes_for<decltype(zero)>(raw, header_.endian); });
}

}  // namespace medal::imaging::face
