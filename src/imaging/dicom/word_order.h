// Pixel data of samples that do not fill whole bytes, in words of big endian: the bits of a word are counted
// as in little endian (PS3.5, 8.1.1), but its two bytes lie the other way round (7.3).
#pragma once

#include "imaging/dicom/data_set.h"

#include <cstddef>
#include <vector>

namespace medal::imaging::dicom {

/// Bytes of OB are never turned.
bool has_big_words(const DataSet& data);

/// Pairs of bytes change places; one that has no other stays.
std::vector<std::byte> with_bytes_turned(Bytes words);

}  // namespace medal::imaging::dicom
