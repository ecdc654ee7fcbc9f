// The slices of one DICOM series as one volume (PS3.3, C.7.6.2): judged together, cut slice by slice.
#include "base/error.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/face/deface.h"
#include "imaging/face/portrait.h"
#include "imaging/face/slice_file.h"
#include "imaging/mapped_file.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace medal::imaging::face {
namespace {

constexpr dicom::Tag kPosition{0x00200032}, kOrientation{0x00200037}, kSpacing{0x00280030},
    kSlope{0x00281053}, kIntercept{0x00281052};
constexpr std::size_t kFewestSlices = 8;
constexpr double kAir_hu = -1000;

struct Slice {
    std::size_t input = 0;
    /// In the plane; the third step is not known here.
    Placement place;
    double height = 0;
    std::size_t columns = 0, rows = 0;
    double slope = 1, intercept = 0;
};

dicom::DataSet opened(const MappedFile& file) {
    auto scan = dicom::scan_file(file.bytes());
    if (scan.data) return std::move(*scan.data);
    throw_refused(scan.findings);
}

double number_or(const dicom::DataSet& data, dicom::Tag tag, double otherwise) {
    const auto values = data.decimals(tag);
    return values.empty() || !std::isfinite(values.front()) ? otherwise : values.front();
}

Point point_at(const std::vector<double>& values, std::size_t first) {
    return {values[first], values[first + 1], values[first + 2]};
}

/// nullopt where the slice has no place in space, or is no single frame of one sample a pixel.
std::optional<Slice> slice_of(const dicom::DataSet& data, std::size_t input) {
    const auto shape = dicom::shape_of(data);
    const auto position = data.decimals(kPosition);
    const auto orientation = data.decimals(kOrientation);
    const auto spacing = data.decimals(kSpacing);
    if (!shape || shape->frames != 1 || shape->samples != 1 || shape->bits_allocated > 16 ||
        shape->bits_allocated < 8 || position.size() != 3 || orientation.size() != 6 || spacing.size() != 2) {
        return std::nullopt;
    }
    Slice slice;
    slice.input = input;
    slice.columns = shape->columns;
    slice.rows = shape->rows;
    slice.place.origin = point_at(position, 0);
    // Pixel Spacing is rows first: the step from row to row, then from column to column.
    slice.place.step[0] = spacing[1] * point_at(orientation, 0);
    slice.place.step[1] = spacing[0] * point_at(orientation, 3);
    slice.height = dot(slice.place.origin, cross(point_at(orientation, 0), point_at(orientation, 3)));
    slice.slope = number_or(data, kSlope, 1);
    slice.intercept = number_or(data, kIntercept, 0);
    if (slice.slope == 0) slice.slope = 1;
    return slice;
}

bool same_plane(const Slice& a, const Slice& b) {
    const auto near = [](const Point& p, const Point& q) {
        const Point apart = p + (-1.0) * q;
        return dot(apart, apart) < 1e-4 * dot(q, q);
    };
    return a.columns == b.columns && a.rows == b.rows && near(a.place.step[0], b.place.step[0]) &&
           near(a.place.step[1], b.place.step[1]);
}

Placement placement_of(const std::vector<Slice>& slices) {
    auto place = slices.front().place;
    const Point across = slices.back().place.origin + (-1.0) * place.origin;
    place.step[2] = (1.0 / static_cast<double>(slices.size() - 1)) * across;
    return place;
}

class Series {
  public:
    explicit Series(const VolumeFiles& files) : files_(files) {}

    VolumeResult run() {
        if (const char* reason = open()) return undecided(reason);
        const auto search = find_face(read());
        auto result = to_result(search);
        result.voxels = slices_.size() * slices_.front().columns * slices_.front().rows;
        if (!search.region || files_.outputs.empty()) return result;
        for (const auto& slice : slices_) result.voxels_removed += cut(slice, *search.region);
        return result;
    }

    Volume volume() {
        if (const char* reason = open()) fail_no_volume(reason);
        return read();
    }

  private:
    /// Says why a person has to look, or nothing.
    const char* open() {
        for (std::size_t i = 0; i < files_.inputs.size(); ++i) {
            const MappedFile file{files_.inputs[i]};
            const auto data = opened(file);
            modality_ = data.text(dicom::tags::kModality);
            if (modality_ != "CT" && modality_ != "MR" && modality_ != "PT") {
                return "Only CT, MR and PET series can be searched for a face.";
            }
            const auto slice = slice_of(data, i);
            if (!slice) return "These images have no single slices with a place in space.";
            slices_.push_back(*slice);
        }
        if (slices_.size() < kFewestSlices) return "Too few slices to tell whether they show a face.";
        std::sort(slices_.begin(), slices_.end(),
                  [](const Slice& a, const Slice& b) { return a.height < b.height; });
        for (const auto& slice : slices_) {
            if (!same_plane(slice, slices_.front())) return "The slices do not lie in one direction.";
        }
        if (!placement_of(slices_).is_plausible()) return "The slices have no plausible places in space.";
        return nullptr;
    }

    Volume read() {
        const auto& first = slices_.front();
        Shrinker shrinker{{first.columns, first.rows, slices_.size()}, placement_of(slices_)};
        std::vector<float> values(first.columns * first.rows);
        for (std::size_t k = 0; k < slices_.size(); ++k) {
            const MappedFile file{files_.inputs[slices_[k].input]};
            const auto frame = dicom::decode_frame(opened(file), 0);
            if (frame.value_count() != values.size()) {
                throw base::Error{base::ErrorKind::invalid, "imaging.decode",
                                  "A slice decodes to another size than its header says."};
            }
            for (std::size_t i = 0; i < values.size(); ++i) {
                least_ = std::min(least_, frame.value(i));
                values[i] = static_cast<float>(static_cast<double>(frame.value(i)) * slices_[k].slope +
                                               slices_[k].intercept);
            }
            shrinker.add_slice(k, values);
        }
        return std::move(shrinker).finish(method());
    }

    Method method() const {
        if (modality_ == "CT") return Method::ct;
        return modality_ == "PT" ? Method::pet : Method::mr;
    }

    std::uint64_t cut(const Slice& slice, const Region& region) const {
        std::vector<std::size_t> pixels;
        for (std::size_t j = 0; j < slice.rows; ++j) {
            for (std::size_t i = 0; i < slice.columns; ++i) {
                const Point at = slice.place.at(static_cast<double>(i), static_cast<double>(j), 0);
                if (region.holds(at)) pixels.push_back(j * slice.columns + i);
            }
        }
        const MappedFile file{files_.inputs[slice.input]};
        const auto air = modality_ == "CT" ? std::lround((kAir_hu - slice.intercept) / slice.slope)
                                           : static_cast<long>(least_);
        write_cut_slice({file.bytes(), opened(file), pixels, std::max<long>(air, least_)},
                        files_.outputs[slice.input]);
        return pixels.size();
    }

    const VolumeFiles& files_;
    std::vector<Slice> slices_;
    std::string modality_;
    std::int64_t least_ = std::numeric_limits<std::int32_t>::max();
};

}  // namespace

Volume read_series(const VolumeFiles& files) {
    return Series{files}.volume();
}

VolumeResult deface_series(const VolumeFiles& files) {
    return Series{files}.run();
}

}  // namespace medal::imaging::face
