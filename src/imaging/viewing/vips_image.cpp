#include "imaging/viewing/vips_image.h"

#include "base/error.h"

#include <mutex>

namespace medal::imaging::viewing {

void start_vips() {
    static std::once_flag once;
    std::call_once(once, [] {
        VIPS_INIT("medal");
        vips_concurrency_set(1);
        vips_cache_set_max(0);
        vips_block_untrusted_set(TRUE);
    });
}

void fail_decoding() {
    vips_error_clear();
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The image is damaged."};
}

}  // namespace medal::imaging::viewing
