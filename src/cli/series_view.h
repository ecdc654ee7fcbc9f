// The series model of the files given to `medal inspect`, without a word of what identifies: no UID, no
// description.
#pragma once

#include "imaging/series/series.h"

#include <string>
#include <vector>

namespace medal::cli {

struct SeriesFile {
    /// As given on the command line, or found below a folder given.
    std::string path;
    imaging::series::Instance instance;
};

/// `{"series": [{"modality", "plane", "rows", "columns", "frames", "slice_spacing_mm", "files",
/// "findings"}]}`; `files` in viewing order.
std::string series_json(const std::vector<SeriesFile>& files);

/// One line a series, and one for each finding; empty where no file is an image of a series.
std::string series_lines(const std::vector<SeriesFile>& files);

}  // namespace medal::cli
