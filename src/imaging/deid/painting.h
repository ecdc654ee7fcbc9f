// Burned-in text while a file is de-identified: what was found, what is painted over, and the pixel data with
// the boxes filled (Clean Pixel Data Option, PS3.15 E.3.1).
#pragma once

#include "imaging/burned_in/text_scan.h"
#include "imaging/deid/element_writer.h"
#include "imaging/deid/report.h"
#include "imaging/finding.h"
#include "imaging/redact/painted_film.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace medal::imaging::deid {

/// How likely the picture holds text: not at all (no picture of a patient), only where somebody exported it
/// with annotations (a sample of the series tells), or as a rule.
TextRisk text_risk_of(const dicom::DataSet& data);

/// The boxes to fill; empty for none.
struct Painting {
    std::vector<burned_in::TextRegion> boxes;
    /// Compressed frames are decoded and stored as they are then.
    bool is_decoded = false;
    /// Of the decoded frames.
    std::string photometric;
    unsigned bits_allocated = 0;
    /// Samples of one or twelve bits, which share bytes.
    bool is_packed = false;
    /// Of a film: encoded anew in MP4, the boxes painted on the pictures that show them.
    std::shared_ptr<const redact::PaintedFilm> film{};
};

struct PaintingTask {
    const dicom::DataSet& data;
    const Identifiers& identifiers;
    burned_in::TextScanner& scanner;
    /// Beside it a film is written.
    const std::filesystem::path& output_stem;
};

/// Searches the frames, reports what was found, and says what has to be painted. Appends a refusal where
/// something must be and cannot.
Painting plan_painting(const PaintingTask& task, TextReport& report, Findings& findings);

/// A film under boxes, its name gone already. Throws base::Error as redact/painted_film.h.
redact::PaintedFilm painted_film(Bytes film, const std::filesystem::path& output_stem,
                                 const std::vector<burned_in::TextRegion>& boxes);

void write_painted(const dicom::DataSet& data, const dicom::Element& pixels, const Painting& painting,
                   ElementWriter& writer, OutputPlan& plan);

}  // namespace medal::imaging::deid
