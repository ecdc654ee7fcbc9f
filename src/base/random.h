// Where randomness comes from. Rules never draw; use cases are handed a source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace medal::base {

class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::byte> bytes) = 0;

    std::uint64_t next();
};

/// The operating system's generator, through OpenSSL; safe for keys and tokens. Thread-safe.
class SecureRandom final : public Random {
  public:
    void fill(std::span<std::byte> bytes) override;
};

/// Repeatable bytes for tests and demonstrations; never for secrets. Not thread-safe.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    void fill(std::span<std::byte> bytes) override;

  private:
    std::uint64_t state_;
};

/// `byte_count` random bytes in URL-safe base64 without padding: session ids, tokens.
std::string random_token(Random& random, std::size_t byte_count);

}  // namespace medal::base
