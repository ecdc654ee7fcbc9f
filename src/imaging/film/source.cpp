#include "base/error.h"
#include "imaging/film/libav.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace medal::imaging::film {
namespace {

constexpr int kBuffer_bytes = 65536;
/// Of an MPEG transport stream.
constexpr std::size_t kTransportPacket_bytes = 188;

std::array<std::byte, kTransportPacket_bytes + 1> first_bytes(const std::vector<Bytes>& parts) {
    std::array<std::byte, kTransportPacket_bytes + 1> first{};
    std::size_t filled = 0;
    for (const auto& part : parts) {
        const auto count = std::min(part.size(), first.size() - filled);
        std::copy_n(part.begin(), count, first.begin() + static_cast<std::ptrdiff_t>(filled));
        filled += count;
    }
    return first;
}

/// After a start code: VPS, SPS, PPS and AUD of H.265 have types above 31 and a second byte that is 1; in
/// H.264 such a first byte is forbidden (ISO 23008-2, 7.3.1.2; ISO 14496-10, 7.4.1).
bool is_h265(std::byte first, std::byte second) {
    const auto type = std::to_integer<unsigned>(first) >> 1U & 0x3FU;
    return type >= 32 && type <= 35 && second == std::byte{1};
}

/// ISO 13818-2 (sequence 0xB3), 13818-1 (pack 0xBA), 14496-2 (visual object sequence 0xB0, visual object
/// 0xB5, video object below 0x20); all else are units of H.264 and H.265.
const char* elementary(std::byte first, std::byte second) {
    const auto code = std::to_integer<unsigned>(first);
    if (code == 0xB3) return "mpegvideo";
    if (code == 0xBA) return "mpeg";
    if (code == 0xB0 || code == 0xB5 || code < 0x20) return "m4v";
    return is_h265(first, second) ? "hevc" : "h264";
}

/// Of all others libav knows hundreds.
const AVInputFormat* format_of(const std::vector<Bytes>& parts) {
    const auto first = first_bytes(parts);
    const Bytes start{first};
    const auto* name = "mov";
    if (has_text_at(start, 0, "\x1A\x45\xDF\xA3")) name = "matroska";
    if (has_text_at(start, 0, "\x47") && has_text_at(start, kTransportPacket_bytes, "\x47")) name = "mpegts";
    if (has_text_at(start, 0, std::string_view{"\0\0\1", 3})) name = elementary(first[3], first[4]);
    if (has_text_at(start, 0, std::string_view{"\0\0\0\1", 4})) name = elementary(first[4], first[5]);
    return av_find_input_format(name);
}

}  // namespace

PacketPtr new_packet() {
    PacketPtr packet{av_packet_alloc()};
    if (packet == nullptr) base::fail_internal("libav has no memory");
    return packet;
}

FramePtr new_frame() {
    FramePtr frame{av_frame_alloc()};
    if (frame == nullptr) base::fail_internal("libav has no memory");
    return frame;
}

void fail_film() {
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The film is damaged."};
}

int checked(int code) {
    if (code < 0) fail_film();
    return code;
}

Source::Source(std::vector<Bytes> parts) : parts_(std::move(parts)) {
    av_log_set_level(AV_LOG_QUIET);
    for (const auto& part : parts_) size_ += static_cast<std::int64_t>(part.size());
    auto* buffer = static_cast<unsigned char*>(av_malloc(kBuffer_bytes));
    input_ = avio_alloc_context(buffer, kBuffer_bytes, 0, this, &Source::read, nullptr, &Source::seek);
    format_ = avformat_alloc_context();
    if (input_ == nullptr || format_ == nullptr) base::fail_internal("libav has no memory");
    format_->pb = input_;
    format_->flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_GENPTS;
    format_->protocol_whitelist = av_strdup("");
    // On failure the context is freed and set to nullptr.
    const bool is_open = avformat_open_input(&format_, "", format_of(parts_), nullptr) >= 0 &&
                         avformat_find_stream_info(format_, nullptr) >= 0;
    const int index = is_open ? av_find_best_stream(format_, AVMEDIA_TYPE_VIDEO, -1, -1, nullptr, 0) : -1;
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

bool Source::next(AVPacket& packet) const {
    av_packet_unref(&packet);
    while (av_read_frame(format_, &packet) >= 0) {
        if (packet.stream_index == video_->index && packet.size > 0) return true;
        av_packet_unref(&packet);
    }
    return false;
}

bool Source::go_to(std::int64_t time) const {
    return av_seek_frame(format_, video_->index, time, AVSEEK_FLAG_BACKWARD) >= 0;
}

int Source::read(void* self, std::uint8_t* buffer, int size) {
    auto& source = *static_cast<Source*>(self);
    auto skip = source.at_;
    for (const auto& part : source.parts_) {
        const auto length = static_cast<std::int64_t>(part.size());
        if (skip >= length) {
            skip -= length;
            continue;
        }
        const auto count = std::min<std::int64_t>(size, length - skip);
        std::memcpy(buffer, part.data() + skip, static_cast<std::size_t>(count));
        source.at_ += count;
        return static_cast<int>(count);
    }
    return AVERROR_EOF;
}

std::int64_t Source::seek(void* self, std::int64_t offset, int whence) {
    auto& source = *static_cast<Source*>(self);
    if (whence == AVSEEK_SIZE) return source.size_;
    const auto from = whence == SEEK_CUR ? source.at_ : whence == SEEK_END ? source.size_ : 0;
    if (offset < -from || offset > source.size_ - from) return AVERROR(EINVAL);
    return source.at_ = from + offset;
}

}  // namespace medal::imaging::film
