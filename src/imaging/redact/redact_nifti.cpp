#include "imaging/deid/output_plan.h"
#include "imaging/dicom/inflate.h"
#include "imaging/face/nifti_volume.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"
#include "imaging/viewing/body_axes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace medal::imaging::redact {
namespace {

using face::NiftiVoxels;
using viewing::Axis;

/// Voxels are real numbers of any type; they are painted as whole numbers between the least and the greatest.
constexpr double kSteps = 2147483647;
constexpr std::size_t kSample_bytes = 4;

/// Of all finite values of the file.
struct Span {
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();

    bool is_empty() const { return least > most; }
    double step() const { return most > least ? (most - least) / kSteps : 1; }
};

Span span_of(const NiftiVoxels& voxels) {
    Span span;
    std::vector<float> slice;
    for (std::size_t volume = 0; volume < voxels.volumes(); ++volume) {
        for (std::size_t k = 0; k < voxels.size()[2]; ++k) {
            voxels.read_slice(volume, k, slice);
            for (const double value : slice) {
                if (!std::isfinite(value)) continue;
                span.least = std::min(span.least, value);
                span.most = std::max(span.most, value);
            }
        }
    }
    return span.is_empty() ? Span{0, 0} : span;
}

/// One slice as it is shown.
class ShownSlice {
  public:
    ShownSlice(const NiftiVoxels& voxels, const std::array<Axis, 3>& axes, std::uint64_t frame)
        : voxels_(voxels), axes_(axes) {
        const auto slices = voxels.size()[axes[2].index];
        volume_ = frame / slices;
        slice_ = frame % slices;
    }

    std::size_t columns() const { return voxels_.size()[axes_[0].index]; }
    std::size_t rows() const { return voxels_.size()[axes_[1].index]; }

    std::vector<std::byte> samples(const Span& span) const {
        std::vector<std::byte> bytes(columns() * rows() * kSample_bytes);
        auto* to = bytes.data();
        for (std::size_t y = 0; y < rows(); ++y) {
            for (std::size_t x = 0; x < columns(); ++x, to += kSample_bytes) {
                const auto value = voxels_.value_at(volume_, voxel(x, y));
                const auto part = std::isfinite(value) ? (value - span.least) / span.step() : 0.0;
                const auto sample = static_cast<std::uint32_t>(std::clamp(std::round(part), 0.0, kSteps));
                std::memcpy(to, &sample, kSample_bytes);
            }
        }
        return bytes;
    }

    /// Only voxels under a region are written, so that all others keep their bits.
    void write(const std::vector<std::byte>& samples, const Span& span, const std::vector<Region>& regions,
               std::vector<std::byte>& file) const {
        for (const auto& region : regions) {
            const auto right = std::min<std::uint64_t>(columns(), region.x + region.width);
            const auto bottom = std::min<std::uint64_t>(rows(), region.y + region.height);
            for (auto y = region.y; y < bottom; ++y) {
                for (auto x = region.x; x < right; ++x) {
                    std::uint32_t sample = 0;
                    std::memcpy(&sample, samples.data() + (y * columns() + x) * kSample_bytes, kSample_bytes);
                    const auto bytes = voxels_.bytes_of(span.least + sample * span.step());
                    std::copy(bytes.begin(), bytes.end(),
                              file.data() + voxels_.offset_of(volume_, voxel(x, y)));
                }
            }
        }
    }

  private:
    std::array<std::size_t, 3> voxel(std::size_t x, std::size_t y) const {
        std::array<std::size_t, 3> place{};
        const std::array<std::size_t, 3> shown{x, y, slice_};
        for (std::size_t body = 0; body < 3; ++body) {
            const auto& axis = axes_[body];
            const auto last = voxels_.size()[axis.index] - 1;
            place[axis.index] = axis.is_reversed ? last - shown[body] : shown[body];
        }
        return place;
    }

    const NiftiVoxels& voxels_;
    const std::array<Axis, 3>& axes_;
    std::size_t volume_ = 0;
    std::size_t slice_ = 0;
};

void paint_slice(const ShownSlice& slice, const Span& span, const std::vector<Region>& regions,
                 std::vector<std::byte>& file) {
    auto bytes = slice.samples(span);
    Samples samples;
    samples.bytes = bytes;
    samples.columns = slice.columns();
    samples.rows = slice.rows();
    samples.bits_allocated = samples.bits_stored = 8 * kSample_bytes;
    paint(samples, regions);
    slice.write(bytes, span, regions, file);
}

}  // namespace

Result redact_nifti(const Request& request, Bytes packed) {
    const auto before = face::unpacked_nifti(packed);
    const auto header = face::readable_nifti(before);
    const NiftiVoxels voxels{before, header};
    const auto place = face::placement_of(before, header);
    const auto axes = viewing::axes_of(place ? *place : viewing::upright(header));
    const auto span = span_of(voxels);
    auto file = before;
    Result result{true, "application/gzip", 0};
    const auto frames = voxels.size()[axes[2].index] * voxels.volumes();
    for (std::uint64_t frame = 0; frame < frames; ++frame) {
        const auto met = regions_on(request.regions, frame);
        if (met.empty()) continue;
        paint_slice({voxels, axes, frame}, span, met, file);
        ++result.frames_changed;
    }
    deid::write_file(request.output, dicom::gzip(file));
    return result;
}

}  // namespace medal::imaging::redact
