// Owners of what libav hands out, and its one way to read: bytes that are in memory. Internal to film/.
#pragma once

#include "imaging/byte_reader.h"

#include <memory>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

namespace medal::imaging::film {

struct Release {
    void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
    void operator()(SwsContext* context) const { sws_freeContext(context); }
};
using CodecPtr = std::unique_ptr<AVCodecContext, Release>;
using FramePtr = std::unique_ptr<AVFrame, Release>;
using PacketPtr = std::unique_ptr<AVPacket, Release>;
using ScalerPtr = std::unique_ptr<SwsContext, Release>;

/// A file in memory as libav's source. Opens nothing else, whatever the file asks for.
class Source {
  public:
    /// Throws base::Error "imaging.decode".
    explicit Source(Bytes file);
    ~Source();
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    AVFormatContext* format() const { return format_; }
    AVStream* video() const { return video_; }

  private:
    static int read(void* self, std::uint8_t* buffer, int size);
    static std::int64_t seek(void* self, std::int64_t offset, int whence);
    void close();

    Bytes file_;
    std::size_t at_ = 0;
    AVIOContext* input_ = nullptr;
    AVFormatContext* format_ = nullptr;
    AVStream* video_ = nullptr;
};

[[noreturn]] void fail_film();

}  // namespace medal::imaging::film
