#include "http/outgoing.h"

#include "base/error.h"
#include "http/conditional.h"
#include "http/problem.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace medal::http {
namespace {

/// Bodies up to this size are copied behind the head, so that one send does.
constexpr std::size_t kSmallBody_bytes = 16 * 1024;

// "Date: Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, 5.6.7), made once a second and thread.
std::string_view date_line() {
    thread_local std::array<char, 64> text{};
    thread_local std::time_t made_at = 0;
    thread_local std::size_t size = 0;
    const std::time_t now = std::time(nullptr);
    if (now != made_at) {
        std::tm parts{};
        ::gmtime_r(&now, &parts);
        size = std::strftime(text.data(), text.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
        made_at = now;
    }
    return {text.data(), size};
}

// A line break in a value would let a caller write headers of its own (response splitting).
void add_line(std::string& head, std::string_view name, std::string_view value) {
    const auto is_broken = [](std::string_view text) {
        return text.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos;
    };
    if (is_broken(name) || is_broken(value)) base::fail_internal("line break in a header field");
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
}

struct Part {
    std::uint64_t at = 0;
    std::uint64_t size = 0;
};

/// Applies Range to a whole body of known size; changes status and fields of the answer.
Part part_of(const Request& request, Response& response, std::uint64_t total) {
    const bool is_read = request.method == Method::get || request.method == Method::head;
    if (response.status != 200 || !is_read) return {0, total};
    response.with("Accept-Ranges", "bytes");
    const auto header = request.header("range");
    if (!header) return {0, total};
    // RFC 9110, 13.1.5: a tag that no longer fits asks for the whole.
    const auto if_range = request.header("if-range");
    if (if_range && *if_range != response.header("etag")) return {0, total};
    const auto choice = choose_range(*header, total);
    if (choice.outcome == RangeOutcome::whole) return {0, total};
    const auto size = std::to_string(total);
    if (choice.outcome == RangeOutcome::not_satisfiable) {
        response.status = 416;
        response.with("Content-Range", "bytes */" + size);
        return {0, 0};
    }
    response.status = 206;
    const auto last = choice.range.first + choice.range.size - 1;
    response.with("Content-Range",
                  "bytes " + std::to_string(choice.range.first) + "-" + std::to_string(last) + "/" + size);
    return {choice.range.first, choice.range.size};
}

/// What is left out before is skipped, what is left out behind is never read.
void cut(StreamBody& stream, const Part& part) {
    if (part.at > 0) stream.skip(part.at);
    auto left = std::make_shared<std::uint64_t>(part.size);
    stream.size = part.size;
    stream.read = [left, read = std::move(stream.read)](std::span<std::byte> into) {
        const auto wanted = std::min<std::uint64_t>(*left, into.size());
        const auto given = wanted == 0 ? 0 : read(into.first(static_cast<std::size_t>(wanted)));
        *left -= given;
        return given;
    };
}

struct Renderer {
    const Request& request;
    Response& response;
    Outgoing& out;
    std::uint64_t length = 0;
    bool has_length = true;

    void operator()(std::string& text) {
        out.text = std::move(text);
        out.body = out.text;
        length = out.body.size();
    }
    void operator()(SharedText& text) {
        const auto part = part_of(request, response, text->size());
        out.shared = std::move(text);
        out.body = std::string_view{*out.shared}.substr(part.at, part.size);
        length = part.size;
    }
    void operator()(FileBody& file) {
        out.file = OpenFile{file.path};
        const auto part = part_of(request, response, out.file.size());
        out.file_at = part.at;
        out.file_left = part.size;
        length = part.size;
    }
    void operator()(StreamBody& stream) {
        if (stream.size && stream.skip) cut(stream, part_of(request, response, *stream.size));
        has_length = stream.size.has_value();
        length = stream.size.value_or(0);
        out.is_chunked = !stream.size;
        out.stream = std::move(stream);
    }
    void operator()(SseSource& source) {
        has_length = false;
        out.keeps_alive = false;
        response.content_type = "text/event-stream";
        response.with("Cache-Control", "no-store").with("X-Accel-Buffering", "no");
        out.events = std::move(source);
    }
};

void drop_body(Outgoing& out) {
    out.body = {};
    out.file_left = 0;
    out.stream.reset();
    out.events.reset();
}

void write_head(const Request& request, const Response& response, const SecurityHeaders& security,
                Outgoing& out, const std::string& length) {
    auto& head = out.head;
    head.reserve(1024 + (out.body.size() <= kSmallBody_bytes ? out.body.size() : 0));
    head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    head += reason_phrase(response.status);
    head += "\r\n";
    head += date_line();
    add_line(head, "X-Request-Id", request.request_id);
    if (!response.content_type.empty()) add_line(head, "Content-Type", response.content_type);
    for (const auto& field : response.headers) add_line(head, field.name, field.value);
    if (response.header("cache-control").empty()) add_line(head, "Cache-Control", "private, no-cache");
    head += security.lines_for(response);
    const bool has_framing = response.status != 204 && response.status != 304;
    if (has_framing && out.is_chunked) head += "Transfer-Encoding: chunked\r\n";
    if (has_framing && !length.empty()) add_line(head, "Content-Length", length);
    if (!out.keeps_alive) head += "Connection: close\r\n";
    head += "\r\n";
}

}  // namespace

OpenFile::OpenFile(const std::filesystem::path& path) {
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0 && errno == ENOENT) throw protocol_error("http.not_found");
    if (descriptor_ < 0) base::fail_internal("open: " + std::generic_category().message(errno));
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(std::exchange(descriptor_, -1));
        throw protocol_error("http.not_found");
    }
    size_ = static_cast<std::uint64_t>(status.st_size);
}

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), size_(other.size_) {}

OpenFile& OpenFile::operator=(OpenFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(size_, other.size_);
    return *this;
}

Outgoing render(const Request& request, Response response, const SecurityHeaders& security,
                KeepAlive keep_alive) {
    Outgoing out;
    out.keeps_alive = keep_alive == KeepAlive::yes;
    Renderer renderer{request, response, out};
    std::visit(renderer, response.body);
    // `text` is moved when `out` is: views of short strings would dangle, so small bodies move to the head.
    out.status = response.status;
    const bool is_bodiless =
        request.method == Method::head || response.status == 204 || response.status == 304;
    if (is_bodiless) drop_body(out);
    write_head(request, response, security, out,
               renderer.has_length ? std::to_string(renderer.length) : std::string{});
    out.body_bytes = is_bodiless ? 0 : renderer.length;
    if (out.body.size() <= kSmallBody_bytes) {
        out.head += out.body;
        out.body = {};
    }
    return out;
}

}  // namespace medal::http
