// DICOMDIR: the index of a medium (PS3.3, annex F; PS3.10, 8). What it lists is only ever compared with files
// that are there: no path is built from it.
#pragma once

#include "imaging/dicom/data_set.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::dicom {

/// By its first bytes (the media storage class of the meta group), before anything is parsed.
bool looks_like_directory(Bytes file);

bool is_directory(const DataSet& data);

/// The files that it lists, each as file_key gives it, in its own order; unusable ones are left out.
std::vector<std::string> listed_files(const DataSet& data);

/// A place below a folder in the form in which two are compared: upper case, '/' between names, without
/// ISO 9660's version and closing dot. Empty where it climbs out or names nothing.
std::string file_key(std::string_view place);

struct DirectoryCounts {
    std::uint64_t patients = 0;
    std::uint64_t studies = 0;
    std::uint64_t series = 0;
    /// Records that name a file.
    std::uint64_t files = 0;
};
DirectoryCounts count_records(const DataSet& data);

}  // namespace medal::imaging::dicom
