// NIfTI: a fresh header with what places and scales the voxels, then the voxels; every text field blank,
// every extension dropped, always gzipped without a name (nifti1.h, nifti2.h; RFC 1952).
#include "imaging/byte_writer.h"
#include "imaging/deid/formats.h"
#include "imaging/dicom/inflate.h"
#include "imaging/nifti_checks.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

struct Range {
    std::size_t begin;
    std::size_t end;
};

/// The numeric fields that stay. All else is text or free for any use: data_type, db_name, extents,
/// session_error, descrip, aux_file, intent_name, unused_str.
constexpr std::array kKept1{Range{0, 4},     Range{39, 40},   Range{40, 108},  Range{108, 123},
                            Range{123, 124}, Range{124, 140}, Range{252, 328}, Range{344, 348}};
constexpr std::array kKept2{Range{0, 240}, Range{344, 508}, Range{524, 525}};

template <std::size_t N>
std::vector<std::byte> kept_header(Bytes file, std::size_t size, const std::array<Range, N>& kept) {
    std::vector<std::byte> header(size, std::byte{0});
    for (const auto& range : kept) {
        std::copy(file.begin() + static_cast<std::ptrdiff_t>(range.begin),
                  file.begin() + static_cast<std::ptrdiff_t>(range.end),
                  header.begin() + static_cast<std::ptrdiff_t>(range.begin));
    }
    return header;
}

void put_offset(std::vector<std::byte>& header, const NiftiHeader& shape) {
    // 352 as float is 0x43B00000; 544 as a 64-bit integer is 0x220. Both stand behind four bytes of "no
    // extension".
    const std::size_t place = shape.version_2 ? 168 : 108;
    const std::size_t size = shape.version_2 ? 8 : 4;
    const std::uint64_t value = shape.version_2 ? 544 : 0x43B00000;
    store(value, std::span{header}.subspan(place, size), shape.endian);
}

}  // namespace

void deidentify_nifti(FormatContext& context) {
    const auto shape = check_nifti(context.file, context.findings);
    if (!shape) return;
    auto bytes =
        shape->version_2 ? kept_header(context.file, 540, kKept2) : kept_header(context.file, 348, kKept1);
    put_offset(bytes, *shape);
    bytes.insert(bytes.end(), 4, std::byte{0});
    const auto voxels = context.file.subspan(shape->data_offset, shape->data_bytes());
    bytes.insert(bytes.end(), voxels.begin(), voxels.end());
    auto packed = std::make_shared<const std::vector<std::byte>>(dicom::gzip(bytes));
    context.inflated = packed;
    context.plan.add(Bytes{*packed});
    context.log.add_part("NIfTI text fields", "X",
                         "descrip, aux_file, db_name, intent_name and others may hold names");
    if (shape->data_offset > shape->header_bytes() + 4) {
        context.log.add_part("NIfTI extensions", "X", "extensions may hold whole DICOM headers");
    }
}

}  // namespace medal::imaging::deid
