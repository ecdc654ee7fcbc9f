#include "accounts/password.h"

#include "base/error.h"

#include <array>

#include <sodium.h>

namespace medal::accounts {
namespace {

constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemory_bytes = 19ULL << 20;

void start_sodium() {
    if (sodium_init() < 0) base::fail_internal("libsodium did not start");
}

}  // namespace

PasswordHash hash_password(std::string_view password) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    const int failed = crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasses,
                                             kMemory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) base::fail_internal("no memory to hash a password");
    return {hash.data()};
}

bool password_fits(const std::string& hash, std::string_view password) {
    start_sodium();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void pretend_to_check(std::string_view password) {
    static const auto kNobodysHash = hash_password("nobody has this password");
    password_fits(kNobodysHash.text, password);
}

}  // namespace medal::accounts
