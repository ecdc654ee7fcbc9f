#include "imaging/film/reader.h"

#include "base/error.h"
#include "imaging/film/libav.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace medal::imaging::film {
namespace {

constexpr std::int64_t kMostPixels = 40'000'000;
/// One after the other; a film with more is no film.
constexpr unsigned kMostDamaged = 200;
constexpr std::size_t kSmall_px = 64;
/// What films of patients are in; libav knows hundreds, and each is a door.
constexpr std::array kCodecs{AV_CODEC_ID_H264, AV_CODEC_ID_HEVC,  AV_CODEC_ID_VP8,   AV_CODEC_ID_VP9,
                             AV_CODEC_ID_AV1,  AV_CODEC_ID_MPEG4, AV_CODEC_ID_MJPEG, AV_CODEC_ID_MPEG2VIDEO};

const AVCodec* decoder_for(AVCodecID id) {
    const bool is_taken = std::find(kCodecs.begin(), kCodecs.end(), id) != kCodecs.end();
    if (const auto* codec = is_taken ? avcodec_find_decoder(id) : nullptr) return codec;
    throw base::Error{base::ErrorKind::unsupported, "imaging.codec",
                      "Nothing here decodes the pictures of this film."};
}

}  // namespace

struct Reader::State {
    State(Bytes file, Pictures wanted) : source(file), pictures(wanted) {
        const auto* parameters = source.video()->codecpar;
        const auto* codec = decoder_for(parameters->codec_id);
        decoder.reset(avcodec_alloc_context3(codec));
        if (decoder == nullptr || packet == nullptr || frame == nullptr) {
            base::fail_internal("libav has no memory");
        }
        if (avcodec_parameters_to_context(decoder.get(), parameters) < 0) fail_film();
        decoder->thread_count = 1;
        decoder->max_pixels = kMostPixels;
        if (avcodec_open2(decoder.get(), codec, nullptr) < 0) fail_film();
    }

    /// False at the end of the file.
    bool feed() {
        while (av_read_frame(source.format(), packet.get()) >= 0) {
            const bool is_video = packet->stream_index == source.video()->index &&
                                  (pictures == Pictures::all || (packet->flags & AV_PKT_FLAG_KEY) != 0);
            if (is_video && avcodec_send_packet(decoder.get(), packet.get()) < 0) ++damaged;
            av_packet_unref(packet.get());
            if (is_video) return true;
        }
        if (is_drained) return false;
        is_drained = true;
        avcodec_send_packet(decoder.get(), nullptr);
        return true;
    }

    Source source;
    CodecPtr decoder;
    PacketPtr packet{av_packet_alloc()};
    FramePtr frame{av_frame_alloc()};
    /// Small and large pictures are often asked for in turn.
    std::array<ScalerPtr, 2> scalers;
    Pictures pictures;
    bool is_drained = false;
    std::uint64_t damaged = 0;
};

Reader::Reader(Bytes file, Pictures pictures) : state_(std::make_unique<State>(file, pictures)) {}

Reader::~Reader() = default;

bool Reader::next() {
    unsigned in_a_row = 0;
    while (in_a_row < kMostDamaged) {
        const int code = avcodec_receive_frame(state_->decoder.get(), state_->frame.get());
        if (code == 0) {
            if (state_->frame->decode_error_flags != 0) ++state_->damaged;
            return true;
        }
        if (code == AVERROR_EOF) return false;
        if (code != AVERROR(EAGAIN)) {
            ++in_a_row;
            ++state_->damaged;
        }
        if (!state_->feed()) return false;
    }
    return false;
}

std::optional<std::int64_t> Reader::time() const {
    const auto time = state_->frame->best_effort_timestamp;
    return time == AV_NOPTS_VALUE ? std::nullopt : std::optional{time};
}

double Reader::rate() const {
    const auto rate = state_->source.video()->avg_frame_rate;
    return rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0;
}

std::uint64_t Reader::expected() const {
    const auto& video = *state_->source.video();
    if (video.nb_frames > 0) return static_cast<std::uint64_t>(video.nb_frames);
    const auto duration = state_->source.format()->duration;
    if (duration <= 0) return 0;
    return static_cast<std::uint64_t>(static_cast<double>(duration) / AV_TIME_BASE * rate());
}

Placement Reader::placement() const {
    const auto size = [](int length) { return static_cast<std::uint64_t>(std::max(0, length)); };
    const auto& decoder = *state_->decoder;
    return placement_of(*state_->source.video(), size(decoder.width), size(decoder.height));
}

std::uint64_t Reader::damaged() const {
    return state_->damaged;
}

picture::Raster Reader::picture(std::size_t longest_px) {
    const auto& frame = *state_->frame;
    const auto placement = placement_of(*stream(), static_cast<std::uint64_t>(frame.width),
                                        static_cast<std::uint64_t>(frame.height));
    const auto longest = static_cast<double>(std::max(placement.shown_width(), placement.shown_height()));
    const double scale = std::min(1.0, static_cast<double>(longest_px) / longest);
    const int width = std::max(1, static_cast<int>(std::lround(frame.width * placement.widening * scale)));
    const int height = std::max(1, static_cast<int>(std::lround(frame.height * scale)));
    auto& scaler = state_->scalers[longest_px > kSmall_px ? 1 : 0];
    scaler.reset(sws_getCachedContext(
        scaler.release(), frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), width, height,
        AV_PIX_FMT_RGB24, scale < 1 ? SWS_AREA : SWS_BILINEAR, nullptr, nullptr, nullptr));
    if (scaler == nullptr) fail_film();
    // Its vector loops write past the end of narrow rows.
    constexpr int kSpare_bytes = 64;
    const int stride = 3 * width + kSpare_bytes;
    std::vector<std::uint8_t> rows(static_cast<std::size_t>(stride) * static_cast<std::size_t>(height));
    std::uint8_t* const planes[] = {rows.data()};
    const int strides[] = {stride};
    if (sws_scale(scaler.get(), frame.data, frame.linesize, 0, frame.height, planes, strides) <= 0) {
        fail_film();
    }
    auto raster =
        picture::Raster::blank(static_cast<std::size_t>(width), static_cast<std::size_t>(height), 3);
    for (std::size_t y = 0; y < raster.height; ++y) {
        std::copy_n(rows.data() + y * static_cast<std::size_t>(stride), 3 * raster.width, raster.pixel(0, y));
    }
    return placement.shown(raster);
}

AVFrame* Reader::frame() {
    return state_->frame.get();
}

AVStream* Reader::stream() {
    return state_->source.video();
}

}  // namespace medal::imaging::film
