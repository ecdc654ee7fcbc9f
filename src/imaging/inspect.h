// What a file is: kind, encoding, geometry and findings, without a word of what identifies.
#pragma once

#include "imaging/file_kind.h"
#include "imaging/finding.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging {

struct Geometry {
    std::uint64_t columns = 0;
    std::uint64_t rows = 0;
    /// Frames of DICOM and video; slices times volumes of NIfTI.
    std::uint64_t frames = 1;
    /// Along columns, rows, slices, in millimetres; empty where unknown.
    std::vector<double> spacing_mm;
    /// Image Position and Orientation (Patient); empty where unknown.
    std::vector<double> position_mm;
    std::vector<double> orientation;
};
BOOST_DESCRIBE_STRUCT(Geometry, (), (columns, rows, frames, spacing_mm, position_mm, orientation))

struct Inspection {
    FileKind kind = FileKind::unknown;
    std::optional<std::string> transfer_syntax;
    std::optional<std::string> modality;
    std::optional<std::string> sop_class;
    std::optional<Geometry> geometry;
    std::vector<Finding> findings;
};
BOOST_DESCRIBE_STRUCT(Inspection, (), (kind, transfer_syntax, modality, sop_class, geometry, findings))

/// Never throws for what the file holds; a missing file is a finding as well.
Inspection inspect_file(const std::filesystem::path& path);

}  // namespace medal::imaging
