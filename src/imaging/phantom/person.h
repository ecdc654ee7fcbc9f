// A person who does not exist, with everything a header may say of one.
#pragma once

#include "imaging/phantom/dicom_object.h"

#include <cstdint>
#include <string>
#include <vector>

namespace medal::imaging::phantom {

struct Person {
    std::string family, given, middle;
    std::string number, birth_date, phone, address, accession;
    std::string physician_family, physician_given;
    std::string institution;

    std::string name() const { return family + "^" + given + "^" + middle; }
    /// Every text that must be gone after de-identification.
    std::vector<std::string> tokens() const;
};

Person person_of(std::uint64_t seed);

/// Puts the person into the usual attributes and into those where tools forget to look.
void plant(const Person& person, DicomObject& object);

}  // namespace medal::imaging::phantom
