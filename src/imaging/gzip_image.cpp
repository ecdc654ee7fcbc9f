#include "imaging/gzip_image.h"

#include "imaging/dicom/inflate.h"
#include "imaging/nifti_checks.h"

#include <fmt/format.h>

namespace medal::imaging {
namespace {

constexpr std::size_t kHeadBytes = 4096;
/// Room behind the voxels for what some writers leave there.
constexpr std::uint64_t kTailBytes = 1 << 20;

std::vector<std::byte> head_of(Bytes file) {
    return dicom::inflate_head(file, dicom::Wrapping::gzip, kHeadBytes);
}

}  // namespace

FileKind detect_gzipped_kind(Bytes file) {
    return detect_kind(head_of(file));
}

std::optional<std::vector<std::byte>> inflate_image(Bytes file, Findings& findings) {
    const auto head = head_of(file);
    const auto kind = detect_kind(head);
    dicom::Inflated inflated;
    if (kind == FileKind::nifti) {
        const auto header = read_nifti_header(head, findings);
        if (!header) return std::nullopt;
        const auto limit = header->data_offset + header->data_bytes() + kTailBytes;
        inflated = dicom::inflate_up_to(file, dicom::Wrapping::gzip, limit);
    } else if (kind == FileKind::dicom) {
        inflated = dicom::inflate_bounded(file, dicom::Wrapping::gzip);
    } else {
        findings.push_back(refusal("file.kind", fmt::format("Inside the gzip file is {}. {}",
                                                            describe_unknown(head), kAcceptedKinds)));
        return std::nullopt;
    }
    if (inflated.stop == dicom::InflateStop::complete) return std::move(inflated.bytes);
    findings.push_back(inflated.stop == dicom::InflateStop::too_large
                           ? refusal("gzip.bomb", "The gzip file grows beyond what its content says.")
                           : refusal("gzip.damaged", "The gzip file is damaged or cut off."));
    return std::nullopt;
}

}  // namespace medal::imaging
