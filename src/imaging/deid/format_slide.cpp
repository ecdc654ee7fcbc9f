// Text burned into slides: looked for on the coarse pictures of the whole, painted over on every resolution.
// Slides without such text keep every tile.
#include "base/error.h"
#include "imaging/burned_in/whole_slide_scan.h"
#include "imaging/deid/formats.h"
#include "imaging/deid/unfinished_file.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/redact/painted_tiles.h"
#include "imaging/redact/redact.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <system_error>

namespace medal::imaging::deid {
namespace {

using burned_in::SlidePicture;
using burned_in::TextClass;
using burned_in::TextRegion;

/// What identifies, as places to be filled.
std::vector<redact::Region> places_of(const std::vector<TextRegion>& regions) {
    std::vector<redact::Region> places;
    for (const auto& region : regions) {
        if (region.text_class != TextClass::identifier) continue;
        places.push_back({0, 0, region.x, region.y, region.width, region.height});
    }
    return places;
}

void say_not_searched(FormatContext& context) {
    context.findings.push_back(warning("pixels.not_searched",
                                       "The slide has no picture that is small enough to be searched for "
                                       "text, or it could not be decoded; a person has to look at it."));
}

/// False where nothing could be searched.
bool search(FormatContext& context, std::vector<SlidePicture> pictures) {
    try {
        const auto text =
            scan_whole_slide(std::move(pictures), context.subject.identifiers, *context.scanner);
        if (!text) {
            say_not_searched(context);
            return false;
        }
        context.burned_in.regions = text->regions;
        context.burned_in.is_searched = true;
        if (text->is_like_print) {
            context.findings.push_back(warning("pixels.not_searched",
                                               "Much of the slide looks like print, as nuclei do in rows; a "
                                               "person has to look whether text stands in it."));
        }
        context.findings.push_back(
            note("slide.searched", fmt::format("Text was looked for on the slide down to a picture that is "
                                               "{:.3g} times smaller than the finest.",
                                               text->downsample)));
        return true;
    } catch (const base::Error& error) {
        if (error.code() == "imaging.ocr") throw;
        say_not_searched(context);
        return false;
    }
}

/// Writes what is planned, paints it as a person would have it painted, and plans the result.
void paint_planned(FormatContext& context, std::vector<redact::Region> places,
                   const std::optional<redact::SlideSize>& size) {
    const UnfinishedFile clean{context.output_stem, "clean"}, painted{context.output_stem, "painted"};
    const auto count = places.size();
    try {
        context.plan.write_to(clean.path());
        redact::Request request;
        request.path = clean.path().string();
        request.output = painted.path().string();
        request.regions = std::move(places);
        request.slide = size;
        redact::redact_file(request);
        context.film = std::make_shared<const MappedFile>(painted.path());
    } catch (const base::Error& error) {
        if (error.kind() == base::ErrorKind::unavailable) throw;
        context.findings.push_back(
            refusal("pixels.cannot_blank",
                    "Text on the slide seems to identify the patient and cannot be painted over: " +
                        error.message()));
        return;
    }
    context.plan = OutputPlan{};
    context.plan.add(context.film->bytes());
    context.burned_in.painted = count;
    constexpr auto kWhat = "text on the slide that may identify was painted over on every resolution";
    if (size) {
        context.log.add(dicom::tags::kPixelData, Action::clean_text, Option::pixel_data, kWhat);
    } else {
        context.log.add_part("picture", "C", kWhat);
    }
}

/// One resolution, and what it is read from.
struct Resolution {
    MappedFile file;
    std::optional<dicom::DataSet> data;
};

std::shared_ptr<const Resolution> opened(const SlideFile& slide) {
    try {
        auto resolution = std::make_shared<Resolution>(Resolution{MappedFile{slide.file}, std::nullopt});
        resolution->data = dicom::scan_file(resolution->file.bytes()).data;
        return resolution->data ? resolution : nullptr;
    } catch (const base::Error&) {
        // What cannot be read is refused in its own turn.
        return nullptr;
    }
}

/// The picture keeps the file that it is read from.
std::optional<SlidePicture> picture_in(const SlideFile& slide, const redact::SlideSize& finest) {
    const auto resolution = opened(slide);
    const auto matrix = resolution ? dicom::tile_matrix_of(*resolution->data) : std::nullopt;
    if (!matrix) return std::nullopt;
    auto picture = burned_in::picture_of_slide(*resolution->data, *matrix, finest);
    picture.read = [resolution, read = std::move(picture.read)](auto left, auto top, auto width,
                                                                auto height) {
        return read(left, top, width, height);
    };
    return picture;
}

std::vector<SlideFile> resolutions_of(const FormatContext& context, const dicom::DataSet& data,
                                      const dicom::TileMatrix& matrix) {
    const std::string series{data.text(dicom::tags::kSeriesInstance)};
    std::vector<SlideFile> files;
    for (const auto& file : context.subject.slide_files) {
        // Another of the same size is another slide, or other frames of this one.
        const bool is_other =
            file.columns == matrix.columns && file.rows == matrix.rows && file.file != context.input;
        if (!series.empty() && file.series_uid == series && !is_other) files.push_back(file);
    }
    if (files.empty()) files.push_back({context.input, series, matrix.columns, matrix.rows});
    return files;
}

/// Those that may be searched; the larger ones are not even opened.
std::vector<SlideFile> small_ones(std::vector<SlideFile> files) {
    const auto pixels = [](const SlideFile& file) { return file.columns * file.rows; };
    std::sort(files.begin(), files.end(),
              [&](const SlideFile& a, const SlideFile& b) { return pixels(a) < pixels(b); });
    const auto most = std::max(burned_in::kMostSearchedOfSlide_px, pixels(files.front()));
    std::erase_if(files, [&](const SlideFile& file) { return pixels(file) > most; });
    return files;
}

redact::SlideSize finest_of(const std::vector<SlideFile>& files) {
    const auto& finest = *std::max_element(
        files.begin(), files.end(), [](const auto& a, const auto& b) { return a.columns < b.columns; });
    return {static_cast<std::uint64_t>(finest.columns), static_cast<std::uint64_t>(finest.rows)};
}

}  // namespace

void paint_slide(FormatContext& context, const std::filesystem::path& shown) {
    if (context.scanner == nullptr || refuses(context.findings)) return;
    std::vector<SlidePicture> pictures;
    try {
        pictures = burned_in::pictures_of_slide(shown);
    } catch (const base::Error&) {
        return say_not_searched(context);
    }
    if (!search(context, std::move(pictures))) return;
    auto places = places_of(context.burned_in.regions);
    if (!places.empty()) paint_planned(context, std::move(places), std::nullopt);
}

void paint_dicom_slide(FormatContext& context, const dicom::DataSet& data) {
    const auto matrix = dicom::tile_matrix_of(data);
    if (context.scanner == nullptr || refuses(context.findings) || !matrix) return;
    const auto files = resolutions_of(context, data, *matrix);
    const auto finest = finest_of(files);
    std::vector<SlidePicture> pictures;
    for (const auto& file : small_ones(files)) {
        if (auto picture = picture_in(file, finest)) pictures.push_back(std::move(*picture));
    }
    if (!search(context, std::move(pictures))) return;
    auto places = places_of(context.burned_in.regions);
    if (places.empty() || redact::regions_by_tile(data, places, finest).empty()) return;
    paint_planned(context, std::move(places), finest);
}

}  // namespace medal::imaging::deid
