// Images of nobody: volumes and pictures that look like CT, MR, ultrasound, radiographs and photographs,
// drawn from a seed and written as valid DICOM or PNG. With planted identifiers they carry fictitious names
// in every place where real files leak. For demonstrations and tests; never mixed with patients' data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::phantom {

/// `ct_face`, `mr_face` and `pet_head` are whole heads with a face, the other volumes end above it; `photo`
/// is a mole, `portrait` a face.
enum class Kind { ct_abdomen, ct_chest, ct_head, mr, xray, us, photo, ct_face, mr_face, pet_head, portrait };
BOOST_DESCRIBE_ENUM(Kind, ct_abdomen, ct_chest, ct_head, mr, xray, us, photo, ct_face, mr_face, pet_head,
                    portrait)

struct Request {
    Kind kind = Kind::ct_abdomen;
    std::uint64_t seed = 1;
    /// Slices of CT and MR, frames of ultrasound; radiographs and photographs are single.
    std::size_t slices = 30;
    /// Rows and columns; 0 takes what the kind usually has.
    std::size_t size = 0;
    bool plant_identifiers = false;
    /// A finding that a question can ask for: a bright or dark sphere, its place told in the result.
    bool with_lesion = true;
};

struct Lesion {
    /// In pixels of the slice, and the slice counted from 0.
    double column = 0;
    double row = 0;
    std::size_t slice = 0;
    double diameter_mm = 0;
};
BOOST_DESCRIBE_STRUCT(Lesion, (), (column, row, slice, diameter_mm))

struct Made {
    std::vector<std::string> files;
    /// Every planted text; none of them may be found after de-identification.
    std::vector<std::string> planted;
    std::vector<Lesion> lesions;
};
BOOST_DESCRIBE_STRUCT(Made, (), (files, planted, lesions))

/// Writes into `folder`, which is created. The same request gives the same bytes.
Made make_phantom(const Request& request, const std::filesystem::path& folder);

}  // namespace medal::imaging::phantom
