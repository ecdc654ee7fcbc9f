#include "imaging/redact/redact.h"

#include "base/error.h"
#include "imaging/prescan.h"

namespace medal::imaging::redact {

std::vector<Region> regions_on(const std::vector<Region>& regions, std::uint64_t frame) {
    auto met = regions;
    std::erase_if(met,
                  [&](const Region& region) { return frame < region.frame_from || frame > region.frame_to; });
    return met;
}

void fail_unsupported(const char* why) {
    throw base::Error{base::ErrorKind::unsupported,
                      "redact.unsupported",
                      why,
                      {.hint = "Take the image out of the case, or upload it again without this part."}};
}

void fail_slide_damaged() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The slide is damaged."};
}

Result redact_file(const Request& request) {
    const MappedFile file{request.path};
    const auto scan = prescan(file.bytes());
    require_accepted(scan.findings);
    if (scan.kind == FileKind::dicom) return redact_dicom(request, file.bytes());
    if (request.regions.empty()) return {};
    switch (scan.kind) {
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp:
            return redact_raster(request, scan.kind);
        case FileKind::mp4:
        case FileKind::matroska:
            return redact_film(request, file.bytes());
        case FileKind::nifti:
            return redact_nifti(request, file.bytes());
        case FileKind::slide:
            return redact_slide(request, file);
        default:
            fail_unsupported("Boxes cannot be painted into files of this kind.");
    }
}

}  // namespace medal::imaging::redact
