// Which options of PS3.15, annex E a de-identification uses. Policy as data: an operator edits it as JSON.
#pragma once

#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::deid {

/// The default is MEDAL's: Basic Profile, clean pixel data, descriptors, structured content and graphics,
/// dates moved by one secret offset a patient, patient characteristics in bands, safe private elements.
struct Profile {
    std::string name = "medal-default";
    bool retain_uids = false;
    bool retain_device_identity = false;
    bool retain_institution_identity = false;
    bool retain_patient_characteristics = true;
    bool retain_full_dates = false;
    bool retain_modified_dates = true;
    bool retain_safe_private = true;
    bool clean_descriptors = true;
    bool clean_structured_content = true;
    bool clean_graphics = true;
    bool clean_pixel_data = true;
    bool clean_recognizable_visual_features = false;
    /// Encapsulated PDF and CDA documents cannot be cleaned; they are refused unless this is set.
    bool accept_encapsulated_documents = false;
};
BOOST_DESCRIBE_STRUCT(Profile, (),
                      (name, retain_uids, retain_device_identity, retain_institution_identity,
                       retain_patient_characteristics, retain_full_dates, retain_modified_dates,
                       retain_safe_private, clean_descriptors, clean_structured_content, clean_graphics,
                       clean_pixel_data, clean_recognizable_visual_features, accept_encapsulated_documents))

/// Switches one option by its name on the command line: "retain-uids", "no-clean-descriptors".
/// Throws base::Error "usage.option" for an unknown name.
void set_option(Profile& profile, const std::string& option);

/// Codes of CID 7050 for what the profile does, Basic Profile first.
struct MethodCode {
    const char* value;
    const char* meaning;
};
std::vector<MethodCode> method_codes(const Profile& profile);

}  // namespace medal::imaging::deid
