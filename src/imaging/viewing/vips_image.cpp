#include "imaging/viewing/vips_image.h"

#include "base/error.h"

namespace medal::imaging::viewing {

void fail_decoding() {
    start_vips();
    vips_error_clear();
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The image is damaged."};
}

}  // namespace medal::imaging::viewing
