#include "imaging/film/rewrite.h"

#include "base/error.h"
#include "imaging/film/form.h"
#include "imaging/film/libav.h"
#include "imaging/film/reader.h"
#include "imaging/mapped_file.h"
#include "imaging/mp4_scrub.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <string>

extern "C" {
#include <libavutil/pixdesc.h>
}

namespace medal::imaging::film {
namespace {

[[noreturn]] void fail_unsupported() {
    throw base::Error{base::ErrorKind::unsupported, "film.unsupported",
                      "The pictures of this film have a form that cannot be written anew without loss; "
                      "change it with a program for films."};
}

[[noreturn]] void fail_write() {
    throw base::Error{base::ErrorKind::unavailable, "imaging.write", "The film cannot be written."};
}

std::int64_t duration_of(const AVFrame& frame) {
#if LIBAVUTIL_VERSION_MAJOR >= 58
    const auto told = frame.duration;
#else
    const auto told = frame.pkt_duration;
#endif
    return std::max<std::int64_t>(told, 1);
}

class Writer {
  public:
    Writer(Reader& reader, const std::filesystem::path& output) : stream_in_(*reader.stream()) {
        const auto& first = *reader.frame();
        const auto form = form_for(first);
        if (!form) fail_unsupported();
        form_ = *form;
        pixels_ = first.format;
        open_encoder(first);
        if (avformat_alloc_output_context2(&format_, nullptr, "mp4", output.c_str()) < 0) fail_write();
        format_->flags |= AVFMT_FLAG_BITEXACT;
        stream_ = avformat_new_stream(format_, nullptr);
        if (stream_ == nullptr || avcodec_parameters_from_context(stream_->codecpar, encoder_.get()) < 0) {
            fail_write();
        }
        stream_->time_base = encoder_->time_base;
        // What players of H.265 in MP4 look for: parameters in the head of the file.
        if (form_.is_hevc) stream_->codecpar->codec_tag = MKTAG('h', 'v', 'c', '1');
        copy_orientation();
        if (avio_open(&format_->pb, output.c_str(), AVIO_FLAG_WRITE) < 0 ||
            avformat_write_header(format_, nullptr) < 0) {
            fail_write();
        }
    }

    ~Writer() {
        if (format_ == nullptr) return;
        avio_closep(&format_->pb);
        avformat_free_context(format_);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    void write(AVFrame& frame) {
        const auto& encoder = *encoder_;
        if (frame.width != encoder.width || frame.height != encoder.height || frame.format != pixels_) {
            fail_unsupported();
        }
        const auto wanted =
            frame.best_effort_timestamp == AV_NOPTS_VALUE ? last_time_ + 1 : frame.best_effort_timestamp;
        frame.pts = last_time_ = is_first_ ? wanted : std::max(wanted, last_time_ + 1);
        is_first_ = false;
        durations_[frame.pts] = duration_of(frame);
        frame.pict_type = AV_PICTURE_TYPE_NONE;
        encode(in_form(frame, form_).get());
    }

    const Form& form() const { return form_; }

    void finish() {
        encode(nullptr);
        if (av_write_trailer(format_) < 0) fail_write();
    }

  private:
    void open_encoder(const AVFrame& first) {
        const auto* codec = avcodec_find_encoder_by_name(form_.encoder.c_str());
        if (codec == nullptr) {
            throw base::Error{base::ErrorKind::unavailable, "film.encoder",
                              "This machine's libavcodec cannot write such films; they stay as they are."};
        }
        encoder_.reset(avcodec_alloc_context3(codec));
        encoder_->width = first.width;
        encoder_->height = first.height;
        encoder_->pix_fmt = form_.pixels;
        encoder_->time_base = stream_in_.time_base;
        encoder_->framerate = stream_in_.avg_frame_rate;
        encoder_->sample_aspect_ratio = first.sample_aspect_ratio;
        encoder_->color_range = first.color_range;
        encoder_->color_primaries = first.color_primaries;
        encoder_->color_trc = first.color_trc;
        encoder_->colorspace = form_.is_rgb ? AVCOL_SPC_RGB : first.colorspace;
        encoder_->thread_count = 1;
        encoder_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
        AVDictionary* options = nullptr;
        for (const auto& [name, value] : form_.options) av_dict_set(&options, name.c_str(), value.c_str(), 0);
        const int code = avcodec_open2(encoder_.get(), codec, &options);
        av_dict_free(&options);
        if (code < 0) fail_unsupported();
    }

    /// Which side is up.
    void copy_orientation() {
        std::size_t size = 0;
        const auto* matrix = av_stream_get_side_data(&stream_in_, AV_PKT_DATA_DISPLAYMATRIX, &size);
        if (matrix == nullptr) return;
        auto* copy = av_stream_new_side_data(stream_, AV_PKT_DATA_DISPLAYMATRIX, size);
        if (copy != nullptr) std::copy_n(matrix, size, copy);
    }

    void encode(const AVFrame* frame) {
        if (avcodec_send_frame(encoder_.get(), frame) < 0) fail_write();
        while (avcodec_receive_packet(encoder_.get(), packet_.get()) == 0) {
            // Without it the last picture ends as it begins, and players leave it out.
            const auto told = durations_.extract(packet_->pts);
            if (!told.empty()) packet_->duration = told.mapped();
            av_packet_rescale_ts(packet_.get(), encoder_->time_base, stream_->time_base);
            packet_->stream_index = stream_->index;
            if (av_interleaved_write_frame(format_, packet_.get()) < 0) fail_write();
        }
    }

    AVStream& stream_in_;
    Form form_;
    /// Of the film as it was.
    int pixels_ = AV_PIX_FMT_NONE;
    CodecPtr encoder_;
    PacketPtr packet_{av_packet_alloc()};
    AVFormatContext* format_ = nullptr;
    AVStream* stream_ = nullptr;
    /// Of the pictures that the encoder holds, by their time.
    std::map<std::int64_t, std::int64_t> durations_;
    std::int64_t last_time_ = 0;
    bool is_first_ = true;
};

Plane plane_of(const AVFrame& frame, int number) {
    const auto* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(frame.format));
    Plane plane;
    plane.is_colour = number > 0 && (description->flags & AV_PIX_FMT_FLAG_RGB) == 0;
    if (plane.is_colour) {
        plane.pixels_across = 1ULL << description->log2_chroma_w;
        plane.pixels_down = 1ULL << description->log2_chroma_h;
    }
    const auto shrunk = [](int size, std::uint64_t pixels) {
        return (static_cast<std::uint64_t>(size) + pixels - 1) / pixels;
    };
    plane.bits = static_cast<unsigned>(description->comp[0].depth);
    plane.width = shrunk(frame.width, plane.pixels_across);
    plane.height = shrunk(frame.height, plane.pixels_down);
    plane.samples.resize(plane.width * plane.height);
    return plane;
}

/// Samples of more than eight bits are words in the machine's order.
template <class Sample>
void change_plane(const Plane& shape, AVFrame& frame, int number, const std::function<void(Plane&)>& change) {
    auto plane = shape;
    const auto row = [&](std::size_t y) {
        auto* begin = frame.data[number] + static_cast<std::ptrdiff_t>(y) * frame.linesize[number];
        return reinterpret_cast<Sample*>(begin);
    };
    for (std::size_t y = 0; y < plane.height; ++y) std::copy_n(row(y), plane.width, &plane.at(0, y));
    change(plane);
    for (std::size_t y = 0; y < plane.height; ++y) {
        std::transform(&plane.at(0, y), &plane.at(0, y) + plane.width, row(y),
                       [](std::uint16_t value) { return static_cast<Sample>(value); });
    }
}

void change_planes(AVFrame& frame, std::uint64_t number, const Placement& placement, const Edit& edit) {
    if (av_frame_make_writable(&frame) < 0) base::fail_internal("libav has no memory");
    const auto change = [&](Plane& plane) { edit.change(number, plane); };
    const int planes = av_pix_fmt_count_planes(static_cast<AVPixelFormat>(frame.format));
    for (int i = 0; i < planes; ++i) {
        auto plane = plane_of(frame, i);
        plane.placement = placement;
        if (plane.bits > 8) {
            change_plane<std::uint16_t>(plane, frame, i, change);
        } else {
            change_plane<std::uint8_t>(plane, frame, i, change);
        }
    }
}

/// Removes what was begun where the film does not come to its end.
class Begun {
  public:
    explicit Begun(const std::filesystem::path& path) : path_(path) {}
    ~Begun() {
        std::error_code ignored;
        if (!is_done_) std::filesystem::remove(path_, ignored);
    }
    Begun(const Begun&) = delete;
    Begun& operator=(const Begun&) = delete;
    void done() { is_done_ = true; }

  private:
    std::filesystem::path path_;
    bool is_done_ = false;
};

/// Encoders and writers of films sign their work, in boxes and inside the stream.
void remove_signatures(const std::filesystem::path& path) {
    const MappedFile film{path};
    const auto patches = scrub_mp4(film.bytes());
    std::fstream file{path, std::ios::binary | std::ios::in | std::ios::out};
    for (const auto& patch : patches) {
        auto text = patch.replacement;
        text.resize(patch.size, '\0');
        file.seekp(static_cast<std::streamoff>(patch.offset));
        file.write(text.data(), static_cast<std::streamsize>(text.size()));
    }
    if (!file.flush()) fail_write();
}

}  // namespace

Box Plane::under(const Box& shown) const {
    const auto area = placement.coded(shown);
    if (area.width == 0 || area.height == 0) return {};
    const auto end = [](std::uint64_t at, std::uint64_t pixels, std::uint64_t most) {
        return std::min((at + pixels - 1) / pixels, most);
    };
    const auto left = area.x / pixels_across;
    const auto top = area.y / pixels_down;
    return {left, top, end(area.x + area.width, pixels_across, width) - left,
            end(area.y + area.height, pixels_down, height) - top};
}

Rewritten rewrite_film(Bytes file, const std::filesystem::path& output, const Edit& edit) {
    Reader reader{file};
    Begun begun{output};
    Rewritten result;
    {
        std::optional<Writer> writer;
        while (reader.next()) {
            if (!writer) writer.emplace(reader, output);
            if (edit.wants(result.pictures)) {
                change_planes(*reader.frame(), result.pictures, reader.placement(), edit);
                ++result.changed;
            }
            writer->write(*reader.frame());
            ++result.pictures;
        }
        if (!writer) fail_film();
        writer->finish();
        result.bits = writer->form().bits;
        result.is_halved = writer->form().is_halved;
    }
    remove_signatures(output);
    begun.done();
    result.damaged = reader.damaged();
    return result;
}

}  // namespace medal::imaging::film
