#include "release/signature.h"

#include "base/encoding.h"
#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <fcntl.h>
#include <optional>
#include <span>
#include <unistd.h>
#include <vector>

#include <sodium.h>

namespace medal::release {
namespace {

using base::Error;
using base::ErrorKind;

constexpr std::string_view kPureAlgorithm = "Ed";
constexpr std::string_view kPrehashedAlgorithm = "ED";
constexpr std::string_view kSecretHeader = "medal signing key, keep secret\n";
constexpr std::string_view kTrustedPrefix = "trusted comment: ";
constexpr std::size_t kKeyIdBytes = 8;

void start_sodium() {
    if (sodium_init() < 0) base::fail_internal("libsodium did not start");
}

std::string as_text(std::span<const unsigned char> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string blake2b_512(std::string_view message) {
    std::array<unsigned char, crypto_generichash_BYTES_MAX> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(message.data()),
                       message.size(), nullptr, 0);
    return as_text(hash);
}

std::string signature_of(const SecretKey& key, std::string_view message) {
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(message.data()),
                         message.size(), key.key.data());
    return as_text(signature);
}

bool is_signed(const PublicKey& key, std::string_view message, std::string_view signature) {
    return signature.size() == crypto_sign_BYTES &&
           crypto_sign_verify_detached(reinterpret_cast<const unsigned char*>(signature.data()),
                                       reinterpret_cast<const unsigned char*>(message.data()), message.size(),
                                       key.key.data()) == 0;
}

std::string encoded(std::string_view bytes) {
    return base::base64(base::bytes_of(bytes));
}

std::optional<std::string> decoded(std::string_view text) {
    const auto bytes = base::from_base64(base::trimmed(text));
    if (!bytes) return std::nullopt;
    return std::string{reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}

void write_private_file(const std::filesystem::path& path, std::string_view text) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) {
        throw Error{
            ErrorKind::conflict,
            "signing.key_exists",
            "There is a signing key already.",
            {.hint = "A release is signed by one key for life; move the old one away on purpose first."}};
    }
    if (file < 0) base::fail_internal("the signing key cannot be written");
    const auto written = ::write(file, text.data(), text.size());
    const bool safe = written == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    ::close(file);
    if (!safe) base::fail_internal("the signing key cannot be written in full");
}

std::string read_private_file(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        throw Error{ErrorKind::not_found,
                    "signing.no_key",
                    "There is no signing key.",
                    {.hint = "`medal serve` makes one in the data folder at its first start."}};
    }
    std::string text(512, '\0');
    const auto length = ::read(file, text.data(), text.size());
    ::close(file);
    text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return text;
}

}  // namespace

SecretKey make_key_pair() {
    start_sodium();
    SecretKey key;
    crypto_sign_keypair(key.public_key.key.data(), key.key.data());
    randombytes_buf(key.public_key.key_id.data(), key.public_key.key_id.size());
    return key;
}

void save_secret_key(const SecretKey& key, const std::filesystem::path& path) {
    write_private_file(
        path, std::string{kSecretHeader} + encoded(as_text(key.public_key.key_id) + as_text(key.key)) + "\n");
}

SecretKey load_secret_key(const std::filesystem::path& path) {
    start_sodium();
    const auto text = read_private_file(path);
    const auto bytes = text.starts_with(kSecretHeader) ? decoded(text.substr(kSecretHeader.size()))
                                                       : std::optional<std::string>{};
    SecretKey key;
    if (!bytes || bytes->size() != kKeyIdBytes + key.key.size()) {
        throw Error{ErrorKind::invalid,
                    "signing.bad_key",
                    "The signing key file is damaged.",
                    {.hint = "Restore it from the backup."}};
    }
    std::copy_n(bytes->begin(), kKeyIdBytes, key.public_key.key_id.begin());
    std::copy_n(bytes->begin() + kKeyIdBytes, key.key.size(), key.key.begin());
    crypto_sign_ed25519_sk_to_pk(key.public_key.key.data(), key.key.data());
    return key;
}

std::string public_key_text(const PublicKey& key) {
    return "untrusted comment: MEDAL release signing key\n" +
           encoded(std::string{kPureAlgorithm} + as_text(key.key_id) + as_text(key.key)) + "\n";
}

PublicKey parse_public_key(std::string_view text) {
    const auto lines = base::split(base::trimmed(text), '\n');
    const auto bytes = decoded(lines.back());
    PublicKey key;
    if (!bytes || bytes->size() != 2 + kKeyIdBytes + key.key.size() || !bytes->starts_with(kPureAlgorithm)) {
        throw Error{ErrorKind::invalid,
                    "signing.bad_public_key",
                    "This is not a minisign public key.",
                    {.hint = "Give the file medal.pub or its second line."}};
    }
    std::copy_n(bytes->begin() + 2, kKeyIdBytes, key.key_id.begin());
    std::copy_n(bytes->begin() + 2 + kKeyIdBytes, key.key.size(), key.key.begin());
    return key;
}

std::string sign(const SecretKey& key, std::string_view message, std::string_view trusted_comment) {
    start_sodium();
    const auto signature = signature_of(key, blake2b_512(message));
    const auto global = signature_of(key, signature + std::string{trusted_comment});
    return "untrusted comment: signature of a MEDAL release\n" +
           encoded(std::string{kPrehashedAlgorithm} + as_text(key.public_key.key_id) + signature) + "\n" +
           std::string{kTrustedPrefix} + std::string{trusted_comment} + "\n" + encoded(global) + "\n";
}

bool verify(const PublicKey& key, std::string_view message, std::string_view signature_text) {
    start_sodium();
    const auto lines = base::split(signature_text, '\n');
    if (lines.size() < 4 || !lines[2].starts_with(kTrustedPrefix)) return false;
    const auto body = decoded(lines[1]);
    const auto global = decoded(lines[3]);
    if (!body || !global || body->size() != 2 + kKeyIdBytes + crypto_sign_BYTES) return false;
    if (body->substr(2, kKeyIdBytes) != as_text(key.key_id)) return false;
    const auto signature = body->substr(2 + kKeyIdBytes);
    const bool prehashed = body->starts_with(kPrehashedAlgorithm);
    const auto comment = lines[2].substr(kTrustedPrefix.size());
    return (prehashed || body->starts_with(kPureAlgorithm)) &&
           is_signed(key, prehashed ? blake2b_512(message) : std::string{message}, signature) &&
           is_signed(key, signature + comment, *global);
}

}  // namespace medal::release
