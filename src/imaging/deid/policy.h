// What happens to one attribute: PS3.15 Table E.1-1 (edition 2024e) under a profile, and our rule for what
// the table does not name.
#pragma once

#include "imaging/deid/profile.h"
#include "imaging/dicom/element.h"

#include <cstdint>
#include <string_view>

namespace medal::imaging::deid {

enum class Action : std::uint8_t {
    keep,
    /// Kept, but searched for the identifiers of the study.
    keep_searched,
    remove,
    empty,
    dummy,
    remap_uid,
    shift_date,
    clean_text,
    age_band,
    pseudonym,
    /// A sequence whose items are treated one by one.
    descend,
};

/// The letter of PS3.15, E.1: X, Z, D, U, C or K.
std::string_view letter_of(Action action);

enum class Option : std::uint8_t {
    basic,
    safe_private,
    uids,
    device,
    institution,
    patient_characteristics,
    full_dates,
    modified_dates,
    descriptors,
    structured_content,
    graphics,
    pixel_data,
    recognizable_visual_features,
    beyond_table,
};
std::string_view name_of(Option option);

struct Decision {
    Action action = Action::keep;
    Option option = Option::basic;
    /// For the report: why, in words that hold for every file.
    std::string_view reason;
    /// A cleaned text that ends up empty is replaced by a dummy where the attribute may not be empty.
    bool may_be_empty = true;
};

Decision decide(dicom::Tag tag, dicom::Vr vr, const Profile& profile);

/// UIDs that name classes, coding schemes and contexts, not instances: they say nothing of a patient.
bool is_class_uid(dicom::Tag tag);

/// Table E.3.10-1: private elements known to be safe. `element` is the low byte.
bool is_safe_private(std::string_view creator, std::uint16_t group, std::uint8_t element);

}  // namespace medal::imaging::deid
