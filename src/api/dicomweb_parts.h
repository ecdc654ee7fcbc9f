// Answers of several binary parts (PS3.18, 8.6.1.2; RFC 2387), streamed from the stored files: memory does
// not follow the size of a study.
#pragma once

#include "http/response.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace medal::api {

/// Text, or a stretch of a file.
struct Piece {
    std::string text{};
    std::filesystem::path path{};
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct Part {
    /// The whole value of its Content-Type.
    std::string content_type;
    std::vector<Piece> pieces;
};

/// Sent as they are, one behind the other; a range of them is served.
http::Response pieces_response(std::vector<Piece> pieces, std::string content_type);

/// `type` is that of the parts; `boundary` is random, so that it cannot occur in the data.
http::Response multipart_response(std::vector<Part> parts, std::string_view type,
                                  const std::string& boundary);

}  // namespace medal::api
