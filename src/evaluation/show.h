// Render profiles: what the model is shown of an item (EVALUATION.md). Versioned by name; the recipe of a
// name never changes.
#pragma once

#include "evaluation/sitting.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace medal::evaluation {

/// Every picture as it is, a slide as a whole and up to 16 slices of a stack, long edge at most 1568 pixels;
/// CT in the soft-tissue window; each slice with its number and place.
constexpr std::string_view kDefaultProfile = "medal-2d-v1";
constexpr std::size_t kLongEdge_px = 1568;
constexpr std::size_t kSlices = 16;

/// Throws base::Error{invalid, "profile.unknown"} for a name that this version does not know.
ShowItem show_from(const std::filesystem::path& release_folder, std::string_view profile);

}  // namespace medal::evaluation
