// Small pictures in JPEG 2000, written by OpenJPEG, for tests.
#pragma once

#include "imaging/dicom/openjpeg_memory.h"

#include <array>
#include <cstdint>
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

/// Three components of 8 bits from samples of pixels one after the other. To be destroyed by the caller.
inline opj_image_t* image_of_samples(const std::string& samples, std::uint32_t side, std::uint32_t halved) {
    std::array<opj_image_cmptparm_t, 3> shapes{};
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        auto& shape = shapes[i];
        shape.dx = i > 0 ? halved : 1;
        shape.dy = 1;
        shape.w = side / shape.dx;
        shape.h = side;
        shape.prec = 8;
    }
    auto* image = opj_image_create(3, shapes.data(), OPJ_CLRSPC_UNSPECIFIED);
    image->x1 = image->y1 = side;
    for (std::uint32_t i = 0; i < 3; ++i) {
        const auto& component = image->comps[i];
        for (std::uint32_t at = 0; at < component.w * component.h; ++at) {
            const auto column = std::size_t{at % component.w} * component.dx;
            const auto pixel = std::size_t{at / component.w} * side + column;
            component.data[at] = static_cast<unsigned char>(samples[pixel * 3 + i]);
        }
    }
    return image;
}

inline opj_cparameters_t parameters_of(const TestJpeg2000& how) {
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_rates[0] = how.is_lossy ? 8 : 0;
    parameters.irreversible = how.is_lossy ? 1 : 0;
    parameters.tcp_mct = how.mixes ? 1 : 0;
    parameters.numresolution = 4;
    return parameters;
}

inline std::string packed_jpeg_2000(const std::string& samples, std::uint32_t side, const TestJpeg2000& how) {
    namespace openjpeg = dicom::openjpeg;
    const openjpeg::Image image{image_of_samples(samples, side, how.halved), opj_image_destroy};
    auto parameters = parameters_of(how);
    openjpeg::Sink sink;
    const auto stream = openjpeg::stream_into(sink);
    const openjpeg::Codec codec{opj_create_compress(OPJ_CODEC_J2K), opj_destroy_codec};
    const bool is_written = opj_setup_encoder(codec.get(), &parameters, image.get()) &&
                            opj_start_compress(codec.get(), image.get(), stream.get()) &&
                            opj_encode(codec.get(), stream.get()) &&
                            opj_end_compress(codec.get(), stream.get());
    return is_written ? std::string{text_of(sink.bytes)} : std::string{};
}

}  // namespace medal::imaging
