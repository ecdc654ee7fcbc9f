// Reads one request from bytes as they arrive: Beast's basic_parser (RFC 9112) with our limits, straight into
// a Request, without Beast's own field container.
#pragma once

#include "http/options.h"
#include "http/request.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

namespace medal::http {

class RequestParser : public boost::beast::http::basic_parser<true> {
  public:
    RequestParser(Request& request, const Limits& limits);

    struct Step {
        std::size_t consumed = 0;
        bool wants_more = false;
        /// A code of problem.h; empty when all is well.
        std::string_view failure;
    };
    /// Parses the next element: (part of) the head, or one piece of the body.
    Step advance(std::string_view bytes);

    /// The piece of the body that the last step found; points into its `bytes`.
    std::string_view piece() const { return piece_; }

  private:
    using Verb = boost::beast::http::verb;
    using Field = boost::beast::http::field;
    using Text = boost::beast::string_view;
    using ErrorCode = boost::beast::error_code;

    void on_request_impl(Verb, Text method, Text target, int version, ErrorCode& error) override;
    void on_response_impl(int, Text, int, ErrorCode&) override {}
    void on_field_impl(Field field, Text name, Text value, ErrorCode& error) override;
    void on_header_impl(ErrorCode& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
    std::size_t on_body_impl(Text body, ErrorCode& error) override;
    void on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, ErrorCode& error) override;
    void on_finish_impl(ErrorCode&) override {}

    void fail(std::string_view code, ErrorCode& error);

    Request& request_;
    const Limits& limits_;
    std::size_t head_bytes_ = 0;
    bool is_http_1_0_ = false;
    std::string_view piece_;
    std::string_view failure_;
};

}  // namespace medal::http
