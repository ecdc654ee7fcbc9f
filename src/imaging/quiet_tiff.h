// libtiff without a word on stderr: what it finds wrong shows in what its functions return.
#pragma once

#include <cstdarg>
#include <memory>
#include <tiffio.h>

namespace medal::imaging {

using TiffFile = std::unique_ptr<TIFF, decltype(&TIFFClose)>;
using TiffOptions = std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)>;

inline TiffOptions quiet_tiff() {
    const auto say_nothing = [](TIFF*, void*, const char*, const char*, va_list) { return 1; };
    TiffOptions options{TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree};
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), say_nothing, nullptr);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), say_nothing, nullptr);
    return options;
}

}  // namespace medal::imaging
