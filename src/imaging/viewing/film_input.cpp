#include "imaging/viewing/film_input.h"

#include "base/error.h"

#include <algorithm>
#include <cstdio>

namespace medal::imaging::viewing {
namespace {

constexpr int kBuffer_bytes = 1 << 16;
constexpr const char* kFormats = "mov,matroska,mpegts,mpeg,mpegvideo,h264,hevc,m4v";
constexpr int kThreads = 2;

}  // namespace

Packet new_packet() {
    return Packet{av_packet_alloc()};
}

Picture new_picture() {
    return Picture{av_frame_alloc()};
}

void fail_film() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The video is damaged."};
}

int checked(int code) {
    if (code < 0) fail_film();
    return code;
}

struct FilmInput::Source {
    std::vector<Bytes> parts;
    std::int64_t size = 0;
    std::int64_t at = 0;
    AVIOContext* io = nullptr;

    static int read(void* opaque, std::uint8_t* to, int most) {
        auto& source = *static_cast<Source*>(opaque);
        auto skip = source.at;
        for (const auto& part : source.parts) {
            const auto length = static_cast<std::int64_t>(part.size());
            if (skip >= length) {
                skip -= length;
                continue;
            }
            const auto count = std::min<std::int64_t>(most, length - skip);
            std::copy_n(reinterpret_cast<const std::uint8_t*>(part.data()) + skip, count, to);
            source.at += count;
            return static_cast<int>(count);
        }
        return AVERROR_EOF;
    }

    static std::int64_t seek(void* opaque, std::int64_t offset, int whence) {
        auto& source = *static_cast<Source*>(opaque);
        if (whence == AVSEEK_SIZE) return source.size;
        const auto from = whence == SEEK_CUR ? source.at : whence == SEEK_END ? source.size : 0;
        if (offset < -from || offset > source.size - from) return AVERROR(EINVAL);
        return source.at = from + offset;
    }
};

FilmInput::FilmInput(const std::vector<Bytes>& parts) : source_(std::make_unique<Source>()) {
    av_log_set_level(AV_LOG_QUIET);
    source_->parts = parts;
    for (const auto& part : parts) source_->size += static_cast<std::int64_t>(part.size());
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer_bytes));
    source_->io =
        avio_alloc_context(buffer, kBuffer_bytes, 0, source_.get(), &Source::read, nullptr, &Source::seek);
    format_ = avformat_alloc_context();
    format_->pb = source_->io;
    format_->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_GENPTS;
    format_->format_whitelist = av_strdup(kFormats);
    format_->protocol_whitelist = av_strdup("none");
    // On failure the context is freed and set to nullptr.
    const bool is_open = avformat_open_input(&format_, nullptr, nullptr, nullptr) == 0 &&
                         avformat_find_stream_info(format_, nullptr) >= 0;
    const int index = is_open ? av_find_best_stream(format_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0) : -1;
    if (index < 0) {
        close();
        fail_film();
    }
    stream_ = format_->streams[index];
}

FilmInput::~FilmInput() {
    close();
}

void FilmInput::close() {
    avformat_close_input(&format_);
    if (source_->io != nullptr) av_freep(&source_->io->buffer);
    avio_context_free(&source_->io);
}

bool FilmInput::next(AVPacket* packet) const {
    av_packet_unref(packet);
    while (av_read_frame(format_, packet) >= 0) {
        const bool is_shown = packet->stream_index == stream_->index && packet->size > 0;
        if (is_shown) return true;
        av_packet_unref(packet);
    }
    return false;
}

bool FilmInput::seek(std::int64_t time) const {
    return av_seek_frame(format_, stream_->index, time, AVSEEK_FLAG_BACKWARD) >= 0;
}

FilmDecoder::FilmDecoder(const FilmInput& input) : input_(input) {
    const auto* decoder = avcodec_find_decoder(input.stream()->codecpar->codec_id);
    if (decoder == nullptr) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.video_codec",
                          "No program here decodes the codec of this video."};
    }
    codec_.reset(avcodec_alloc_context3(decoder));
    codec_->thread_count = kThreads;
    codec_->pkt_timebase = input.stream()->time_base;
    checked(avcodec_parameters_to_context(codec_.get(), input.stream()->codecpar));
    checked(avcodec_open2(codec_.get(), decoder, nullptr));
}

AVFrame* FilmDecoder::next() {
    while (true) {
        const int got = avcodec_receive_frame(codec_.get(), picture_.get());
        if (got == 0) return picture_.get();
        if (got == AVERROR_EOF || is_drained_) return nullptr;
        if (input_.next(packet_.get())) {
            avcodec_send_packet(codec_.get(), packet_.get());
        } else {
            avcodec_send_packet(codec_.get(), nullptr);
            is_drained_ = true;
        }
    }
}

}  // namespace medal::imaging::viewing
