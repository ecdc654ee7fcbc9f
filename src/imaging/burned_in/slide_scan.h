// Text on a slide, in and around places of it: what stands over the edges of tiles is seen whole. Of large
// places 40 pieces of 1536 pixels are searched on each resolution, evenly; all of a slide is searched by
// whole_slide_scan.h. Foreign bytes: runs in the sandbox (worker/crew.h).
#pragma once

#include "imaging/burned_in/text_scan.h"
#include "imaging/dicom/data_set.h"
#include "imaging/redact/region.h"

#include <filesystem>
#include <span>
#include <vector>

namespace medal::imaging::burned_in {

/// Places, and what is found, in pixels of the finest resolution, whatever the file's own; `frame` is 0, and
/// one place is told once. Throws base::Error "redact.unsupported" where the file is no slide, and what
/// decoding throws.
std::vector<TextRegion> scan_slide_places(const dicom::DataSet& data, std::span<const redact::Region> places,
                                          const redact::SlideSize& slide, TextScanner& scanner);

/// Of `path`, `regions` and `slide` of a request to redact: one resolution in DICOM, or all of a slide in one
/// file. Throws what scan_file throws, too.
std::vector<TextRegion> scan_slide_file(const redact::Request& request, TextScanner& scanner);

}  // namespace medal::imaging::burned_in
