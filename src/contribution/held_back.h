// What became of the files of a case, as evidence of its check: counts, and each file that was refused or
// held back with its reason. Files are numbered as they were read; a name or a value is never kept.
#pragma once

#include "imaging/deid/batch.h"

#include <cstdint>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

struct HeldFile {
    /// From 1, in the order of the report.
    std::int64_t number = 0;
    imaging::deid::FileStatus status = imaging::deid::FileStatus::refused;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(HeldFile, (), (number, status, reason))

struct FilesEvidence {
    std::uint64_t files = 0;
    std::uint64_t written = 0;
    std::uint64_t refused = 0;
    std::uint64_t quarantined = 0;
    std::vector<HeldFile> held;
    /// Beyond the most that are listed.
    std::int64_t more = 0;
};
BOOST_DESCRIBE_STRUCT(FilesEvidence, (), (files, written, refused, quarantined, held, more))

/// Files in quarantine first; at most 100.
FilesEvidence files_evidence(const imaging::deid::BatchReport& report);

}  // namespace medal::contribution
