#include "imaging/picture_checks.h"

#include "base/error.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/face/nifti_volume.h"
#include "imaging/picture/load.h"
#include "imaging/picture/volume_slice.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <set>

namespace medal::imaging {
namespace {

namespace tags = dicom::tags;
using dicom::Tag;

constexpr Tag kSlope{0x00281053}, kIntercept{0x00281052}, kWidth{0x00281051}, kVoiFunction{0x00281056},
    kModalityLut{0x00283000}, kOrientation{0x00200037}, kPosition{0x00200032}, kPixelSpacing{0x00280030},
    kImageType{0x00080008};
/// Of one frame, native or compressed, so that an inspection ends within its two seconds.
constexpr std::uint64_t kMostPixels = 16'000'000, kMostPackedPixels = 4'000'000;
/// A detector that is driven to its end shows as a peak at the highest value that it can give.
constexpr double kClippedShare = 0.01;
/// Fewer different values are a drawing or a mask, not a picture.
constexpr std::size_t kFewValues = 16;
/// Tissue of a patient lies in here, in Hounsfield units.
constexpr double kLowTissue = -200, kHighTissue = 300, kTissueShare = 0.005;

std::optional<double> first_anywhere(const dicom::DataSet& data, Tag tag) {
    for (const auto& element : data.elements) {
        if (element.tag != tag || element.kind != dicom::Kind::value) continue;
        const auto numbers = data.decimals(element);
        if (!numbers.empty()) return numbers.front();
    }
    return std::nullopt;
}

bool has_anywhere(const dicom::DataSet& data, Tag tag) {
    return std::any_of(data.elements.begin(), data.elements.end(), [&](const dicom::Element& element) {
        return element.tag == tag && element.length > 0;
    });
}

bool is_mask(const dicom::DataSet& data) {
    const auto modality = data.text(tags::kModality);
    return modality == "SEG" || modality == "RTDOSE" || data.integer(tags::kBitsStored).value_or(8) == 1;
}

struct Statistics {
    std::int64_t low = std::numeric_limits<std::int64_t>::max();
    std::int64_t high = std::numeric_limits<std::int64_t>::min();
    double share_low = 0;
    double share_high = 0;
    std::size_t different = 0;
};

Statistics statistics_of(const dicom::DecodedFrame& frame) {
    Statistics result;
    std::size_t at_low = 0;
    std::size_t at_high = 0;
    std::set<std::int64_t> seen;
    const auto count = frame.value_count();
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = frame.value(i);
        if (value < result.low) at_low = 0;
        if (value > result.high) at_high = 0;
        result.low = std::min(result.low, value);
        result.high = std::max(result.high, value);
        at_low += value == result.low ? 1 : 0;
        at_high += value == result.high ? 1 : 0;
        if (seen.size() < kFewValues) seen.insert(value);
    }
    result.different = seen.size();
    if (count == 0) return result;
    result.share_low = static_cast<double>(at_low) / static_cast<double>(count);
    result.share_high = static_cast<double>(at_high) / static_cast<double>(count);
    return result;
}

/// The end of some detector's range: 2^n - 1, for n from 7 up.
bool is_end_of_range(std::int64_t value) {
    return value >= 127 && std::has_single_bit(static_cast<std::uint64_t>(value) + 1);
}

/// Black surroundings are no fault, and neither are white letters in colour: only the bright end counts,
/// which is the low one of MONOCHROME1.
bool is_clipped(const Statistics& statistics, const dicom::DecodedFrame& frame) {
    const bool is_grey = frame.samples == 1 && frame.photometric != "PALETTE COLOR";
    if (statistics.different < kFewValues || !is_grey) return false;
    if (frame.photometric == "MONOCHROME1") {
        return statistics.low == 0 && statistics.share_low > kClippedShare;
    }
    return is_end_of_range(statistics.high) && statistics.share_high > kClippedShare;
}

bool has_tissue(const dicom::DecodedFrame& frame, double slope, double intercept) {
    std::size_t tissue = 0;
    for (std::size_t i = 0; i < frame.value_count(); ++i) {
        const double value = static_cast<double>(frame.value(i)) * slope + intercept;
        tissue += value >= kLowTissue && value <= kHighTissue ? 1 : 0;
    }
    return static_cast<double>(tissue) >= kTissueShare * static_cast<double>(frame.value_count());
}

bool is_original_ct(const dicom::DataSet& data) {
    const auto* type = data.find(kImageType);
    const auto kinds = type != nullptr ? text_of(data.value(*type)) : std::string_view{};
    return data.text(tags::kSopClass).starts_with("1.2.840.10008.5.1.4.1.1.2") &&
           !data.text(tags::kSopClass).starts_with("1.2.840.10008.5.1.4.1.1.20") &&
           kinds.find("LOCALIZER") == std::string_view::npos &&
           kinds.find("DERIVED") == std::string_view::npos;
}

class Judge {
  public:
    explicit Judge(const dicom::DataSet& data) : data_(data) {}

    Findings run(const dicom::ImageShape& shape) {
        const auto cap = data_.is_encapsulated() ? kMostPackedPixels : kMostPixels;
        if (shape.frame_pixels() * shape.samples > cap) return {};
        for (const auto number : std::set<std::uint64_t>{0, shape.frames / 2, shape.frames - 1}) look(number);
        return std::move(findings_);
    }

  private:
    void look(std::uint64_t number) {
        try {
            const auto frame = dicom::decode_frame(data_, number);
            const auto statistics = statistics_of(frame);
            if (statistics.low == statistics.high && !is_mask(data_)) {
                add("pixels.blank", "The picture shows nothing: all its pixels are equal.");
            } else if (!is_mask(data_) && is_clipped(statistics, frame)) {
                add("pixels.clipped",
                    fmt::format("The picture is clipped: {:.0f} % of its pixels have the brightest value.",
                                100 * (frame.photometric == "MONOCHROME1" ? statistics.share_low
                                                                          : statistics.share_high)));
            }
            judge_hounsfield(frame);
        } catch (const base::Error& error) {
            if (error.code() != "imaging.codec" && error.code() != "imaging.no_frame")
                add("pixels.undecodable", "The picture cannot be decoded; it is damaged.");
        }
    }

    void judge_hounsfield(const dicom::DecodedFrame& frame) {
        if (!is_original_ct(data_) || frame.samples != 1 || has_anywhere(data_, kModalityLut)) return;
        const double slope = first_anywhere(data_, kSlope).value_or(1);
        const double intercept = first_anywhere(data_, kIntercept).value_or(0);
        if (slope != 0 && !has_tissue(frame, slope, intercept)) {
            add("dicom.hounsfield",
                "No value of this CT image is that of tissue; its rescaling may be wrong.");
        }
    }

    /// Once for all frames.
    void add(const char* code, std::string message) {
        const bool known = std::any_of(findings_.begin(), findings_.end(),
                                       [&](const Finding& finding) { return finding.code == code; });
        if (!known) findings_.push_back(warning(code, std::move(message)));
    }

    const dicom::DataSet& data_;
    Findings findings_;
};

bool is_blank(Bytes voxels, std::size_t unit) {
    return voxels.size() > unit &&
           std::equal(voxels.begin(), voxels.end() - static_cast<std::ptrdiff_t>(unit),
                      voxels.begin() + static_cast<std::ptrdiff_t>(unit));
}

}  // namespace

Findings judge_scaling(const dicom::DataSet& data) {
    Findings findings;
    const auto slope = first_anywhere(data, kSlope);
    if (slope == 0.0) {
        findings.push_back(
            warning("dicom.rescale_slope", "The rescale slope is 0: every value would be one."));
    }
    const auto width = first_anywhere(data, kWidth);
    const bool is_linear = data.text(kVoiFunction).empty() || data.text(kVoiFunction) == "LINEAR";
    if (width && (is_linear ? *width < 1 : *width <= 0)) {
        findings.push_back(
            warning("dicom.window_width", "The window of the header is narrower than it may be."));
    }
    const auto modality = data.text(tags::kModality);
    if (modality != "CT" && modality != "MR" && modality != "PT") return findings;
    if (is_original_ct(data) && !has_anywhere(data, kIntercept) && !has_anywhere(data, kModalityLut)) {
        findings.push_back(warning("dicom.rescale_missing",
                                   "This CT image does not say how its values become Hounsfield units."));
    }
    if (data.text(tags::kSopClass).starts_with("1.2.840.10008.5.1.4.1.1.7")) return findings;
    if (!has_anywhere(data, kOrientation) || !has_anywhere(data, kPosition)) {
        findings.push_back(
            warning("dicom.no_orientation", "The image does not say how it lies in the patient."));
    }
    if (first_anywhere(data, kPixelSpacing).value_or(0) <= 0) {
        findings.push_back(warning("dicom.no_spacing", "The image does not say how large its pixels are."));
    }
    return findings;
}

Findings judge_picture(const dicom::DataSet& data) {
    const auto shape = dicom::shape_of(data);
    if (!shape || shape->frames == 0 || data.find(tags::kPixelData) == nullptr) return {};
    auto findings = judge_scaling(data);
    for (auto& finding : Judge{data}.run(*shape)) findings.push_back(std::move(finding));
    return findings;
}

Findings judge_volume(Bytes file, const NiftiHeader& header) {
    Findings findings;
    if (!face::placement_of(file, header)) {
        findings.push_back(
            warning("nifti.no_orientation", "The volume does not say how it lies in the patient."));
    }
    if (!picture::is_drawable(header)) {
        findings.push_back(
            warning("nifti.not_drawn",
                    "Voxels of this type (complex numbers, colours with transparency, numbers of "
                    "128 bits), and slices of more than 100 million pixels, are kept as they are, "
                    "but cannot be shown."));
    }
    const auto is_size = [](double mm) { return std::isfinite(mm) && mm > 0; };
    if (!std::all_of(header.pixdim.begin() + 1, header.pixdim.begin() + 4, is_size)) {
        findings.push_back(warning("nifti.no_spacing", "The volume does not say how large its voxels are."));
    }
    if (header.bits % 8 == 0 &&
        is_blank(file.subspan(header.data_offset, header.data_bytes()), header.bits / 8)) {
        findings.push_back(warning("pixels.blank", "The volume shows nothing: all its voxels are equal."));
    }
    return findings;
}

Findings judge_raster(Bytes file) {
    Findings findings;
    try {
        const auto raster = picture::load_raster(file);
        const Bytes samples = std::as_bytes(std::span{raster.samples});
        if (is_blank(samples, raster.channels)) {
            findings.push_back(
                warning("pixels.blank", "The picture shows nothing: all its pixels are equal."));
        }
    } catch (const base::Error&) {
        findings.push_back(warning("pixels.undecodable", "The picture cannot be decoded; it is damaged."));
    }
    return findings;
}

}  // namespace medal::imaging
