#include "imaging/viewing/film.h"

#include "base/error.h"
#include "imaging/mapped_file.h"
#include "imaging/viewing/film_output.h"
#include "imaging/viewing/shrink.h"

#include <algorithm>
#include <cmath>
#include <string_view>

extern "C" {
#include <libavutil/display.h>
#include <libswscale/swscale.h>
}

namespace medal::imaging::viewing {
namespace {

constexpr AVRational kMicroseconds{1, 1'000'000};
/// The picture that stands for a film is taken after a tenth of it.
constexpr std::int64_t kPosterPart = 10;
constexpr double kUsualFrameRate = 25;

struct Moments {
    /// On the film's own clock, which is a player's, too: the first frame need not begin at 0.
    std::vector<std::int64_t> times_us;
    bool are_all_known = true;
};

Moments moments_of(const FilmInput& input) {
    Moments moments;
    std::vector<std::int64_t> stamps;
    const auto packet = new_packet();
    while (input.next(packet.get())) {
        if ((packet->flags & AV_PKT_FLAG_DISCARD) != 0) continue;
        moments.are_all_known = moments.are_all_known && packet->pts != AV_NOPTS_VALUE;
        stamps.push_back(packet->pts);
        if (stamps.size() > kMaxFilmFrames) {
            throw base::Error{base::ErrorKind::too_large, "imaging.video_long",
                              "The video has more than 1 080 000 frames."};
        }
    }
    if (stamps.empty()) fail_film();
    std::sort(stamps.begin(), stamps.end());
    for (const auto stamp : stamps) {
        moments.times_us.push_back(
            stamp == AV_NOPTS_VALUE ? 0 : av_rescale_q(stamp, input.stream()->time_base, kMicroseconds));
    }
    return moments;
}

/// What Chromium, Firefox and Safari decode: eight bits, 4:2:0.
bool is_played(const AVCodecParameters& codec) {
    const bool is_usual = codec.format == AV_PIX_FMT_YUV420P || codec.format == AV_PIX_FMT_YUVJ420P ||
                          codec.format == AV_PIX_FMT_NONE;
    const bool is_known = codec.codec_id == AV_CODEC_ID_H264 || codec.codec_id == AV_CODEC_ID_VP8 ||
                          codec.codec_id == AV_CODEC_ID_VP9 || codec.codec_id == AV_CODEC_ID_AV1;
    return is_usual && is_known;
}

bool is_mp4(const FilmInput& input) {
    return std::string_view{input.format()->iformat->name}.starts_with("mov");
}

/// In fragments there is no table of all frames, so a browser could not jump; such a file is written anew.
bool is_sent_as_it_is(const FilmSource& source, const FilmInput& input) {
    const auto& stream = *input.stream();
    return !source.is_in_dicom && is_mp4(input) && stream.nb_frames > 0 && is_played(*stream.codecpar) &&
           stream.codecpar->codec_id != AV_CODEC_ID_VP8;
}

/// Quarters of a turn, clockwise.
int quarters_of(const AVStream* stream) {
    const auto* matrix = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, nullptr);
    if (matrix == nullptr) return 0;
    const double degrees = -av_display_rotation_get(reinterpret_cast<const std::int32_t*>(matrix));
    return std::isnan(degrees) ? 0 : ((static_cast<int>(std::lround(degrees / 90)) % 4) + 4) % 4;
}

picture::Raster turned(const picture::Raster& raster) {
    auto result = picture::Raster::blank(raster.height, raster.width, 3);
    for (std::size_t y = 0; y < raster.height; ++y) {
        for (std::size_t x = 0; x < raster.width; ++x) {
            std::copy_n(raster.pixel(x, y), 3, result.pixel(raster.height - 1 - y, x));
        }
    }
    return result;
}

/// As it is shown: pixels that are not square are widened.
std::int64_t shown_width(const AVCodecParameters& codec) {
    const auto ratio = codec.sample_aspect_ratio;
    if (ratio.num <= 0 || ratio.den <= 0) return codec.width;
    return std::llround(static_cast<double>(codec.width) * ratio.num / ratio.den);
}

picture::Raster raster_of(const AVFrame& frame, std::int64_t width, std::int64_t height) {
    auto raster =
        picture::Raster::blank(static_cast<std::size_t>(width), static_cast<std::size_t>(height), 3);
    auto* scaler = sws_getContext(frame.width, frame.height, static_cast<AVPixelFormat>(frame.format),
                                  static_cast<int>(width), static_cast<int>(height), AV_PIX_FMT_RGB24,
                                  SWS_AREA, nullptr, nullptr, nullptr);
    if (scaler == nullptr) fail_film();
    std::uint8_t* to[1] = {raster.samples.data()};
    const int stride[1] = {static_cast<int>(width) * 3};
    sws_scale(scaler, frame.data, frame.linesize, 0, frame.height, to, stride);
    sws_freeContext(scaler);
    return raster;
}

picture::Raster poster_of(const FilmInput& input, const Moments& moments, std::int64_t longest_px) {
    const auto& codec = *input.stream()->codecpar;
    const auto& times_us = moments.times_us;
    const auto wanted_us = times_us.front() + (times_us.back() - times_us.front()) / kPosterPart;
    if (moments.are_all_known) {
        input.seek(av_rescale_q(wanted_us, kMicroseconds, input.stream()->time_base));
    }
    FilmDecoder decoder{input};
    const auto* frame = decoder.next();
    if (frame == nullptr) fail_film();
    const auto width = shown_width(codec);
    const double scale =
        std::min(1.0, static_cast<double>(longest_px) /
                          static_cast<double>(std::max<std::int64_t>({width, codec.height, 1})));
    const auto fitted = [&](std::int64_t size) {
        return std::max<std::int64_t>(1, std::llround(static_cast<double>(size) * scale));
    };
    auto raster = raster_of(*frame, fitted(width), fitted(codec.height));
    for (int quarter = 0; quarter < quarters_of(input.stream()); ++quarter) raster = turned(raster);
    return raster;
}

double duration_of(const std::vector<std::int64_t>& times_us) {
    const auto count = static_cast<double>(times_us.size());
    if (times_us.size() < 2) return 1 / kUsualFrameRate;
    const auto all_s = static_cast<double>(times_us.back() - times_us.front()) / 1e6;
    return all_s * count / (count - 1);
}

void write_rendition(PreparedFilm& film, const FilmSource& source, const Moments& moments,
                     const std::filesystem::path& rendition) {
    const FilmInput input{source.parts};
    auto& media = film.media;
    const auto& codec = *input.stream()->codecpar;
    if (is_played(codec) && moments.are_all_known) {
        copy_film(input, rendition);
        // Pictures that refer to later ones begin later in the copy, so its own clock counts.
        const MappedFile copy{rendition};
        media.times_us = moments_of(FilmInput{{copy.bytes()}}).times_us;
        media.rendition_type = codec.codec_id == AV_CODEC_ID_VP8 ? "video/webm" : "video/mp4";
        return;
    }
    // A stream without times of its own, as in many DICOM files, follows the rate of its header.
    const auto guessed = av_q2d(av_guess_frame_rate(input.format(), input.stream(), nullptr));
    const auto rate = source.frame_rate ? *source.frame_rate : guessed > 0 ? guessed : kUsualFrameRate;
    media.times_us =
        encode_film(input, rendition, moments.are_all_known ? std::nullopt : std::optional<double>{rate});
    media.rendition_type = "video/mp4";
    media.film->is_reencoded = true;
}

}  // namespace

PreparedFilm prepare_film(const FilmSource& source, const std::filesystem::path& rendition,
                          std::int64_t longest_px) {
    PreparedFilm film;
    const FilmInput input{source.parts};
    const auto moments = moments_of(input);
    const auto& codec = *input.stream()->codecpar;
    auto& media = film.media;
    media.kind = MediaKind::film;
    media.media_type = is_mp4(input) ? "video/mp4" : "video/x-matroska";
    media.columns = shown_width(codec);
    media.rows = codec.height;
    if (quarters_of(input.stream()) % 2 == 1) std::swap(media.rows, media.columns);
    media.times_us = moments.times_us;
    media.film = Film{0, 0, avcodec_get_name(codec.codec_id), false};
    film.small = poster_of(FilmInput{source.parts}, moments, longest_px);
    if (!is_sent_as_it_is(source, input)) write_rendition(film, source, moments, rendition);
    media.film->frames = static_cast<std::int64_t>(media.times_us.size());
    media.film->duration_s = duration_of(media.times_us);
    return film;
}

}  // namespace medal::imaging::viewing
