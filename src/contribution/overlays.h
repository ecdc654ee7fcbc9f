// Which images of a case may be laid over another: label maps with the same grid, DICOM segmentations over
// the series of the case. Pure; who may see them is decided elsewhere.
#pragma once

#include "contribution/rows.h"

namespace medal::contribution::rules {

/// Whether `over` is a mask that belongs on `under`. Of a segmentation only the viewer can say whether its
/// frames lie where the series lies, so every series of the case is a possible one.
bool may_lie_over(const AssetRow& over, const AssetRow& under);

}  // namespace medal::contribution::rules
