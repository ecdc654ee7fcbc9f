// What tus clients write into their header fields: read strictly or refused, and what was read stays within
// its bounds and means the same when it is written again.
// uses: base http
#include "base/encoding.h"
#include "http/tus.h"
#include "target.h"

#include <algorithm>

namespace {

using medal::fuzz::require;
namespace http = medal::http;

void read_metadata(std::string_view text) {
    const auto metadata = http::parse_upload_metadata(text);
    if (!metadata) return;
    require(metadata->size() <= 64);
    std::string written;
    for (const auto& [key, value] : *metadata) {
        require(!key.empty() && key.size() <= 64);
        if (!written.empty()) written += ',';
        written += key + ' ' + medal::base::base64(medal::base::bytes_of(value));
    }
    require(http::parse_upload_metadata(written) == metadata);
}

void read_checksum(std::string_view text) {
    const auto checksum = http::parse_upload_checksum(text);
    if (!checksum) return;
    const bool is_sha1 = checksum->algorithm == http::UploadChecksum::Algorithm::sha1;
    require(checksum->digest.size() == (is_sha1 ? 20 : 32));
}

void read_count(std::string_view text) {
    const auto count = http::parse_byte_count(text);
    if (!count) return;
    const bool only_digits =
        std::all_of(text.begin(), text.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
    require(only_digits);
    require(http::parse_byte_count(std::to_string(*count)) == count);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = medal::fuzz::as_text(data, size);
    read_metadata(text);
    read_checksum(text);
    read_count(text);
    return 0;
}
