#include "imaging/picture/cine.h"

#include "base/error.h"
#include "imaging/deid/output_plan.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/film/reader.h"
#include "imaging/gzip_image.h"
#include "imaging/mapped_file.h"
#include "imaging/nifti_checks.h"
#include "imaging/picture/load.h"
#include "imaging/prescan.h"

#include <algorithm>
#include <cmath>

namespace medal::imaging::picture {
namespace {

constexpr std::uint64_t kUsualLongest_px = 512;
constexpr dicom::Tag kCineRate{0x00180040}, kFrameTime{0x00181063};

struct Cine {
    std::vector<Raster> frames;
    /// Frames a second that the file asks for; 0 where it does not.
    double rate = 0;
    /// Frames that there are for each one drawn.
    std::uint64_t step = 1;
};

/// Three channels and the size of the first: a grey frame may follow a coloured one.
Raster like(const Raster& first, const Raster& raster) {
    const bool is_same = raster.width == first.width && raster.height == first.height;
    const auto sized = is_same ? raster : resized(raster, first.width, first.height);
    if (sized.channels == 3) return sized;
    auto coloured = Raster::blank(sized.width, sized.height, 3);
    for (std::size_t i = 0; i < sized.width * sized.height; ++i) {
        std::fill_n(coloured.samples.begin() + static_cast<std::ptrdiff_t>(3 * i), 3, sized.samples[i]);
    }
    return coloured;
}

class Drawing {
  public:
    explicit Drawing(const RenderRequest& request)
        : request_(request), longest_(request.longest_px != 0 ? request.longest_px : kUsualLongest_px) {}

    Cine run() {
        if (request_.paths.size() > 1) {
            draw(request_.paths.size(), [&](std::uint64_t number) {
                return load_any(MappedFile{request_.paths[number]}.bytes(), {std::nullopt, request_.window});
            });
            return std::move(cine_);
        }
        const MappedFile file{request_.paths.front()};
        const auto scan = prescan(file.bytes());
        require_accepted(scan.findings);
        // Packed ones are inflated once, not for each frame.
        Findings findings;
        const auto inflated = detect_kind(file.bytes()) == FileKind::gzip
                                  ? inflate_image(file.bytes(), findings)
                                  : std::nullopt;
        draw_file(inflated ? Bytes{*inflated} : file.bytes(), scan.kind);
        return std::move(cine_);
    }

  private:
    void draw_file(Bytes file, FileKind kind) {
        if (kind == FileKind::mp4 || kind == FileKind::matroska) return draw_film(file);
        if (kind == FileKind::dicom) return draw_dicom(file);
        if (kind == FileKind::nifti) return draw_volume(file);
        draw_frames(file, count_frames(file));
    }

    void draw_dicom(Bytes file) {
        const auto scan = dicom::scan_file(file);
        const auto& data = *scan.data;
        const auto times_ms = data.decimals(kFrameTime);
        cine_.rate = !times_ms.empty() && times_ms[0] > 0
                         ? 1000 / times_ms[0]
                         : static_cast<double>(data.integer(kCineRate).value_or(0));
        const auto* syntax = dicom::find_transfer_syntax(data.transfer_syntax);
        if (syntax == nullptr || syntax->codec != dicom::Codec::mpeg) {
            return draw_frames(file, count_frames(file));
        }
        const auto stream = dicom::frame_fragments(data, 1);
        if (stream.empty()) fail_empty();
        std::vector<std::byte> storage;
        draw_film(stream.front().joined(storage));
    }

    void draw_volume(Bytes file) {
        Findings findings;
        const auto header = read_nifti_header(file, findings);
        const auto all = count_frames(file);
        const auto slices = header && header->dim[0] >= 3 ? std::max<std::uint64_t>(1, header->dim[3]) : all;
        if (all <= slices) return draw_frames(file, all);
        draw(all / slices, [&](std::uint64_t time) {
            return load_any(file, {time * slices + slices / 2, request_.window});
        });
    }

    void draw_frames(Bytes file, std::uint64_t count) {
        draw(count, [&](std::uint64_t number) { return load_any(file, {number, request_.window}); });
    }

    /// In one go: to jump in a film takes as long as to decode all that lies before.
    void draw_film(Bytes film) {
        film::Reader reader{film};
        if (reader.rate() > 0) cine_.rate = reader.rate();
        cine_.step = step_for(reader.expected());
        for (std::uint64_t i = 0; reader.next() && cine_.frames.size() < kMostCineFrames; ++i) {
            if (i % cine_.step == 0) add(reader.picture(longest_));
        }
    }

    template <class Load>
    void draw(std::uint64_t count, Load load) {
        cine_.step = step_for(count);
        for (std::uint64_t i = 0; i < count; i += cine_.step) add(fitted(load(i), longest_));
    }

    static std::uint64_t step_for(std::uint64_t count) {
        return std::max<std::uint64_t>(1, (count + kMostCineFrames - 1) / kMostCineFrames);
    }

    void add(const Raster& raster) {
        cine_.frames.push_back(like(cine_.frames.empty() ? raster : cine_.frames.front(), raster));
    }

    [[noreturn]] static void fail_empty() {
        throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The file has no such frame."};
    }

    const RenderRequest& request_;
    std::uint64_t longest_;
    Cine cine_;
};

}  // namespace

void render_cine(const RenderRequest& request) {
    if (encoding_for(request.output) != Encoding::webp) {
        throw base::Error{base::ErrorKind::invalid, "usage.ending",
                          "The name of an animated picture ends with .webp."};
    }
    const auto cine = Drawing{request}.run();
    if (cine.frames.empty()) {
        throw base::Error{base::ErrorKind::not_found, "imaging.no_frame", "The file has no such frame."};
    }
    const auto rate =
        std::clamp(request.rate.value_or(cine.rate > 0 ? cine.rate : kUsualRate), kLowestRate, kHighestRate);
    const auto delay_ms = std::lround(1000.0 * static_cast<double>(cine.step) / rate);
    deid::write_file(request.output, encode_animation(cine.frames, static_cast<int>(delay_ms)));
}

}  // namespace medal::imaging::picture
