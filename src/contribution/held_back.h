// What became of the files of a case, as evidence of its check: counts, and each file that was refused or
// held back with its reason. Files are numbered as they were read and told by the upload that brought them; a
// name or a value is never kept: only the browser that sent the upload knows the name.
#pragma once

#include "contribution/types.h"
#include "imaging/deid/batch.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

struct HeldFile {
    /// From 1, in the order of the report.
    std::int64_t number = 0;
    imaging::deid::FileStatus status = imaging::deid::FileStatus::refused;
    std::string reason;
    /// Of the finding that gives the reason; evidence of earlier versions has none of what follows.
    std::optional<std::string> code{};
    std::optional<UploadId> upload_id{};
    /// Where the upload is an archive: which of its entries, from 1.
    std::optional<std::int64_t> member{};
};
BOOST_DESCRIBE_STRUCT(HeldFile, (), (number, status, reason, code, upload_id, member))

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

/// The name that a clear file has while its case is processed: its place in `uploads`, and nothing else.
std::string clear_name(std::size_t place);

/// Files in quarantine first; at most 100. `uploads` in the order of their clear names.
FilesEvidence files_evidence(const imaging::deid::BatchReport& report, std::span<const UploadId> uploads);

}  // namespace medal::contribution
