// Encapsulated pixel data, fragment by fragment: pictures stay as they are, text beside them is blanked in
// place.
#pragma once

#include "imaging/deid/element_writer.h"

#include <cstddef>

namespace medal::imaging::deid {

/// How many pieces of text were blanked.
std::size_t write_encapsulated(const dicom::DataSet& data, const dicom::Element& pixels,
                               ElementWriter& writer);

}  // namespace medal::imaging::deid
