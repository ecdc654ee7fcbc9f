#include "imaging/prescan.h"

#include "imaging/archive.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/gzip_image.h"
#include "imaging/nifti_checks.h"
#include "imaging/raster_checks.h"
#include "imaging/video_checks.h"

#include <fmt/format.h>

namespace medal::imaging {
namespace {

void append(Findings& findings, Findings more) {
    findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
}

void refuse_unknown(Bytes file, Findings& findings) {
    findings.push_back(
        refusal("file.kind", fmt::format("This file is {}. {}", describe_unknown(file), kAcceptedKinds)));
}

void check_gzip(Bytes file, Prescan& scan) {
    const auto kind = detect_gzipped_kind(file);
    if (kind == FileKind::tar) {
        check_archive(file, scan.findings);
        return;
    }
    const auto inflated = inflate_image(file, scan.findings);
    if (!inflated) return;
    if (kind == FileKind::nifti) {
        check_nifti(*inflated, scan.findings);
        scan.kind = FileKind::nifti;
    } else {
        append(scan.findings, dicom::scan_file(*inflated).findings);
        scan.kind = FileKind::dicom;
    }
}

}  // namespace

Prescan prescan(Bytes file) {
    Prescan scan{detect_kind(file), {}};
    switch (scan.kind) {
        case FileKind::dicom:
            append(scan.findings, dicom::scan_file(file).findings);
            break;
        case FileKind::nifti:
            check_nifti(file, scan.findings);
            break;
        case FileKind::png:
            check_png(file, scan.findings);
            break;
        case FileKind::jpeg:
            check_jpeg(file, scan.findings);
            break;
        case FileKind::webp:
            check_webp(file, scan.findings);
            break;
        case FileKind::tiff:
        case FileKind::slide:
            check_tiff(file, scan.findings);
            break;
        case FileKind::zip:
        case FileKind::tar:
            check_archive(file, scan.findings);
            break;
        case FileKind::gzip:
            check_gzip(file, scan);
            break;
        case FileKind::mp4:
            check_mp4(file, scan.findings);
            break;
        case FileKind::matroska:
            check_matroska(file, scan.findings);
            break;
        case FileKind::unknown:
            refuse_unknown(file, scan.findings);
            break;
    }
    return scan;
}

}  // namespace medal::imaging
