#include "imaging/picture/load.h"

#include "base/error.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicom/frames.h"
#include "imaging/dicom/image_checks.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/film/stills.h"
#include "imaging/gzip_image.h"
#include "imaging/picture/tiled_picture.h"
#include "imaging/picture/volume_slice.h"
#include "imaging/prescan.h"
#include "imaging/slide.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>

#include <vips/vips.h>

namespace medal::imaging::picture {
namespace {

constexpr std::uint64_t kMostOverview_px = 4096, kMostLevel_px = 16'384;

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

[[noreturn]] void fail() {
    // Of libvips that was never started even its errors cannot be cleared.
    start_vips();
    vips_error_clear();
    throw base::Error{base::ErrorKind::invalid, "imaging.decode", "The image is damaged."};
}

/// Applies one vips operation; the input is released either way.
template <class Operation>
Image step(Image image, const Operation& operation) {
    VipsImage* out = nullptr;
    if (operation(image.get(), &out) != 0) fail();
    return Image{out};
}

Image open_image(Bytes file, const char* options) {
    start_vips();
    Image image{vips_image_new_from_buffer(file.data(), file.size(), options, nullptr)};
    if (image == nullptr) fail();
    return image;
}

Raster raster_of(Image image) {
    image =
        step(std::move(image), [](VipsImage* in, VipsImage** out) { return vips_autorot(in, out, nullptr); });
    const bool grey = vips_image_get_bands(image.get()) < 3;
    image = step(std::move(image), [&](VipsImage* in, VipsImage** out) {
        return vips_colourspace(in, out, grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, nullptr);
    });
    image = step(std::move(image),
                 [](VipsImage* in, VipsImage** out) { return vips_cast_uchar(in, out, nullptr); });
    const std::size_t channels = grey ? 1 : 3;
    image = step(std::move(image), [&](VipsImage* in, VipsImage** out) {
        return vips_extract_band(in, out, 0, "n", static_cast<int>(channels), nullptr);
    });
    std::size_t size = 0;
    const std::unique_ptr<void, decltype(&g_free)> memory{vips_image_write_to_memory(image.get(), &size),
                                                          &g_free};
    if (memory == nullptr) fail();
    auto raster = Raster::blank(static_cast<std::size_t>(vips_image_get_width(image.get())),
                                static_cast<std::size_t>(vips_image_get_height(image.get())), channels);
    if (size != raster.samples.size()) fail();
    const auto* samples = static_cast<const std::uint8_t*>(memory.get());
    raster.samples.assign(samples, samples + size);
    return raster;
}

/// Of a TIFF file of several pages.
Raster load_page(Bytes file, int page) {
    return raster_of(open_image(file, ("page=" + std::to_string(page)).c_str()));
}

/// A level of the slide: not what is dropped from it when it is de-identified.
bool is_level(Bytes file, const TiffStructure& structure, std::size_t number) {
    const auto vendor = detect_vendor(file, structure);
    const auto plan = plan_slide(file, structure, vendor);
    return plan && plan->fates[number] == DirectoryFate::keep;
}

/// A file behind the pre-scan, inflated where it was packed.
class Opened {
  public:
    explicit Opened(Bytes file) : bytes(file) {
        if (detect_kind(file) == FileKind::gzip) {
            inflated_ = inflate_image(file, findings_);
            if (inflated_) bytes = *inflated_;
        }
        const auto scan = prescan(bytes);
        kind = scan.kind;
        require_accepted(findings_);
        require_accepted(scan.findings);
    }
    /// For functions that report what the pre-scan has reported before.
    Findings& ignored() const { return findings_; }

    Bytes bytes;
    FileKind kind = FileKind::unknown;

  private:
    mutable Findings findings_;
    std::optional<std::vector<std::byte>> inflated_;
};

/// A film inside of DICOM is one stream (PS3.5, A.4.8).
Raster load_dicom(Bytes file, const Choice& choice) {
    const auto scan = dicom::scan_file(file);
    const auto* syntax = dicom::find_transfer_syntax(scan.data->transfer_syntax);
    if (syntax == nullptr || syntax->codec != dicom::Codec::mpeg) {
        if (!choice.frame) {
            if (auto whole = whole_of_slide(*scan.data, choice.window)) return std::move(*whole);
        }
        return display_frame(*scan.data, choice.frame.value_or(0), choice.window);
    }
    const auto frames = dicom::frame_fragments(*scan.data, 1);
    if (frames.empty()) fail();
    std::vector<std::byte> storage;
    return film::still_of(frames.front().joined(storage), choice.frame.value_or(0));
}

}  // namespace

Raster load_raster(Bytes file) {
    return raster_of(open_image(file, ""));
}

bool is_plain(Bytes file) {
    const auto image = open_image(file, "");
    return vips_image_get_format(image.get()) == VIPS_FORMAT_UCHAR &&
           vips_image_get_n_pages(image.get()) == 1;
}

Raster load_slide_overview(Bytes file) {
    const auto structure = read_tiff(file);
    if (!structure) fail();
    std::size_t best = 0;
    std::uint64_t best_side = ~0ULL;
    for (std::size_t i = 0; i < structure->directories.size(); ++i) {
        const auto& directory = structure->directories[i];
        const auto side = std::max(structure->number(file, directory, tiff::kWidth, 0),
                                   structure->number(file, directory, tiff::kHeight, 0));
        const bool fits = side <= kMostOverview_px;
        const bool is_better = best_side > kMostOverview_px ? side < best_side : fits && side > best_side;
        if (!is_level(file, *structure, i) || !is_better) continue;
        best = i;
        best_side = side;
    }
    if (best_side > kMostLevel_px) {
        throw base::Error{base::ErrorKind::unsupported, "imaging.codec",
                          "The slide has no level that is small enough for an overview."};
    }
    return load_page(file, static_cast<int>(best));
}

Raster load_any(Bytes file, const Choice& choice) {
    const Opened opened{file};
    require_drawable(opened.kind);
    switch (opened.kind) {
        case FileKind::dicom:
            return load_dicom(opened.bytes, choice);
        case FileKind::nifti:
            return load_volume_slice(opened.bytes, *read_nifti_header(opened.bytes, opened.ignored()),
                                     choice.frame, choice.window);
        case FileKind::mp4:
        case FileKind::matroska:
            return film::still_of(opened.bytes, choice.frame);
        case FileKind::slide:
            return load_slide_overview(opened.bytes);
        case FileKind::png:
        case FileKind::jpeg:
        case FileKind::tiff:
        case FileKind::webp:
            return load_raster(opened.bytes);
        default:
            throw base::Error{
                base::ErrorKind::unsupported, "imaging.kind",
                "Pictures are drawn of DICOM, NIfTI, PNG, JPEG, TIFF and WebP images, of films and slides."};
    }
}

std::uint64_t count_frames(Bytes file) {
    const Opened opened{file};
    if (opened.kind == FileKind::nifti) {
        return slice_count(*read_nifti_header(opened.bytes, opened.ignored()));
    }
    if (opened.kind == FileKind::mp4 || opened.kind == FileKind::matroska) {
        return film::shape_of(opened.bytes).pictures;
    }
    if (opened.kind != FileKind::dicom) return 1;
    const auto shape = dicom::shape_of(*dicom::scan_file(opened.bytes).data);
    return shape ? shape->frames : 0;
}

void start_vips() {
    static std::once_flag once;
    std::call_once(once, [] {
        VIPS_INIT("medal");
        vips_concurrency_set(1);
        vips_cache_set_max(0);
        vips_block_untrusted_set(TRUE);
    });
}

}  // namespace medal::imaging::picture
