// The answer to STOW-RS (PS3.18, annex I): what was stored, what was not and why, as DICOM JSON.
#pragma once

#include "imaging/dicom/instance_head.h"

#include <cstdint>
#include <string>
#include <vector>

namespace medal::imaging::dicomweb {

/// Table I.2-2; `none` is success.
enum class StoreFailure : std::uint16_t {
    none = 0,
    out_of_resources = 0xA700,
    /// No DICOM file, or not one that names its instance.
    cannot_understand = 0xC000,
    /// The instance is of another study than the address names (ours, of the standard's range Cxxx).
    other_study = 0xC001,
    /// The part is of another media type than application/dicom (ours).
    other_media_type = 0xC002,
};

struct StoreOutcome {
    StoreFailure failure = StoreFailure::none;
    /// Without UIDs where they are not known.
    dicom::InstanceHead head{};
};

/// All are warned of (Table I.2-1, B000): UIDs and other elements are replaced when the case is processed, so
/// no address can be named yet.
std::string store_response(const std::vector<StoreOutcome>& outcomes);

/// 202 where any was stored, because there are warnings; 409 where none was (Table 10.5.3-1).
int store_status(const std::vector<StoreOutcome>& outcomes);

}  // namespace medal::imaging::dicomweb
