// The video track of a file through libavformat, over bytes that are already in memory or mapped: nothing is
// opened by name, no protocol and no format beyond the accepted ones. Internal to viewing/.
#pragma once

#include "imaging/byte_reader.h"

#include <cstdint>
#include <memory>
#include <vector>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
}

namespace medal::imaging::viewing {

struct FreePacket {
    void operator()(AVPacket* packet) const { av_packet_free(&packet); }
};
using Packet = std::unique_ptr<AVPacket, FreePacket>;

struct FreeFrame {
    void operator()(AVFrame* frame) const { av_frame_free(&frame); }
};
using Picture = std::unique_ptr<AVFrame, FreeFrame>;

struct FreeCodec {
    void operator()(AVCodecContext* codec) const { avcodec_free_context(&codec); }
};
using Codec = std::unique_ptr<AVCodecContext, FreeCodec>;

Packet new_packet();
Picture new_picture();

[[noreturn]] void fail_film();
/// Throws base::Error "imaging.decode" for a negative code of libav.
int checked(int code);

class FilmInput {
  public:
    /// `parts` follow each other as one file. Throws base::Error "imaging.decode".
    explicit FilmInput(const std::vector<Bytes>& parts);
    ~FilmInput();
    FilmInput(const FilmInput&) = delete;
    FilmInput& operator=(const FilmInput&) = delete;

    AVFormatContext* format() const { return format_; }
    AVStream* stream() const { return stream_; }
    /// The next packet of the video track that is shown; false at the end.
    bool next(AVPacket* packet) const;
    /// Goes to the key frame before a moment; false where the file cannot.
    bool seek(std::int64_t time) const;

  private:
    struct Source;
    void close();

    std::unique_ptr<Source> source_;
    AVFormatContext* format_ = nullptr;
    AVStream* stream_ = nullptr;
};

/// Decodes a track picture by picture, in shown order.
class FilmDecoder {
  public:
    explicit FilmDecoder(const FilmInput& input);
    /// nullptr at the end. A picture that is damaged is left out.
    AVFrame* next();

  private:
    const FilmInput& input_;
    Codec codec_;
    Packet packet_ = new_packet();
    Picture picture_ = new_picture();
    bool is_drained_ = false;
};

}  // namespace medal::imaging::viewing
