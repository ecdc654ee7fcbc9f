#include "http/multipart_reader.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/text.h"
#include "http/headers.h"

#include <algorithm>
#include <utility>

namespace medal::http {
namespace {

constexpr std::size_t kMaxBoundary = 70;
constexpr std::string_view kLineBreak = "\r\n";

[[noreturn]] void malformed(std::string hint) {
    throw base::Error{base::ErrorKind::invalid,
                      "multipart.malformed",
                      "The body cannot be read as several parts.",
                      {.field = {}, .hint = std::move(hint), .detail = {}}};
}

bool is_alphanumeric(char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z');
}

// RFC 2046, 5.1.1, bchars: a space may stand anywhere but at the end.
bool is_boundary(std::string_view text) {
    constexpr std::string_view kMarks = "'()+_,-./:=? ";
    return !text.empty() && text.size() <= kMaxBoundary && text.back() != ' ' &&
           std::all_of(text.begin(), text.end(), [&](char letter) {
               return is_alphanumeric(letter) || kMarks.find(letter) != std::string_view::npos;
           });
}

// Cut at semicolons that do not stand within quotes.
std::string_view take_parameter(std::string_view& rest) {
    bool is_quoted = false;
    std::size_t end = 0;
    for (; end < rest.size() && (is_quoted || rest[end] != ';'); ++end) {
        if (rest[end] == '"') is_quoted = !is_quoted;
    }
    const auto parameter = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return base::trimmed(parameter);
}

std::string_view unquoted(std::string_view value) {
    const bool is_quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return is_quoted ? value.substr(1, value.size() - 2) : value;
}

// "Name: value" with a name of letters, digits and dashes and a value of printable characters (or above
// ASCII).
bool is_header_line(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == 0 || colon == std::string_view::npos) return false;
    const auto name = line.substr(0, colon);
    const auto value = line.substr(colon + 1);
    return std::all_of(name.begin(), name.end(),
                       [](char letter) { return is_alphanumeric(letter) || letter == '-'; }) &&
           std::none_of(value.begin(), value.end(), [](char letter) {
               return (static_cast<unsigned char>(letter) < ' ' && letter != '\t') || letter == '\x7f';
           });
}

}  // namespace

std::optional<MultipartType> parse_multipart_type(std::string_view content_type) {
    if (!equal_without_case(take_parameter(content_type), "multipart/related")) return std::nullopt;
    MultipartType type;
    while (!content_type.empty()) {
        const auto parameter = take_parameter(content_type);
        const auto equals = parameter.find('=');
        if (equals == std::string_view::npos) continue;
        const auto name = base::trimmed(parameter.substr(0, equals));
        const auto value = unquoted(base::trimmed(parameter.substr(equals + 1)));
        if (equal_without_case(name, "type")) type.part_type = base::lower_ascii(value);
        if (equal_without_case(name, "boundary")) type.boundary = value;
    }
    if (!is_boundary(type.boundary)) return std::nullopt;
    return type;
}

std::string_view part_field(std::string_view head, std::string_view lower_name) {
    while (!head.empty()) {
        const auto end = std::min(head.find(kLineBreak), head.size());
        const auto line = head.substr(0, end);
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && equal_without_case(line.substr(0, colon), lower_name))
            return base::trimmed(line.substr(colon + 1));
        head.remove_prefix(std::min(end + kLineBreak.size(), head.size()));
    }
    return {};
}

MultipartReader::MultipartReader(std::string_view boundary, MultipartLimits limits, MultipartHandler& handler)
    : delimiter_("\r\n--" + std::string{boundary}), limits_(limits), handler_(handler) {
    if (!is_boundary(boundary)) base::fail_internal("a boundary that the standard does not allow");
}

void MultipartReader::read(std::span<const std::byte> bytes) {
    std::string_view rest{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    while (!rest.empty()) rest.remove_prefix(step(rest));
}

void MultipartReader::finish() const {
    if (state_ != State::epilogue) malformed("The closing boundary is missing; the body may be cut off.");
}

std::size_t MultipartReader::step(std::string_view bytes) {
    switch (state_) {
        case State::preamble:
        case State::body:
            return search(bytes);
        case State::delimiter_line:
        case State::dashes:
            return read_delimiter_line(bytes.front());
        case State::head:
            return read_head(bytes.front());
        case State::epilogue:
            break;
    }
    pad(bytes.size());
    return bytes.size();
}

// Bytes of a body up to the next that may begin a delimiter go on as they are.
std::size_t MultipartReader::search(std::string_view bytes) {
    if (matched_ == 0) {
        const auto run = std::min(bytes.find('\r'), bytes.size());
        give(bytes.substr(0, run));
        if (run == bytes.size()) return run;
        matched_ = 1;
        return run + 1;
    }
    if (bytes.front() != delimiter_[matched_]) return mismatch(bytes.front());
    if (++matched_ < delimiter_.size()) return 1;
    if (state_ == State::body) handler_.end_part();
    state_ = State::delimiter_line;
    has_return_ = false;
    padding_ = 0;
    return 1;
}

// What looked like a delimiter was the part's own. The letter that broke the match is read again.
std::size_t MultipartReader::mismatch(char letter) {
    const auto held = std::exchange(matched_, 0);
    const auto own = std::exchange(borrowed_, 0);
    give(std::string_view{delimiter_}.substr(own, held - own));
    if (letter != '\r') return 0;
    matched_ = 1;
    return 1;
}

// Behind the boundary: two dashes end the whole; spaces may stand before the line break (RFC 2046, 5.1.1).
std::size_t MultipartReader::read_delimiter_line(char letter) {
    if (state_ == State::dashes) {
        if (letter != '-') malformed("A boundary is followed by one dash.");
        if (parts_ == 0) malformed("There is no part.");
        state_ = State::epilogue;
        padding_ = 0;
        return 1;
    }
    if (has_return_) {
        if (letter != '\n') malformed("A boundary's line does not end in CRLF.");
        if (parts_++ == limits_.max_parts) {
            throw base::Error{base::ErrorKind::too_large,
                              "multipart.too_many",
                              "The body has more parts than one request may have.",
                              {.field = {}, .hint = "Send several requests.", .detail = {}}};
        }
        head_.clear();
        state_ = State::head;
    } else if (letter == '\r') {
        has_return_ = true;
    } else if (letter == '-' && padding_ == 0) {
        state_ = State::dashes;
    } else if (letter == ' ' || letter == '\t') {
        pad(1);
    } else {
        malformed("A boundary stands within a line.");
    }
    return 1;
}

std::size_t MultipartReader::read_head(char letter) {
    head_ += letter;
    if (head_.size() > limits_.max_head_bytes) malformed("A part's header is too long.");
    if (letter != '\n') return 1;
    if (!head_.ends_with(kLineBreak)) malformed("A header's line does not end in CRLF.");
    const auto before = head_.size() - kLineBreak.size();
    const auto previous = before == 0 ? std::string::npos : head_.rfind('\n', before - 1);
    const auto first = previous == std::string::npos ? 0 : previous + 1;
    const auto line = std::string_view{head_}.substr(first, before - first);
    if (!line.empty() && !is_header_line(line)) malformed("A part's header cannot be read.");
    if (line.empty()) begin_body();
    return 1;
}

void MultipartReader::begin_body() {
    head_.resize(head_.size() - kLineBreak.size());
    handler_.begin_part(head_);
    state_ = State::body;
    matched_ = borrowed_ = kLineBreak.size();
}

void MultipartReader::give(std::string_view bytes) {
    if (state_ != State::body) return pad(bytes.size());
    if (!bytes.empty()) handler_.write(base::bytes_of(bytes));
}

void MultipartReader::pad(std::size_t count) {
    padding_ += count;
    if (padding_ > limits_.max_padding_bytes) malformed("There is too much outside the parts.");
}

}  // namespace medal::http
