// Burned-in text of a film: read on a few of its pictures, and followed over the others from the first to the
// last on which it is seen. What stands on the screen for less than the pictures lie apart may be missed.
// Foreign bytes: runs in the sandbox (worker/crew.h).
#pragma once

#include "imaging/burned_in/text_scan.h"
#include "imaging/byte_reader.h"

namespace medal::imaging::burned_in {

/// In pixels of the picture as it is shown; `frame` and `last_frame` are where it is seen at most. Throws
/// base::Error "imaging.decode" or "imaging.codec".
std::vector<TextRegion> scan_film(Bytes film, const deid::Identifiers& identifiers, TextScanner& scanner);

}  // namespace medal::imaging::burned_in
