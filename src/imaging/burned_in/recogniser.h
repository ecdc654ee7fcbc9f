// Tesseract on one line of strokes. Started with the first line, because that takes a tenth of a second and
// most pictures hold no text.
#pragma once

#include "imaging/picture/raster.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace medal::imaging::burned_in {

struct ReadWord {
    std::string text;
    double confidence = 0;
};

/// What the recogniser made of a line; it may be wrong, and is nothing to show.
struct Read {
    std::vector<ReadWord> words;
    double confidence = 0;

    std::string text() const;
    /// Letters and digits of the words that it is as sure of as `least_confidence`.
    std::size_t letters(double least_confidence) const;
};

/// One thread at a time.
class Recogniser {
  public:
    Recogniser();
    ~Recogniser();
    Recogniser(Recogniser&&) noexcept;
    Recogniser& operator=(Recogniser&&) noexcept;

    /// Black on white. The same strokes are read once. Throws base::Error "imaging.ocr" where Tesseract's
    /// language data is missing.
    const Read& read(const picture::Raster& strokes);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace medal::imaging::burned_in
