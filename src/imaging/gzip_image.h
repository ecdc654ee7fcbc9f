// A single gzipped image: .nii.gz, and DICOM files that somebody gzipped. Gzipped TAR goes to archive.h.
#pragma once

#include "imaging/byte_reader.h"
#include "imaging/file_kind.h"
#include "imaging/finding.h"

#include <optional>
#include <vector>

namespace medal::imaging {

/// What is inside, from its first inflated bytes.
FileKind detect_gzipped_kind(Bytes file);

/// nullopt with a refusal where it is no image or grows beyond what its own header says.
std::optional<std::vector<std::byte>> inflate_image(Bytes file, Findings& findings);

}  // namespace medal::imaging
