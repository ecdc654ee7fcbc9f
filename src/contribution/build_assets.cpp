#include "contribution/build_assets.h"

#include "base/error.h"
#include "blob/store.h"
#include "imaging/dicom/transfer_syntax.h"
#include "imaging/picture/display.h"
#include "imaging/picture/png.h"
#include "imaging/series/series.h"
#include "imaging/series/slides.h"

#include <algorithm>
#include <array>

namespace medal::contribution {
namespace {

namespace fs = std::filesystem;
namespace series = imaging::series;
namespace picture = imaging::picture;
using imaging::viewing::MediaKind;

/// No file that was de-identified has a name with a point at its start.
constexpr const char* kRenditionName = ".shown";

bool is_film(const series::Instance& instance) {
    const auto* syntax = imaging::dicom::find_transfer_syntax(instance.transfer_syntax);
    return syntax != nullptr && syntax->codec == imaging::dicom::Codec::mpeg;
}

struct DicomFiles {
    std::vector<series::Instance> instances;
    std::vector<fs::path> paths;
};

DicomFiles without(const std::vector<series::SlideGroup>& slides, DicomFiles dicom) {
    std::vector<bool> is_taken(dicom.paths.size());
    for (const auto& slide : slides) {
        for (const auto index : slide.order) is_taken[index] = true;
    }
    DicomFiles rest;
    for (std::size_t i = 0; i < is_taken.size(); ++i) {
        if (is_taken[i]) continue;
        rest.instances.push_back(std::move(dicom.instances[i]));
        rest.paths.push_back(std::move(dicom.paths[i]));
    }
    return rest;
}

std::vector<Window> windows_for(const std::string& modality) {
    std::vector<Window> windows;
    if (modality != "CT") return windows;
    for (const std::string name : {"soft", "lung", "bone", "brain", "liver", "mediastinum"}) {
        if (const auto window = picture::preset_window(name))
            windows.push_back({name, window->center, window->width});
    }
    return windows;
}

// Position along the stack's normal.
std::optional<double> depth_of(const series::Instance& instance) {
    if (instance.position_mm.size() != 3 || instance.orientation.size() != 6) return std::nullopt;
    const auto& o = instance.orientation;
    const std::array<double, 3> normal{o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5],
                                       o[0] * o[4] - o[1] * o[3]};
    return normal[0] * instance.position_mm[0] + normal[1] * instance.position_mm[1] +
           normal[2] * instance.position_mm[2];
}

// A store that is full or away is no fault of the picture: the job is tried again, and no image is left out.
bool is_ours(const base::Error& error) {
    return error.kind() == base::ErrorKind::unavailable || error.kind() == base::ErrorKind::internal;
}

class Builder {
  public:
    Builder(work::Workshop& shop, imaging::worker::Crew& crew, CaseId case_id, const fs::path& folder,
            const std::function<void(std::size_t)>& report)
        : shop_(shop), crew_(crew), case_id_(case_id), folder_(folder), report_(report) {}

    BuiltAssets build(const std::vector<fs::path>& files) {
        DicomFiles dicom;
        for (const auto& path : files) {
            try {
                auto instance = crew_.read_instance(path);
                if (!instance || is_film(*instance)) {
                    add_media(path, instance);
                } else {
                    dicom.instances.push_back(std::move(*instance));
                    dicom.paths.push_back(path);
                }
            } catch (const base::Error& error) {
                if (is_ours(error)) throw;
                refuse(error.code(), error.message());
            }
        }
        const auto slides = series::build_slides(dicom.instances);
        for (const auto& slide : slides) add_slide(slide, dicom);
        const auto rest = without(slides, std::move(dicom));
        for (const auto& stack : series::build_stacks(rest.instances)) add_stack(stack, rest);
        return std::move(built_);
    }

  private:
    AssetRow new_asset(AssetKind kind) {
        AssetRow asset;
        asset.id = AssetId{base::make_uuid_v7(shop_.clock.now(), shop_.random)};
        asset.case_id = case_id_;
        asset.kind = kind;
        asset.created_at = shop_.clock.now();
        return asset;
    }

    void finish(BuiltAsset built, const std::string& thumbnail_png) {
        const auto stored = blob::put_text(shop_.blobs, thumbnail_png);
        built.asset.thumbnail = stored.hash;
        built.thumbnail_bytes = stored.bytes;
        if (built.asset.frames == 0) built.asset.frames = static_cast<std::int64_t>(built.frames.size());
        built.asset.sha256 = hash_of(built.frames);
        const bool is_in_tiles = built.asset.kind == AssetKind::slide && !built.instances.empty();
        for (const auto& [file, first_frame] : first_frames_) {
            built_.places[file] = {built.asset.id, first_frame, is_in_tiles};
        }
        first_frames_.clear();
        built_.assets.push_back(std::move(built));
    }

    void refuse(std::string code, std::string message) {
        built_.findings.push_back(imaging::warning(std::move(code), std::move(message)));
    }

    void refuse_decoding(const base::Error& error, const std::string& what) {
        if (error.code() == "imaging.codec") {
            refuse("asset.no_decoder",
                   what + " is compressed in a way that cannot be shown here; it was left out.");
        } else {
            refuse("asset.undecodable", what + " cannot be decoded; it was left out.");
        }
    }

    /// Everything but stacks and slides of DICOM.
    void add_media(const fs::path& path, const std::optional<series::Instance>& instance) {
        try {
            BuiltAsset built{new_asset(AssetKind::raster), {}, 0};
            auto kept = keep_media(shop_, crew_, {path, folder_ / kRenditionName}, built.asset);
            const auto& media = kept.media;
            const auto stored = blob::put_file(shop_.blobs, path);
            built.asset.bytes += stored.bytes;
            built.frames.push_back({built.asset.id, 0, stored.hash, media.media_type, stored.bytes, 0, {}});
            built.others = std::move(kept.others);
            if (instance) add_instance(built, *instance, stored.hash);
            if (media.kind == MediaKind::picture && media.pages > 1) {
                refuse("asset.first_page", "Of a picture with several pages only the first is shown.");
            }
            first_frames_ = {{name_of(path), 0}};
            finish(std::move(built), kept.thumbnail_png);
        } catch (const base::Error& error) {
            if (is_ours(error)) throw;
            if (error.code() == "imaging.kind") {
                refuse("asset.not_shown", "A file was cleaned but cannot be shown here; it was left out.");
            } else {
                refuse_decoding(error, "A file");
            }
        }
        report_(++done_);
    }

    void add_instance(BuiltAsset& built, const series::Instance& instance, const base::Sha256& blob) {
        built.asset.modality = instance.modality;
        if (!instance.description.empty()) built.asset.description = instance.description;
        built.instances.push_back({built.asset.id, static_cast<std::int64_t>(built.instances.size()),
                                   case_id_, instance.study_uid, instance.series_uid, instance.instance_uid,
                                   blob});
    }

    /// Whatever the frames of its files are, it is one picture: what is stored are its resolutions.
    void add_slide(const series::SlideGroup& slide, const DicomFiles& dicom) {
        std::vector<fs::path> paths;
        for (const auto index : slide.order) paths.push_back(dicom.paths[index]);
        try {
            BuiltAsset built{new_asset(AssetKind::slide), {}, 0};
            const auto kept = keep_slide(crew_, paths, built.asset);
            first_frames_.clear();
            for (const auto index : slide.order) add_resolution(built, dicom, index);
            finish(std::move(built), kept.thumbnail_png);
        } catch (const base::Error& error) {
            if (is_ours(error)) throw;
            refuse_decoding(error, "A slide");
        }
    }

    void add_resolution(BuiltAsset& built, const DicomFiles& dicom, std::uint64_t index) {
        const auto stored = blob::put_file(shop_.blobs, dicom.paths[index]);
        built.asset.bytes += stored.bytes;
        add_instance(built, dicom.instances[index], stored.hash);
        const auto place = static_cast<std::int64_t>(built.frames.size());
        // The one image that is shown, whichever resolution something was found in.
        first_frames_.emplace_back(name_of(dicom.paths[index]), 0);
        built.frames.push_back(
            {built.asset.id, place, stored.hash, "application/dicom", stored.bytes, 0, {}});
        report_(++done_);
    }

    void add_stack(const series::Stack& stack, const DicomFiles& dicom) {
        BuiltAsset built{new_asset(AssetKind::dicom_series), {}, 0};
        auto& asset = built.asset;
        asset.modality = stack.modality;
        if (!stack.description.empty()) asset.description = stack.description;
        asset.row_count = static_cast<std::int64_t>(stack.rows);
        asset.column_count = static_cast<std::int64_t>(stack.columns);
        asset.windows = windows_for(stack.modality);
        asset.spacing_mm = spacing_of(stack, dicom);
        first_frames_.clear();
        for (const auto index : stack.order) add_frames(built, dicom, index);
        built_.findings.insert(built_.findings.end(), stack.findings.begin(), stack.findings.end());
        try {
            finish(std::move(built), thumbnail_of(stack, dicom));
        } catch (const base::Error& error) {
            if (is_ours(error)) throw;
            refuse_decoding(error, "A series");
        }
    }

    /// Of the middle. What only the browser decodes is kept all the same, with a grey one.
    std::string thumbnail_of(const series::Stack& stack, const DicomFiles& dicom) {
        const auto middle = stack.order[stack.order.size() / 2];
        const auto frame = stack.order.size() == 1 ? dicom.instances[middle].frames / 2 : 0;
        try {
            return crew_.thumbnail(dicom.paths[middle], frame, kThumbnail_px).png;
        } catch (const base::Error& error) {
            if (error.code() != "imaging.codec") throw;
        }
        refuse(
            "asset.no_decoder",
            "A series is compressed in a way that the server does not decode: it is kept as it is, without a "
            "small picture and unsearched; the browser may show it.");
        auto grey = picture::Raster::blank(kThumbnail_px, kThumbnail_px, 1);
        std::fill(grey.samples.begin(), grey.samples.end(), std::uint8_t{128});
        const auto png = picture::encode_png(grey);
        return {reinterpret_cast<const char*>(png.data()), png.size()};
    }

    static Spacing spacing_of(const series::Stack& stack, const DicomFiles& dicom) {
        const auto& first = dicom.instances[stack.order.front()];
        Spacing spacing;
        if (first.pixel_spacing_mm.size() == 2) {
            spacing.row = first.pixel_spacing_mm[0];
            spacing.column = first.pixel_spacing_mm[1];
        }
        spacing.slice = stack.slice_spacing_mm;
        return spacing;
    }

    void add_frames(BuiltAsset& built, const DicomFiles& dicom, std::uint64_t index) {
        const auto& instance = dicom.instances[index];
        const auto stored = blob::put_file(shop_.blobs, dicom.paths[index]);
        built.asset.bytes += stored.bytes;
        first_frames_.emplace_back(name_of(dicom.paths[index]),
                                   static_cast<std::int64_t>(built.frames.size()));
        built.instances.push_back({built.asset.id, static_cast<std::int64_t>(built.instances.size()),
                                   case_id_, instance.study_uid, instance.series_uid, instance.instance_uid,
                                   stored.hash});
        for (std::uint64_t frame = 0; frame < std::max<std::uint64_t>(1, instance.frames); ++frame) {
            built.frames.push_back({built.asset.id, static_cast<std::int64_t>(built.frames.size()),
                                    stored.hash, "application/dicom", stored.bytes,
                                    static_cast<std::int64_t>(frame), depth_of(instance)});
        }
        report_(++done_);
    }

    std::string name_of(const fs::path& path) const { return path.lexically_relative(folder_).string(); }

    work::Workshop& shop_;
    imaging::worker::Crew& crew_;
    CaseId case_id_;
    const fs::path& folder_;
    const std::function<void(std::size_t)>& report_;
    BuiltAssets built_;
    /// Of the asset that is being built.
    std::vector<std::pair<std::string, std::int64_t>> first_frames_;
    std::size_t done_ = 0;
};

}  // namespace

base::Sha256 hash_of(const std::vector<FrameRow>& frames) {
    std::string all;
    for (const auto& frame : frames) all += frame.blob.text();
    return base::sha256(all);
}

BuiltAssets build_assets(work::Workshop& shop, imaging::worker::Crew& crew, CaseId case_id,
                         const fs::path& folder, const std::vector<fs::path>& files,
                         const std::function<void(std::size_t)>& report) {
    return Builder{shop, crew, case_id, folder, report}.build(files);
}

}  // namespace medal::contribution
