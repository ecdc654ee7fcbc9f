// The functions of libav that video_frame.cpp calls, found when the first film is opened.
#pragma once

#include "imaging/picture/late_library.h"

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libswscale/swscale.h>
}

namespace medal::imaging::picture {

#define MEDAL_AVUTIL(use) \
    use(av_malloc) use(av_free) use(av_frame_alloc) use(av_frame_free) use(av_log_set_level)
#define MEDAL_AVCODEC(use)                                                                                 \
    use(avcodec_find_decoder) use(avcodec_alloc_context3) use(avcodec_free_context)                        \
        use(avcodec_parameters_to_context) use(avcodec_open2) use(avcodec_send_packet)                     \
            use(avcodec_receive_frame) use(avcodec_flush_buffers) use(av_packet_alloc) use(av_packet_free) \
                use(av_packet_unref)
#define MEDAL_AVFORMAT(use)                                                                                  \
    use(avformat_alloc_context) use(avformat_open_input) use(avformat_close_input)                           \
        use(avformat_find_stream_info) use(av_find_input_format) use(av_find_best_stream) use(av_read_frame) \
            use(av_seek_frame) use(avio_alloc_context) use(avio_context_free)
#define MEDAL_SWSCALE(use) use(sws_getContext) use(sws_scale) use(sws_freeContext)

/// One pointer a function, of the same name.
class VideoLibrary {
  public:
    static const VideoLibrary& loaded() {
        static const VideoLibrary library;
        return library;
    }

// NOLINTNEXTLINE(bugprone-macro-parentheses): the name that is declared stands in no parentheses.
#define MEDAL_DECLARE(function) decltype(&::function) function = nullptr;
    MEDAL_AVUTIL(MEDAL_DECLARE)
    MEDAL_AVCODEC(MEDAL_DECLARE)
    MEDAL_AVFORMAT(MEDAL_DECLARE)
    MEDAL_SWSCALE(MEDAL_DECLARE)
#undef MEDAL_DECLARE

  private:
    VideoLibrary()
        : util_("libavutil.so." AV_STRINGIFY(LIBAVUTIL_VERSION_MAJOR)),
          codec_("libavcodec.so." AV_STRINGIFY(LIBAVCODEC_VERSION_MAJOR)),
          format_("libavformat.so." AV_STRINGIFY(LIBAVFORMAT_VERSION_MAJOR)),
          scale_("libswscale.so." AV_STRINGIFY(LIBSWSCALE_VERSION_MAJOR)) {
#define MEDAL_FIND_UTIL(name) util_.find(name, #name);
#define MEDAL_FIND_CODEC(name) codec_.find(name, #name);
#define MEDAL_FIND_FORMAT(name) format_.find(name, #name);
#define MEDAL_FIND_SCALE(name) scale_.find(name, #name);
        MEDAL_AVUTIL(MEDAL_FIND_UTIL)
        MEDAL_AVCODEC(MEDAL_FIND_CODEC)
        MEDAL_AVFORMAT(MEDAL_FIND_FORMAT)
        MEDAL_SWSCALE(MEDAL_FIND_SCALE)
#undef MEDAL_FIND_UTIL
#undef MEDAL_FIND_CODEC
#undef MEDAL_FIND_FORMAT
#undef MEDAL_FIND_SCALE
        av_log_set_level(AV_LOG_QUIET);
    }

    LateLibrary util_;
    LateLibrary codec_;
    LateLibrary format_;
    LateLibrary scale_;
};

#undef MEDAL_AVUTIL
#undef MEDAL_AVCODEC
#undef MEDAL_AVFORMAT
#undef MEDAL_SWSCALE

}  // namespace medal::imaging::picture
