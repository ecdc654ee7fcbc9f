// What the files of this folder share of libvips: started once, with only the loaders that are safe over
// foreign bytes, and pictures that are let go of. Internal to viewing/.
#pragma once

#include "imaging/picture/load.h"

#include <memory>

#include <vips/vips.h>

namespace medal::imaging::viewing {

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using VipsPointer = std::unique_ptr<VipsImage, Unref>;

using picture::start_vips;

/// Throws base::Error "imaging.decode".
[[noreturn]] void fail_decoding();

/// Applies one vips operation; the input is released either way.
template <class Operation>
VipsPointer step(VipsPointer image, const Operation& operation) {
    VipsImage* out = nullptr;
    if (operation(image.get(), &out) != 0) fail_decoding();
    return VipsPointer{out};
}

}  // namespace medal::imaging::viewing
