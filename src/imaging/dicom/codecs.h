// The codecs behind decode_frame. Each fills `frame.bytes` (and what the codestream says of samples and
// colour).
#pragma once

#include "imaging/dicom/decode.h"

namespace medal::imaging::dicom {

void decode_rle(Bytes stream, DecodedFrame& frame);
/// Through DCMTK: JPEG baseline, extended and lossless, JPEG-LS.
void decode_jpeg_family(const DataSet& data, Bytes stream, DecodedFrame& frame);
void decode_jpeg_2000(Bytes stream, DecodedFrame& frame);

[[noreturn]] void fail_decoding();

}  // namespace medal::imaging::dicom
