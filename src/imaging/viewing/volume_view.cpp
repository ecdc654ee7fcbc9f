#include "imaging/viewing/volume_view.h"

#include "base/error.h"
#include "imaging/face/nifti_volume.h"
#include "imaging/gzip_image.h"
#include "imaging/viewing/body_axes.h"
#include "imaging/viewing/shrink.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace medal::imaging::viewing {
namespace {

using face::NiftiVoxels;

constexpr std::size_t kMaxLabels = 256;
/// Of neighbours that are not background, so many have the same label; pictures of few grey values have less.
constexpr double kConnectedPart = 0.6;
/// The darkest and brightest voxels do not decide how bright the small picture is.
constexpr double kClippedPart = 0.005;

/// Label maps hold whole numbers from 0, few of them, in connected regions.
class LabelJudge {
  public:
    void add(const std::vector<float>& slice, std::size_t columns) {
        if (!is_possible_) return;
        for (std::size_t i = 0; i < slice.size(); ++i) {
            const float value = slice[i];
            if (!(value >= 0 && value <= 65535 && value == std::floor(value))) return reject();
            if (value == 0) continue;
            if (seen_.insert(static_cast<int>(value)).second && seen_.size() > kMaxLabels) return reject();
            if (i % columns == 0 || slice[i - 1] == 0) continue;
            ++neighbours_;
            if (slice[i - 1] == value) ++equal_;
        }
    }

    bool is_label_map() const {
        const bool is_connected = neighbours_ > 0 && static_cast<double>(equal_) >=
                                                         kConnectedPart * static_cast<double>(neighbours_);
        return is_possible_ && !seen_.empty() && is_connected;
    }

  private:
    void reject() { is_possible_ = false; }

    bool is_possible_ = true;
    std::set<int> seen_;
    std::size_t neighbours_ = 0, equal_ = 0;
};

/// One plane of the body's axes, gathered while the slices of the file go by.
class Plane {
  public:
    Plane(const std::array<std::size_t, 3>& size, const std::array<Axis, 3>& axes)
        : size_(size),
          axes_(axes),
          width_(size[axes[0].index]),
          height_(size[axes[1].index]),
          values_(width_ * height_) {}

    void add_slice(std::size_t k, const std::vector<float>& slice) {
        for (std::size_t y = 0; y < height_; ++y) {
            for (std::size_t x = 0; x < width_; ++x) {
                std::array<std::size_t, 3> voxel{};
                voxel[axes_[0].index] = along(axes_[0], x);
                voxel[axes_[1].index] = along(axes_[1], y);
                voxel[axes_[2].index] = size_[axes_[2].index] / 2;
                if (voxel[2] == k) values_[y * width_ + x] = slice[voxel[1] * size_[0] + voxel[0]];
            }
        }
    }

    picture::Raster raster() const {
        auto sorted = values_;
        std::erase_if(sorted, [](float value) { return !std::isfinite(value); });
        if (sorted.empty()) sorted.push_back(0);
        std::sort(sorted.begin(), sorted.end());
        const auto clipped = static_cast<std::size_t>(static_cast<double>(sorted.size()) * kClippedPart);
        const float least = sorted[clipped], most = sorted[sorted.size() - 1 - clipped];
        auto raster = picture::Raster::blank(width_, height_, 1);
        for (std::size_t i = 0; i < values_.size(); ++i) {
            const float part = most > least ? (values_[i] - least) / (most - least) : 0;
            raster.samples[i] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(part, 0.F, 1.F)));
        }
        return raster;
    }

  private:
    std::size_t along(const Axis& axis, std::size_t at) const {
        return axis.is_reversed ? size_[axis.index] - 1 - at : at;
    }

    std::array<std::size_t, 3> size_;
    std::array<Axis, 3> axes_;
    std::size_t width_;
    std::size_t height_;
    std::vector<float> values_;
};

/// In millimetres, not in voxels.
picture::Raster in_proportion(picture::Raster raster, double column_mm, double row_mm,
                              std::int64_t longest_px) {
    const double width_mm = static_cast<double>(raster.width) * column_mm;
    const double height_mm = static_cast<double>(raster.height) * row_mm;
    const double scale = static_cast<double>(longest_px) / std::max(width_mm, height_mm);
    const auto size = [&](double length_mm) {
        return static_cast<std::size_t>(
            std::clamp<std::int64_t>(std::llround(length_mm * scale), 1, longest_px));
    };
    return shrunk(std::move(raster), size(width_mm), size(height_mm));
}

double length_of(const face::Point& step) {
    return std::sqrt(dot(step, step));
}

/// `inflated` holds the bytes of a packed volume.
NiftiHeader header_of(Bytes& file, std::vector<std::byte>& inflated) {
    Findings findings;
    if (detect_kind(file) == FileKind::gzip) {
        auto plain = inflate_image(file, findings);
        if (plain) inflated = std::move(*plain);
        file = inflated;
    }
    const auto header = findings.empty() ? check_nifti(file, findings) : std::nullopt;
    if (!header) throw_refused(findings);
    if (face::is_readable(*header)) return *header;
    throw base::Error{base::ErrorKind::unsupported, "imaging.nifti_type",
                      "NIfTI volumes are shown when each voxel is one real number."};
}

}  // namespace

PreparedVolume prepare_volume(Bytes file, std::int64_t longest_px) {
    std::vector<std::byte> inflated;
    const auto header = header_of(file, inflated);
    const NiftiVoxels voxels{file, header};
    PreparedVolume prepared;
    VolumeGrid grid;
    const auto known = face::placement_of(file, header);
    if (known) {
        for (const auto& point : {known->origin, known->step[0], known->step[1], known->step[2]}) {
            grid.place_mm.insert(grid.place_mm.end(), {point.x, point.y, point.z});
        }
    }
    const auto place = known ? *known : upright(header);
    const auto axes = axes_of(place);
    const auto size = voxels.size();
    Plane plane{size, axes};
    LabelJudge judge;
    std::vector<float> slice;
    for (std::size_t k = 0; k < size[2]; ++k) {
        voxels.read_slice(0, k, slice);
        judge.add(slice, size[0]);
        plane.add_slice(k, slice);
    }
    for (const auto count : size) grid.size.push_back(static_cast<std::int64_t>(count));
    grid.times = static_cast<std::int64_t>(voxels.volumes());
    grid.is_label_map = grid.times == 1 && judge.is_label_map();
    auto& media = prepared.media;
    media.kind = MediaKind::volume;
    media.media_type = "application/gzip";
    media.columns = grid.size[axes[0].index];
    media.rows = grid.size[axes[1].index];
    media.column_mm = length_of(place.step[axes[0].index]);
    media.row_mm = length_of(place.step[axes[1].index]);
    media.slice_mm = length_of(place.step[axes[2].index]);
    media.pages = grid.size[axes[2].index] * grid.times;
    prepared.small = in_proportion(plane.raster(), *media.column_mm, *media.row_mm, longest_px);
    media.volume = std::move(grid);
    return prepared;
}

}  // namespace medal::imaging::viewing
