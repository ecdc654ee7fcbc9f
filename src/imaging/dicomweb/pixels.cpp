#include "imaging/dicomweb/pixels.h"

#include "base/error.h"
#include "base/text.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/transfer_syntax.h"

#include <algorithm>
#include <charconv>

namespace medal::imaging::dicomweb {
namespace {

using dicom::DataSet;
namespace tags = dicom::tags;

constexpr std::size_t kMaxListedFrames = 1000;

[[noreturn]] void no_frame() {
    throw base::Error{base::ErrorKind::not_found, "dicomweb.no_frame", "The instance has no such frame."};
}

std::uint64_t positive(const DataSet& data, dicom::Tag tag, std::int64_t otherwise) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, data.integer(tag).value_or(otherwise)));
}

std::uint64_t native_frame_bits(const DataSet& data) {
    return positive(data, tags::kRows, 0) * positive(data, tags::kColumns, 0) *
           positive(data, tags::kSamples, 1) * positive(data, tags::kBitsAllocated, 0);
}

std::vector<Bytes> native_frame(const DataSet& data, Bytes pixels, std::uint64_t frame) {
    const auto bits = native_frame_bits(data);
    if (bits % 8 != 0) {
        throw base::Error{base::ErrorKind::unsupported,
                          "dicomweb.no_frame_bytes",
                          "A frame of this instance does not begin at a byte.",
                          {.hint = "Retrieve the whole instance."}};
    }
    const auto size = bits / 8;
    if (size == 0 || size > pixels.size() || frame > (pixels.size() - size) / size) no_frame();
    return {pixels.subspan(frame * size, size)};
}

}  // namespace

std::uint64_t frame_count(const DataSet& data) {
    return std::max<std::uint64_t>(1, positive(data, tags::kFrames, 1));
}

std::vector<Bytes> frame_bytes(const DataSet& data, std::uint64_t frame) {
    const auto count = frame_count(data);
    const auto* pixels = data.find(tags::kPixelData);
    if (pixels == nullptr || frame >= count) no_frame();
    if (pixels->kind == dicom::Kind::value) return native_frame(data, data.value(*pixels), frame);
    const auto frames = dicom::frame_fragments(data, count);
    if (frame >= frames.size()) no_frame();
    return frames[frame].fragments;
}

std::string_view frame_media_type(std::string_view transfer_syntax) {
    const auto* syntax = dicom::find_transfer_syntax(transfer_syntax);
    if (syntax == nullptr) return "application/octet-stream";
    switch (syntax->codec) {
        case dicom::Codec::jpeg:
            return "image/jpeg";
        case dicom::Codec::jpeg_ls:
            return "image/jls";
        case dicom::Codec::jpeg_2000:
            return "image/jp2";
        case dicom::Codec::htj2k:
            return "image/jphc";
        case dicom::Codec::rle:
            return "image/dicom-rle";
        case dicom::Codec::mpeg:
            return "video/mp4";
        default:
            return "application/octet-stream";
    }
}

std::vector<std::uint64_t> parse_frame_list(std::string_view text) {
    std::vector<std::uint64_t> frames;
    for (const auto& part : base::split(text, ',')) {
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), number);
        const bool is_number = error == std::errc{} && end == part.data() + part.size() && number > 0;
        if (!is_number || frames.size() == kMaxListedFrames) {
            throw base::Error{base::ErrorKind::invalid,
                              "dicomweb.bad_frames",
                              "The list of frames cannot be read.",
                              {.hint = "Name frames from 1 on, at most 1000, as in 1,2,3."}};
        }
        frames.push_back(number - 1);
    }
    return frames;
}

}  // namespace medal::imaging::dicomweb
