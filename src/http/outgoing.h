// An answer made ready for the wire: its head as text, and what follows it.
#pragma once

#include "http/request.h"
#include "http/response.h"
#include "http/security_headers.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace medal::http {

/// A file that is open for reading, closed with its owner.
class OpenFile {
  public:
    OpenFile() = default;
    /// Throws Error{not_found} or Error{internal}.
    explicit OpenFile(const std::filesystem::path& path);
    ~OpenFile();
    OpenFile(OpenFile&& other) noexcept;
    OpenFile& operator=(OpenFile&& other) noexcept;

    int descriptor() const { return descriptor_; }
    std::uint64_t size() const { return size_; }

  private:
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

struct Outgoing {
    int status = 0;
    bool keeps_alive = false;
    /// Head, and the body if it is small.
    std::string head;
    /// A larger text body; owned by `text` or `shared`.
    std::string_view body;
    std::string text;
    SharedText shared;
    OpenFile file;
    std::uint64_t file_at = 0;
    std::uint64_t file_left = 0;
    std::optional<StreamBody> stream;
    bool is_chunked = false;
    std::optional<SseSource> events;
    std::uint64_t body_bytes = 0;
};

enum class KeepAlive { yes, no };

/// Adds framing, date, request id and security fields; honours Range and HEAD. Throws base::Error when the
/// file of the answer cannot be opened.
Outgoing render(const Request& request, Response response, const SecurityHeaders& security,
                KeepAlive keep_alive);

}  // namespace medal::http
