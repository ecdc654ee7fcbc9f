#include "imaging/deid/profile.h"

#include "base/error.h"
#include "base/reflect.h"

#include <algorithm>

namespace medal::imaging::deid {

void set_option(Profile& profile, const std::string& option) {
    const bool value = !option.starts_with("no-");
    std::string name = value ? option : option.substr(3);
    std::replace(name.begin(), name.end(), '-', '_');
    bool found = false;
    base::for_each_member(profile, [&](std::string_view member, auto& field) {
        if constexpr (std::is_same_v<std::remove_reference_t<decltype(field)>, bool>) {
            if (member == name) {
                field = value;
                found = true;
            }
        }
    });
    if (!found) {
        throw base::Error{base::ErrorKind::invalid,
                          "usage.option",
                          "There is no de-identification option of this name.",
                          {.field = "--option", .hint = "See docs/imaging.md for the list.", .detail = {}}};
    }
}

std::vector<MethodCode> method_codes(const Profile& profile) {
    std::vector<MethodCode> codes{{"113100", "Basic Application Confidentiality Profile"}};
    const auto add = [&](bool used, MethodCode code) {
        if (used) codes.push_back(code);
    };
    add(profile.clean_pixel_data, {"113101", "Clean Pixel Data Option"});
    add(profile.clean_graphics, {"113103", "Clean Graphics Option"});
    add(profile.clean_structured_content, {"113104", "Clean Structured Content Option"});
    add(profile.clean_descriptors, {"113105", "Clean Descriptors Option"});
    add(profile.retain_full_dates, {"113106", "Retain Longitudinal Temporal Information Full Dates Option"});
    add(profile.retain_modified_dates && !profile.retain_full_dates,
        {"113107", "Retain Longitudinal Temporal Information Modified Dates Option"});
    add(profile.retain_patient_characteristics, {"113108", "Retain Patient Characteristics Option"});
    add(profile.retain_device_identity, {"113109", "Retain Device Identity Option"});
    add(profile.retain_uids, {"113110", "Retain UIDs Option"});
    add(profile.retain_safe_private, {"113111", "Retain Safe Private Option"});
    add(profile.retain_institution_identity, {"113112", "Retain Institution Identity Option"});
    return codes;
}

}  // namespace medal::imaging::deid
