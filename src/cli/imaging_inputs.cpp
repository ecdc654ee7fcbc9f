#include "cli/imaging_inputs.h"

#include "base/error.h"
#include "imaging/dicom/directory.h"
#include "imaging/mapped_file.h"
#include "imaging/slide_set/listing.h"

#include <algorithm>

namespace medal::cli {
namespace {

namespace fs = std::filesystem;

/// A look at the first bytes; nothing is parsed out here.
bool lists_files(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return false;
    try {
        const imaging::MappedFile file{path};
        return imaging::dicom::looks_like_directory(file.bytes()) ||
               imaging::slide_set::is_set_file(file.bytes());
    } catch (const base::Error&) {
        return false;  // Whoever opens it says what is wrong.
    }
}

}  // namespace

std::vector<fs::path> readable_for(const std::vector<std::string>& given) {
    std::vector<fs::path> readable{given.begin(), given.end()};
    for (const auto& path : given) {
        if (lists_files(path)) readable.push_back(fs::absolute(path).parent_path());
    }
    return readable;
}

std::vector<std::string> files_below(const std::vector<std::string>& given) {
    std::vector<std::string> files;
    for (const auto& path : given) {
        std::error_code error;
        if (!fs::is_directory(path, error)) {
            files.push_back(path);
            continue;
        }
        const auto first = files.size();
        auto at =
            fs::recursive_directory_iterator{path, fs::directory_options::skip_permission_denied, error};
        for (; !error && at != fs::recursive_directory_iterator{}; at.increment(error)) {
            if (at->is_regular_file(error) && !at->is_symlink(error)) files.push_back(at->path().string());
        }
        std::sort(files.begin() + static_cast<std::ptrdiff_t>(first), files.end());
    }
    return files;
}

}  // namespace medal::cli
