// The pre-scan of a DICOM file: before any library sees a byte, everything it claims is held against the
// bytes that are there (PS3.5, PS3.10). What passes is a DataSet whose every offset and length can be
// trusted.
#pragma once

#include "imaging/dicom/data_set.h"
#include "imaging/finding.h"

#include <optional>

namespace medal::imaging::dicom {

struct FileScan {
    /// Absent where a finding refuses the file.
    std::optional<DataSet> data;
    Findings findings;
};

/// `file` must outlive the result. Never throws for what the bytes hold.
FileScan scan_file(Bytes file);

}  // namespace medal::imaging::dicom
