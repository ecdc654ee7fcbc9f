// The canonical order of images: groups that belong together by geometry and time, slices sorted by where
// they lie and not by their names (PS3.3, C.7.6.2). Reads de-identified files; knows no patient.
#pragma once

#include "imaging/dicom/tile_matrix.h"
#include "imaging/finding.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::series {

/// What one file says of itself.
struct Instance {
    std::string sop_class;
    std::string transfer_syntax;
    std::string modality;
    std::string study_uid;
    std::string series_uid;
    std::string instance_uid;
    std::string description;
    std::string body_part;
    std::int64_t series_number = 0;
    std::int64_t instance_number = 0;
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::uint64_t frames = 1;
    /// Empty where the file has no place in space. Position (3), row and column direction (6), row and column
    /// spacing in millimetres (2).
    std::vector<double> position_mm;
    std::vector<double> orientation;
    std::vector<double> pixel_spacing_mm;
    std::optional<double> slice_thickness_mm;
    /// Of the pixel data as stored: equal pictures in equal encodings have equal ones. Empty where unknown.
    std::string pixel_digest;
    /// Of this picture alone (picture_checks.h).
    std::vector<Finding> findings;
    /// What tells repeated volumes apart: temporal position, echo, b-value, trigger or acquisition number.
    std::string phase;
    /// Of slides of microscopes.
    std::optional<dicom::TileMatrix> tiled{};
};
BOOST_DESCRIBE_STRUCT(Instance, (),
                      (sop_class, transfer_syntax, modality, study_uid, series_uid, instance_uid, description,
                       body_part, series_number, instance_number, rows, columns, frames, position_mm,
                       orientation, pixel_spacing_mm, slice_thickness_mm, pixel_digest, findings, phase,
                       tiled))

/// nullopt where the file is no DICOM image (or is refused by the pre-scan).
std::optional<Instance> read_instance(const std::filesystem::path& path);

/// Slices that are missing between two that are there.
struct Gap {
    /// The slice before the gap, counted from 1 in viewing order.
    std::uint64_t behind = 0;
    std::uint64_t missing = 0;
    double width_mm = 0;
};
BOOST_DESCRIBE_STRUCT(Gap, (), (behind, missing, width_mm))

struct Stack {
    std::string series_uid;
    std::string modality;
    std::string description;
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::uint64_t frames = 0;
    std::string phase;
    /// Indices into the instances given, in viewing order.
    std::vector<std::uint64_t> order;
    /// Between neighbouring slices, from their positions; absent for fewer than two.
    std::optional<double> slice_spacing_mm;
    /// "axial", "coronal", "sagittal", "oblique" or empty.
    std::string plane;
    std::vector<Finding> findings;
    std::vector<Gap> gaps{};
};
BOOST_DESCRIBE_STRUCT(Stack, (),
                      (series_uid, modality, description, rows, columns, frames, phase, order,
                       slice_spacing_mm, plane, findings, gaps))

/// Every instance is in exactly one stack. The order of the input does not matter.
std::vector<Stack> build_stacks(std::span<const Instance> instances);

}  // namespace medal::imaging::series
