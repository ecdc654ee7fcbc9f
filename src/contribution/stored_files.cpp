#include "contribution/stored_files.h"

#include "blob/store.h"
#include "contribution/build_assets.h"
#include "contribution/redaction_store.h"
#include "contribution/store.h"

#include <algorithm>
#include <fstream>

#include <boost/mp11.hpp>

namespace medal::contribution {
namespace {

/// Fourteen parts of an image and the case it is of. Another one may be one more copy of its picture: then it
/// has to be made anew in `put_in_place`, or what was made unreadable is still shown. Those that the layout
/// names are made by keep_media.
using AssetMembers = boost::describe::describe_members<AssetRow, boost::describe::mod_any_access>;
static_assert(boost::mp11::mp_size<AssetMembers>::value == 15);

constexpr const char* kRenditionName = ".shown";

/// Of a film and of a volume one file is all frames, and only one row names it.
bool is_one_file(AssetKind kind) {
    return kind == AssetKind::video || kind == AssetKind::nifti_volume;
}

/// Where a frame lies: the file, and which of its frames.
const FileAtWork& file_of(const AssetAtWork& one, std::int64_t frame) {
    const auto found = std::find_if(one.files.begin(), one.files.end(), [&](const FileAtWork& file) {
        return frame >= file.stored.first_frame && frame < file.stored.first_frame + file.stored.frames;
    });
    if (found == one.files.end()) base::fail_internal("a frame belongs to no stored file");
    return *found;
}

void replace_frames(AssetAtWork& one) {
    for (auto& frame : one.frames) {
        const auto& file = file_of(one, frame.frame_index);
        if (!file.replaced) continue;
        frame.blob = file.replaced->to;
        frame.media_type = file.replaced->media_type;
        frame.bytes = file.replaced->bytes;
    }
    one.asset.bytes = 0;
    for (std::size_t i = 0; i < one.files.size(); ++i) {
        const auto& file = one.files[i];
        one.asset.bytes += one.frames.at(static_cast<std::size_t>(file.stored.first_frame)).bytes;
        if (!file.replaced || i >= one.instances.size() || file.uid.empty()) continue;
        one.instances[i].blob = file.replaced->to;
        if (!file.new_uid.empty()) one.instances[i].instance_uid = file.new_uid;
    }
    one.asset.sha256 = hash_of(one.frames);
}

std::string thumbnail_of_stack(imaging::worker::Crew& crew, const AssetAtWork& one) {
    const auto& middle = one.files[one.files.size() / 2];
    const auto frame = one.files.size() == 1 ? middle.stored.frames / 2 : 0;
    return crew.thumbnail(middle.now(), static_cast<std::uint64_t>(frame), kThumbnail_px).png;
}

/// Boxes, questions and answers are counted in its frames and pixels.
void require_same_shape(const AssetRow& before, const AssetRow& after) {
    if (before.kind == after.kind && before.frames == after.frames && before.row_count == after.row_count &&
        before.column_count == after.column_count) {
        return;
    }
    throw base::Error{base::ErrorKind::unsupported,
                      "redaction.shape",
                      "The changed file would have other frames or another size than this image.",
                      {.hint = "Export the image again, and upload it anew."}};
}

KeptMedia keep_again(work::Workshop& shop, imaging::worker::Crew& crew, AssetAtWork& one) {
    if (one.is_dicom_slide()) {
        std::vector<std::filesystem::path> resolutions;
        for (const auto& file : one.files) resolutions.push_back(file.now());
        return keep_slide(crew, resolutions, one.asset);
    }
    const auto& file = one.files.front();
    return keep_media(shop, crew, {file.now(), file.out.parent_path() / kRenditionName}, one.asset);
}

std::string thumbnail_of_media(work::Workshop& shop, imaging::worker::Crew& crew, AssetAtWork& one) {
    const auto before = one.asset;
    auto kept = keep_again(shop, crew, one);
    require_same_shape(before, one.asset);
    one.beside = std::move(kept.others);
    return std::move(kept.thumbnail_png);
}

}  // namespace

bool is_final(const base::Error& error) {
    switch (error.kind()) {
        case base::ErrorKind::unavailable:
        case base::ErrorKind::conflict:
        case base::ErrorKind::internal:
            return false;
        default:
            return true;
    }
}

bool AssetAtWork::is_dicom_slide() const {
    return asset.kind == AssetKind::slide && files.front().stored.media_type == "application/dicom";
}

std::optional<imaging::redact::SlideSize> slide_of(const AssetAtWork& one) {
    if (!one.is_dicom_slide()) return std::nullopt;
    return imaging::redact::SlideSize{static_cast<std::uint64_t>(one.asset.column_count),
                                      static_cast<std::uint64_t>(one.asset.row_count)};
}

bool AssetAtWork::is_changed() const {
    return std::any_of(files.begin(), files.end(),
                       [](const FileAtWork& file) { return file.replaced.has_value(); });
}

AssetAtWork load_asset_at_work(db::Session& session, const AssetRow& asset,
                               const std::filesystem::path& folder) {
    AssetAtWork one{
        asset, store::frames_of(session, asset.id), store::dicom_instances_of(session, asset.id), {}};
    auto stored = rules::files_of(one.frames);
    if (is_one_file(asset.kind) && stored.size() == 1) stored.front().frames = asset.frames;
    for (std::size_t i = 0; i < stored.size(); ++i) {
        const auto name = asset.id.text() + "-" + std::to_string(i);
        FileAtWork file{stored[i], folder / "in" / name, folder / "out" / name};
        if (one.instances.size() == stored.size()) file.uid = one.instances[i].instance_uid;
        one.files.push_back(std::move(file));
    }
    return one;
}

void copy_blob(blob::Store& blobs, const base::Sha256& hash, const std::filesystem::path& to) {
    std::ofstream file{to, std::ios::binary | std::ios::trunc};
    blobs.read(hash, [&](std::span<const std::byte> piece) {
        file.write(reinterpret_cast<const char*>(piece.data()), static_cast<std::streamsize>(piece.size()));
    });
    file.close();
    if (!file) {
        throw base::Error{base::ErrorKind::unavailable, "redaction.memory",
                          "There is no room to work on the images now."};
    }
}

void store_output(blob::Store& blobs, FileAtWork& file, const std::string& media_type) {
    const auto stored = blob::put_file(blobs, file.out);
    file.replaced = ReplacedFile{file.stored.blob, stored.hash, media_type, stored.bytes};
}

void put_in_place(work::Workshop& shop, imaging::worker::Crew& crew, AssetAtWork& one) {
    replace_frames(one);
    const bool is_stack = one.asset.kind == AssetKind::dicom_series;
    const auto png = is_stack ? thumbnail_of_stack(crew, one) : thumbnail_of_media(shop, crew, one);
    one.beside.push_back(blob::put_text(shop.blobs, png));
    one.asset.thumbnail = one.beside.back().hash;
}

void keep_in_place(work::Unit& unit, const AssetAtWork& one) {
    const auto owner = "asset:" + one.asset.id.text();
    unit.let_blobs_go(owner);
    store::replace(unit.db(), one.asset, one.frames, one.instances);
    for (const auto& blob : one.beside) unit.keep_blob(blob.hash, owner, blob.bytes);
    for (const auto& frame : one.frames) unit.keep_blob(frame.blob, owner, frame.bytes);
}

}  // namespace medal::contribution
