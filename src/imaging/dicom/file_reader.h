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

/// What can be read of a file of which only the beginning is there: the elements that are whole, of any
/// depth, so DataSet::find is of no use. nullopt where it does not begin as a DICOM file (PS3.10, 7.1) of a
/// transfer syntax that is accepted.
std::optional<DataSet> scan_head(Bytes head);

}  // namespace medal::imaging::dicom
