// The files behind the given paths: folders walked, archives unpacked into the quarantine, each with a
// neutral place in the output tree.
#pragma once

#include "imaging/finding.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace medal::imaging::deid {

struct BatchInput {
    std::filesystem::path file;
    /// As given, for the report.
    std::string label;
    /// "d001/d002/000003", without ending.
    std::string neutral;
    /// Set where the file cannot even be read as input (an archive that is refused).
    std::optional<Finding> refused;
};

std::vector<BatchInput> find_inputs(const std::vector<std::filesystem::path>& given,
                                    const std::filesystem::path& quarantine);

}  // namespace medal::imaging::deid
