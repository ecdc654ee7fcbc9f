// JPEG 2000 through OpenJPEG, from memory; since its version 2.5.0 High-Throughput JPEG 2000 too.
#include "imaging/dicom/codecs.h"
#include "imaging/dicom/openjpeg_memory.h"

namespace medal::imaging::dicom {
namespace {

using openjpeg::Codec;
using openjpeg::Image;
using openjpeg::Source;

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
    const auto opened = openjpeg::stream_over(source);
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
