#include "imaging/dicom/image_checks.h"

#include "imaging/dicom/frames.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/limits.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace medal::imaging::dicom {
namespace {

constexpr Tag kPaletteRed{0x00281101}, kHighBit{0x00280102};
constexpr double kMostFrames = 10'000'000;

std::uint64_t positive(const DataSet& data, Tag tag, std::uint64_t otherwise) {
    const auto number = data.integer(tag);
    return number && *number > 0 ? static_cast<std::uint64_t>(*number) : otherwise;
}

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}
bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

/// Digits and dots are the rule (PS3.5, 9.1). Letters are wrong but harmless, since every UID is replaced;
/// anything else may be meant for a path.
void check_uids(const DataSet& data, Findings& findings) {
    for (const Tag tag : {tags::kSopClass, tags::kSopInstance, tags::kStudyInstance, tags::kSeriesInstance}) {
        const auto uid = data.text(tag);
        const bool proper =
            std::all_of(uid.begin(), uid.end(), [](char c) { return c == '.' || is_digit(c); });
        const bool harmless = std::all_of(uid.begin(), uid.end(), [](char c) {
            return c == '.' || c == '-' || c == '_' || is_digit(c) || is_letter(c);
        });
        if (uid.size() > 64 || !harmless || uid.find("..") != std::string_view::npos) {
            findings.push_back(
                refusal("dicom.uid", "A UID is too long or holds characters that no UID has."));
            return;
        }
        if (!proper)
            findings.push_back(
                warning("dicom.uid_form", "A UID holds other characters than digits and dots."));
    }
}

/// Text that only an attack would put into a header. It is never executed here; others may be less careful.
void check_injection(const DataSet& data, Findings& findings) {
    static constexpr std::array<std::string_view, 9> kMarks{
        "<script", "javascript:", "onerror=", "; DROP TABLE", "' OR '1'='1",
        "${jndi:", "../../",      "%n%n",     "$(rm "};
    for (const auto& element : data.elements) {
        if (element.kind != Kind::value || !is_text(element.vr) || element.length < 4) continue;
        const auto text = text_of(data.value(element).first(std::min<std::uint64_t>(element.length, 4096)));
        const bool hit = std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
            return text.find(mark) != std::string_view::npos;
        });
        if (!hit) continue;
        findings.push_back(
            refusal("dicom.injection", "A text value looks like an attack on the program that shows it."));
        return;
    }
}

void check_shape(const ImageShape& shape, Findings& findings) {
    if (shape.rows > 0xFFFF || shape.columns > 0xFFFF || shape.frame_pixels() > kMaxFramePixels ||
        shape.samples > 4 || shape.bits_allocated > 64) {
        findings.push_back(refusal("dicom.dimensions", "The image claims impossible dimensions."));
    } else if (shape.frame_bits() / 8 > kMaxFrameBytes) {
        findings.push_back(refusal("dicom.frame_size", "One frame is larger than 512 MiB."));
    }
}

/// A whole number from 1 on (PS3.3, C.7.6.6.1.1). What is no number, and the 0 that some devices write, is
/// one frame for every reader; anything else contradicts itself.
void check_frame_count(const DataSet& data, Findings& findings) {
    const auto* element = data.find(tags::kFrames);
    if (element == nullptr || element->length == 0) return;
    const auto whole = data.integer(tags::kFrames);
    const auto number = is_text(element->vr) ? parse_decimal(data.text(*element))
                        : whole              ? std::optional{static_cast<double>(*whole)}
                                             : std::nullopt;
    if (!number || *number == 0) {
        findings.push_back(
            warning("dicom.frame_count",
                    "Number of Frames is no number from 1 on; the image is taken as one frame."));
    } else if (!(*number > 0 && *number <= kMostFrames) || std::floor(*number) != *number) {
        findings.push_back(refusal("dicom.frame_count", "The image claims an impossible number of frames."));
    }
}

/// PS3.5, 8.1.1: the stored bits are the lowest ones of a sample. Forms before DICOM had them elsewhere;
/// nothing here would draw those right.
void check_stored_bits(const DataSet& data, const ImageShape& shape, Findings& findings) {
    const auto stored = data.integer(tags::kBitsStored);
    if (!stored) return;
    if (*stored < 1 || static_cast<std::uint64_t>(*stored) > shape.bits_allocated) {
        findings.push_back(
            refusal("dicom.bits_stored",
                    "The image claims to store no bits of a sample, or more than a sample has."));
    } else if (data.integer(kHighBit).value_or(*stored - 1) != *stored - 1) {
        findings.push_back(
            refusal("dicom.high_bit",
                    "The stored bits of a sample are not its lowest ones (High Bit is not Bits "
                    "Stored - 1); the image could be drawn wrong."));
    }
}

void check_native(const DataSet& data, const Element& pixels, const ImageShape& shape, Findings& findings) {
    const auto needed = native_bytes(data, shape);
    if (needed > pixels.length) {
        findings.push_back(refusal("dicom.truncated",
                                   "The pixel data is shorter than rows, columns, frames and bits "
                                   "say: the file was cut off, or its header is wrong."));
    } else if (pixels.length > needed + 1) {
        findings.push_back(
            warning("dicom.surplus", "The pixel data is longer than rows, columns and frames say."));
    }
}

void check_palette(const DataSet& data, const Element& pixels, const ImageShape& shape, Findings& findings) {
    const auto* descriptor = data.find(kPaletteRed);
    if (descriptor == nullptr || descriptor->length < 6 || shape.bits_allocated != 8 ||
        pixels.kind != Kind::value || data.text(tags::kPhotometric) != "PALETTE COLOR") {
        return;
    }
    const auto raw = data.value(*descriptor);
    const std::uint64_t entries = u16(raw, 0, data.encoding.endian);
    const std::uint64_t first = u16(raw, 2, data.encoding.endian);
    if (entries == 0 || entries > 16) return;
    const auto values = data.value(pixels);
    const auto highest = *std::max_element(values.begin(), values.end());
    if (std::to_integer<std::uint64_t>(highest) >= first + entries) {
        findings.push_back(
            refusal("dicom.palette", "Pixel values point beyond the end of the colour palette."));
    }
}

bool has_readable_frames(const DataSet& data) {
    const auto* syntax = find_transfer_syntax(data.transfer_syntax);
    return syntax != nullptr && syntax->codec != Codec::mpeg;
}

void check_fragments(const DataSet& data, const ImageShape& shape, Findings& findings) {
    const auto frames = frame_fragments(data, shape.frames);
    if (frames.empty()) {
        findings.push_back(
            refusal("dicom.frames", "The compressed frames cannot be told apart or are too few."));
        return;
    }
    for (const auto& frame : frames) {
        const auto problem = check_frame(data, frame, shape);
        if (!problem) continue;
        findings.push_back(*problem);
        if (problem->severity == Severity::error) return;
        break;
    }
}

}  // namespace

std::uint64_t native_bytes(const DataSet& data, const ImageShape& shape) {
    auto bits = shape.frame_bits();
    if (data.text(tags::kPhotometric) == "YBR_FULL_422") bits = bits / 3 * 2;
    return (bits * shape.frames + 7) / 8;
}

std::optional<ImageShape> shape_of(const DataSet& data) {
    const auto* pixels = data.find(tags::kPixelData);
    if (pixels == nullptr) pixels = data.find(tags::kFloatPixelData);
    if (pixels == nullptr) pixels = data.find(tags::kDoublePixelData);
    if (pixels == nullptr) return std::nullopt;
    ImageShape shape;
    shape.rows = positive(data, tags::kRows, 0);
    shape.columns = positive(data, tags::kColumns, 0);
    shape.frames = positive(data, tags::kFrames, 1);
    shape.samples = positive(data, tags::kSamples, 1);
    shape.bits_allocated = positive(data, tags::kBitsAllocated, 0);
    return shape;
}

void check_image(const DataSet& data, Findings& findings) {
    check_uids(data, findings);
    check_injection(data, findings);
    const auto shape = shape_of(data);
    if (!shape) return;
    if (shape->frame_pixels() == 0 || shape->bits_allocated == 0) {
        findings.push_back(
            refusal("dicom.dimensions", "The image has pixel data but no rows, columns or bits."));
        return;
    }
    check_frame_count(data, findings);
    check_shape(*shape, findings);
    const auto* pixels = data.find(tags::kPixelData);
    if (pixels != nullptr) check_stored_bits(data, *shape, findings);
    if (refuses(findings) || pixels == nullptr) return;
    if (pixels->kind == Kind::value) {
        check_native(data, *pixels, *shape, findings);
        if (!refuses(findings)) check_palette(data, *pixels, *shape, findings);
    } else if (has_readable_frames(data)) {
        check_fragments(data, *shape, findings);
    }
}

}  // namespace medal::imaging::dicom
