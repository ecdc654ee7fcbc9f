// What the imaging commands may read of what they are given.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace medal::cli {

/// What the sandbox may read: the given paths, and the folder of each file that lists others (DICOMDIR,
/// slides of several files).
std::vector<std::filesystem::path> readable_for(const std::vector<std::string>& given);

}  // namespace medal::cli
