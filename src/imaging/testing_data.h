// The real sample files of the tests: a folder outside the repository, absent on most machines.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace medal::imaging {

/// MEDAL_SHARED_DATA/imaging, or ../shared/data/imaging beside the source tree; empty where absent.
inline std::filesystem::path sample_folder() {
    const char* set = std::getenv("MEDAL_SHARED_DATA");
    const std::filesystem::path root = set != nullptr
                                           ? std::filesystem::path{set}
                                           : std::filesystem::path{MEDAL_SOURCE_DIR} / "../shared/data";
    const auto folder = root / "imaging";
    return std::filesystem::is_directory(folder) ? folder : std::filesystem::path{};
}

inline std::vector<std::filesystem::path> sample_files(const std::string& subfolder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sample_folder() / subfolder)) {
        if (entry.is_regular_file() && entry.path().extension() != ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Lines of a tab-separated file without its head.
inline std::vector<std::vector<std::string>> sample_rows(const std::string& name) {
    std::vector<std::vector<std::string>> rows;
    std::ifstream file{sample_folder() / name};
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        auto& row = rows.emplace_back();
        std::size_t begin = 0;
        while (begin <= line.size()) {
            const auto end = std::min(line.find('\t', begin), line.size());
            row.push_back(line.substr(begin, end - begin));
            begin = end + 1;
        }
    }
    return rows;
}

}  // namespace medal::imaging

#define MEDAL_NEEDS_SAMPLES() \
    if (medal::imaging::sample_folder().empty()) GTEST_SKIP() << "no sample files: set MEDAL_SHARED_DATA"
