// Requests from anyone: the parser says the same whether the bytes come at once or in pieces.
// uses: base http
#include "http/request_parser.h"
#include "target.h"

#include <algorithm>
#include <string>

namespace {

using medal::http::Limits;
using medal::http::Request;
using medal::http::RequestParser;

struct Outcome {
    std::string failure;
    std::string target;
    std::string body;
    std::size_t header_fields = 0;
    bool is_done = false;

    bool operator==(const Outcome&) const = default;
};

Outcome parse(std::string_view text, std::size_t piece_bytes) {
    const Limits limits;
    Request request;
    RequestParser parser{request, limits};
    Outcome outcome;
    std::string buffer;
    while (!parser.is_done() && outcome.failure.empty()) {
        const auto step = parser.advance(buffer);
        outcome.failure = step.failure;
        outcome.body += parser.piece();
        medal::fuzz::require(step.consumed <= buffer.size());
        buffer.erase(0, step.consumed);
        if (!step.wants_more && !(buffer.empty() && !parser.is_done())) continue;
        if (text.empty() || buffer.size() > limits.max_head_bytes) break;
        const auto size = std::min(piece_bytes, text.size());
        buffer += text.substr(0, size);
        text.remove_prefix(size);
    }
    outcome.is_done = parser.is_done();
    if (!outcome.failure.empty()) return {"refused", {}, {}, 0, false};
    outcome.target = request.target;
    outcome.header_fields = request.headers.size();
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = medal::fuzz::as_text(data, size);
    const auto whole = parse(text, std::max<std::size_t>(1, size));
    const auto pieces = parse(text, 7);
    if (whole.is_done || pieces.is_done) medal::fuzz::require(whole == pieces);
    return 0;
}
