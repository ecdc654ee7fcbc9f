// The transfer syntaxes that are accepted, and what they say of encoding and frames (PS3.5, annex A; PS3.6,
//
#pragma once

#include "imaging/dicom/data_set.h"

#include <optional>
#include <string_view>

namespace medal::imaging::dicom {

enum class Codec { native, deflated, deflated_frames, jpeg, jpeg_ls, jpeg_2000, htj2k, rle, mpeg };

struct TransferSyntax {
    std::string_view uid;
    std::string_view name;
    Codec codec;
    bool lossy;
};

inline constexpr std::string_view kImplicitLittle = "1.2.840.10008.1.2";
inline constexpr std::string_view kExplicitLittle = "1.2.840.10008.1.2.1";
inline constexpr std::string_view kDeflated = "1.2.840.10008.1.2.1.99";
inline constexpr std::string_view kExplicitBig = "1.2.840.10008.1.2.2";

const TransferSyntax* find_transfer_syntax(std::string_view uid);

Encoding encoding_of(std::string_view transfer_syntax);

}  // namespace medal::imaging::dicom
