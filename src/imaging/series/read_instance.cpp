#include "base/error.h"
#include "imaging/dicom/charset.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/mapped_file.h"
#include "imaging/picture_checks.h"
#include "imaging/series/series.h"

#include <fmt/format.h>

namespace medal::imaging::series {
namespace {

using dicom::Tag;

constexpr Tag kSeriesDescription{0x0008103E}, kBodyPart{0x00180015}, kSeriesNumber{0x00200011},
    kInstanceNumber{0x00200013}, kPosition{0x00200032}, kOrientation{0x00200037}, kSpacing{0x00280030},
    kThickness{0x00180050}, kTemporalPosition{0x00200100}, kEcho{0x00180086}, kTrigger{0x00181060},
    kBValue{0x00189087}, kAcquisition{0x00200012};

std::string phase_of(const dicom::DataSet& data) {
    std::string phase;
    for (const Tag tag : {kTemporalPosition, kEcho, kBValue, kTrigger, kAcquisition}) {
        const auto value = data.integer(tag);
        phase += value ? std::to_string(*value) + " " : "- ";
    }
    return phase;
}

/// FNV-1a over words of eight bytes: only equality within one series is asked for, not safety.
std::string digest_of(const dicom::DataSet& data) {
    const auto* pixels = data.find(dicom::tags::kPixelData);
    if (pixels == nullptr) return {};
    const auto begin = pixels->value_offset;
    const auto* last = &data.elements[pixels->end - 1];
    const auto bytes = data.bytes.subspan(begin, last->value_offset + last->length - begin);
    std::uint64_t digest = 0xcbf29ce484222325ULL;
    std::size_t at = 0;
    for (; at + 8 <= bytes.size(); at += 8) digest = (digest ^ u64(bytes, at)) * 0x100000001b3ULL;
    for (; at < bytes.size(); ++at) {
        digest = (digest ^ std::to_integer<std::uint64_t>(bytes[at])) * 0x100000001b3ULL;
    }
    return fmt::format("{:016x} {}", digest, bytes.size());
}

/// Enhanced objects keep these in functional groups: the first of them at any depth.
std::vector<double> anywhere(const dicom::DataSet& data, Tag tag) {
    for (const auto& element : data.elements) {
        if (element.tag == tag) return data.decimals(element);
    }
    return {};
}

Instance instance_of(const dicom::DataSet& data, const dicom::ImageShape& shape) {
    const auto text = [&](Tag tag) { return std::string{data.text(tag)}; };
    const dicom::Charset charset{data.text(dicom::tags::kCharacterSet)};
    Instance instance;
    instance.sop_class = text(dicom::tags::kSopClass);
    instance.transfer_syntax = data.transfer_syntax;
    instance.modality = text(dicom::tags::kModality);
    instance.study_uid = text(dicom::tags::kStudyInstance);
    instance.series_uid = text(dicom::tags::kSeriesInstance);
    instance.instance_uid = text(dicom::tags::kSopInstance);
    instance.description = charset.to_utf8(data.text(kSeriesDescription));
    instance.body_part = text(kBodyPart);
    instance.series_number = data.integer(kSeriesNumber).value_or(0);
    instance.instance_number = data.integer(kInstanceNumber).value_or(0);
    instance.rows = shape.rows;
    instance.columns = shape.columns;
    instance.frames = shape.frames;
    instance.position_mm = anywhere(data, kPosition);
    instance.orientation = anywhere(data, kOrientation);
    instance.pixel_spacing_mm = anywhere(data, kSpacing);
    const auto thickness = anywhere(data, kThickness);
    if (!thickness.empty()) instance.slice_thickness_mm = thickness.front();
    instance.phase = phase_of(data);
    instance.pixel_digest = digest_of(data);
    instance.findings = judge_picture(data);
    instance.tiled = dicom::tile_matrix_of(data);
    return instance;
}

}  // namespace

std::optional<Instance> read_instance(const std::filesystem::path& path) {
    const MappedFile file{path};
    const auto scan = dicom::scan_file(file.bytes());
    if (!scan.data) return std::nullopt;
    const auto shape = dicom::shape_of(*scan.data);
    return shape ? std::optional{instance_of(*scan.data, *shape)} : std::nullopt;
}

}  // namespace medal::imaging::series
