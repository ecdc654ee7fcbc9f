#include "imaging/deid/secrets.h"

#include "base/error.h"

#include <algorithm>
#include <cstdint>

namespace medal::imaging::deid {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr int kLargestOffsetDays = 3650;
constexpr std::size_t kSmallestKeyBytes = 16;
constexpr std::string_view kPseudonymLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

std::string decimal(Wide number) {
    std::string digits;
    do {
        digits += static_cast<char>('0' + static_cast<int>(number % 10));
        number /= 10;
    } while (number != 0);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

}  // namespace

StudySecrets StudySecrets::random(base::Random& source) {
    Key key{};
    source.fill(key);
    return StudySecrets{key};
}

StudySecrets StudySecrets::from_bytes(std::span<const std::byte> bytes) {
    if (bytes.size() < kSmallestKeyBytes) {
        throw base::Error{base::ErrorKind::invalid, "usage.key", "The key file holds fewer than 16 bytes."};
    }
    return StudySecrets{base::sha256(bytes).bytes};
}

base::Sha256 StudySecrets::keyed(std::string_view purpose, std::string_view text) const {
    std::string message{purpose};
    message += '\0';
    message += text;
    return base::hmac_sha256(key_.reveal_identifier(), base::bytes_of(message));
}

std::string StudySecrets::uid(std::string_view original) const {
    const auto hash = keyed("uid", original);
    // RFC 9562, 5.8: a UUID of version 8 and the variant bits, read as one integer.
    Wide number = 0;
    for (std::size_t i = 0; i < 16; ++i) {
        auto byte = std::to_integer<unsigned>(hash.bytes[i]);
        if (i == 6) byte = (byte & 0x0FU) | 0x80U;
        if (i == 8) byte = (byte & 0x3FU) | 0x80U;
        number = (number << 8) | byte;
    }
    return "2.25." + decimal(number);
}

int StudySecrets::date_offset_days(std::string_view patient_key) const {
    const auto hash = keyed("dates", patient_key);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i)
        number = (number << 8) | std::to_integer<std::uint64_t>(hash.bytes[i]);
    return -1 - static_cast<int>(number % kLargestOffsetDays);
}

std::string StudySecrets::pseudonym(std::string_view patient_key) const {
    if (!pseudonym_.empty()) return pseudonym_;
    const auto hash = keyed("patient", patient_key);
    std::string text = "MEDAL-";
    for (std::size_t i = 0; i < 10; ++i)
        text += kPseudonymLetters[std::to_integer<std::size_t>(hash.bytes[i]) % 32];
    return text;
}

}  // namespace medal::imaging::deid
