// Small pictures in JPEG 2000, written by OpenJPEG, for tests.
#pragma once

#include <cstdint>
#include <cstring>
#include <openjpeg.h>
#include <string>

namespace medal::imaging {

struct TestJpeg2000 {
    bool is_lossy = false;
    /// Colours have one sample for so many pixels of a row.
    std::uint32_t halved = 1;
    /// The codestream itself mixes red, green and blue.
    bool mixes = false;
};

/// Three components of 8 bits from samples of pixels one after the other.
inline std::string packed_jpeg_2000(const std::string& samples, std::uint32_t side, const TestJpeg2000& how) {
    opj_image_cmptparm_t shapes[3]{};
    for (int i = 0; i < 3; ++i) {
        auto& shape = shapes[i];
        shape.dx = i > 0 ? how.halved : 1;
        shape.dy = 1;
        shape.w = side / shape.dx;
        shape.h = side;
        shape.prec = 8;
    }
    auto* image = opj_image_create(3, shapes, OPJ_CLRSPC_UNSPECIFIED);
    image->x1 = image->y1 = side;
    for (std::uint32_t i = 0; i < 3; ++i) {
        const auto& component = image->comps[i];
        for (std::uint32_t y = 0; y < component.h; ++y) {
            for (std::uint32_t x = 0; x < component.w; ++x) {
                const auto at = (std::size_t{y} * side + std::size_t{x} * component.dx) * 3 + i;
                component.data[y * component.w + x] = static_cast<unsigned char>(samples[at]);
            }
        }
    }
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_rates[0] = how.is_lossy ? 8 : 0;
    parameters.irreversible = how.is_lossy ? 1 : 0;
    parameters.tcp_mct = how.mixes ? 1 : 0;
    parameters.numresolution = 4;
    std::string written;
    struct Sink {
        std::string* bytes;
        std::size_t at = 0;
    } sink{&written};
    auto* stream = opj_stream_create(1 << 16, OPJ_FALSE);
    opj_stream_set_user_data(stream, &sink, nullptr);
    opj_stream_set_write_function(stream, [](void* buffer, OPJ_SIZE_T count, void* user) {
        auto& to = *static_cast<Sink*>(user);
        if (to.bytes->size() < to.at + count) to.bytes->resize(to.at + count);
        std::memcpy(to.bytes->data() + to.at, buffer, count);
        to.at += count;
        return count;
    });
    opj_stream_set_skip_function(stream, [](OPJ_OFF_T count, void* user) {
        auto& to = *static_cast<Sink*>(user);
        to.at += static_cast<std::size_t>(count);
        if (to.bytes->size() < to.at) to.bytes->resize(to.at);
        return count;
    });
    opj_stream_set_seek_function(stream, [](OPJ_OFF_T place, void* user) {
        static_cast<Sink*>(user)->at = static_cast<std::size_t>(place);
        return OPJ_TRUE;
    });
    auto* codec = opj_create_compress(OPJ_CODEC_J2K);
    const bool is_written = opj_setup_encoder(codec, &parameters, image) &&
                            opj_start_compress(codec, image, stream) && opj_encode(codec, stream) &&
                            opj_end_compress(codec, stream);
    opj_destroy_codec(codec);
    opj_stream_destroy(stream);
    opj_image_destroy(image);
    return is_written ? written : std::string{};
}

}  // namespace medal::imaging
