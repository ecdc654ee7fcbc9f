// Films for tests: what is drawn is given, and so are codec, container, times and how the header turns them.
#pragma once

#include "imaging/film/libav.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

extern "C" {
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
}

namespace medal::imaging::film {

struct TestFilm {
    std::string codec = "libx264";
    std::string format = "mp4";
    AVPixelFormat pixels = AV_PIX_FMT_YUV420P;
    int width = 192;
    int height = 128;
    /// Of the pictures, not all at the same distance.
    std::vector<std::int64_t> times_ms{0, 40, 80, 120, 200, 240, 280, 320, 360, 500, 540, 580};
    /// Clockwise, as a player is told to show it.
    int quarter_turns = 0;
    AVRational aspect{1, 1};
    /// In the header, and beside it.
    std::string title{};
    /// Of each sample of a plane, in coded pixels: 0 is brightness, 1 and 2 are colour.
    std::function<std::uint8_t(int plane, int x, int y, std::size_t number)> draw =
        [](int plane, int x, int y, std::size_t number) {
            const auto wave = 3 * x + 2 * y + 5 * static_cast<int>(number);
            return static_cast<std::uint8_t>(plane == 0 ? 60 + wave % 120 : 100 + wave / 8 % 50);
        };
};

namespace testing_detail {

inline CodecPtr encoder_of(const TestFilm& film) {
    const auto* codec = avcodec_find_encoder_by_name(film.codec.c_str());
    CodecPtr encoder{avcodec_alloc_context3(codec)};
    encoder->width = film.width;
    encoder->height = film.height;
    encoder->pix_fmt = film.pixels;
    encoder->time_base = {1, 1000};
    encoder->sample_aspect_ratio = film.aspect;
    encoder->thread_count = 1;
    encoder->bit_rate = 4'000'000;
    const auto* format = av_guess_format(film.format.c_str(), nullptr, nullptr);
    if (format != nullptr && (format->flags & AVFMT_GLOBALHEADER) != 0) {
        encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    }
    av_opt_set(encoder->priv_data, "crf", "8", 0);
    av_opt_set(encoder->priv_data, "deadline", "realtime", 0);
    av_opt_set(encoder->priv_data, "x265-params", "log-level=none", 0);
    checked(avcodec_open2(encoder.get(), codec, nullptr));
    return encoder;
}

inline FramePtr drawn(const TestFilm& film, std::size_t number) {
    FramePtr frame{av_frame_alloc()};
    frame->width = film.width;
    frame->height = film.height;
    frame->format = film.pixels;
    frame->pts = film.times_ms[number];
    checked(av_frame_get_buffer(frame.get(), 0));
    const auto* form = av_pix_fmt_desc_get(film.pixels);
    const int bytes = form->comp[0].depth > 8 ? 2 : 1;
    for (int plane = 0; plane < av_pix_fmt_count_planes(film.pixels); ++plane) {
        const int across = plane == 0 ? film.width : AV_CEIL_RSHIFT(film.width, form->log2_chroma_w);
        const int down = plane == 0 ? film.height : AV_CEIL_RSHIFT(film.height, form->log2_chroma_h);
        for (int y = 0; y < down; ++y) {
            for (int x = 0; x < across; ++x) {
                frame->data[plane][y * frame->linesize[plane] + x * bytes] = film.draw(plane, x, y, number);
                if (bytes == 2) frame->data[plane][y * frame->linesize[plane] + x * bytes + 1] = 0;
            }
        }
    }
    return frame;
}

inline void encode(AVCodecContext& encoder, const AVFrame* frame, AVFormatContext& format) {
    const PacketPtr packet{av_packet_alloc()};
    checked(avcodec_send_frame(&encoder, frame));
    while (avcodec_receive_packet(&encoder, packet.get()) == 0) {
        packet->duration = 40;
        av_packet_rescale_ts(packet.get(), encoder.time_base, format.streams[0]->time_base);
        checked(av_interleaved_write_frame(&format, packet.get()));
    }
}

}  // namespace testing_detail

inline std::filesystem::path make_film(const TestFilm& film, const std::filesystem::path& path) {
    using namespace testing_detail;
    av_log_set_level(AV_LOG_QUIET);
    const auto encoder = encoder_of(film);
    AVFormatContext* format = nullptr;
    checked(avformat_alloc_output_context2(&format, nullptr, film.format.c_str(), path.c_str()));
    auto* stream = avformat_new_stream(format, nullptr);
    checked(avcodec_parameters_from_context(stream->codecpar, encoder.get()));
    stream->time_base = encoder->time_base;
    stream->sample_aspect_ratio = film.aspect;
    if (film.quarter_turns != 0) {
        auto* matrix = av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(std::int32_t));
        av_display_rotation_set(reinterpret_cast<std::int32_t*>(matrix), 90.0 * film.quarter_turns);
    }
    if (!film.title.empty()) av_dict_set(&format->metadata, "title", film.title.c_str(), 0);
    checked(avio_open(&format->pb, path.c_str(), AVIO_FLAG_WRITE));
    checked(avformat_write_header(format, nullptr));
    for (std::size_t number = 0; number < film.times_ms.size(); ++number) {
        encode(*encoder, drawn(film, number).get(), *format);
    }
    encode(*encoder, nullptr, *format);
    checked(av_write_trailer(format));
    avio_closep(&format->pb);
    avformat_free_context(format);
    return path;
}

}  // namespace medal::imaging::film
