// One answer: a status, header fields, and a body that is text, a file, a stream or server-sent events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace medal::http {

class SseChannel;

struct Header {
    std::string name;
    std::string value;
};

/// Text that several answers share and nobody changes (static files, the OpenAPI document).
using SharedText = std::shared_ptr<const std::string>;

/// Sent with sendfile(2); a Range of the request is honoured when the answer is a 200.
struct FileBody {
    std::filesystem::path path;
};

/// Bytes that are made while they are sent: `read` fills the span on a worker thread and returns how many
/// bytes it gave; 0 is the end. Without `size` the answer is chunked. With `size` and `skip`, which is called
/// before the first read with the count of bytes to leave out, a Range of the request is honoured.
struct StreamBody {
    std::optional<std::uint64_t> size;
    std::function<std::size_t(std::span<std::byte>)> read;
    std::function<void(std::uint64_t)> skip{};
};

/// Server-sent events: `open` is called once the head is out, and keeps the channel.
struct SseSource {
    std::function<void(std::shared_ptr<SseChannel>)> open;
};

struct Response {
    int status = 200;
    std::string content_type;
    std::vector<Header> headers;
    std::variant<std::string, SharedText, FileBody, StreamBody, SseSource> body;

    Response& with(std::string name, std::string value) & {
        headers.push_back({std::move(name), std::move(value)});
        return *this;
    }
    Response&& with(std::string name, std::string value) && {
        headers.push_back({std::move(name), std::move(value)});
        return std::move(*this);
    }
    /// First header of that name, without case; empty if there is none.
    std::string_view header(std::string_view name) const;
};

inline constexpr std::string_view kJsonType = "application/json";

Response json_response(int status, std::string json);
Response text_response(int status, std::string text);
Response html_response(int status, std::string html);
/// 204.
Response no_content();
Response redirect(int status, std::string location);
Response file_response(std::filesystem::path path, std::string content_type, std::string etag);

/// "OK", "Not Found", …; "" for one that we never send.
std::string_view reason_phrase(int status) noexcept;

}  // namespace medal::http
