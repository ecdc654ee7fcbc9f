#include "imaging/viewing/film.h"

#include "imaging/film/index.h"
#include "imaging/film/libav.h"
#include "imaging/film/play_copy.h"
#include "imaging/film/reader.h"
#include "imaging/mapped_file.h"

#include <algorithm>
#include <string_view>

namespace medal::imaging::viewing {
namespace {

/// The picture that stands for a film is taken after a tenth of it.
constexpr std::int64_t kPosterPart = 10;
constexpr double kUsualFrameRate = 25;

/// What Chromium, Firefox and Safari decode: eight bits, 4:2:0.
bool is_played(const AVCodecParameters& codec) {
    const bool is_usual = codec.format == AV_PIX_FMT_YUV420P || codec.format == AV_PIX_FMT_YUVJ420P ||
                          codec.format == AV_PIX_FMT_NONE;
    const bool is_known = codec.codec_id == AV_CODEC_ID_H264 || codec.codec_id == AV_CODEC_ID_VP8 ||
                          codec.codec_id == AV_CODEC_ID_VP9 || codec.codec_id == AV_CODEC_ID_AV1;
    return is_usual && is_known;
}

bool is_mp4(const film::Source& film) {
    return std::string_view{film.format()->iformat->name}.starts_with("mov");
}

/// In fragments there is no table of all frames, so a browser could not jump; such a file is written anew.
bool is_sent_as_it_is(const FilmSource& source, const film::Source& film) {
    const auto& stream = *film.video();
    return !source.is_in_dicom && is_mp4(film) && stream.nb_frames > 0 && is_played(*stream.codecpar) &&
           stream.codecpar->codec_id != AV_CODEC_ID_VP8;
}

picture::Raster poster_of(film::Reader& reader, const film::Index& index, std::int64_t longest_px) {
    const auto& times = index.times;
    if (!times.empty()) reader.go_to(times.front() + (times.back() - times.front()) / kPosterPart);
    if (!reader.next()) film::fail_film();
    return reader.picture(static_cast<std::size_t>(longest_px));
}

double duration_of(const std::vector<std::int64_t>& times_us) {
    const auto count = static_cast<double>(times_us.size());
    if (times_us.size() < 2) return 1 / kUsualFrameRate;
    const auto all_s = static_cast<double>(times_us.back() - times_us.front()) / 1e6;
    return all_s * count / (count - 1);
}

void write_rendition(PreparedFilm& prepared, const FilmSource& source, const film::Source& film,
                     const std::filesystem::path& rendition) {
    auto& media = prepared.media;
    const auto& codec = *film.video()->codecpar;
    const bool has_times = !media.times_us.empty();
    if (is_played(codec) && has_times) {
        film::copy_film(source.parts, rendition);
        // Pictures that refer to later ones begin later in the copy, so its own clock counts.
        const MappedFile copy{rendition};
        media.times_us = film::index_of(copy.bytes()).times_us();
        media.rendition_type = codec.codec_id == AV_CODEC_ID_VP8 ? "video/webm" : "video/mp4";
        return;
    }
    // A stream without times of its own, as in many DICOM files, follows the rate of its header.
    const auto guessed = av_q2d(av_guess_frame_rate(film.format(), film.video(), nullptr));
    const auto rate = source.frame_rate ? *source.frame_rate : guessed > 0 ? guessed : kUsualFrameRate;
    media.times_us =
        film::encode_film(source.parts, rendition, has_times ? std::nullopt : std::optional<double>{rate});
    media.rendition_type = "video/mp4";
    media.film->is_reencoded = true;
}

}  // namespace

PreparedFilm prepare_film(const FilmSource& source, const std::filesystem::path& rendition,
                          std::int64_t longest_px) {
    PreparedFilm prepared;
    const auto index = film::index_of(source.parts);
    if (index.pictures == 0) film::fail_film();
    const film::Source film{source.parts};
    film::Reader reader{source.parts};
    auto& media = prepared.media;
    media.kind = MediaKind::film;
    media.media_type = is_mp4(film) ? "video/mp4" : "video/x-matroska";
    media.columns = static_cast<std::int64_t>(reader.width());
    media.rows = static_cast<std::int64_t>(reader.height());
    media.times_us = index.times_us();
    media.film = Film{0, 0, avcodec_get_name(film.video()->codecpar->codec_id), false};
    prepared.small = poster_of(reader, index, longest_px);
    if (!is_sent_as_it_is(source, film)) write_rendition(prepared, source, film, rendition);
    media.film->frames = static_cast<std::int64_t>(media.times_us.size());
    media.film->duration_s = duration_of(media.times_us);
    return prepared;
}

}  // namespace medal::imaging::viewing
