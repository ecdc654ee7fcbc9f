// Samples that do not fill whole bytes: one or twelve bits, one behind the other from the lowest bit on,
// across rows and frames (PS3.5, 8.1.1 and annex D). Pixel data of such samples with some of its frames
// changed.
#pragma once

#include "imaging/dicom/decode.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace medal::imaging::dicom {

/// Asked of each frame, counted from 0, whether it changes; then given it as decode_frame gives it.
struct FrameEdit {
    std::function<bool(std::uint64_t number)> wants;
    std::function<void(std::uint64_t number, DecodedFrame& frame)> change;
};

/// Whether its samples have one or twelve bits.
bool has_packed_samples(const DataSet& data);

/// The pixel data as it is stored without compression, of even length. Of what was native, every bit of the
/// frames that do not change stays, and so does what follows them. Throws base::Error "imaging.decode".
std::vector<std::byte> edited_packed(const DataSet& data, const FrameEdit& edit);

/// Puts the lowest `bits` of each sample of `frame` at `first_bit` and behind it. `packed` is long enough.
void pack_samples(const DecodedFrame& frame, unsigned bits, std::uint64_t first_bit,
                  std::span<std::byte> packed);

}  // namespace medal::imaging::dicom
