// Text burned into pixels: candidate strokes first (saturated, or brighter or darker than what surrounds
// them), then Tesseract on the strokes alone, enlarged, then judged against the identifiers of the header and
// against patterns.
#pragma once

#include "imaging/deid/identifiers.h"
#include "imaging/picture/raster.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::imaging::burned_in {

/// `marker` is a side or view letter, which identifies nobody.
enum class TextClass { identifier, text, marker };
BOOST_DESCRIBE_ENUM(TextClass, identifier, text, marker)

struct TextRegion {
    std::uint64_t frame = 0;
    std::uint64_t x = 0;
    std::uint64_t y = 0;
    std::uint64_t width = 0;
    std::uint64_t height = 0;
    TextClass text_class = TextClass::text;
    double confidence = 0;
};
BOOST_DESCRIBE_STRUCT(TextRegion, (), (frame, x, y, width, height, text_class, confidence))

/// Holds the recogniser, which takes a tenth of a second to start: keep it for many images. One thread at a
/// time.
class TextScanner {
  public:
    /// Throws base::Error "imaging.ocr" where Tesseract's language data is missing.
    TextScanner();
    ~TextScanner();
    TextScanner(TextScanner&&) noexcept;
    TextScanner& operator=(TextScanner&&) noexcept;

    /// One picture in its full range of values (no window that could hide text).
    std::vector<TextRegion> scan(const picture::Raster& raster, std::uint64_t frame,
                                 const deid::Identifiers& identifiers);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace medal::imaging::burned_in
