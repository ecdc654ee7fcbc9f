#include "imaging/similar/list.h"

#include "base/text.h"
#include "imaging/similar/look_text.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace medal::imaging::similar {
namespace {

bool read_hash(const std::string& text, std::uint64_t& hash) {
    const auto* end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, hash, 16);
    return text.size() == 16 && fault == std::errc{} && stop == end;
}

}  // namespace

std::string line_of(const Fingerprint& fingerprint, std::string path) {
    std::replace_if(
        path.begin(), path.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    return fingerprint.sha256_pixels + '\t' + fingerprint.phash + '\t' + fingerprint.dhash + '\t' + path +
           '\t' + fingerprint.looks;
}

std::optional<ListLine> line_in(const std::string& text) {
    auto parts = base::split(text, '\t');
    if (parts.size() != 4 && parts.size() != 5) return {};
    const auto pixels = base::Scalar<base::Sha256>::parse(parts[0]);
    if (!pixels) return {};
    ListLine line{*pixels, 0, 0, std::move(parts[3])};
    if (!read_hash(parts[1], line.phash) || !read_hash(parts[2], line.dhash)) return {};
    if (parts.size() == 4) return line;
    auto looks = looks_in(parts[4]);
    if (!looks) return {};
    line.looks = std::move(*looks);
    return line;
}

}  // namespace medal::imaging::similar
