// One frame of pixel data as plain samples: native, RLE, JPEG, JPEG-LS and JPEG 2000, also High-Throughput.
// Only for data sets that passed scan_file; codecs are foreign code, so run this in the sandbox (sandbox.h)
// for files from outside.
#pragma once

#include "imaging/dicom/data_set.h"
#include "imaging/dicom/frames.h"

#include <cstdint>
#include <string>
#include <vector>

namespace medal::imaging::dicom {

struct DecodedFrame {
    std::size_t columns = 0;
    std::size_t rows = 0;
    std::size_t samples = 1;
    /// Of one sample in `bytes`: 8, 16 or 32. One-bit frames are unpacked to 8.
    unsigned bits_allocated = 8;
    unsigned bits_stored = 8;
    bool is_signed = false;
    /// After decoding: codecs turn YBR into RGB.
    std::string photometric;
    /// Little endian, samples of a pixel together, rows without padding.
    std::vector<std::byte> bytes;

    std::size_t value_count() const { return columns * rows * samples; }
    /// Sign-extended from bits_stored.
    std::int64_t value(std::size_t index) const;
};

/// Many frames of one data set: where each begins is found out once. `data` must outlive it.
class FrameDecoder {
  public:
    explicit FrameDecoder(const DataSet& data);

    /// Throws base::Error "imaging.no_frame", "imaging.codec" (nothing decodes it) or "imaging.decode"
    /// (damaged).
    DecodedFrame decode(std::uint64_t frame) const;

  private:
    void decode_compressed(std::uint64_t number, DecodedFrame& frame) const;

    const DataSet& data_;
    std::optional<ImageShape> shape_;
    /// Of encapsulated pixel data.
    std::vector<Frame> fragments_;
};

/// One frame of a FrameDecoder.
DecodedFrame decode_frame(const DataSet& data, std::uint64_t frame);

}  // namespace medal::imaging::dicom
