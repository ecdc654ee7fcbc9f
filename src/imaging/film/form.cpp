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
    Known{AV_PIX_FMT_YUV422P12, AV_PIX_FMT_YUV444P12}, Known{AV_PIX_FMT_YUV444P12, AV_PIX_FMT_YUV444P12},
    Known{AV_PIX_FMT_GBRP, AV_PIX_FMT_GBRP},           Known{AV_PIX_FMT_GBRP10, AV_PIX_FMT_GBRP10},
    Known{AV_PIX_FMT_GBRP12, AV_PIX_FMT_GBRP12}};

/// What encoders have no form for, and the one that says the same.
struct Replaced {
    AVPixelFormat pixels;
    AVPixelFormat by;
    AVPixelFormat with_full_colours;
};

constexpr std::array kReplaced{Replaced{AV_PIX_FMT_GRAY8, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P},
                               Replaced{AV_PIX_FMT_GRAY10, AV_PIX_FMT_YUV420P10, AV_PIX_FMT_YUV444P10},
                               Replaced{AV_PIX_FMT_GRAY12, AV_PIX_FMT_YUV420P12, AV_PIX_FMT_YUV444P12},
                               Replaced{AV_PIX_FMT_YUV440P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_YUV444P},
                               Replaced{AV_PIX_FMT_YUVJ440P, AV_PIX_FMT_YUVJ444P, AV_PIX_FMT_YUVJ444P},
                               Replaced{AV_PIX_FMT_YUV440P10, AV_PIX_FMT_YUV444P10, AV_PIX_FMT_YUV444P10},
                               Replaced{AV_PIX_FMT_YUV440P12, AV_PIX_FMT_YUV444P12, AV_PIX_FMT_YUV444P12}};

std::optional<Replaced> taken_as(AVPixelFormat pixels) {
    for (const auto& one : kKnown) {
        if (one.pixels == pixels) return Replaced{pixels, pixels, one.with_full_colours};
    }
    for (const auto& one : kReplaced) {
        if (one.pixels == pixels) return one;
    }
    return std::nullopt;
}

bool is_odd(int side, int halvings) {
    return side % (1 << halvings) != 0;
}

/// Of no colour, in all of a plane.
void fill_neutral(AVFrame& picture, int plane, unsigned bits) {
    const auto* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(picture.format));
    const int width = AV_CEIL_RSHIFT(picture.width, description->log2_chroma_w);
    const int height = AV_CEIL_RSHIFT(picture.height, description->log2_chroma_h);
    const auto middle = 1U << (bits - 1);
    for (int y = 0; y < height; ++y) {
        auto* row = picture.data[plane] + static_cast<std::ptrdiff_t>(y) * picture.linesize[plane];
        if (bits > 8) {
            std::fill_n(reinterpret_cast<std::uint16_t*>(row), width, static_cast<std::uint16_t>(middle));
        } else {
            std::fill_n(row, width, static_cast<std::uint8_t>(middle));
        }
    }
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
    const auto taken = taken_as(pixels);
    if (!taken) return std::nullopt;
    const auto* description = av_pix_fmt_desc_get(taken->by);
    const bool is_uneven = is_odd(picture.width, description->log2_chroma_w) ||
                           is_odd(picture.height, description->log2_chroma_h);
    Form form;
    form.pixels = is_uneven ? taken->with_full_colours : taken->by;
    form.bits = static_cast<unsigned>(description->comp[0].depth);
    form.is_halved = !is_uneven && description->log2_chroma_w == 1 && description->log2_chroma_h == 1;
    form.options = {{"crf", kQuality}, {"preset", "veryfast"}};
    form.is_rgb = (description->flags & AV_PIX_FMT_FLAG_RGB) != 0;
    form.is_hevc = form.bits > 8 || form.is_rgb;
    form.encoder = form.is_hevc ? "libx265" : "libx264";
    if (form.is_hevc) {
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
    const int planes = av_pix_fmt_count_planes(static_cast<AVPixelFormat>(picture.format));
    for (int plane = planes; plane < 3; ++plane) fill_neutral(*whole, plane, form.bits);
    for (int plane = 0; plane < planes; ++plane) {
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
