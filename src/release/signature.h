// Detached Ed25519 signatures in minisign's format (jedisct1.github.io/minisign, prehashed "ED" form), so
// that anyone can check a release with public tools as well: `minisign -Vm release.json -p medal.pub`.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>

namespace medal::release {

struct PublicKey {
    std::array<unsigned char, 8> key_id{};
    std::array<unsigned char, 32> key{};

    bool operator==(const PublicKey&) const = default;
};

/// Has no text form: it is written by `save_key_pair` and read by `load_secret_key` only.
struct SecretKey {
    PublicKey public_key;
    std::array<unsigned char, 64> key{};
};

SecretKey make_key_pair();

/// Mode 0600, written beside and renamed; refuses to replace an existing key ("signing.key_exists").
void save_secret_key(const SecretKey& key, const std::filesystem::path& path);
SecretKey load_secret_key(const std::filesystem::path& path);

/// The two-line text of a minisign public key file, and back ("signing.bad_public_key"). A bare base64 line
/// is accepted too.
std::string public_key_text(const PublicKey& key);
PublicKey parse_public_key(std::string_view text);

/// The text of the .minisig file for `message`. `trusted_comment` is signed too; one line.
std::string sign(const SecretKey& key, std::string_view message, std::string_view trusted_comment);

/// True only if both the message and the trusted comment are signed by `key`.
bool verify(const PublicKey& key, std::string_view message, std::string_view signature_text);

}  // namespace medal::release
