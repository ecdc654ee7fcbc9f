#include "imaging/deid/output_folder.h"

#include "base/error.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

/// "000001", "D001", "DICOMDIR".
bool may_be_ours(const std::string& name) {
    if (name.starts_with("DICOMDIR")) return true;
    const auto digits = name.starts_with('D') ? name.substr(1, 3) : name.substr(0, 6);
    return digits.size() >= 3 &&
           std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

void check_output(const std::vector<fs::path>& given, const fs::path& output) {
    const auto out = fs::weakly_canonical(fs::absolute(output));
    for (const auto& path : given) {
        const auto place = fs::weakly_canonical(fs::absolute(path)).lexically_relative(out);
        const auto first = place.empty() ? std::string{".."} : place.begin()->string();
        if (first != "." && !may_be_ours(first)) continue;
        throw base::Error{base::ErrorKind::invalid, "usage.output",
                          "The output folder holds what was given, which results could replace; name another "
                          "folder."};
    }
}

}  // namespace medal::imaging::deid
