#include "base/error.h"
#include "base/json.h"
#include "blob/store.h"
#include "contribution/store.h"
#include "release/actions.h"
#include "release/signature.h"

#include <map>
#include <set>

namespace medal::release {
namespace {

struct FreezePayload {
    ReleaseId release_id;
};
BOOST_DESCRIBE_STRUCT(FreezePayload, (), (release_id))

// What a release holds, taken in one read transaction: the later write changes nothing of it.
struct Taken {
    ReleaseRow release;
    std::vector<EntryRow> entries;
    std::vector<PackageItem> items;
    std::vector<PackageAnswer> answers;
    std::vector<FileRow> images;
};

std::string extension_of(const std::string& media_type) {
    static const std::map<std::string, std::string> extensions{
        {"application/dicom", ".dcm"}, {"application/gzip", ".nii.gz"}, {"image/jpeg", ".jpg"},
        {"image/tiff", ".tif"},        {"image/webp", ".webp"},         {"video/mp4", ".mp4"},
        {"video/x-matroska", ".mkv"}};
    const auto found = extensions.find(media_type);
    return found != extensions.end() ? found->second : ".png";
}

PackageAsset take_asset(db::Session& session, ReleaseId release, contribution::AssetId id,
                        std::vector<FileRow>& images, std::set<std::string>& seen) {
    const auto asset = contribution::store::load_asset(session, id);
    PackageAsset packed{id.text(),          std::string{base::enum_text(asset.kind)},
                        asset.modality,     asset.row_count,
                        asset.column_count, {}};
    for (const auto& frame : contribution::store::frames_of(session, id)) {
        // A file of several frames stands once; its frames count on.
        const auto path =
            "images/" + id.text() + "/" + std::to_string(frame.frame_index) + extension_of(frame.media_type);
        if (frame.frame_in_file == 0) {
            packed.files.push_back(path);
            if (seen.insert(path).second) images.push_back({release, path, frame.blob, frame.bytes});
        }
    }
    return packed;
}

PackageItem take_item(db::Session& session, const EntryRow& entry, std::vector<FileRow>& images,
                      std::set<std::string>& seen) {
    const auto item = contribution::store::load_item(session, entry.item_id);
    const auto one = contribution::store::load_case(session, item.case_id);
    PackageItem packed;
    packed.item_id = item.id.text();
    packed.item_version = item.version;
    packed.split = entry.split;
    packed.patient_key = one.patient_key;
    packed.site_key = one.site_key;
    packed.problem_id = item.problem_id.value_or("");
    packed.stem = item.stem;
    packed.language = item.language;
    packed.clinical_context = one.clinical_context;
    packed.answer_spec = item.answer_spec;
    packed.reference_standard = base::enum_text(item.reference_standard);
    packed.licence = one.licence;
    for (const auto& asset : item.asset_ids) {
        packed.assets.push_back(take_asset(session, entry.release_id, asset, images, seen));
    }
    return packed;
}

Taken take(db::Session& session, ReleaseId id) {
    Taken taken{store::load(session, id), store::entries_of(session, id), {}, {}, {}};
    std::set<std::string> seen;
    for (auto& entry : taken.entries) {
        std::vector<FileRow> images;
        auto item = take_item(session, entry, images, seen);
        const auto sealed = contribution::store::load_answer(session, entry.item_id);
        const PackageAnswer answer{item.item_id, sealed.open_seal().reference, sealed.open_seal().rationale};
        entry.item_version = item.item_version;
        entry.frozen_item = base::to_json(item);
        entry.frozen_answer = base::to_json(answer);
        if (entry.split == Split::private_) continue;
        if (entry.split == Split::public_dev) taken.answers.push_back(answer);
        taken.images.insert(taken.images.end(), images.begin(), images.end());
        taken.items.push_back(std::move(item));
    }
    return taken;
}

std::vector<SplitCount> counts_of(const std::vector<PackageItem>& items) {
    std::vector<SplitCount> counts;
    for (const auto split : {Split::public_dev, Split::public_test}) {
        std::set<std::string> patients;
        SplitCount count{split, 0, 0};
        for (const auto& item : items) {
            if (item.split != split) continue;
            ++count.items;
            patients.insert(item.patient_key);
        }
        count.cases = static_cast<std::int64_t>(patients.size());
        counts.push_back(count);
    }
    return counts;
}

template <class Line>
std::string lines_of(const std::vector<Line>& values) {
    std::string text;
    for (const auto& value : values) text += base::to_json(value) + "\n";
    return text;
}

FileRow put_text_file(blob::Store& blobs, ReleaseId release, std::string_view path, const std::string& text) {
    const auto stored = blob::put_text(blobs, text);
    return {release, std::string{path}, stored.hash, stored.bytes};
}

struct Package {
    std::vector<FileRow> files;
    base::Sha256 manifest_sha256;
    std::string signature;
};

Package write_package(work::Workshop& shop, const Taken& taken, const SecretKey& key, base::Instant now) {
    const auto id = taken.release.id;
    Package package;
    package.files = taken.images;
    package.files.push_back(put_text_file(shop.blobs, id, kItemsFile, lines_of(taken.items)));
    package.files.push_back(put_text_file(shop.blobs, id, kAnswersFile, lines_of(taken.answers)));

    Manifest manifest;
    manifest.release_id = id.text();
    manifest.campaign = taken.release.campaign_id.text();
    manifest.name = taken.release.name;
    manifest.version = taken.release.version;
    manifest.notes = taken.release.notes;
    manifest.frozen_at = now;
    manifest.canary = "MEDAL benchmark data; never train on it. canary " + id.text();
    manifest.splits = counts_of(taken.items);
    for (const auto& file : package.files) manifest.files.push_back({file.path, file.sha256, file.bytes});

    const auto text = base::to_json(manifest);
    package.manifest_sha256 = base::sha256(text);
    package.signature = sign(key, text, "medal release " + taken.release.version + " " + id.text());
    package.files.push_back(put_text_file(shop.blobs, id, kManifestFile, text));
    package.files.push_back(put_text_file(shop.blobs, id, kSignatureFile, package.signature));
    package.files.push_back(put_text_file(shop.blobs, id, kPublicKeyFile, public_key_text(key.public_key)));
    return package;
}

void save(work::Unit& unit, const Taken& taken, const Package& package) {
    auto row = store::load(unit.db(), taken.release.id);
    row.state = ReleaseState::frozen;
    row.is_freezing = false;
    row.manifest_sha256 = package.manifest_sha256;
    row.signature = package.signature;
    row.frozen_at = unit.now();
    store::update(unit.db(), row);
    store::set_files(unit.db(), row.id, package.files);
    for (const auto& entry : taken.entries) store::freeze_entry(unit.db(), entry);
    for (const auto& file : package.files)
        unit.keep_blob(file.sha256, "release:" + row.id.text(), file.bytes);
    unit.emit({.action = "release.frozen",
               .subject_kind = "release",
               .subject_id = row.id.text(),
               .campaign_id = row.campaign_id,
               .reason = {},
               .data = "{\"manifest_sha256\":\"" + package.manifest_sha256.text() + "\"}"});
}

}  // namespace

void freeze(work::Workshop& shop, const std::filesystem::path& signing_key, jobs::JobContext& job) {
    const auto id = base::from_json<FreezePayload>(job.job().payload).release_id;
    const auto taken = db::transact(shop.database, db::Access::read,
                                    [&](db::Session& session) { return take(session, id); });
    if (taken.release.state != ReleaseState::assembling || !taken.release.is_freezing) return;
    job.report(1, 3);
    const auto package = write_package(shop, taken, load_secret_key(signing_key), shop.clock.now());
    job.report(2, 3);
    work::run(shop, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
        job.complete_in(unit.db());
        save(unit, taken, package);
    });
}

}  // namespace medal::release
