#include "contribution/kept_media.h"

#include "base/json.h"

#include <boost/mp11.hpp>

namespace medal::contribution {
namespace {

namespace viewing = imaging::viewing;
using viewing::MediaKind;

/// Every blob that a layout names is made here. Another one has to be made here, too, and given back in
/// `others`, or what was made unreadable is still shown.
using LayoutMembers = boost::describe::describe_members<AssetLayout, boost::describe::mod_any_access>;
static_assert(boost::mp11::mp_size<LayoutMembers>::value == 5);

struct TemporaryFile {
    const std::filesystem::path& path;
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path, ignored);
    }
};

AssetKind kind_of(MediaKind kind) {
    switch (kind) {
        case MediaKind::slide:
            return AssetKind::slide;
        case MediaKind::film:
            return AssetKind::video;
        case MediaKind::volume:
            return AssetKind::nifti_volume;
        case MediaKind::picture:
            break;
    }
    return AssetKind::raster;
}

void describe(AssetRow& asset, const viewing::Media& media) {
    asset.kind = kind_of(media.kind);
    asset.row_count = media.rows;
    asset.column_count = media.columns;
    asset.spacing_mm = {media.row_mm, media.column_mm, media.slice_mm};
    asset.layout = {media.pyramid, media.film, media.volume, {}, {}};
    asset.frames = 1;
    if (media.film) asset.frames = media.film->frames;
    if (media.volume) asset.frames = media.pages;
}

}  // namespace

KeptMedia keep_media(work::Workshop& shop, imaging::worker::Crew& crew, const MediaFiles& files,
                     AssetRow& asset) {
    const TemporaryFile rendition{files.rendition};
    auto prepared = crew.prepare(files.file, rendition.path, static_cast<std::int64_t>(kThumbnail_px));
    KeptMedia kept{std::move(prepared.media), std::move(prepared.thumbnail_png), {}};
    describe(asset, kept.media);
    if (kept.media.rendition_type) {
        const auto stored = blob::put_file(shop.blobs, rendition.path);
        asset.layout.rendition = Rendition{stored.hash, *kept.media.rendition_type};
        asset.bytes += stored.bytes;
        kept.others.push_back(stored);
    }
    if (kept.media.film) {
        const auto stored = blob::put_text(shop.blobs, base::to_json(FrameTimes{kept.media.times_us}));
        asset.layout.frame_times = stored.hash;
        kept.others.push_back(stored);
    }
    return kept;
}

KeptMedia keep_slide(imaging::worker::Crew& crew, const std::vector<std::filesystem::path>& resolutions,
                     AssetRow& asset) {
    auto prepared = crew.prepare_slide(resolutions, static_cast<std::int64_t>(kThumbnail_px));
    describe(asset, prepared.media);
    return {std::move(prepared.media), std::move(prepared.thumbnail_png), {}};
}

}  // namespace medal::contribution
