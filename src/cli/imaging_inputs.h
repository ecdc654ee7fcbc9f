// What the imaging commands take: files as given, every file below a folder, and what a DICOMDIR needs beside
// it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace medal::cli {

/// What the sandbox may read: the given paths, and the folder of each file that lists others (DICOMDIR,
/// slides of several files).
std::vector<std::filesystem::path> readable_for(const std::vector<std::string>& given);

/// Files as given; of a folder, every file below it by name, links left out.
std::vector<std::string> files_below(const std::vector<std::string>& given);

}  // namespace medal::cli
