// Which instance a file holds, read from its first bytes: what an answer to STOW-RS names (PS3.18, annex I).
// The UIDs are those of the original: they go to the client that sent it, and nowhere else.
#pragma once

#include "imaging/byte_reader.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <boost/describe.hpp>

namespace medal::imaging::dicom {

/// So much of a file is looked at.
inline constexpr std::size_t kInstanceHead_bytes = 64 * 1024;

struct InstanceHead {
    std::string sop_class_uid;
    std::string sop_instance_uid;
    /// Empty where it does not stand in the first bytes.
    std::string study_uid;
};
BOOST_DESCRIBE_STRUCT(InstanceHead, (), (sop_class_uid, sop_instance_uid, study_uid))

/// nullopt where the bytes do not begin as a DICOM file that names its instance.
std::optional<InstanceHead> read_instance_head(Bytes head);

/// PS3.5, 9.1: digits and points, at most 64.
bool is_uid(std::string_view text);

}  // namespace medal::imaging::dicom
