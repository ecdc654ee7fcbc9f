// What clients write into addresses and header fields: every reader either understands it or says no, and
// what it understood stays within its bounds.
// uses: base http
#include "http/conditional.h"
#include "http/headers.h"
#include "http/url.h"
#include "target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace http = medal::http;
    using medal::fuzz::require;
    const auto text = medal::fuzz::as_text(data, size);

    if (const auto decoded = http::percent_decoded(text)) {
        require(decoded->size() <= size);
        require(http::percent_decoded(http::percent_encoded(*decoded)) == decoded);
    }
    if (const auto target = http::split_target(text)) require(target->path.starts_with('/'));
    if (const auto query = http::parse_query(text)) require(query->size() <= size + 1);
    constexpr std::uint64_t kTotal_bytes = 1000;
    const auto choice = http::choose_range(text, kTotal_bytes);
    if (choice.outcome == http::RangeOutcome::part) {
        require(choice.range.size > 0 && choice.range.first + choice.range.size <= kTotal_bytes);
    }
    for (const auto part : http::list_parts(text, ',')) require(!part.empty());
    static_cast<void>(http::list_accepts(text, "gzip"));
    static_cast<void>(http::names_tag(text, "\"a\""));
    return 0;
}
