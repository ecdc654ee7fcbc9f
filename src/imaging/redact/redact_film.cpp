#include "base/error.h"
#include "imaging/film/rewrite.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"

#include <filesystem>

namespace medal::imaging::redact {
namespace {

/// Of the samples that stand for colour.
constexpr std::int64_t kGrey = 128;

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
    samples.bytes = std::as_writable_bytes(std::span{plane.samples.samples});
    samples.columns = plane.samples.width;
    samples.rows = plane.samples.height;
    samples.dark = plane.is_colour ? kGrey : 0;
    paint(samples, regions);
}

film::Rewritten rewritten(const Request& request, Bytes file) {
    try {
        return film::rewrite_film(
            file, request.output,
            {.wants = [&](std::uint64_t number) { return !regions_on(request.regions, number).empty(); },
             .change = [&](std::uint64_t number,
                           film::Plane& plane) { paint_plane(plane, regions_on(request.regions, number)); }});
    } catch (const base::Error& error) {
        if (error.code() == "film.unsupported") {
            fail_unsupported(
                "The pictures of this film have a form that H.264 cannot hold as they are (more "
                "than eight bits, an odd size, sizes that change).");
        }
        throw;
    }
}

}  // namespace

Result redact_film(const Request& request, Bytes file) {
    const auto film = rewritten(request, file);
    if (film.damaged == 0) return {true, "video/mp4", film.changed};
    std::filesystem::remove(request.output);
    // Boxes are told by the number of a picture, and the numbers behind a lost one are no longer those.
    throw base::Error{base::ErrorKind::invalid,
                      "redact.damaged",
                      "Some pictures of this film are damaged and would be lost.",
                      {.hint = "Export the film again."}};
}

}  // namespace medal::imaging::redact
