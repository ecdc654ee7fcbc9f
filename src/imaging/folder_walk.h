// Everything below a folder, so that nothing of what was given is passed over without a word: what may not or
// cannot be read is told beside the files.
#pragma once

#include "imaging/finding.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace medal::imaging {

struct FoundFile {
    std::filesystem::path path;
    /// "input.link", "input.device" or "input.unreadable" (of a folder, too).
    std::optional<Finding> refused{};
};

/// By name. Links are not followed; `without` and what is below it is left out.
std::vector<FoundFile> walk_folder(const std::filesystem::path& folder,
                                   const std::filesystem::path& without = {});

/// Files as given, and of each folder what is below it.
std::vector<FoundFile> files_of(const std::vector<std::filesystem::path>& given,
                                const std::filesystem::path& without = {});

}  // namespace medal::imaging
