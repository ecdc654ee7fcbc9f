// What a DICOM file says of itself when text in its picture was painted over (PS3.3, C.7.6.1.1.2 and
// C.7.6.1.1.5; PS3.15, E.3.1).
#pragma once

#include "imaging/deid/painting.h"
#include "imaging/film/rewrite.h"

#include <map>
#include <optional>
#include <string>

namespace medal::imaging::deid {

struct DerivedValue {
    dicom::Vr vr{};
    std::string text;
};

/// Elements of the outermost level that are put instead of those of the file, or added. `description` is what
/// the profile leaves of Derivation Description (0008,2111).
std::map<dicom::Tag, DerivedValue> derived_values(const dicom::DataSet& data, const Painting& painting,
                                                  std::string_view description);

/// Transfer syntax of a film that was written anew (PS3.5, 10.9, 10.11 and 10.13): of H.264 the one it had,
/// or the least that holds it; for ten bits HEVC Main 10. nullopt where none holds it.
std::optional<std::string_view> film_syntax(const dicom::DataSet& data, const film::Rewritten& film);

/// Derivation Description (0008,2111) with one more thing that was done, said once; what came before goes
/// where it would be too long (PS3.5, 6.2).
std::string derivation_after(std::string_view before, std::string_view what);

/// Of Image Type and Frame Type: all values, as they were but for the first.
std::string derived_type(std::string_view type);

}  // namespace medal::imaging::deid
