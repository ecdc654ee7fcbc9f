// A slide in DICOM is several files, one resolution each: what stands on one of them stands on all, and only
// the small ones can be searched for text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace medal::imaging::deid {

struct SlideFile {
    std::filesystem::path file;
    /// Identifying.
    std::string series_uid;
    std::int64_t columns = 0;
    std::int64_t rows = 0;
};

}  // namespace medal::imaging::deid
