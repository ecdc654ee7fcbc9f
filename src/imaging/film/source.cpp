#include "base/error.h"
#include "imaging/film/libav.h"

#include <algorithm>
#include <cstdio>

namespace medal::imaging::film {
namespace {

constexpr int kBuffer_bytes = 65536;

/// The few that films of patients have; of all others libav knows hundreds.
const AVInputFormat* format_of(Bytes file) {
    if (has_text_at(file, 0, "\x1A\x45\xDF\xA3")) return av_find_input_format("matroska");
    if (has_text_at(file, 0, "\x47") && has_text_at(file, 188, "\x47")) return av_find_input_format("mpegts");
    if (has_text_at(file, 0, std::string_view{"\0\0\1\xB3", 4})) return av_find_input_format("mpegvideo");
    if (has_text_at(file, 0, std::string_view{"\0\0\0\1", 4})) return av_find_input_format("h264");
    return av_find_input_format("mov");
}

}  // namespace

void fail_film() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The film is damaged."};
}

Source::Source(Bytes file) : file_(file) {
    av_log_set_level(AV_LOG_QUIET);
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer_bytes));
    input_ = avio_alloc_context(buffer, kBuffer_bytes, 0, this, &Source::read, nullptr, &Source::seek);
    format_ = avformat_alloc_context();
    if (input_ == nullptr || format_ == nullptr) base::fail_internal("libav has no memory");
    format_->pb = input_;
    format_->protocol_whitelist = av_strdup("");
    // A failed open frees the context.
    if (avformat_open_input(&format_, "", format_of(file), nullptr) < 0 ||
        avformat_find_stream_info(format_, nullptr) < 0) {
        close();
        fail_film();
    }
    const int index = av_find_best_stream(format_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0);
    if (index < 0) {
        close();
        fail_film();
    }
    video_ = format_->streams[index];
}

Source::~Source() {
    close();
}

void Source::close() {
    avformat_close_input(&format_);
    if (input_ != nullptr) av_freep(&input_->buffer);
    avio_context_free(&input_);
}

int Source::read(void* self, std::uint8_t* buffer, int size) {
    auto& source = *static_cast<Source*>(self);
    const auto count = std::min(static_cast<std::size_t>(size), source.file_.size() - source.at_);
    if (count == 0) return AVERROR_EOF;
    std::memcpy(buffer, source.file_.data() + source.at_, count);
    source.at_ += count;
    return static_cast<int>(count);
}

std::int64_t Source::seek(void* self, std::int64_t offset, int whence) {
    auto& source = *static_cast<Source*>(self);
    const auto size = static_cast<std::int64_t>(source.file_.size());
    if (whence == AVSEEK_SIZE) return size;
    const auto base = whence == SEEK_CUR   ? static_cast<std::int64_t>(source.at_)
                      : whence == SEEK_END ? size
                                           : 0;
    if (offset < -base || offset > size - base) return AVERROR(EINVAL);
    source.at_ = static_cast<std::size_t>(base + offset);
    return base + offset;
}

}  // namespace medal::imaging::film
