// The compressed frames of encapsulated pixel data (PS3.5, A.4): which fragments belong to which frame, and
// whether the head of each codestream agrees with the data set before a decoder sees it.
#pragma once

#include "imaging/dicom/data_set.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/finding.h"

#include <optional>
#include <vector>

namespace medal::imaging::dicom {

struct Frame {
    std::vector<Bytes> fragments;

    std::uint64_t size() const;
    /// One piece, copied only where there are several fragments.
    Bytes joined(std::vector<std::byte>& storage) const;
};

/// Empty where the frames cannot be told apart or there are fewer than claimed.
std::vector<Frame> frame_fragments(const DataSet& data, std::uint64_t frames);

/// A refusal where the codestream's head contradicts the data set or is hostile; a warning where it is odd.
std::optional<Finding> check_frame(const DataSet& data, const Frame& frame, const ImageShape& shape);

struct CodestreamSize {
    std::uint64_t columns = 0;
    std::uint64_t rows = 0;
};

/// The dimensions in a JPEG/JPEG-LS frame header or a JPEG 2000 SIZ segment; nullopt where there is none.
std::optional<CodestreamSize> jpeg_size(Bytes stream);
std::optional<CodestreamSize> jpeg_2000_size(Bytes stream);

}  // namespace medal::imaging::dicom
