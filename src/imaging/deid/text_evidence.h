// Whether slices of one series may hold drawn text, judged without reading it: what looks like a row of
// letters by shape. To start the recogniser takes longer than to rewrite a hundred slices, and most series
// hold no text.
//
// Text is crisp or it is soft. Crisp: strokes of exactly one value, which no measured tissue has. Soft:
// strokes that stand out from both sides at the same place in all slices, where anatomy has moved on. Either
// is evidence.
#pragma once

#include "imaging/dicom/decode.h"

#include <filesystem>
#include <span>
#include <vector>

namespace medal::imaging::deid {

/// Frames of one series, apart from each other in the body. True as well where the frames cannot be compared.
bool may_hold_text(std::span<const dicom::DecodedFrame> frames);

/// The same of single-frame files; true where one of them cannot be read, is in colour or has several frames.
/// Their pre-scan is part of it.
bool files_may_hold_text(const std::vector<std::filesystem::path>& files);

}  // namespace medal::imaging::deid
