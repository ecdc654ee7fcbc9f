#include "imaging/deid/painting.h"

#include "base/error.h"
#include "imaging/burned_in/blank.h"
#include "imaging/burned_in/file_scan.h"
#include "imaging/burned_in/paint.h"
#include "imaging/deid/derived.h"
#include "imaging/deid/unfinished_file.h"
#include "imaging/dicom/decode.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/packed_samples.h"
#include "imaging/dicom/tile_matrix.h"

#include <algorithm>
#include <array>

namespace medal::imaging::deid {
namespace {

using burned_in::TextRegion;
namespace tags = dicom::tags;

constexpr dicom::Tag kBurnedIn{0x00280301}, kImageType{0x00080008};
/// Decoded frames are held at once until the file is written.
constexpr std::uint64_t kMostDecoded_bytes = 384ULL << 20;

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& list, std::string_view text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_slice(std::string_view modality) {
    constexpr std::array<std::string_view, 4> kSlices{"CT", "MR", "PT", "NM"};
    return is_one_of(kSlices, modality);
}

/// Label maps, dose grids, parametric maps: numbers, not pictures.
bool is_computed(const dicom::DataSet& data) {
    constexpr std::array<std::string_view, 3> kComputed{"SEG", "RTDOSE", "REG"};
    return is_one_of(kComputed, data.text(tags::kModality)) ||
           data.text(tags::kSopClass).starts_with("1.2.840.10008.5.1.4.1.1.30");
}

bool is_tile(const dicom::DataSet& data) {
    const auto type =
        text_of(data.find(kImageType) != nullptr ? data.value(*data.find(kImageType)) : Bytes{});
    return data.text(tags::kModality) == "SM" && type.find("LABEL") == std::string_view::npos &&
           type.find("OVERVIEW") == std::string_view::npos;
}

std::vector<TextRegion> identifying(std::vector<TextRegion> regions) {
    std::erase_if(regions, [](const TextRegion& region) {
        return region.text_class != burned_in::TextClass::identifier;
    });
    return regions;
}

void refuse_painting(Findings& findings, std::string why) {
    findings.push_back(refusal(
        "pixels.cannot_blank",
        "Text in the picture seems to identify the patient and cannot be painted over: " + std::move(why) +
            " Export the image uncompressed, or without the text."));
}

void prepare_decoding(const dicom::DataSet& data, Painting& painting, Findings& findings) {
    const auto shape = *dicom::shape_of(data);
    const auto frame = dicom::decode_frame(data, 0);
    painting.is_decoded = true;
    painting.photometric = frame.photometric;
    painting.bits_allocated = frame.bits_allocated;
    if (frame.bytes.size() * shape.frames > kMostDecoded_bytes) {
        refuse_painting(findings, "its decoded frames are too large.");
    } else if (frame.bits_allocated != shape.bits_allocated && !painting.is_packed) {
        refuse_painting(findings, "its frames decode to another depth than the file says.");
    }
}

void prepare_film(const PaintingTask& task, Painting& painting, Findings& findings) {
    const auto stream = dicom::frame_fragments(task.data, 1);
    std::vector<std::byte> storage;
    try {
        painting.film = std::make_shared<const redact::PaintedFilm>(
            painted_film(stream.front().joined(storage), task.output_stem, painting.boxes));
        if (!film_syntax(task.data, painting.film->done)) {
            refuse_painting(findings, "its pictures have a form that DICOM has no name for.");
        }
    } catch (const base::Error& error) {
        if (error.kind() == base::ErrorKind::unavailable) throw;
        refuse_painting(findings, error.message());
    }
}

void write_native(Bytes raw, const dicom::DataSet& data, const Painting& painting, OutputPlan& plan) {
    auto layout = *burned_in::layout_of(data);
    const auto frames = layout.frames;
    layout.frames = 1;
    const auto frame_bytes = layout.columns * layout.rows * layout.pixel_bytes * layout.planes;
    std::uint64_t at = 0;
    for (std::uint64_t number = 0; number < frames; ++number) {
        for (const auto& bytes : burned_in::bytes_under(painting.boxes, layout)) {
            const auto begin = std::min<std::uint64_t>(number * frame_bytes + bytes.begin, raw.size());
            const auto end = std::min<std::uint64_t>(number * frame_bytes + bytes.end, raw.size());
            plan.add(raw.subspan(at, begin - at));
            plan.add_copied(std::vector<std::byte>(end - begin, layout.colour));
            at = end;
        }
    }
    plan.add(raw.subspan(at));
}

/// A frame as decode_frame gives it.
void fill(const Painting& painting, dicom::DecodedFrame& frame) {
    burned_in::PixelLayout layout{
        frame.columns, frame.rows, 1, frame.bits_allocated / 8 * frame.samples, 1, {}};
    // Zero is white there; the middle of one bit is one, which is black.
    if (frame.photometric == "MONOCHROME1")
        layout.colour = painting.is_packed ? std::byte{0x01} : std::byte{0x7F};
    for (const auto& bytes : burned_in::bytes_under(painting.boxes, layout)) {
        const auto end = std::min<std::uint64_t>(bytes.end, frame.bytes.size());
        for (auto i = bytes.begin; i < end; ++i) frame.bytes[i] = layout.colour;
    }
}

void write_decoded(const dicom::DataSet& data, const Painting& painting, OutputPlan& plan) {
    const dicom::FrameDecoder decoder{data};
    const auto shape = *dicom::shape_of(data);
    for (std::uint64_t number = 0; number < shape.frames; ++number) {
        auto frame = decoder.decode(number);
        fill(painting, frame);
        plan.add_copied(frame.bytes);
    }
}

void write_packed(const dicom::DataSet& data, const dicom::Element& pixels, const Painting& painting,
                  ElementWriter& writer, OutputPlan& plan) {
    const auto bytes = dicom::edited_packed(
        data,
        {.wants = [](std::uint64_t /*number*/) { return true; },
         .change = [&](std::uint64_t /*number*/, dicom::DecodedFrame& frame) { fill(painting, frame); }});
    const bool is_native = pixels.kind == dicom::Kind::value;
    const bool has_words = dicom::shape_of(data)->bits_allocated > 8;
    writer.begin_value(pixels.tag,
                       is_native   ? pixels.vr
                       : has_words ? dicom::vr::OW
                                   : dicom::vr::OB,
                       bytes.size());
    plan.add_copied(bytes);
}

}  // namespace

TextRisk text_risk_of(const dicom::DataSet& data) {
    if (!dicom::shape_of(data) || is_computed(data)) return TextRisk::none;
    if (dicom::tile_matrix_of(data)) return TextRisk::usual;
    if (is_tile(data)) return TextRisk::none;
    const bool original = data.text(kImageType) == "ORIGINAL" || data.text(kImageType).empty();
    const bool plain = data.text(kBurnedIn) != "YES" && original && is_slice(data.text(tags::kModality)) &&
                       !data.text(tags::kSopClass).starts_with("1.2.840.10008.5.1.4.1.1.7");
    return plain ? TextRisk::low : TextRisk::usual;
}

redact::PaintedFilm painted_film(Bytes film, const std::filesystem::path& output_stem,
                                 const std::vector<TextRegion>& boxes) {
    const UnfinishedFile made{output_stem, "film"};
    return redact::painted_film(film, made.path(), burned_in::film_boxes(boxes));
}

Painting plan_painting(const PaintingTask& task, TextReport& report, Findings& findings) {
    const auto& data = task.data;
    Painting painting;
    try {
        report.regions = burned_in::scan_data_set(data, task.identifiers, task.scanner);
        report.is_searched = true;
        painting.boxes = identifying(report.regions);
        if (painting.boxes.empty()) return painting;
        painting.is_packed = dicom::has_packed_samples(data);
        if (data.find(tags::kPixelData) == nullptr) {
            refuse_painting(findings, "its pixels are floating point numbers.");
        } else if (burned_in::is_film(data)) {
            prepare_film(task, painting, findings);
        } else if (data.is_encapsulated()) {
            prepare_decoding(data, painting, findings);
        } else if (!painting.is_packed && !burned_in::layout_of(data)) {
            refuse_painting(findings, "its samples do not fill whole bytes.");
        }
        report.painted = refuses(findings) ? 0 : painting.boxes.size();
    } catch (const base::Error& error) {
        if (error.code() == "imaging.ocr") throw;
        findings.push_back(warning("pixels.not_searched",
                                   "The picture could not be decoded and was not searched for text; "
                                   "a person has to look at it."));
    }
    return painting;
}

void write_painted(const dicom::DataSet& data, const dicom::Element& pixels, const Painting& painting,
                   ElementWriter& writer, OutputPlan& plan) {
    if (painting.film) return writer.film(pixels.tag, painting.film->file.bytes());
    if (painting.is_packed) return write_packed(data, pixels, painting, writer, plan);
    if (!painting.is_decoded) {
        const auto raw = data.value(pixels);
        writer.begin_value(pixels.tag, pixels.vr, raw.size() + raw.size() % 2);
        write_native(raw, data, painting, plan);
        if (raw.size() % 2 != 0) plan.add(std::string_view{"\0", 1});
        return;
    }
    const auto shape = *dicom::shape_of(data);
    const auto size = shape.frame_pixels() * shape.samples * (shape.bits_allocated / 8) * shape.frames;
    writer.begin_value(pixels.tag, shape.bits_allocated > 8 ? dicom::vr::OW : dicom::vr::OB, size + size % 2);
    write_decoded(data, painting, plan);
    if (size % 2 != 0) plan.add(std::string_view{"\0", 1});
}

}  // namespace medal::imaging::deid
