// Encapsulated pixel data, fragment by fragment: pictures stay as they are, text beside them is blanked in
// place.
#pragma once

#include "imaging/deid/element_writer.h"

#include <cstddef>

namespace medal::imaging::deid {

/// How many pieces of text were blanked.
std::size_t write_encapsulated(const dicom::DataSet& data, const dicom::Element& pixels,
                               ElementWriter& writer);

enum class NativeChange { none, surplus, overlay };

/// Uncompressed pixels: every byte of them, but zeros behind the last frame and in the bits of an overlay
/// that lies inside of the samples.
NativeChange write_native(const dicom::DataSet& data, const dicom::Element& pixels, ElementWriter& writer,
                          OutputPlan& plan);

/// Extended Offset Table (7FE0,0001) and its lengths: a number for each frame, none beyond the file.
bool is_sound_extended_table(const dicom::DataSet& data, const dicom::Element& table);

}  // namespace medal::imaging::deid
