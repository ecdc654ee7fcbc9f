#include "imaging/film/play_copy.h"

#include "imaging/film/libav.h"
#include "imaging/film/reader.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::film {
namespace {

constexpr AVRational kMicroseconds{1, 1'000'000}, kClock{1, 90'000};
/// A key frame at least so often: what a jump to any frame must decode at most.
constexpr int kKeyEvery_frames = 25;
constexpr const char* kFragments = "frag_keyframe+empty_moov+default_base_moof";

struct FreeOutput {
    void operator()(AVFormatContext* format) const {
        avio_closep(&format->pb);
        avformat_free_context(format);
    }
};
using Output = std::unique_ptr<AVFormatContext, FreeOutput>;

struct FreeOptions {
    AVDictionary* options = nullptr;
    ~FreeOptions() { av_dict_free(&options); }
};

Output opened(const std::filesystem::path& to, const char* muxer) {
    AVFormatContext* format = nullptr;
    checked(avformat_alloc_output_context2(&format, nullptr, muxer, to.c_str()));
    Output output{format};
    checked(avio_open(&format->pb, to.c_str(), AVIO_FLAG_WRITE));
    return output;
}

void write_head(AVFormatContext* output) {
    FreeOptions given;
    av_dict_set(&given.options, "movflags", kFragments, 0);
    checked(avformat_write_header(output, &given.options));
}

/// How the pictures are turned when they are shown.
void copy_matrix(const AVStream* from, AVStream* to) {
    std::size_t size = 0;
    const auto* matrix = av_stream_get_side_data(from, AV_PKT_DATA_DISPLAYMATRIX, &size);
    if (matrix == nullptr) return;
    auto* place = av_stream_new_side_data(to, AV_PKT_DATA_DISPLAYMATRIX, size);
    if (place != nullptr) std::copy_n(matrix, size, place);
}

class Encoder {
  public:
    Encoder(const AVStream& video, const std::filesystem::path& to) : output_(opened(to, "mp4")) {
        const auto* encoder = avcodec_find_encoder_by_name("libx264");
        const auto& given = *video.codecpar;
        if (encoder == nullptr || given.width < 1 || given.height < 1) fail_film();
        codec_.reset(avcodec_alloc_context3(encoder));
        codec_->width = (given.width + 1) & ~1;
        codec_->height = (given.height + 1) & ~1;
        codec_->pix_fmt = AV_PIX_FMT_YUV420P;
        codec_->time_base = kClock;
        codec_->sample_aspect_ratio = given.sample_aspect_ratio;
        codec_->gop_size = kKeyEvery_frames;
        codec_->max_b_frames = 0;
        codec_->thread_count = 2;
        codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        FreeOptions options;
        av_dict_set(&options.options, "preset", "veryfast", 0);
        av_dict_set(&options.options, "crf", "18", 0);
        checked(avcodec_open2(codec_.get(), encoder, &options.options));
        stream_ = avformat_new_stream(output_.get(), nullptr);
        if (stream_ == nullptr) fail_film();
        checked(avcodec_parameters_from_context(stream_->codecpar, codec_.get()));
        stream_->time_base = kClock;
        copy_matrix(&video, stream_);
        write_head(output_.get());
    }

    void add(const AVFrame& picture, std::int64_t time_us) {
        const auto scaled = new_frame();
        scaled->width = codec_->width;
        scaled->height = codec_->height;
        scaled->format = codec_->pix_fmt;
        checked(av_frame_get_buffer(scaled.get(), 0));
        scaler_.reset(sws_getCachedContext(
            scaler_.release(), picture.width, picture.height, static_cast<AVPixelFormat>(picture.format),
            codec_->width, codec_->height, codec_->pix_fmt, SWS_BICUBIC, nullptr, nullptr, nullptr));
        if (scaler_ == nullptr) fail_film();
        sws_scale(scaler_.get(), picture.data, picture.linesize, 0, picture.height, scaled->data,
                  scaled->linesize);
        scaled->pts = av_rescale_q(time_us, kMicroseconds, kClock);
        send(scaled.get());
    }

    void finish() {
        send(nullptr);
        checked(av_write_trailer(output_.get()));
    }

  private:
    void send(const AVFrame* picture) {
        checked(avcodec_send_frame(codec_.get(), picture));
        while (avcodec_receive_packet(codec_.get(), packet_.get()) == 0) {
            packet_->stream_index = stream_->index;
            av_packet_rescale_ts(packet_.get(), kClock, stream_->time_base);
            checked(av_interleaved_write_frame(output_.get(), packet_.get()));
        }
    }

    Output output_;
    CodecPtr codec_;
    ScalerPtr scaler_;
    AVStream* stream_ = nullptr;
    PacketPtr packet_ = new_packet();
};

}  // namespace

void copy_film(const std::vector<Bytes>& parts, const std::filesystem::path& to) {
    const Source source{parts};
    const auto& from = *source.video();
    // MP4 has no place for VP8.
    const bool is_vp8 = from.codecpar->codec_id == AV_CODEC_ID_VP8;
    const auto output = opened(to, is_vp8 ? "webm" : "mp4");
    auto* stream = avformat_new_stream(output.get(), nullptr);
    if (stream == nullptr) fail_film();
    checked(avcodec_parameters_copy(stream->codecpar, from.codecpar));
    stream->codecpar->codec_tag = 0;
    stream->time_base = from.time_base;
    copy_matrix(&from, stream);
    output->avoid_negative_ts = AVFMT_AVOID_NEG_TS_MAKE_ZERO;
    write_head(output.get());
    const auto packet = new_packet();
    while (source.next(*packet)) {
        packet->stream_index = stream->index;
        packet->pos = -1;
        av_packet_rescale_ts(packet.get(), from.time_base, stream->time_base);
        checked(av_interleaved_write_frame(output.get(), packet.get()));
    }
    checked(av_write_trailer(output.get()));
}

std::vector<std::int64_t> encode_film(const std::vector<Bytes>& parts, const std::filesystem::path& to,
                                      std::optional<double> frame_rate) {
    Reader reader{parts};
    Encoder encoder{*reader.stream(), to};
    std::vector<std::int64_t> times_us;
    std::optional<std::int64_t> first;
    while (reader.next()) {
        auto time_us = static_cast<std::int64_t>(times_us.size());
        if (frame_rate) {
            time_us = std::llround(static_cast<double>(times_us.size()) * 1e6 / *frame_rate);
        } else if (const auto time = reader.time()) {
            if (!first) first = time;
            time_us = av_rescale_q(*time - *first, reader.stream()->time_base, kMicroseconds);
        }
        // Two pictures at one moment, or time that runs back: the later one follows at once.
        if (!times_us.empty()) time_us = std::max(time_us, times_us.back() + 1000);
        encoder.add(*reader.frame(), time_us);
        times_us.push_back(time_us);
    }
    if (times_us.empty()) fail_film();
    encoder.finish();
    return times_us;
}

}  // namespace medal::imaging::film
