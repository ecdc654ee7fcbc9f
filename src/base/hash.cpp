#include "base/hash.h"

#include "base/error.h"

#include <algorithm>
#include <optional>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace medal::base {

struct Sha256Stream::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {
    if (EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) != 1)
        fail_internal("SHA-256 is not available");
}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::update(std::span<const std::byte> bytes) {
    if (EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) != 1)
        fail_internal("SHA-256 update failed");
}

Sha256 Sha256Stream::finish() {
    Sha256 hash;
    unsigned length = 0;
    if (EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(hash.bytes.data()), &length) !=
        1) {
        fail_internal("SHA-256 finish failed");
    }
    return hash;
}

Sha256 sha256(std::span<const std::byte> bytes) {
    Sha256Stream stream;
    stream.update(bytes);
    return stream.finish();
}

Sha256 hmac_sha256(std::span<const std::byte> key, std::span<const std::byte> message) {
    Sha256 result;
    unsigned length = 0;
    const auto* done = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                            reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                            reinterpret_cast<unsigned char*>(result.bytes.data()), &length);
    if (done == nullptr) fail_internal("HMAC-SHA-256 failed");
    return result;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<Sha256> Scalar<Sha256>::parse(std::string_view text) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != 32) return std::nullopt;
    Sha256 hash;
    std::copy(bytes->begin(), bytes->end(), hash.bytes.begin());
    return hash;
}

}  // namespace medal::base
