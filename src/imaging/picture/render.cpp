#include "imaging/picture/render.h"

#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/limits.h"
#include "imaging/mapped_file.h"
#include "imaging/picture/cine.h"
#include "imaging/picture/load.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::picture {
namespace {

constexpr std::uint64_t kMostTiles = 100;
constexpr std::size_t kTile_px = 192;

std::size_t scaled(std::size_t side, double factor) {
    return std::max<std::size_t>(1,
                                 static_cast<std::size_t>(std::lround(static_cast<double>(side) * factor)));
}

/// Fills the box on one side and stays inside of it.
Raster filling(const Raster& raster, std::uint64_t width, std::uint64_t height) {
    if (width == 0 && height == 0) return raster;
    const auto factor_of = [](std::uint64_t wanted, std::size_t side) {
        return static_cast<double>(wanted) / static_cast<double>(side);
    };
    const double across = width == 0 ? factor_of(height, raster.height) : factor_of(width, raster.width);
    const double down = height == 0 ? across : factor_of(height, raster.height);
    const double factor = std::min(across, down);
    const auto columns = scaled(raster.width, factor);
    const auto rows = scaled(raster.height, factor);
    if (columns > kMaxRasterPixels / rows) {
        throw base::Error{base::ErrorKind::invalid, "imaging.picture_size",
                          "A picture of more than 250 million pixels was asked for."};
    }
    return resized(raster, columns, rows);
}

/// Of what a request names: frames of the one file, or files with one frame each.
class Frames {
  public:
    explicit Frames(const RenderRequest& request) : request_(request) {
        count_ = request.paths.size();
        if (count_ != 1) return;
        const MappedFile file{request.paths.front()};
        count_ = count_frames(file.bytes());
    }
    std::uint64_t count() const { return count_; }
    Raster load(std::uint64_t number) const {
        const bool is_series = request_.paths.size() > 1;
        const MappedFile file{request_.paths[is_series ? number : 0]};
        return load_any(file.bytes(), {is_series ? 0 : number, request_.window});
    }

  private:
    const RenderRequest& request_;
    std::uint64_t count_ = 0;
};

/// Spread over all: the first of each part of equal size, or, for key slices, the places between such parts.
std::vector<std::uint64_t> chosen(const RenderRequest& request, std::uint64_t count) {
    std::vector<std::uint64_t> numbers;
    const auto tiles = std::min({request.contact_sheet ? kMostTiles : request.key_slices, count, kMostTiles});
    for (std::uint64_t i = 0; i < tiles; ++i) {
        numbers.push_back(request.contact_sheet ? i * count / tiles : (i + 1) * count / (tiles + 1));
    }
    return numbers;
}

Raster sheet_of(const RenderRequest& request) {
    const Frames frames{request};
    std::vector<Raster> tiles;
    for (const auto number : chosen(request, frames.count())) {
        tiles.push_back(fitted(frames.load(number), request.longest_px != 0 ? request.longest_px : kTile_px));
    }
    if (tiles.empty()) {
        throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The file has no such frame."};
    }
    return tiles.size() == 1 ? tiles.front() : contact_sheet(tiles);
}

Raster picture_of(const RenderRequest& request) {
    if (request.contact_sheet || request.key_slices > 0) return sheet_of(request);
    const bool is_series = request.paths.size() > 1;
    const auto number = is_series ? request.frame.value_or(request.paths.size() / 2) : 0;
    if (number >= request.paths.size()) {
        throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The series has no such slice."};
    }
    const MappedFile file{request.paths[number]};
    auto raster = load_any(file.bytes(), {is_series ? std::nullopt : request.frame, request.window});
    return filling(raster, request.longest_px, request.longest_px);
}

}  // namespace

void render_file(const RenderRequest& request) {
    if (request.paths.empty()) base::fail_internal("nothing to draw");
    if (request.cine) return render_cine(request);
    const auto encoding = encoding_for(request.output);
    auto raster = picture_of(request);
    if (request.enlarge > 1) {
        raster = resized(raster, raster.width * request.enlarge, raster.height * request.enlarge);
    }
    deid::write_file(request.output, encode(raster, encoding));
}

}  // namespace medal::imaging::picture
