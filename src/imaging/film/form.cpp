#include "imaging/film/form.h"

#include <algorithm>
#include <array>
#include <cstring>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace medal::imaging::film {
namespace {

/// Constant rate factor of x264: 18 is said to be visually lossless, less is better. x265 needs no other.
constexpr const char* kQuality = "14";

struct Known {
    AVPixelFormat pixels;
    AVPixelFormat with_full_colours;
};

constexpr std::array kKnown{
    Known{AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P},     Known{AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUVJ444P},
    Known{AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV444P},     Known{AV_PIX_FMT_YUVJ422P, AV_PIX_FMT_YUVJ444P},
    Known{AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV444P},     Known{AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ444P},
    Known{AV_PIX_FMT_YUV420P10, AV_PIX_FMT_YUV444P10}, Known{AV_PIX_FMT_YUV422P10, AV_PIX_FMT_YUV444P10},
    Known{AV_PIX_FMT_YUV444P10, AV_PIX_FMT_YUV444P10}, Known{AV_PIX_FMT_YUV420P12, AV_PIX_FMT_YUV444P12},
    Known{AV_PIX_FMT_YUV422P12, AV_PIX_FMT_YUV444P12}, Known{AV_PIX_FMT_YUV444P12, AV_PIX_FMT_YUV444P12}};

bool is_odd(int side, int halvings) {
    return side % (1 << halvings) != 0;
}

/// One row of a plane: each sample as often as it stands for pixels.
void widen_row(const std::uint8_t* from, std::uint8_t* to, int pixels, int halvings, std::size_t unit) {
    for (int x = 0; x < pixels; ++x) {
        std::memcpy(to + static_cast<std::size_t>(x) * unit,
                    from + static_cast<std::size_t>(x >> halvings) * unit, unit);
    }
}

}  // namespace

std::optional<Form> form_for(const AVFrame& picture) {
    const auto pixels = static_cast<AVPixelFormat>(picture.format);
    const auto known =
        std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& one) { return one.pixels == pixels; });
    if (known == kKnown.end()) return std::nullopt;
    const auto* description = av_pix_fmt_desc_get(pixels);
    const bool is_uneven = is_odd(picture.width, description->log2_chroma_w) ||
                           is_odd(picture.height, description->log2_chroma_h);
    Form form;
    form.pixels = is_uneven ? known->with_full_colours : pixels;
    form.bits = static_cast<unsigned>(description->comp[0].depth);
    form.is_halved = !is_uneven && description->log2_chroma_w == 1 && description->log2_chroma_h == 1;
    form.options = {{"crf", kQuality}, {"preset", "veryfast"}};
    form.encoder = form.bits > 8 ? "libx265" : "libx264";
    if (form.bits > 8) {
        // One thread, so that the same film gives the same bytes; no taste for sharpness, at the cost of
        // colours.
        form.options.emplace_back("x265-params",
                                  "log-level=none:info=0:pools=none:frame-threads=1:wpp=0:psy-rd=0");
    }
    return form;
}

FramePtr in_form(const AVFrame& picture, const Form& form) {
    FramePtr whole = new_frame();
    if (picture.format == form.pixels) {
        checked(av_frame_ref(whole.get(), &picture));
        return whole;
    }
    const auto* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture.format));
    whole->format = form.pixels;
    whole->width = picture.width;
    whole->height = picture.height;
    checked(av_frame_get_buffer(whole.get(), 0));
    checked(av_frame_copy_props(whole.get(), &picture));
    const std::size_t unit = form.bits > 8 ? 2 : 1;
    for (int plane = 0; plane < 3; ++plane) {
        const int across = plane == 0 ? 0 : description->log2_chroma_w;
        const int down = plane == 0 ? 0 : description->log2_chroma_h;
        for (int y = 0; y < picture.height; ++y) {
            const auto from = static_cast<std::ptrdiff_t>(y >> down) * picture.linesize[plane];
            const auto to = static_cast<std::ptrdiff_t>(y) * whole->linesize[plane];
            widen_row(picture.data[plane] + from, whole->data[plane] + to, picture.width, across, unit);
        }
    }
    return whole;
}

}  // namespace medal::imaging::film
