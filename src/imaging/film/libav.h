// Owners of what libav hands out, and its one way to read: bytes that are in memory. For film/ and for
// viewing/film.cpp.
#pragma once

#include "imaging/byte_reader.h"

#include <memory>
#include <vector>

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

PacketPtr new_packet();
FramePtr new_frame();

[[noreturn]] void fail_film();
/// The code of libav, unless it is negative; then throws base::Error "imaging.decode".
int checked(int code);

/// Parts of a file in memory, one after the other, as libav's source. Opens nothing else, whatever the file
/// asks for; what it is is told by its first bytes, among the few formats that films of patients have.
class Source {
  public:
    /// Throws base::Error "imaging.decode".
    explicit Source(std::vector<Bytes> parts);
    ~Source();
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    AVFormatContext* format() const { return format_; }
    AVStream* video() const { return video_; }
    /// The next packet of the video; false at the end.
    bool next(AVPacket& packet) const;
    /// Goes to the picture that stands alone before a time; false where the file cannot.
    bool go_to(std::int64_t time) const;

  private:
    static int read(void* self, std::uint8_t* buffer, int size);
    static std::int64_t seek(void* self, std::int64_t offset, int whence);
    void close();

    std::vector<Bytes> parts_;
    std::int64_t size_ = 0;
    std::int64_t at_ = 0;
    AVIOContext* input_ = nullptr;
    AVFormatContext* format_ = nullptr;
    AVStream* video_ = nullptr;
};

}  // namespace medal::imaging::film
