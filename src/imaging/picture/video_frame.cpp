#include "imaging/picture/video_frame.h"

#include "base/error.h"
#include "imaging/limits.h"
#include "imaging/picture/video_library.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>

namespace medal::imaging::picture {
namespace {

constexpr int kReadAtOnce_bytes = 1 << 16;
constexpr std::array kCodecs{AV_CODEC_ID_H264, AV_CODEC_ID_HEVC,  AV_CODEC_ID_VP8,   AV_CODEC_ID_VP9,
                             AV_CODEC_ID_AV1,  AV_CODEC_ID_MPEG4, AV_CODEC_ID_MJPEG, AV_CODEC_ID_MPEG2VIDEO};

[[noreturn]] void fail_film() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The film is damaged."};
}
[[noreturn]] void fail_codec() {
    throw base::Error{base::ErrorKind::unsupported, "imaging.codec",
                      "Nothing here decodes this kind of film; it is stored as it is."};
}

struct Source {
    Bytes bytes;
    std::uint64_t at = 0;
};

int read_some(void* user, std::uint8_t* buffer, int size) {
    auto& source = *static_cast<Source*>(user);
    const auto left = source.bytes.size() - source.at;
    if (left == 0) return AVERROR_EOF;
    const auto count = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(size));
    std::memcpy(buffer, source.bytes.data() + source.at, count);
    source.at += count;
    return static_cast<int>(count);
}

std::int64_t seek_to(void* user, std::int64_t place, int whence) {
    auto& source = *static_cast<Source*>(user);
    const auto size = static_cast<std::int64_t>(source.bytes.size());
    if ((whence & AVSEEK_SIZE) != 0) return size;
    if (whence == SEEK_CUR) place += static_cast<std::int64_t>(source.at);
    if (whence == SEEK_END) place += size;
    if (place < 0 || place > size) return -1;
    source.at = static_cast<std::uint64_t>(place);
    return place;
}

/// By content, so that libav does not guess among its hundred formats.
const char* format_of(Bytes film) {
    if (has_text_at(film, 0, "\x1a\x45\xdf\xa3")) return "matroska";
    if (has_text_at(film, 4, "ftyp") || has_text_at(film, 4, "moov") || has_text_at(film, 4, "mdat") ||
        has_text_at(film, 4, "free") || has_text_at(film, 4, "wide") || has_text_at(film, 4, "skip")) {
        return "mov";
    }
    if (film.size() > 188 && film[0] == std::byte{0x47} && film[188] == std::byte{0x47}) return "mpegts";
    if (has_text_at(film, 0, std::string_view{"\0\0\1\xba", 4})) return "mpeg";
    return nullptr;
}

/// Owns everything that libav makes of one film.
class Film {
  public:
    explicit Film(Bytes bytes) : source_{bytes} {
        open_container();
        open_decoder();
    }
    ~Film() {
        av_.sws_freeContext(scaler_);
        av_.av_frame_free(&frame_);
        av_.av_packet_free(&packet_);
        av_.avcodec_free_context(&decoder_);
        close_container();
    }
    Film(const Film&) = delete;
    Film& operator=(const Film&) = delete;

    VideoShape shape() const {
        const auto& stream = *container_->streams[stream_];
        VideoShape shape{static_cast<std::uint64_t>(decoder_->width),
                         static_cast<std::uint64_t>(decoder_->height),
                         static_cast<std::uint64_t>(std::max<std::int64_t>(0, stream.nb_frames))};
        const auto rate = stream.avg_frame_rate;
        if (shape.frames == 0 && container_->duration > 0 && rate.num > 0 && rate.den > 0) {
            shape.frames = static_cast<std::uint64_t>(
                std::llround(static_cast<double>(container_->duration) / AV_TIME_BASE * rate.num / rate.den));
        }
        return shape;
    }
    void go_to_middle() {
        if (container_->duration <= 0) return;
        const auto start = container_->start_time == AV_NOPTS_VALUE ? 0 : container_->start_time;
        if (av_.av_seek_frame(container_, -1, start + container_->duration / 2, AVSEEK_FLAG_BACKWARD) >= 0) {
            av_.avcodec_flush_buffers(decoder_);
        }
    }
    void skip_dependent_frames() { decoder_->skip_frame = AVDISCARD_NONKEY; }

    /// False at the end.
    bool next() {
        while (true) {
            const int code = av_.avcodec_receive_frame(decoder_, frame_);
            if (code == 0) return true;
            if (code == AVERROR_EOF || ended_) return false;
            if (code != AVERROR(EAGAIN)) fail_film();
            feed();
        }
    }
    Raster raster() {
        const auto width = static_cast<std::size_t>(frame_->width);
        const auto height = static_cast<std::size_t>(frame_->height);
        if (width == 0 || height == 0 || width * height > kMaxRasterPixels) fail_film();
        auto raster = Raster::blank(width, height, 3);
        if (scaler_ == nullptr || width != scaled_width_ || height != scaled_height_)
            make_scaler(width, height);
        const std::array<std::uint8_t*, 4> planes{raster.samples.data(), nullptr, nullptr, nullptr};
        const std::array<int, 4> strides{static_cast<int>(3 * width), 0, 0, 0};
        av_.sws_scale(scaler_, frame_->data, frame_->linesize, 0, frame_->height, planes.data(),
                      strides.data());
        return raster;
    }

  private:
    void open_container() {
        const auto* name = format_of(source_.bytes);
        if (name == nullptr) fail_codec();
        auto* buffer =
            static_cast<unsigned char*>(av_.av_malloc(kReadAtOnce_bytes + AV_INPUT_BUFFER_PADDING_SIZE));
        io_ = av_.avio_alloc_context(buffer, kReadAtOnce_bytes, 0, &source_, read_some, nullptr, seek_to);
        container_ = av_.avformat_alloc_context();
        container_->pb = io_;
        container_->flags |= AVFMT_FLAG_CUSTOM_IO;
        // A film that names other files is not followed there.
        container_->io_open = [](AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
            return AVERROR(EPERM);
        };
        if (av_.avformat_open_input(&container_, "", av_.av_find_input_format(name), nullptr) < 0 ||
            av_.avformat_find_stream_info(container_, nullptr) < 0) {
            close_container();
            fail_film();
        }
    }
    void close_container() {
        av_.avformat_close_input(&container_);
        if (io_ != nullptr) av_.av_free(io_->buffer);
        av_.avio_context_free(&io_);
    }
    void open_decoder() {
        stream_ = av_.av_find_best_stream(container_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
        if (stream_ < 0) give_up(fail_film);
        const auto* parameters = container_->streams[stream_]->codecpar;
        const auto* codec = av_.avcodec_find_decoder(parameters->codec_id);
        const bool known = std::find(kCodecs.begin(), kCodecs.end(), parameters->codec_id) != kCodecs.end();
        if (!known || codec == nullptr) give_up(fail_codec);
        const auto pixels =
            static_cast<std::uint64_t>(parameters->width) * static_cast<std::uint64_t>(parameters->height);
        if (parameters->width <= 0 || parameters->height <= 0 || pixels > kMaxRasterPixels)
            give_up(fail_film);
        decoder_ = av_.avcodec_alloc_context3(codec);
        av_.avcodec_parameters_to_context(decoder_, parameters);
        decoder_->thread_count = 1;
        if (av_.avcodec_open2(decoder_, codec, nullptr) < 0) give_up(fail_codec);
        frame_ = av_.av_frame_alloc();
        packet_ = av_.av_packet_alloc();
    }
    [[noreturn]] void give_up(void (*fail)()) {
        av_.avcodec_free_context(&decoder_);
        close_container();
        fail();
        base::fail_internal("a failure returned");
    }
    void feed() {
        while (av_.av_read_frame(container_, packet_) >= 0) {
            const bool wanted = packet_->stream_index == stream_;
            if (wanted) av_.avcodec_send_packet(decoder_, packet_);
            av_.av_packet_unref(packet_);
            if (wanted) return;
        }
        if (!drained_) av_.avcodec_send_packet(decoder_, nullptr);
        ended_ = drained_;
        drained_ = true;
    }
    void make_scaler(std::size_t width, std::size_t height) {
        av_.sws_freeContext(scaler_);
        scaler_ = av_.sws_getContext(
            frame_->width, frame_->height, static_cast<AVPixelFormat>(frame_->format), frame_->width,
            frame_->height, AV_PIX_FMT_RGB24,
            SWS_BILINEAR | SWS_ACCURATE_RND | SWS_BITEXACT | SWS_FULL_CHR_H_INT, nullptr, nullptr, nullptr);
        if (scaler_ == nullptr) fail_codec();
        scaled_width_ = width;
        scaled_height_ = height;
    }

    const VideoLibrary& av_ = VideoLibrary::loaded();
    Source source_;
    AVIOContext* io_ = nullptr;
    AVFormatContext* container_ = nullptr;
    AVCodecContext* decoder_ = nullptr;
    AVFrame* frame_ = nullptr;
    AVPacket* packet_ = nullptr;
    SwsContext* scaler_ = nullptr;
    std::size_t scaled_width_ = 0;
    std::size_t scaled_height_ = 0;
    int stream_ = -1;
    bool drained_ = false;
    bool ended_ = false;
};

}  // namespace

VideoShape video_shape(Bytes film) {
    return Film{film}.shape();
}

Raster load_video_frame(Bytes film, std::optional<std::uint64_t> number) {
    Film opened{film};
    if (!number) opened.go_to_middle();
    for (std::uint64_t i = 0; opened.next(); ++i) {
        if (!number || i == *number) return opened.raster();
    }
    if (!number) fail_film();
    throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The file has no such frame."};
}

void each_key_frame(Bytes film, std::uint64_t most, const std::function<void(const Raster&)>& see) {
    Film opened{film};
    opened.skip_dependent_frames();
    for (std::uint64_t i = 0; i < most && opened.next(); ++i) see(opened.raster());
}

}  // namespace medal::imaging::picture
