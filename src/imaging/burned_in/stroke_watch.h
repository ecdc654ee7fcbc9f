// Which frames of a clip may show text that the frames before them do not.
#pragma once

#include "imaging/picture/raster.h"

#include <opencv2/core.hpp>

namespace medal::imaging::burned_in {

class StrokeWatch {
  public:
    /// Whether strokes stand in a row of cells where no frame so far had any; the first frame never does. A
    /// moving picture answers yes more often than it shows text.
    bool shows_new(const picture::Raster& frame);

  private:
    cv::Mat seen_;
};

}  // namespace medal::imaging::burned_in
