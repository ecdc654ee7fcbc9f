#include "base/error.h"
#include "imaging/redact/painted_film.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"

#include <bit>
#include <system_error>

namespace medal::imaging::redact {
namespace {

Region under(const film::Plane& plane, Region region) {
    const auto box = plane.under({region.x, region.y, region.width, region.height});
    region.x = box.x;
    region.y = box.y;
    region.width = box.width;
    region.height = box.height;
    return region;
}

void paint_plane(film::Plane& plane, std::vector<Region> regions) {
    for (auto& region : regions) region = under(plane, region);
    Samples samples;
    samples.bytes = std::as_writable_bytes(std::span{plane.samples});
    samples.columns = plane.width;
    samples.rows = plane.height;
    samples.bits_allocated = 16;
    samples.bits_stored = plane.bits;
    samples.is_big_endian = std::endian::native == std::endian::big;
    samples.dark = plane.dark();
    paint(samples, regions);
}

}  // namespace

film::Rewritten write_painted_film(Bytes film, const std::filesystem::path& output,
                                   std::span<const Region> regions) {
    const std::vector<Region> all(regions.begin(), regions.end());
    film::Rewritten done;
    try {
        done = film::rewrite_film(
            film, output,
            {.wants = [&](std::uint64_t number) { return !regions_on(all, number).empty(); },
             .change = [&](std::uint64_t number,
                           film::Plane& plane) { paint_plane(plane, regions_on(all, number)); }});
    } catch (const base::Error& error) {
        if (error.code() != "film.unsupported") throw;
        fail_unsupported(
            "The pictures of this film have a form that cannot be written as it is (other than brightness "
            "and colours of 8, 10 or 12 bits, or sizes that change).");
    }
    if (done.damaged == 0) return done;
    std::filesystem::remove(output);
    // Boxes are told by the number of a picture, and the numbers behind a lost one are no longer those.
    throw base::Error{base::ErrorKind::invalid,
                      "redact.damaged",
                      "Some pictures of this film are damaged and would be lost.",
                      {.hint = "Export the film again."}};
}

PaintedFilm painted_film(Bytes film, const std::filesystem::path& beside, std::span<const Region> regions) {
    const auto done = write_painted_film(film, beside, regions);
    PaintedFilm painted{MappedFile{beside}, done};
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    return painted;
}

Result redact_film(const Request& request, Bytes file) {
    return {true, "video/mp4", write_painted_film(file, request.output, request.regions).changed};
}

}  // namespace medal::imaging::redact
