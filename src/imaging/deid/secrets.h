// What makes replaced values consistent and irreversible: one secret key a contribution, and what follows
// from it.
#pragma once

#include "base/hash.h"
#include "base/random.h"
#include "base/sealed.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace medal::imaging::deid {

class StudySecrets {
  public:
    using Key = std::array<std::byte, 32>;

    explicit StudySecrets(Key key, std::string pseudonym = {})
        : key_(key), pseudonym_(std::move(pseudonym)) {}
    static StudySecrets random(base::Random& source);
    /// The bytes of a key file, of any length from 16 up; throws base::Error "usage.key" when shorter.
    static StudySecrets from_bytes(std::span<const std::byte> bytes);

    /// A new UID in the form 2.25 (PS3.5, B.2): the same for the same original, whatever file it stands in.
    std::string uid(std::string_view original) const;

    /// Days that every date of this patient moves, -3650 to -1.
    int date_offset_days(std::string_view patient_key) const;

    /// The given pseudonym, or one made from the patient's key.
    std::string pseudonym(std::string_view patient_key) const;

    /// For handing the same secrets to a sandboxed process.
    const Key& reveal_key() const { return key_.reveal_identifier(); }
    const std::string& given_pseudonym() const { return pseudonym_; }

  private:
    base::Sha256 keyed(std::string_view purpose, std::string_view text) const;

    base::Identifying<Key> key_;
    std::string pseudonym_;
};

}  // namespace medal::imaging::deid
