#include "imaging/prescan.h"

#include "base/error.h"
#include "imaging/archive.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/gzip_image.h"
#include "imaging/nifti_checks.h"
#include "imaging/raster_checks.h"
#include "imaging/slide_set/listing.h"
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

void check_raster(FileKind kind, Bytes file, Findings& findings) {
    if (kind == FileKind::png) {
        check_png(file, findings);
    } else if (kind == FileKind::jpeg) {
        check_jpeg(file, findings);
    } else if (kind == FileKind::webp) {
        check_webp(file, findings);
    } else {
        check_tiff(file, findings);
    }
}

void check_slide_set(Bytes file, Findings& findings) {
    try {
        slide_set::read_listing(file);
    } catch (const base::Error& error) {
        findings.push_back(refusal(error.code(), error.message()));
    }
}

/// https://www.sqlite.org/fileformat.html, 1.3: one whose changes lie in a second file is not complete.
void check_slide_database(Bytes file, Findings& findings) {
    constexpr std::size_t kHeader_bytes = 100, kWriteVersion = 18, kReadVersion = 19;
    if (file.size() < kHeader_bytes) {
        findings.push_back(refusal("slide.unreadable", "The slide is cut off."));
    } else if (file[kWriteVersion] != std::byte{1} || file[kReadVersion] != std::byte{1}) {
        findings.push_back(refusal("slide.unreadable",
                                   "The slide is a data base that is still open; close it in the scanner's "
                                   "program and copy it again."));
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
        case FileKind::jpeg:
        case FileKind::webp:
        case FileKind::tiff:
        case FileKind::slide:
            check_raster(scan.kind, file, scan.findings);
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
        case FileKind::slide_set:
            check_slide_set(file, scan.findings);
            break;
        case FileKind::slide_database:
            check_slide_database(file, scan.findings);
            break;
        case FileKind::unknown:
            refuse_unknown(file, scan.findings);
            break;
    }
    return scan;
}

}  // namespace medal::imaging
