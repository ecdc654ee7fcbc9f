#include "contribution/stored_files.h"

#include "blob/store.h"
#include "contribution/build_assets.h"
#include "contribution/store.h"

#include <algorithm>
#include <fstream>

#include <boost/mp11.hpp>

namespace medal::contribution {
namespace {

/// Fourteen parts of an image and the case it is of. Another one may be one more copy of its picture: then it
/// has to be made anew in `put_in_place`, or what was made unreadable is still shown. The layout may name
/// such a copy, a rendition: images that have one are not painted (require_paintable in redact_case.cpp).
using AssetMembers = boost::describe::describe_members<AssetRow, boost::describe::mod_any_access>;
static_assert(boost::mp11::mp_size<AssetMembers>::value == 15);

/// Where a frame lies: the file, and which of its frames.
const FileAtWork& file_of(const AssetAtWork& one, std::int64_t frame) {
    const auto found = std::find_if(one.files.begin(), one.files.end(), [&](const FileAtWork& file) {
        return frame >= file.stored.first_frame && frame < file.stored.first_frame + file.stored.frames;
    });
    if (found == one.files.end()) base::fail_internal("a frame belongs to no stored file");
    return *found;
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

bool AssetAtWork::is_changed() const {
    return std::any_of(files.begin(), files.end(),
                       [](const FileAtWork& file) { return file.replaced.has_value(); });
}

AssetAtWork load_asset_at_work(db::Session& session, const AssetRow& asset,
                               const std::filesystem::path& folder) {
    AssetAtWork one{
        asset, store::frames_of(session, asset.id), store::dicom_instances_of(session, asset.id), {}};
    const auto stored = rules::files_of(one.frames);
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

void put_in_place(work::Workshop& shop, imaging::worker::Crew& crew, AssetAtWork& one,
                  std::int64_t& thumbnail_bytes) {
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
        const auto first = static_cast<std::size_t>(file.stored.first_frame);
        one.asset.bytes += one.frames.at(first).bytes;
        if (!file.replaced || i >= one.instances.size() || file.uid.empty()) continue;
        one.instances[i].blob = file.replaced->to;
        if (!file.new_uid.empty()) one.instances[i].instance_uid = file.new_uid;
    }
    one.asset.sha256 = hash_of(one.frames);
    const auto& middle = one.files[one.files.size() / 2];
    const auto frame = one.files.size() == 1 ? middle.stored.frames / 2 : 0;
    const auto drawn = crew.thumbnail(middle.now(), static_cast<std::uint64_t>(frame), kThumbnail_px);
    const auto stored = blob::put_text(shop.blobs, drawn.png);
    one.asset.thumbnail = stored.hash;
    thumbnail_bytes = stored.bytes;
}

}  // namespace medal::contribution
