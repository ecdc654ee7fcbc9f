#include "contribution/redact_case.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/json.h"
#include "blob/store.h"
#include "contribution/case_actions.h"
#include "contribution/redaction_actions.h"
#include "contribution/redaction_checks.h"
#include "contribution/redaction_rules.h"
#include "contribution/redaction_store.h"
#include "contribution/settle_case.h"
#include "contribution/store.h"
#include "contribution/stored_files.h"
#include "imaging/deid/secrets.h"

#include <algorithm>
#include <optional>

namespace medal::contribution {
namespace {

namespace fs = std::filesystem;
using imaging::redact::UidChange;

constexpr unsigned kWorkersOfACase = 2;
/// Fewer are single pictures, which are no volume.
constexpr std::size_t kFewestSlices = 8;
constexpr std::uint64_t kEveryPage = 1'000'000;

struct RedactPayload {
    RedactionId redaction_id;
};
BOOST_DESCRIBE_STRUCT(RedactPayload, (), (redaction_id))

struct Start {
    RedactionRow redaction;
    CaseRow row;
    /// The one that changes is first.
    std::vector<AssetAtWork> assets;
    bool has_face_check = false;
};

struct Outcome {
    std::vector<TextBox> found;
    std::optional<FaceSearch> faces;
};

/// A series, or a film in a DICOM file.
bool is_dicom(const AssetAtWork& one) {
    return one.files.front().stored.media_type == "application/dicom";
}

bool is_volume(const AssetAtWork& one) {
    return one.asset.kind == AssetKind::nifti_volume || (is_dicom(one) && one.files.size() >= kFewestSlices);
}

/// Pages that nobody is shown may hold the same text in the same place.
std::vector<imaging::redact::Region> regions_in(const AssetAtWork& one, const FileAtWork& file,
                                                const std::vector<RedactionRegion>& regions) {
    // The resolutions of a slide show the same places, whatever the file.
    if (one.is_dicom_slide()) return rules::regions_in(one.files.front().stored, regions);
    auto met = rules::regions_in(file.stored, regions);
    if (one.asset.kind != AssetKind::raster) return met;
    for (auto& region : met) region.frame_to = kEveryPage;
    return met;
}

class Redacting {
  public:
    Redacting(work::Workshop& shop, Quarantine& quarantine, jobs::JobContext& job)
        : shop_(shop), quarantine_(quarantine), job_(job) {}

    void run() {
        const auto id = base::from_json<RedactPayload>(job_.job().payload).redaction_id;
        const auto case_id = case_waiting_for(id);
        if (!case_id) return;
        const auto folder = quarantine_.make_clear_folder(*case_id);
        for (const auto* part : {"in", "out"}) fs::create_directories(folder.path() / part);
        auto start = load(id, folder.path());
        if (!start) return;
        imaging::worker::Crew crew{{.readable = {folder.path() / "in"},
                                    .writable = {folder.path() / "out"},
                                    .workers = kWorkersOfACase}};
        try {
            work_on(*start, crew);
        } catch (const base::Error& error) {
            if (is_final(error)) return fail(start->redaction, error.message());
            throw;
        }
    }

  private:
    /// nullopt where there is nothing to do any more: then its folder may belong to another job.
    std::optional<CaseId> case_waiting_for(RedactionId id) {
        return db::transact(shop_.database, db::Access::read,
                            [&](db::Session& session) -> std::optional<CaseId> {
                                const auto redaction = store::load_redaction(session, id);
                                if (!is_wanted(redaction, store::load_case(session, redaction.case_id)))
                                    return std::nullopt;
                                return redaction.case_id;
                            });
    }

    static bool is_wanted(const RedactionRow& redaction, const CaseRow& row) {
        const bool is_asked =
            redaction.state == RedactionState::working || redaction.state == RedactionState::confirmed;
        return is_asked && row.state == CaseState::processing;
    }

    std::optional<Start> load(RedactionId id, const fs::path& folder) {
        return db::transact(
            shop_.database, db::Access::read, [&](db::Session& session) -> std::optional<Start> {
                Start start;
                start.redaction = store::load_redaction(session, id);
                start.row = store::load_case(session, start.redaction.case_id);
                if (!is_wanted(start.redaction, start.row)) return std::nullopt;
                const auto checks = store::checks_of_case(session, start.row.id);
                start.has_face_check = std::any_of(checks.begin(), checks.end(), [](const CheckRow& check) {
                    return check.kind == CheckKind::face;
                });
                auto assets = store::assets_of(session, start.row.id);
                std::stable_partition(assets.begin(), assets.end(), [&](const AssetRow& asset) {
                    return asset.id == start.redaction.asset_id;
                });
                for (const auto& asset : assets)
                    start.assets.push_back(load_asset_at_work(session, asset, folder));
                return start;
            });
    }

    void report(const CaseRow& row, std::size_t done, std::size_t total) {
        job_.report(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
        constexpr std::size_t kReportEvery = 10;
        if (done % kReportEvery != 0 && done != total) return;
        db::transact(shop_.database, db::Access::write, [&](db::Session& session) {
            store::set_progress(session, row.id, static_cast<std::int64_t>(done),
                                static_cast<std::int64_t>(total));
        });
    }

    void work_on(Start& start, imaging::worker::Crew& crew) {
        auto& one = start.assets.front();
        for (const auto& file : one.files) copy_blob(shop_.blobs, file.stored.blob, file.in);
        if (start.redaction.kind == RedactionKind::deface) {
            if (start.redaction.state == RedactionState::working) return preview(start, crew);
            take_preview(start);
        } else {
            paint(start, crew);
        }
        if (is_dicom(one)) follow_references(start, crew);
        save(start, finish(start, crew));
    }

    /// The same for the same redaction, so that doing it again changes nothing.
    static void name_anew(const Start& start, FileAtWork& file) {
        if (file.uid.empty()) return;
        const auto secret = base::from_hex(start.row.study_secret);
        if (!secret) base::fail_internal("a case has a damaged study secret");
        file.new_uid =
            imaging::deid::StudySecrets::from_bytes(*secret).uid(file.uid + " " + start.redaction.id.text());
    }

    static std::vector<UidChange> changed_uids(const AssetAtWork& one) {
        std::vector<UidChange> uids;
        for (const auto& file : one.files) {
            if (!file.new_uid.empty()) uids.push_back({file.uid, file.new_uid});
        }
        return uids;
    }

    void paint(Start& start, imaging::worker::Crew& crew) {
        auto& one = start.assets.front();
        const auto met = [&](const FileAtWork& file) {
            return regions_in(one, file, start.redaction.regions);
        };
        for (auto& file : one.files) {
            if (!met(file).empty()) name_anew(start, file);
        }
        const auto uids = changed_uids(one);
        for (std::size_t i = 0; i < one.files.size(); ++i) {
            auto& file = one.files[i];
            const auto regions = met(file);
            if (regions.empty()) continue;
            const auto result = crew.redact({.path = file.in.string(),
                                             .output = file.out.string(),
                                             .regions = regions,
                                             .uids = uids,
                                             .slide = slide_of(one)});
            start.redaction.frames_changed +=
                std::min(static_cast<std::int64_t>(result.frames_changed), file.stored.frames);
            store_output(shop_.blobs, file, result.media_type);
            report(start.row, i + 1, one.files.size());
        }
        start.redaction.frames_changed = std::min(start.redaction.frames_changed, one.asset.frames);
    }

    /// Other files may name the instances that are new now.
    void follow_references(Start& start, imaging::worker::Crew& crew) {
        const auto uids = changed_uids(start.assets.front());
        if (uids.empty()) return;
        for (auto& one : start.assets) {
            if (!is_dicom(one)) continue;
            for (auto& file : one.files) {
                if (file.replaced) continue;
                if (!fs::exists(file.in)) copy_blob(shop_.blobs, file.stored.blob, file.in);
                const auto result = crew.redact(
                    {.path = file.in.string(), .output = file.out.string(), .regions = {}, .uids = uids});
                if (result.is_written) store_output(shop_.blobs, file, result.media_type);
            }
        }
    }

    void preview(Start& start, imaging::worker::Crew& crew) {
        auto& one = start.assets.front();
        auto& shown = start.redaction.preview;
        const auto removed = remove_face(one, crew);
        shown.voxels_removed = static_cast<std::int64_t>(removed);
        const auto before = crew.portraits(volume_of(one, &FileAtWork::in));
        const auto after = crew.portraits(volume_of(one, &FileAtWork::out));
        const std::vector<std::string> names{"front", "left"};
        std::vector<blob::StoredBlob> pictures;
        for (std::size_t i = 0; i < std::min({before.size(), after.size(), names.size()}); ++i) {
            pictures.push_back(blob::put_text(shop_.blobs, before[i]));
            pictures.push_back(blob::put_text(shop_.blobs, after[i]));
            shown.pictures.push_back({names[i], pictures[2 * i].hash, pictures[2 * i + 1].hash});
        }
        mark_defaced(start, crew);
        for (const auto& file : one.files) shown.files.push_back(*file.replaced);
        save_preview(start.redaction, pictures);
    }

    /// Files lie where the crew may read; what it has written is moved there.
    static imaging::face::VolumeFiles volume_of(const AssetAtWork& one, fs::path FileAtWork::*side) {
        imaging::face::VolumeFiles files;
        for (const auto& file : one.files) files.inputs.push_back((file.*side).string());
        return files;
    }

    static std::uint64_t remove_face(const AssetAtWork& one, imaging::worker::Crew& crew) {
        auto files = volume_of(one, &FileAtWork::in);
        for (const auto& file : one.files) files.outputs.push_back(file.out.string());
        const auto result = crew.deface(files);
        if (result.verdict == imaging::face::Verdict::face && result.voxels_removed > 0)
            return result.voxels_removed;
        throw base::Error{base::ErrorKind::unsupported, "redaction.no_face",
                          "No face could be removed for sure. " + result.reason};
    }

    /// What `deface` wrote becomes a derived instance with a name of its own.
    void mark_defaced(Start& start, imaging::worker::Crew& crew) {
        auto& one = start.assets.front();
        for (auto& file : one.files) name_anew(start, file);
        const auto uids = changed_uids(one);
        for (std::size_t i = 0; i < one.files.size(); ++i) {
            auto& file = one.files[i];
            const auto marked = fs::path{file.out}.concat("-marked");
            const auto result = crew.redact({.path = file.out.string(),
                                             .output = marked.string(),
                                             .regions = {},
                                             .uids = uids,
                                             .is_defaced = true});
            if (result.is_written) fs::rename(marked, file.out);
            store_output(shop_.blobs, file, result.is_written ? result.media_type : file.stored.media_type);
            report(start.row, i + 1, one.files.size());
        }
    }

    void take_preview(Start& start) {
        auto& one = start.assets.front();
        const auto& kept = start.redaction.preview.files;
        for (std::size_t i = 0; i < one.files.size(); ++i) {
            auto& file = one.files[i];
            if (i >= kept.size() || kept[i].from != file.stored.blob) {
                throw base::Error{base::ErrorKind::unsupported, "redaction.stale",
                                  "The image has changed since the preview was made; remove the face again."};
            }
            file.replaced = kept[i];
            name_anew(start, file);
            copy_blob(shop_.blobs, kept[i].to, file.out);
        }
        start.redaction.frames_changed = one.asset.frames;
    }

    Outcome finish(Start& start, imaging::worker::Crew& crew) {
        Outcome outcome;
        if (start.redaction.kind == RedactionKind::regions) {
            outcome.found = search_text_again(start.assets.front(), start.redaction.regions, crew);
        }
        outcome.faces = search_faces(start, crew);
        for (auto& one : start.assets) {
            if (one.is_changed()) put_in_place(shop_, crew, one);
        }
        return outcome;
    }

    /// Over all images of the case, as the check counts them; nullopt where there is no check and no volume
    /// changed.
    std::optional<FaceSearch> search_faces(Start& start, imaging::worker::Crew& crew) {
        if (!is_volume(start.assets.front()) && !start.has_face_check) return std::nullopt;
        FaceSearch search;
        search.places.folder = start.assets.front().files.front().in.parent_path().parent_path();
        imaging::worker::DefaceRequest request;
        for (auto& one : start.assets) {
            for (auto& file : one.files) {
                if (!file.replaced && !fs::exists(file.in)) copy_blob(shop_.blobs, file.stored.blob, file.in);
                request.inputs.push_back(file.now());
                search.places.frames[file.now().lexically_relative(search.places.folder).string()] = {
                    one.asset.id, file.stored.first_frame};
            }
        }
        search.report = imaging::worker::deface_files(request, crew);
        return search;
    }

    void save_preview(const RedactionRow& made, const std::vector<blob::StoredBlob>& pictures) {
        work::run(shop_, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
            job_.complete_in(unit.db());
            auto row = store::load_case(unit.db(), made.case_id);
            auto redaction = store::load_redaction(unit.db(), made.id);
            if (row.state != CaseState::processing || redaction.state != RedactionState::working) return;
            redaction.preview = made.preview;
            redaction.state = RedactionState::preview;
            redaction.expires_at = unit.now() + kPreviewLife_us;
            store::update(unit.db(), redaction);
            const auto owner = owner_of(redaction);
            for (const auto& file : made.preview.files) unit.keep_blob(file.to, owner, file.bytes);
            for (const auto& picture : pictures) unit.keep_blob(picture.hash, owner, picture.bytes);
            settle_case(unit, row);
        });
    }

    void save(const Start& start, const Outcome& outcome) {
        work::run(shop_, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
            job_.complete_in(unit.db());
            auto row = store::load_case(unit.db(), start.row.id);
            if (row.state != CaseState::processing) return;  // Withdrawn meanwhile: nothing is kept.
            for (const auto& one : start.assets) {
                if (one.is_changed()) keep_in_place(unit, one);
            }
            auto redaction = start.redaction;
            unit.let_blobs_go(owner_of(redaction));
            redaction.state = RedactionState::done;
            redaction.preview = {{}, {}, redaction.preview.voxels_removed};
            redaction.finished_at = unit.now();
            store::update(unit.db(), redaction);
            if (redaction.kind == RedactionKind::regions) update_text_check(unit, redaction, outcome.found);
            if (outcome.faces) update_face_check(unit, row.id, *outcome.faces);
            emit_redaction(unit, row, redaction, "redacted");
            settle_case(unit, row);
        });
    }

    void fail(const RedactionRow& made, const std::string& why) {
        work::run(shop_, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
            job_.complete_in(unit.db());
            auto row = store::load_case(unit.db(), made.case_id);
            if (row.state != CaseState::processing) return;
            auto redaction = made;
            unit.let_blobs_go(owner_of(redaction));
            redaction.state = RedactionState::failed;
            redaction.failure = why;
            redaction.frames_changed = 0;
            redaction.preview = {};
            redaction.finished_at = unit.now();
            store::update(unit.db(), redaction);
            settle_case(unit, row);
        });
    }

    work::Workshop& shop_;
    Quarantine& quarantine_;
    jobs::JobContext& job_;
};

}  // namespace

void redact_case(work::Workshop& shop, Quarantine& quarantine, jobs::JobContext& job) {
    Redacting{shop, quarantine, job}.run();
}

}  // namespace medal::contribution
