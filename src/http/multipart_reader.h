// Bodies of several parts (RFC 2046, 5.1; RFC 2387), read as they arrive: any cutting of the bytes gives the
// same parts, and nothing is kept but the header of one part. Strict: no folded header lines, no bare line
// feeds, and a body that ends before its closing boundary is an error.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace medal::http {

/// The value of a Content-Type field that announces parts.
struct MultipartType {
    /// The `type` of the parts in lower case, as in "application/dicom"; empty where none is named.
    std::string part_type;
    std::string boundary;
};

/// nullopt for anything but multipart/related with a boundary of 1 to 70 of the characters of RFC 2046.
/// Parameters may be quoted or not.
std::optional<MultipartType> parse_multipart_type(std::string_view content_type);

/// The value of a part's header field, by its name in lower case; empty where there is none. `head` is as
/// given to MultipartHandler::begin_part.
std::string_view part_field(std::string_view head, std::string_view lower_name);

class MultipartHandler {
  public:
    virtual ~MultipartHandler() = default;
    /// `head` holds the part's header fields, each line with its CRLF.
    virtual void begin_part(std::string_view head) = 0;
    /// The part's bytes, in pieces of any size; never empty.
    virtual void write(std::span<const std::byte> piece) = 0;
    virtual void end_part() = 0;
};

struct MultipartLimits {
    std::size_t max_parts = 1000;
    std::size_t max_head_bytes = 8 * 1024;
    /// Before the first boundary, and behind the last.
    std::size_t max_padding_bytes = 8 * 1024;
};

/// Throws Error{invalid, "multipart.malformed"} and Error{too_large, "multipart.too_many"}; after an error it
/// is of no more use. Errors of the handler pass through.
class MultipartReader {
  public:
    /// `handler` must outlive the reader.
    MultipartReader(std::string_view boundary, MultipartLimits limits, MultipartHandler& handler);

    void read(std::span<const std::byte> bytes);
    /// After the last byte: throws where the closing boundary did not come.
    void finish() const;

    std::size_t part_count() const { return parts_; }

  private:
    enum class State { preamble, delimiter_line, dashes, head, body, epilogue };

    std::size_t step(std::string_view bytes);
    std::size_t search(std::string_view bytes);
    std::size_t mismatch(char letter);
    std::size_t read_delimiter_line(char letter);
    std::size_t read_head(char letter);
    void begin_body();
    void give(std::string_view bytes);
    void pad(std::size_t count);

    /// CRLF, two dashes, the boundary (RFC 2046, "delimiter"). A carriage return stands at its begin only, so
    /// a match that fails can begin anew at the letter that broke it, and nowhere before.
    std::string delimiter_;
    MultipartLimits limits_;
    MultipartHandler& handler_;
    State state_ = State::preamble;
    /// How much of the delimiter has been seen. The line break before the first boundary may be missing, and
    /// that of an empty part is the one that ends its header: so much of the match is not the part's.
    std::size_t matched_ = 2;
    std::size_t borrowed_ = 2;
    std::string head_;
    bool has_return_ = false;
    std::size_t padding_ = 0;
    std::size_t parts_ = 0;
};

}  // namespace medal::http
