// Text burned into pixels: candidate strokes first (saturated, or brighter or darker than what surrounds
// them), then Tesseract on the strokes alone, enlarged, then judged against the identifiers of the header and
// against patterns.
#pragma once

#include "imaging/burned_in/text_region.h"
#include "imaging/deid/identifiers.h"
#include "imaging/picture/raster.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace medal::imaging::burned_in {

/// Holds the recogniser, which takes a tenth of a second to start (with the first text): keep it for many
/// images. One thread at a time.
class TextScanner {
  public:
    TextScanner();
    ~TextScanner();
    TextScanner(TextScanner&&) noexcept;
    TextScanner& operator=(TextScanner&&) noexcept;

    /// One picture in its full range of values (no window that could hide text). Throws base::Error
    /// "imaging.ocr" where Tesseract's language data is missing. `known` are regions of other frames of the
    /// same file: where they identify, nothing is read again, and the frame is only searched for clear print.
    std::vector<TextRegion> scan(const picture::Raster& raster, std::uint64_t frame,
                                 const deid::Identifiers& identifiers,
                                 std::span<const TextRegion> known = {});

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace medal::imaging::burned_in
