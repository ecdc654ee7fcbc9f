// Argon2id hashes of passwords (RFC 9106, through libsodium; OWASP's parameters of 19 MiB and two passes).
#pragma once

#include <string>
#include <string_view>

namespace medal::accounts {

/// Takes tens of milliseconds and 19 MiB on purpose: never inside a transaction.
struct PasswordHash {
    std::string text;
};

PasswordHash hash_password(std::string_view password);
bool password_fits(const std::string& hash, std::string_view password);
/// Takes as long as a real comparison: for addresses that nobody has.
void pretend_to_check(std::string_view password);

}  // namespace medal::accounts
