// JPEG 2000 through OpenJPEG, from memory; since its version 2.5.0 High-Throughput JPEG 2000 too.
#include "imaging/dicom/codecs.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <openjpeg.h>

namespace medal::imaging::dicom {
namespace {

struct Source {
    Bytes bytes;
    std::size_t at = 0;
};

OPJ_SIZE_T read_some(void* buffer, OPJ_SIZE_T count, void* user) {
    auto& source = *static_cast<Source*>(user);
    const auto left = source.bytes.size() - source.at;
    if (left == 0) return static_cast<OPJ_SIZE_T>(-1);
    const auto size = std::min<std::size_t>(count, left);
    std::memcpy(buffer, source.bytes.data() + source.at, size);
    source.at += size;
    return size;
}
OPJ_OFF_T skip_some(OPJ_OFF_T count, void* user) {
    auto& source = *static_cast<Source*>(user);
    if (count < 0) return -1;
    source.at = std::min(source.bytes.size(), source.at + static_cast<std::size_t>(count));
    return count;
}
OPJ_BOOL seek_to(OPJ_OFF_T place, void* user) {
    auto& source = *static_cast<Source*>(user);
    if (place < 0 || static_cast<std::size_t>(place) > source.bytes.size()) return OPJ_FALSE;
    source.at = static_cast<std::size_t>(place);
    return OPJ_TRUE;
}

using Codec = std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)>;
using Stream = std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)>;
using Image = std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)>;

Stream stream_over(Source& source) {
    Stream stream{opj_stream_create(1 << 16, OPJ_TRUE), &opj_stream_destroy};
    opj_stream_set_user_data(stream.get(), &source, nullptr);
    opj_stream_set_user_data_length(stream.get(), source.bytes.size());
    opj_stream_set_read_function(stream.get(), read_some);
    opj_stream_set_skip_function(stream.get(), skip_some);
    opj_stream_set_seek_function(stream.get(), seek_to);
    return stream;
}

void copy_samples(const opj_image_t& image, DecodedFrame& frame) {
    const auto unit = frame.bits_allocated / 8;
    frame.bytes.resize(frame.value_count() * unit);
    for (std::size_t sample = 0; sample < frame.samples; ++sample) {
        const auto& component = image.comps[sample];
        if (component.w != frame.columns || component.h != frame.rows || component.data == nullptr)
            fail_decoding();
        for (std::size_t i = 0; i < frame.columns * frame.rows; ++i) {
            const auto value = static_cast<std::uint32_t>(component.data[i]);
            auto* to = frame.bytes.data() + (i * frame.samples + sample) * unit;
            for (std::size_t byte = 0; byte < unit; ++byte) {
                to[byte] = byte < 4 ? static_cast<std::byte>((value >> (8 * byte)) & 0xFF) : std::byte{0};
            }
        }
    }
}

}  // namespace

void decode_jpeg_2000(Bytes stream, DecodedFrame& frame) {
    const bool boxed = has_text_at(stream, 4, "jP  ");
    Source source{stream};
    const Codec codec{opj_create_decompress(boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K), &opj_destroy_codec};
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    const auto opened = stream_over(source);
    opj_image_t* raw = nullptr;
    if (!opj_setup_decoder(codec.get(), &parameters) || !opj_read_header(opened.get(), codec.get(), &raw)) {
        fail_decoding();
    }
    const Image image{raw, &opj_image_destroy};
    if (raw->numcomps < frame.samples || raw->x1 - raw->x0 != frame.columns ||
        raw->y1 - raw->y0 != frame.rows) {
        fail_decoding();
    }
    if (!opj_decode(codec.get(), opened.get(), raw)) fail_decoding();
    if (frame.photometric == "YBR_RCT" || frame.photometric == "YBR_ICT") frame.photometric = "RGB";
    copy_samples(*image, frame);
}

}  // namespace medal::imaging::dicom
