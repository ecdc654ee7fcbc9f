// Where results may go: nothing that was given is ever written over.
#pragma once

#include <filesystem>
#include <vector>

namespace medal::imaging::deid {

/// Throws base::Error "usage.output" where a file given, or one below a folder given, has a place that a
/// result may get. An output folder inside of a given one is no input (batch_inputs.h).
void check_output(const std::vector<std::filesystem::path>& given, const std::filesystem::path& output);

}  // namespace medal::imaging::deid
