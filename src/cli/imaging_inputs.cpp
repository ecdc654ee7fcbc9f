#include "cli/imaging_inputs.h"

#include "base/error.h"
#include "imaging/dicom/directory.h"
#include "imaging/mapped_file.h"
#include "imaging/slide_set/listing.h"

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

}  // namespace medal::cli
