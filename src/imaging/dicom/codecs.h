// The codecs behind decode_frame. Each fills `frame.bytes` (and what the codestream says of samples and
// colour); its size, samples and bits are set before, as the data set says. They throw base::Error
// "imaging.decode" for what is damaged or does not fit.
#pragma once

#include "imaging/dicom/decode.h"

namespace medal::imaging::dicom {

/// PS3.5, annex G.
void decode_rle(Bytes stream, DecodedFrame& frame);
/// Through DCMTK: JPEG baseline, extended and lossless, JPEG-LS.
void decode_jpeg_family(const DataSet& data, Bytes stream, DecodedFrame& frame);
/// Through OpenJPEG: JPEG 2000 and HTJ2K, as codestream or wrapped in JP2.
void decode_jpeg_2000(Bytes stream, DecodedFrame& frame);

/// base::Error "imaging.decode".
[[noreturn]] void fail_decoding();

}  // namespace medal::imaging::dicom
