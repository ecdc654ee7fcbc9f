#include "http/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace medal::http {
namespace {

namespace beast_http = boost::beast::http;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

std::string_view code_of(const boost::beast::error_code& error) {
    if (error == beast_http::error::header_limit) return "http.header_too_large";
    if (error == beast_http::error::body_limit) return "http.body_too_large";
    return "http.malformed";
}

// RFC 9112, 5.2: a field that goes on in the next line. Beast joins the lines; a proxy in front may not, and
// would see other headers than we do.
bool has_folded_line(std::string_view bytes) {
    const auto head = bytes.substr(0, bytes.find("\r\n\r\n"));
    return head.find("\n ") != std::string_view::npos || head.find("\n\t") != std::string_view::npos;
}

// The last chunk is at least "0", its line's end and the empty line. Beast 1.81 relies on having all of it
// when it takes the chunk up again, and stops a debug build where bytes are missing.
bool may_be_half_of_the_last_chunk(std::string_view bytes) {
    constexpr std::size_t kShortest_bytes = 5;
    return bytes.size() < kShortest_bytes && bytes.starts_with('0');
}

}  // namespace

RequestParser::RequestParser(Request& request, const Limits& limits) : request_(request), limits_(limits) {
    header_limit(static_cast<std::uint32_t>(limits.max_head_bytes));
    body_limit(boost::none);  // the route's limit is checked by the connection
}

RequestParser::Step RequestParser::advance(std::string_view bytes) {
    piece_ = {};
    if (!is_header_done() && has_folded_line(bytes)) return {.failure = "http.malformed"};
    if (is_header_done() && chunked() && may_be_half_of_the_last_chunk(bytes)) {
        return {.consumed = 0, .wants_more = true, .failure = {}};
    }
    boost::beast::error_code error;
    Step step;
    step.consumed = put(boost::asio::const_buffer{bytes.data(), bytes.size()}, error);
    if (error == beast_http::error::need_more) {
        step.wants_more = true;
    } else if (error) {
        step.failure = failure_.empty() ? code_of(error) : failure_;
    }
    return step;
}

void RequestParser::fail(std::string_view code, ErrorCode& error) {
    failure_ = code;
    error = beast_http::error::bad_value;
}

void RequestParser::on_request_impl(Verb, Text method, Text target, int version, ErrorCode& error) {
    is_http_1_0_ = version < 11;
    head_bytes_ = method.size() + target.size();
    if (target.size() > limits_.max_target_bytes) return fail("http.target_too_long", error);
    const auto known = http::parse_method(view(method));
    if (!known) return fail("http.method_unknown", error);
    request_.method = *known;
    request_.target = view(target);
}

void RequestParser::on_field_impl(Field field, Text name, Text value, ErrorCode& error) {
    head_bytes_ += name.size() + value.size() + 4;
    const bool is_too_large = head_bytes_ > limits_.max_head_bytes;
    if (is_too_large || request_.headers.size() >= limits_.max_header_fields) {
        return fail("http.header_too_large", error);
    }
    if (is_header_done()) return;  // trailers are read and forgotten
    // Anything but a plain "chunked" is how requests are smuggled past proxies (RFC 9112, 6.1).
    if (field == Field::transfer_encoding) {
        if (is_http_1_0_) return fail("http.malformed", error);
        if (!equal_without_case(view(value), "chunked")) return fail("http.transfer_coding", error);
    }
    request_.headers.add(view(name), view(value));
}

void RequestParser::on_header_impl(ErrorCode&) {
    if (chunked()) {
        request_.content_length = std::nullopt;
        return;
    }
    const auto length = content_length();
    request_.content_length = length ? *length : 0;
}

std::size_t RequestParser::on_body_impl(Text body, ErrorCode&) {
    piece_ = view(body);
    return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text body, ErrorCode&) {
    piece_ = view(body);
    return body.size();
}

}  // namespace medal::http
