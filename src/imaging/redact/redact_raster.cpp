#include "base/error.h"
#include "imaging/file_kind.h"
#include "imaging/redact/redact.h"
#include "imaging/redact/samples.h"
#include "imaging/viewing/vips_image.h"

#include <algorithm>
#include <filesystem>
#include <new>
#include <optional>

namespace medal::imaging::redact {
namespace {

using viewing::fail_decoding;
using viewing::step;
using Image = viewing::VipsPointer;
using Memory = std::unique_ptr<void, decltype(&g_free)>;

bool has_pages(FileKind kind) {
    return kind == FileKind::tiff || kind == FileKind::webp;
}

/// Pages lie below each other; of pages that differ in size only the first is read, the one that is shown.
Image opened(FileKind kind, const std::string& path) {
    viewing::start_vips();
    if (has_pages(kind)) {
        if (Image pages{vips_image_new_from_file(path.c_str(), "n", -1, nullptr)}) return pages;
        vips_error_clear();
    }
    Image image{vips_image_new_from_file(path.c_str(), nullptr)};
    if (image == nullptr) fail_decoding();
    return image;
}

/// Orientation is obeyed, as it is wherever the picture is shown. Four inks become three lights: black is not
/// zero there.
Image upright(Image image) {
    if (vips_image_get_n_pages(image.get()) < 2 ||
        vips_image_get_page_height(image.get()) == vips_image_get_height(image.get())) {
        image = step(std::move(image),
                     [](VipsImage* in, VipsImage** out) { return vips_autorot(in, out, nullptr); });
    }
    if (vips_image_get_interpretation(image.get()) != VIPS_INTERPRETATION_CMYK) return image;
    return step(std::move(image), [](VipsImage* in, VipsImage** out) {
        return vips_colourspace(in, out, VIPS_INTERPRETATION_sRGB, nullptr);
    });
}

struct Depth {
    unsigned bits = 8;
    bool is_signed = false;
};

/// nullopt for numbers that are not whole: those are filled, whatever the style.
std::optional<Depth> depth_of(const VipsImage* image) {
    switch (vips_image_get_format(image)) {
        case VIPS_FORMAT_UCHAR:
            return Depth{8, false};
        case VIPS_FORMAT_CHAR:
            return Depth{8, true};
        case VIPS_FORMAT_USHORT:
            return Depth{16, false};
        case VIPS_FORMAT_SHORT:
            return Depth{16, true};
        case VIPS_FORMAT_UINT:
            return Depth{32, false};
        case VIPS_FORMAT_INT:
            return Depth{32, true};
        default:
            return std::nullopt;
    }
}

struct Box {
    int left = 0, top = 0, width = 0, height = 0;
};

/// Paints boxes one by one over a picture that is never held as a whole.
class Canvas {
  public:
    explicit Canvas(Image image)
        : before_(std::move(image)), now_(referenced(before_.get())), depth_(depth_of(before_.get())) {
        if (depth_ && !depth_->is_signed) return;
        if (vips_min(before_.get(), &dark_, nullptr) != 0) fail_decoding();
    }

    /// Means are those of the picture before, and what is filled is dark whatever else lies over it.
    void paint(const std::vector<Region>& regions, std::uint64_t page) {
        for (const auto& region : regions) {
            if (leaves_means(region)) put(region, page, &Canvas::means);
        }
        for (const auto& region : regions) {
            if (!leaves_means(region)) put(region, page, &Canvas::filled);
        }
    }

    int page_height() const { return vips_image_get_page_height(before_.get()); }
    std::uint64_t pages() const {
        return static_cast<std::uint64_t>(vips_image_get_height(before_.get()) / page_height());
    }

    Image finish() && { return std::move(now_); }

  private:
    static Image referenced(VipsImage* image) {
        g_object_ref(image);
        return Image{image};
    }

    bool leaves_means(const Region& region) const {
        return region.style != Style::fill && depth_.has_value();
    }

    using Patch = Image (Canvas::*)(const Box&, Style) const;

    void put(const Region& region, std::uint64_t page, Patch patch) {
        const auto width = static_cast<std::uint64_t>(vips_image_get_width(before_.get()));
        const auto height = static_cast<std::uint64_t>(vips_image_get_page_height(before_.get()));
        if (region.x >= width || region.y >= height || region.width == 0 || region.height == 0) return;
        const Box box{static_cast<int>(region.x), static_cast<int>(page * height + region.y),
                      static_cast<int>(std::min(region.width, width - region.x)),
                      static_cast<int>(std::min(region.height, height - region.y))};
        const auto painted = (this->*patch)(box, region.style);
        now_ = step(std::move(now_), [&](VipsImage* in, VipsImage** out) {
            return vips_insert(in, painted.get(), out, box.left, box.top, nullptr);
        });
    }

    Image cut(const Box& box) const {
        return step(referenced(before_.get()), [&](VipsImage* in, VipsImage** out) {
            return vips_extract_area(in, out, box.left, box.top, box.width, box.height, nullptr);
        });
    }

    Image filled(const Box& box, Style /*style*/) const {
        const auto area = cut(box);
        std::vector<double> values(static_cast<std::size_t>(vips_image_get_bands(area.get())), dark_);
        if (vips_image_hasalpha(area.get()) != FALSE) {
            values.back() = depth_ ? static_cast<double>((1ULL << depth_->bits) - 1) : 1;
        }
        Image plain{vips_image_new_from_image(area.get(), values.data(), static_cast<int>(values.size()))};
        if (plain == nullptr) fail_decoding();
        return plain;
    }

    Image means(const Box& box, Style style) const {
        const auto area = cut(box);
        std::size_t size = 0;
        const Memory pixels{vips_image_write_to_memory(area.get(), &size), &g_free};
        if (pixels == nullptr) fail_decoding();
        Samples samples;
        samples.bytes = {static_cast<std::byte*>(pixels.get()), size};
        samples.columns = static_cast<std::size_t>(box.width);
        samples.rows = static_cast<std::size_t>(box.height);
        samples.channels = static_cast<std::size_t>(vips_image_get_bands(area.get()));
        samples.bits_allocated = samples.bits_stored = depth_->bits;
        samples.is_signed = depth_->is_signed;
        Region whole;
        whole.width = samples.columns;
        whole.height = samples.rows;
        whole.style = style;
        redact::paint(samples, {&whole, 1});
        Image copy{vips_image_new_from_memory_copy(pixels.get(), size, box.width, box.height,
                                                   vips_image_get_bands(area.get()),
                                                   vips_image_get_format(area.get()))};
        if (copy == nullptr) throw std::bad_alloc{};
        return step(std::move(copy), [&](VipsImage* in, VipsImage** out) {
            return vips_copy(in, out, "interpretation", vips_image_get_interpretation(area.get()), nullptr);
        });
    }

    Image before_;
    Image now_;
    std::optional<Depth> depth_;
    double dark_ = 0;
};

/// With the colour profile, and nothing else that stood beside the picture.
Image without_notes(Image image) {
    image =
        step(std::move(image), [](VipsImage* in, VipsImage** out) { return vips_copy(in, out, nullptr); });
    char** names = vips_image_get_fields(image.get());
    for (char** name = names; *name != nullptr; ++name) {
        if (std::string_view{*name} != VIPS_META_ICC_NAME) vips_image_remove(image.get(), *name);
    }
    g_strfreev(names);
    return image;
}

const char* write(FileKind kind, VipsImage* image, int page_height, const std::string& output) {
    int code = 0;
    const char* media_type = "image/png";
    if (kind == FileKind::tiff) {
        media_type = "image/tiff";
        code = vips_tiffsave(image, output.c_str(), "compression", VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE,
                             "page_height", page_height, nullptr);
    } else if (kind == FileKind::webp) {
        media_type = "image/webp";
        code = vips_webpsave(image, output.c_str(), "lossless", TRUE, "page_height", page_height, nullptr);
    } else {
        code = vips_pngsave(image, output.c_str(), nullptr);
    }
    if (code != 0) fail_decoding();
    return media_type;
}

}  // namespace

Result redact_raster(const Request& request, FileKind kind) {
    Canvas canvas{upright(opened(kind, request.path))};
    const auto page_height = canvas.page_height();
    std::uint64_t changed = 0;
    for (std::uint64_t page = 0; page < canvas.pages(); ++page) {
        const auto met = regions_on(request.regions, page);
        canvas.paint(met, page);
        changed += met.empty() ? 0 : 1;
    }
    const auto image = without_notes(std::move(canvas).finish());
    return {true, write(kind, image.get(), page_height, request.output), changed};
}

}  // namespace medal::imaging::redact
