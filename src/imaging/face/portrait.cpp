#include "imaging/face/portrait.h"

#include "base/error.h"
#include "imaging/file_kind.h"
#include "imaging/mapped_file.h"
#include "imaging/prescan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <vector>

namespace medal::imaging::face {
namespace {

constexpr double kStep_mm = 1.5;
constexpr std::size_t kLongestSide_px = 400;
/// Between air and skin, and well above the noise of air.
constexpr float kSkin_hu = -300;
constexpr double kNoDepth = -1;

struct Span {
    double low = 0, high = 0;

    std::size_t steps() const {
        return std::min(kLongestSide_px, static_cast<std::size_t>((high - low) / kStep_mm) + 1);
    }
};

/// Where the volume lies along x, y and z of the patient.
std::array<Span, 3> extent_of(const Volume& volume) {
    std::array<Span, 3> spans{Span{1e9, -1e9}, Span{1e9, -1e9}, Span{1e9, -1e9}};
    const auto last = [&](std::size_t axis) { return static_cast<double>(volume.size[axis] - 1); };
    for (unsigned corner = 0; corner < 8; ++corner) {
        const auto p = volume.place.at((corner & 1U) != 0 ? last(0) : 0, (corner & 2U) != 0 ? last(1) : 0,
                                       (corner & 4U) != 0 ? last(2) : 0);
        const std::array at{p.x, p.y, p.z};
        for (std::size_t axis = 0; axis < 3; ++axis) {
            spans[axis].low = std::min(spans[axis].low, at[axis]);
            spans[axis].high = std::max(spans[axis].high, at[axis]);
        }
    }
    return spans;
}

/// MR has no units: a share of what is bright.
float surface_value(const Volume& volume) {
    if (volume.is_ct()) return kSkin_hu;
    auto values = volume.values;
    const auto at = [&](double share) {
        const auto n = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
        std::nth_element(values.begin(), values.begin() + n, values.end());
        return values[static_cast<std::size_t>(n)];
    };
    const auto low = at(0.02);
    return low + 0.15F * (at(0.98) - low);
}

class Eye {
  public:
    Eye(const Volume& volume, Side side)
        : volume_(volume),
          side_(side),
          inverse_(volume.place.inverse()),
          spans_(extent_of(volume)),
          surface_(surface_value(volume)),
          air_(*std::min_element(volume.values.begin(), volume.values.end())) {
        if (!inverse_) fail_no_volume("The slices have no plausible places in space.");
    }

    picture::Raster look() {
        const auto& across = spans_[side_ == Side::front ? 0 : 1];
        width_ = across.steps();
        height_ = spans_[2].steps();
        depths_.assign(width_ * height_, kNoDepth);
        for (std::size_t row = 0; row < height_; ++row) {
            for (std::size_t column = 0; column < width_; ++column) {
                depths_[row * width_ + column] =
                    depth_at(across.low + static_cast<double>(column) * kStep_mm,
                             spans_[2].high - static_cast<double>(row) * kStep_mm);
            }
        }
        return shaded();
    }

  private:
    float voxel(const std::array<std::ptrdiff_t, 3>& at) const {
        for (std::size_t axis = 0; axis < 3; ++axis) {
            if (at[axis] < 0 || at[axis] >= static_cast<std::ptrdiff_t>(volume_.size[axis])) return air_;
        }
        return volume_.at(static_cast<std::size_t>(at[0]), static_cast<std::size_t>(at[1]),
                          static_cast<std::size_t>(at[2]));
    }

    /// Between the eight voxels around, so that the skin is no staircase.
    double value_at(const Point& point) const {
        const auto inside = inverse_->at(point.x, point.y, point.z);
        const std::array place{inside.x, inside.y, inside.z};
        double sum = 0;
        for (unsigned corner = 0; corner < 8; ++corner) {
            double weight = 1;
            std::array<std::ptrdiff_t, 3> at{};
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const auto low = std::floor(place[axis]);
                const bool is_upper = (corner >> axis & 1U) != 0;
                weight *= is_upper ? place[axis] - low : 1 - (place[axis] - low);
                at[axis] = static_cast<std::ptrdiff_t>(low) + (is_upper ? 1 : 0);
            }
            if (weight > 0) sum += weight * static_cast<double>(voxel(at));
        }
        return sum;
    }

    /// From the eye on; two steps in the body in a row, so that a grain of noise is no skin.
    double depth_at(double across, double height) const {
        const auto& ray = spans_[side_ == Side::front ? 1 : 0];
        double before = air_;
        double entered = kNoDepth;
        const auto steps = static_cast<std::size_t>((ray.high - ray.low) / kStep_mm);
        for (std::size_t step = 0; step <= steps; ++step) {
            const auto depth = static_cast<double>(step) * kStep_mm;
            const Point at = side_ == Side::front ? Point{across, ray.low + depth, height}
                                                  : Point{ray.high - depth, across, height};
            const auto value = value_at(at);
            const bool is_body = value > surface_;
            if (is_body && entered != kNoDepth) return entered;
            entered = kNoDepth;
            if (is_body) entered = depth - kStep_mm * (value - surface_) / std::max(value - before, 1e-3);
            before = value;
        }
        return kNoDepth;
    }

    double slope(std::size_t one, std::size_t other) const {
        return depths_[one] == kNoDepth || depths_[other] == kNoDepth ? 4 * kStep_mm
                                                                      : depths_[one] - depths_[other];
    }

    picture::Raster shaded() const {
        auto raster = picture::Raster::blank(width_, height_, 1);
        for (std::size_t row = 1; row + 1 < height_; ++row) {
            for (std::size_t column = 1; column + 1 < width_; ++column) {
                const auto at = row * width_ + column;
                if (depths_[at] == kNoDepth) continue;
                const auto dx = slope(at + 1, at - 1);
                const auto dy = slope(at + width_, at - width_);
                const auto facing = 2 * kStep_mm / std::sqrt(dx * dx + dy * dy + 4 * kStep_mm * kStep_mm);
                *raster.pixel(column, row) = static_cast<std::uint8_t>(35 + 220 * facing);
            }
        }
        return raster;
    }

    const Volume& volume_;
    Side side_;
    std::optional<Placement> inverse_;
    std::array<Span, 3> spans_;
    float surface_;
    float air_;
    std::size_t width_ = 0, height_ = 0;
    std::vector<double> depths_;
};

}  // namespace

void fail_no_volume(const char* reason) {
    throw base::Error{base::ErrorKind::unsupported, "imaging.no_volume", reason};
}

picture::Raster portrait(const Volume& volume, Side side) {
    return Eye{volume, side}.look();
}

Volume read_volume(const VolumeFiles& files) {
    if (files.inputs.empty()) base::fail_internal("a volume has no files");
    const MappedFile first{files.inputs.front()};
    const auto scan = prescan(first.bytes());
    require_accepted(scan.findings);
    if (detect_kind(first.bytes()) == FileKind::dicom) return read_series(files);
    if (scan.kind == FileKind::nifti) return read_nifti(first.bytes());
    fail_no_volume("This is no volume.");
}

}  // namespace medal::imaging::face
