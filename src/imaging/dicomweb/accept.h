// What a client accepts (PS3.18, 8.7), read leniently: `type=` quoted or not, any case, weights ignored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::dicomweb {

struct MediaRange {
    /// "multipart/related", "application/dicom", "*/*": in lower case.
    std::string type;
    /// The `type` of the parts of a multipart answer; empty where none is named.
    std::string part;
    /// "*" or a UID; empty where none is named.
    std::string transfer_syntax;
};

/// At most 32 ranges are read; an empty header accepts everything.
std::vector<MediaRange> parse_accept(std::string_view header);

enum class Packing { multipart, single, refused };

/// How the bytes of type `part` ("application/dicom", "application/octet-stream") in this transfer syntax may
/// be sent. Single parts are for those who accept the bare type and no multipart.
Packing packing_for(const std::vector<MediaRange>& ranges, std::string_view part,
                    std::string_view transfer_syntax);

}  // namespace medal::imaging::dicomweb
