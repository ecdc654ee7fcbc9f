// De-identification of files, folders and archives together: identifiers are pooled over the files of a
// patient before any of them is written, the tree keeps its shape, names become numbers, one bad file stops
// nothing.
#pragma once

#include "imaging/deid/face_work.h"
#include "imaging/deid/file_work.h"
#include "imaging/deid/study_reports.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::deid {

struct BatchSummary {
    std::uint64_t files = 0;
    std::uint64_t written = 0;
    std::uint64_t refused = 0;
    std::uint64_t quarantined = 0;
    std::uint64_t leaks = 0;
};
BOOST_DESCRIBE_STRUCT(BatchSummary, (), (files, written, refused, quarantined, leaks))

struct BatchReport {
    Profile profile;
    std::vector<FileReport> files;
    std::vector<StudyReport> studies;
    BatchSummary summary;
};
BOOST_DESCRIBE_STRUCT(BatchReport, (), (profile, files, studies, summary))

struct BatchOptions {
    Profile profile;
    unsigned jobs = 1;
    /// Names from the input appear nowhere, not even as `input` in the report.
    bool neutral_report = false;
    /// Where archives are unpacked; emptied at the end. Owner-readable only.
    std::filesystem::path quarantine;
    /// Who meets the foreign bytes; this process itself where nobody is named.
    FileWork* work = nullptr;
    /// Where the profile cleans recognizable visual features: who does it. Needs `quarantine`.
    FaceWork* faces = nullptr;
};

/// Called after each file, from any thread but never from two at once.
using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;

BatchReport deidentify_batch(const std::vector<std::filesystem::path>& inputs,
                             const std::filesystem::path& output, const BatchOptions& options,
                             const StudySecrets& secrets, const Progress& progress);

}  // namespace medal::imaging::deid
