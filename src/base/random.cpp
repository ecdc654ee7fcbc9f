#include "base/random.h"

#include "base/encoding.h"
#include "base/error.h"

#include <array>
#include <limits>
#include <vector>

#include <openssl/rand.h>

namespace medal::base {

std::uint64_t Random::next() {
    std::uint64_t value = 0;
    fill(std::as_writable_bytes(std::span{&value, 1}));
    return value;
}

void SecureRandom::fill(std::span<std::byte> bytes) {
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
        RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) {
        fail_internal("the operating system's random source failed");
    }
}

// SplitMix64 (Steele, Lea, Flood 2014): one addition and a mix per 8 bytes.
void SeededRandom::fill(std::span<std::byte> bytes) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i % 8 == 0) {
            state_ += 0x9E3779B97F4A7C15ULL;
            word = state_;
            word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9ULL;
            word = (word ^ (word >> 27)) * 0x94D049BB133111EBULL;
            word ^= word >> 31;
        }
        bytes[i] = static_cast<std::byte>(word >> (8 * (i % 8)));
    }
}

std::string random_token(Random& random, std::size_t byte_count) {
    std::vector<std::byte> bytes(byte_count);
    random.fill(bytes);
    return base64url(bytes);
}

}  // namespace medal::base
