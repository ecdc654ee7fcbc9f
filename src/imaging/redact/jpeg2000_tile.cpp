#include "imaging/redact/jpeg2000_tile.h"

#include "base/error.h"
#include "imaging/dicom/openjpeg_memory.h"
#include "imaging/redact/redact.h"

#include <algorithm>

namespace medal::imaging::redact {
namespace {

namespace openjpeg = dicom::openjpeg;

constexpr OPJ_UINT32 kMostBits = 16;
constexpr OPJ_UINT32 kMostComponents = 4;
constexpr int kMostResolutions = 6;

void require_size(const opj_image_t& image, const TileSize& size) {
    const bool fits = image.x0 == 0 && image.y0 == 0 && image.x1 == size.width && image.y1 == size.height;
    if (!fits || image.numcomps == 0 || image.numcomps > kMostComponents) fail_slide_damaged();
    for (OPJ_UINT32 i = 0; i < image.numcomps; ++i) {
        const auto& component = image.comps[i];
        if (component.dx == 0 || component.dy == 0) fail_slide_damaged();
        if (component.prec == 0 || component.prec > kMostBits || component.sgnd != 0) {
            fail_unsupported("Boxes can be painted into JPEG 2000 slides of at most 16 bits only.");
        }
    }
}

openjpeg::Image decoded(Bytes stream, const TileSize& size) {
    openjpeg::Source source{stream};
    const bool boxed = has_text_at(stream, 4, "jP  ");
    const openjpeg::Codec codec{opj_create_decompress(boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K),
                                &opj_destroy_codec};
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    const auto opened = openjpeg::stream_over(source);
    opj_image_t* raw = nullptr;
    if (!opj_setup_decoder(codec.get(), &parameters) || !opj_read_header(opened.get(), codec.get(), &raw)) {
        fail_slide_damaged();
    }
    openjpeg::Image image{raw, &opj_image_destroy};
    require_size(*image, size);
    if (!opj_decode(codec.get(), opened.get(), raw)) fail_slide_damaged();
    return image;
}

/// All samples that a box touches.
void paint_component(opj_image_comp_t& component, std::span<const PixelBox> boxes, OPJ_INT32 value) {
    if (component.data == nullptr) fail_slide_damaged();
    for (const auto& box : boxes) {
        const auto end = [](std::size_t place, OPJ_UINT32 step, OPJ_UINT32 most) {
            return std::min<std::size_t>((place + step - 1) / step, most);
        };
        const auto right = end(box.right, component.dx, component.w);
        const auto bottom = end(box.bottom, component.dy, component.h);
        for (auto y = box.top / component.dy; y < bottom; ++y) {
            const auto left = std::min<std::size_t>(box.left / component.dx, right);
            std::fill(component.data + y * component.w + left, component.data + y * component.w + right,
                      value);
        }
    }
}

/// As many as the smallest component can be halved.
int resolutions_of(const opj_image_t& image) {
    auto least = std::min(image.x1, image.y1);
    for (OPJ_UINT32 i = 0; i < image.numcomps; ++i) {
        least = std::min({least, image.comps[i].w, image.comps[i].h});
    }
    int resolutions = 1;
    while (resolutions < kMostResolutions && least >> resolutions != 0) ++resolutions;
    return resolutions;
}

std::vector<std::byte> encoded(opj_image_t& image) {
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.tcp_rates[0] = 0;
    parameters.cp_disto_alloc = 1;
    parameters.irreversible = 0;
    parameters.tcp_mct = 0;
    parameters.numresolution = resolutions_of(image);
    openjpeg::Sink sink;
    const openjpeg::Codec codec{opj_create_compress(OPJ_CODEC_J2K), &opj_destroy_codec};
    const auto stream = openjpeg::stream_into(sink);
    const bool is_written = opj_setup_encoder(codec.get(), &parameters, &image) &&
                            opj_start_compress(codec.get(), &image, stream.get()) &&
                            opj_encode(codec.get(), stream.get()) &&
                            opj_end_compress(codec.get(), stream.get());
    if (!is_written) base::fail_internal("OpenJPEG cannot write a tile");
    return std::move(sink.bytes);
}

}  // namespace

std::vector<std::byte> painted_jpeg_2000(Bytes stream, const TileSize& size, JpegColours colours,
                                         std::span<const PixelBox> boxes) {
    const auto image = decoded(stream, size);
    for (OPJ_UINT32 i = 0; i < image->numcomps; ++i) {
        const bool is_hue = colours == JpegColours::ycc && i > 0;
        paint_component(image->comps[i], boxes, is_hue ? OPJ_INT32{1} << (image->comps[i].prec - 1) : 0);
    }
    return encoded(*image);
}

}  // namespace medal::imaging::redact
