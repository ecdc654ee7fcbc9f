#include "imaging/segmentation/segmentation.h"

#include "base/error.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/mapped_file.h"
#include "imaging/segmentation/frame_groups.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <utility>

namespace medal::imaging::segmentation {
namespace {

using Vector = std::array<double, 3>;

constexpr std::string_view kSegmentationStorage = "1.2.840.10008.5.1.4.1.1.66.4";
constexpr std::string_view kLabelMapStorage = "1.2.840.10008.5.1.4.1.1.66.7";
constexpr dicom::Tag kSegmentationType{0x00620001}, kMaximumFraction{0x0062000E};
constexpr std::int64_t kFullFraction = 255;
constexpr std::uint64_t kMaxSlices = 100'000;
/// How far a frame may lie from its place in an even stack: of the spacing between slices.
constexpr double kUneven = 0.01;
constexpr double kAside_mm = 0.01;
constexpr double kTurned = 1e-4;

/// Every error names the file; only its name, never its folder.
class Fault {
  public:
    explicit Fault(std::string name) : name_(std::move(name)) {}
    [[noreturn]] void raise(std::string_view code, std::string_view what, std::string hint) const {
        throw base::Error{base::ErrorKind::invalid,
                          "segmentation." + std::string{code},
                          fmt::format("{}: {}", name_, what),
                          {.field = {}, .hint = std::move(hint), .detail = {}}};
    }

  private:
    std::string name_;
};

double dot(const Vector& a, const Vector& b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
Vector cross(const Vector& a, const Vector& b) {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
Vector minus(const Vector& a, const Vector& b) {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
}

dicom::DataSet scan(Bytes bytes, const Fault& fault) {
    auto found = dicom::scan_file(bytes);
    if (!found.data) {
        const auto bad = std::find_if(found.findings.begin(), found.findings.end(),
                                      [](const Finding& one) { return one.severity == Severity::error; });
        fault.raise("not_dicom", bad == found.findings.end() ? "This is no DICOM file." : bad->message,
                    "Give a DICOM segmentation or a NIfTI label image.");
    }
    const auto kind = found.data->text(dicom::tags::kSopClass);
    if (kind != kSegmentationStorage && kind != kLabelMapStorage) {
        fault.raise("not_segmentation", "This DICOM file is no segmentation.",
                    "Give a file of SOP class Segmentation Storage, or a NIfTI label image.");
    }
    return std::move(*found.data);
}

void require_own_codec(const dicom::DataSet& data, const Fault& fault) {
    const auto* pixels = data.find(dicom::tags::kPixelData);
    if (pixels == nullptr) fault.raise("not_segmentation", "It has no pixels.", "Export it again.");
    if (pixels->kind == dicom::Kind::value) return;
    const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
    const bool is_own =
        syntax != nullptr && (syntax->codec == dicom::Codec::rle || syntax->codec == dicom::Codec::native ||
                              syntax->codec == dicom::Codec::deflated_frames);
    if (!is_own) {
        fault.raise("compressed", "Its frames are compressed in a way that is not read here.",
                    "Decompress it first, for example with gdcmconv --raw.");
    }
}

/// The even stack that all frames lie in.
struct Stack {
    Vector row{};
    Vector column{};
    Vector normal{};
    Vector origin_mm{};
    std::array<double, 2> pixel_spacing_mm{};
    double slice_spacing_mm = 1;
    std::uint64_t slices = 1;
    /// Of each frame.
    std::vector<std::uint64_t> slice_of;
};

void require_same_plane(const std::vector<FrameGroup>& groups, const Fault& fault) {
    const auto& first = groups.front();
    for (const auto& one : groups) {
        if (!one.position_mm || !one.orientation || !one.pixel_spacing_mm) {
            fault.raise(
                "not_in_patient", "Its frames have no position in the patient.",
                "Only segmentations of volumes are measured, not those of slides or single pictures.");
        }
        for (std::size_t i = 0; i < 6; ++i) {
            if (std::abs((*one.orientation)[i] - (*first.orientation)[i]) > kTurned)
                fault.raise("uneven", "Its frames are turned against each other.",
                            "Export one stack a file.");
        }
    }
}

double slice_spacing_of(const FrameGroup& group, const std::vector<double>& heights) {
    if (group.slice_spacing_mm) return *group.slice_spacing_mm;
    double least = 0;
    for (std::size_t i = 1; i < heights.size(); ++i) {
        const auto gap = heights[i] - heights[i - 1];
        if (gap > kAside_mm && (least == 0 || gap < least)) least = gap;
    }
    return least > 0 ? least : group.slice_thickness_mm.value_or(1);
}

Stack plane_of(const FrameGroup& first, const Fault& fault) {
    const auto& o = *first.orientation;
    Stack stack;
    stack.row = {o[0], o[1], o[2]};
    stack.column = {o[3], o[4], o[5]};
    stack.normal = cross(stack.row, stack.column);
    if (std::abs(dot(stack.normal, stack.normal) - 1) > kTurned)
        fault.raise("uneven", "The directions of its rows and columns make no right angle.",
                    "Export it again.");
    stack.pixel_spacing_mm = *first.pixel_spacing_mm;
    if (!(stack.pixel_spacing_mm[0] > 0 && stack.pixel_spacing_mm[1] > 0))
        fault.raise("uneven", "The spacing of its pixels is not positive.", "Export it again.");
    return stack;
}

/// Which slice of the stack this position is.
std::uint64_t slice_at(const Vector& position_mm, const Stack& stack, std::size_t frame, const Fault& fault) {
    const auto aside = minus(position_mm, stack.origin_mm);
    const double along = dot(aside, stack.normal);
    const double beside_2 = dot(aside, aside) - along * along;
    const double step = along / stack.slice_spacing_mm;
    if (!(std::abs(step - std::round(step)) <= kUneven) || !(beside_2 <= kAside_mm * kAside_mm)) {
        fault.raise("uneven",
                    fmt::format("Frame {} does not lie in an even stack with the others.", frame + 1),
                    "Export one stack with even spacing a file.");
    }
    if (!(step < static_cast<double>(kMaxSlices)))
        fault.raise("too_large", "Its frames lie too far apart.", "Export one stack a file.");
    return static_cast<std::uint64_t>(std::llround(step));
}

Stack stack_of(const std::vector<FrameGroup>& groups, const Fault& fault) {
    require_same_plane(groups, fault);
    auto stack = plane_of(groups.front(), fault);
    std::vector<double> heights;
    for (const auto& one : groups) heights.push_back(dot(*one.position_mm, stack.normal));
    const auto lowest = std::min_element(heights.begin(), heights.end()) - heights.begin();
    stack.origin_mm = *groups[static_cast<std::size_t>(lowest)].position_mm;
    std::sort(heights.begin(), heights.end());
    stack.slice_spacing_mm = slice_spacing_of(groups.front(), heights);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        stack.slice_of.push_back(slice_at(*groups[i].position_mm, stack, i, fault));
        stack.slices = std::max(stack.slices, stack.slice_of.back() + 1);
    }
    return stack;
}

/// What a pixel of a frame stands for.
class Meaning {
  public:
    explicit Meaning(const dicom::DataSet& data)
        : is_label_map_(data.text(kSegmentationType) == "LABELMAP"),
          is_fractional_(data.text(kSegmentationType) == "FRACTIONAL"),
          full_(data.integer(kMaximumFraction).value_or(kFullFraction)) {}

    bool is_label_map() const { return is_label_map_; }
    std::uint16_t label_of(std::int64_t value, std::uint16_t segment) const {
        if (is_label_map_) return static_cast<std::uint16_t>(value);
        const bool is_inside = is_fractional_ ? value > 0 && 2 * value >= full_ : value != 0;
        return is_inside ? segment : std::uint16_t{0};
    }

  private:
    bool is_label_map_;
    bool is_fractional_;
    std::int64_t full_;
};

void lay(const dicom::DecodedFrame& frame, const Meaning& meaning, std::uint16_t segment,
         const std::set<std::uint16_t>& only, std::uint16_t* slice, const Fault& fault) {
    for (std::size_t i = 0; i < frame.columns * frame.rows; ++i) {
        const auto label = meaning.label_of(frame.value(i), segment);
        if (label == 0 || (!only.empty() && !only.contains(label))) continue;
        if (slice[i] != 0 && slice[i] != label) {
            fault.raise("overlap",
                        fmt::format("Segments {} and {} overlap, and a voxel holds one label.",
                                    std::min(slice[i], label), std::max(slice[i], label)),
                        "Measure them one at a time, as with --labels " + std::to_string(label) + ".");
        }
        slice[i] = label;
    }
}

Volume empty_volume(const Stack& stack, const dicom::ImageShape& shape, std::uint64_t max_voxels,
                    const Fault& fault) {
    const auto columns = shape.columns;
    const auto rows = shape.rows;
    if (columns * rows == 0 || stack.slices > max_voxels / (columns * rows))
        fault.raise("too_large", "It spans more voxels than are read here.", "Export one stack a file.");
    Volume volume;
    volume.size = {columns, rows, stack.slices};
    volume.spacing_mm = {stack.pixel_spacing_mm[1], stack.pixel_spacing_mm[0], stack.slice_spacing_mm};
    volume.origin_mm = stack.origin_mm;
    volume.axes = {stack.row, stack.column, stack.normal};
    volume.labels.resize(columns * rows * stack.slices);
    return volume;
}

}  // namespace

bool is_dicom(const std::filesystem::path& file) {
    std::array<char, 132> head{};
    std::ifstream stream{file, std::ios::binary};
    stream.read(head.data(), head.size());
    return stream.gcount() == static_cast<std::streamsize>(head.size()) &&
           std::string_view{head.data() + 128, 4} == "DICM";
}

Volume read_volume(const std::filesystem::path& file, const std::set<std::uint16_t>& only) {
    const MappedFile mapped{file};
    return read_volume(mapped.bytes(), file.filename().string(), only);
}

Volume read_volume(Bytes bytes, const std::string& name, const std::set<std::uint16_t>& only,
                   std::uint64_t max_voxels) {
    const Fault fault{name};
    const auto data = scan(bytes, fault);
    require_own_codec(data, fault);
    const auto shape = dicom::shape_of(data);
    const auto groups = frame_groups(data);
    if (!shape || shape->samples != 1 || groups.empty() || groups.size() != shape->frames)
        fault.raise("not_segmentation", "Its frames and what is said of them do not match.",
                    "Export it again.");
    const Meaning meaning{data};
    const auto stack = stack_of(groups, fault);
    auto volume = empty_volume(stack, *shape, max_voxels, fault);
    const dicom::FrameDecoder decoder{data};
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto segment = groups[i].segment.value_or(0);
        if (!meaning.is_label_map() && segment == 0)
            fault.raise("not_segmentation", fmt::format("Frame {} names no segment.", i + 1),
                        "Export it again.");
        if (!meaning.is_label_map() && !only.empty() && !only.contains(segment)) continue;
        lay(decoder.decode(i), meaning, segment, only,
            volume.labels.data() + stack.slice_of[i] * shape->columns * shape->rows, fault);
    }
    return volume;
}

}  // namespace medal::imaging::segmentation
