#include "imaging/film/stills.h"

#include "base/error.h"
#include "imaging/film/libav.h"
#include "imaging/film/reader.h"

#include <limits>

namespace medal::imaging::film {
namespace {

constexpr auto kWholeSize = std::numeric_limits<std::size_t>::max();

}  // namespace

Shape shape_of(Bytes film) {
    const Reader reader{film};
    return {reader.width(), reader.height(), reader.expected()};
}

picture::Raster still_of(Bytes film, std::optional<std::uint64_t> number) {
    Reader reader{film};
    if (!number) reader.go_to_middle();
    for (std::uint64_t i = 0; reader.next(); ++i) {
        if (!number || i == *number) return reader.picture(kWholeSize);
    }
    if (!number) fail_film();
    throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The file has no such frame."};
}

void each_key_picture(Bytes film, std::uint64_t most,
                      const std::function<void(const picture::Raster&)>& see) {
    Reader reader{film, Pictures::key};
    for (std::uint64_t i = 0; i < most && reader.next(); ++i) see(reader.picture(kWholeSize));
}

}  // namespace medal::imaging::film
