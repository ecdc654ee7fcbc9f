#include "contribution/process_case.h"

#include "base/error.h"
#include "base/json.h"
#include "blob/store.h"
#include "contribution/build_assets.h"
#include "contribution/case_actions.h"
#include "contribution/duplicate_check.h"
#include "contribution/face_check.h"
#include "contribution/fingerprints.h"
#include "contribution/held_back.h"
#include "contribution/rules.h"
#include "contribution/settle_case.h"
#include "contribution/store.h"
#include "contribution/text_boxes.h"
#include "contribution/text_check.h"
#include "contribution/views.h"
#include "imaging/deid/batch.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace medal::contribution {
namespace {

namespace deid = imaging::deid;
namespace fs = std::filesystem;

constexpr std::int64_t kReportEvery = 25;
/// Sandboxed processes at once; several cases may be worked on beside each other.
constexpr unsigned kWorkersOfACase = 2;

struct ProcessPayload {
    CaseId case_id;
};
BOOST_DESCRIBE_STRUCT(ProcessPayload, (), (case_id))

struct FieldEvidence {
    std::string field;
    std::vector<std::string> kinds;
};
BOOST_DESCRIBE_STRUCT(FieldEvidence, (), (field, kinds))

struct Start {
    CaseRow row;
    std::vector<UploadRow> uploads;
};

struct Outcome {
    deid::BatchReport report;
    base::Sha256 report_blob;
    std::int64_t report_bytes = 0;
    BuiltAssets built;
    std::optional<FaceVerdict> faces;
    std::vector<AssetPrint> prints;
};

// One line an element and reason, over all files.
std::vector<RemovedElement> removed_in(const deid::BatchReport& report) {
    std::map<std::tuple<std::string, std::string, std::string>, RemovedElement> sums;
    for (const auto& file : report.files) {
        for (const auto& action : file.actions) {
            auto& sum = sums[{action.tag, action.action, action.reason}];
            sum = {action.tag, action.keyword, action.action, action.reason,
                   sum.count + static_cast<std::int64_t>(action.count)};
        }
    }
    std::vector<RemovedElement> removed;
    for (auto& [key, sum] : sums) removed.push_back(std::move(sum));
    return removed;
}

std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    if (!fs::exists(folder)) return files;
    for (const auto& entry : fs::recursive_directory_iterator{folder}) {
        // An index of files (DICOMDIR) shows nothing by itself; what it lists is taken one by one.
        const bool is_index = entry.path().filename().string().starts_with("DICOMDIR");
        if (entry.is_regular_file() && !is_index) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

class Processing {
  public:
    Processing(work::Workshop& shop, Quarantine& quarantine, DuplicateSearch& duplicates,
               jobs::JobContext& job)
        : shop_(shop), quarantine_(quarantine), duplicates_(duplicates), job_(job) {}

    void run() {
        const auto id = base::from_json<ProcessPayload>(job_.job().payload).case_id;
        const auto start = load(id);
        if (start.row.state != CaseState::processing) return;
        if (start.uploads.empty()) return judge_again(start.row);
        const auto outcome = work_on(start);
        save(start, outcome);
        for (const auto& upload : start.uploads) quarantine_.shred(upload.id);
    }

  private:
    Start load(CaseId id) {
        return db::transact(shop_.database, db::Access::read, [&](db::Session& session) {
            Start start{store::load_case(session, id), {}};
            for (auto& upload : store::uploads_of(session, id)) {
                if (upload.state == UploadState::complete) start.uploads.push_back(std::move(upload));
            }
            return start;
        });
    }

    void report(CaseId id, std::int64_t done, std::int64_t total) {
        if (done % kReportEvery != 0 && done != total) return;
        job_.report(done, total);
        db::transact(shop_.database, db::Access::write,
                     [&](db::Session& session) { store::set_progress(session, id, done, total); });
    }

    Outcome work_on(const Start& start) {
        const auto id = start.row.id;
        const auto clear = quarantine_.make_clear_folder(id);
        const auto in = clear.path() / "in";
        const auto out = clear.path() / "out";
        fs::create_directories(in);
        for (std::size_t i = 0; i < start.uploads.size(); ++i) {
            quarantine_.decrypt(start.uploads[i].id, in / clear_name(i));
        }
        deid::BatchOptions options;
        options.neutral_report = true;
        options.quarantine = clear.path() / "unpacked";
        const auto secret = base::from_hex(start.row.study_secret);
        if (!secret) base::fail_internal("a case has a damaged study secret");
        imaging::worker::Crew crew{
            {.readable = {in}, .writable = {clear.path()}, .workers = kWorkersOfACase}};
        options.work = &crew;
        options.jobs = kWorkersOfACase;
        Outcome outcome;
        outcome.report = deid::deidentify_batch({in}, out, options, deid::StudySecrets::from_bytes(*secret),
                                                [&](std::uint64_t done, std::uint64_t all) {
                                                    report(id, static_cast<std::int64_t>(done),
                                                           static_cast<std::int64_t>(2 * all));
                                                });
        const auto files = files_below(out);
        const auto total = static_cast<std::int64_t>(2 * files.size());
        outcome.built = build_assets(shop_, crew, id, out, files, [&](std::size_t done) {
            report(id, static_cast<std::int64_t>(files.size() + done), total);
        });
        outcome.faces = judge_faces(imaging::worker::deface_files({.inputs = {out}}, crew),
                                    {.folder = out, .frames = outcome.built.places});
        outcome.prints = fingerprint_assets(crew, out, outcome.built);
        const auto stored = blob::put_text(shop_.blobs, base::to_json(outcome.report));
        outcome.report_blob = stored.hash;
        outcome.report_bytes = stored.bytes;
        return outcome;
    }

    void save(const Start& start, const Outcome& outcome) {
        work::run(shop_, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
            job_.complete_in(unit.db());
            auto row = store::load_case(unit.db(), start.row.id);
            if (row.state != CaseState::processing) return;  // Withdrawn meanwhile: nothing is kept.
            for (const auto& asset : store::assets_of(unit.db(), row.id))
                unit.let_blobs_go("asset:" + asset.id.text());
            store::remove_results(unit.db(), row.id);
            for (const auto& built : outcome.built.assets) keep(unit, built);
            store::save_report(unit.db(),
                               {row.id, base::to_json(removed_in(outcome.report)), outcome.report_blob});
            unit.keep_blob(outcome.report_blob, "case:" + row.id.text(), outcome.report_bytes);
            for (auto upload : start.uploads) {
                upload.state = UploadState::processed;
                store::update(unit.db(), upload);
            }
            add_checks(unit, row, start, outcome);
            add_duplicate_checks(unit, row, outcome);
            settle_case(unit, row);
        });
    }

    static void keep(work::Unit& unit, const BuiltAsset& built) {
        store::insert(unit.db(), built.asset, built.frames);
        for (const auto& instance : built.instances) store::insert(unit.db(), instance);
        const auto owner = "asset:" + built.asset.id.text();
        unit.keep_blob(built.asset.thumbnail, owner, built.thumbnail_bytes);
        for (const auto& frame : built.frames) unit.keep_blob(frame.blob, owner, frame.bytes);
        for (const auto& other : built.others) unit.keep_blob(other.hash, owner, other.bytes);
    }

    /// What a check says, and the code by which that is translated.
    struct Said {
        Verdict verdict = Verdict::pass;
        std::string code;
        std::string message;
    };

    static void add(work::Unit& unit, const CaseRow& row, CheckKind kind, Said said, std::string evidence) {
        store::insert(unit.db(), CheckRow{unit.new_id<CheckId>(),
                                          row.id,
                                          {},
                                          kind,
                                          said.verdict,
                                          std::move(said.message),
                                          std::move(evidence),
                                          false,
                                          unit.now(),
                                          std::move(said.code)});
    }

    static Said said_of(const deid::BatchSummary& sum) {
        if (sum.quarantined > 0) {
            return {Verdict::block, "check.files_quarantined",
                    "Something that identifies was still in a file after cleaning; the file is held back."};
        }
        if (sum.refused > 0) {
            return {Verdict::warn, "check.files_refused", "Some files were refused and left out."};
        }
        return {Verdict::pass, "check.files_clean", "Every file was cleaned and verified."};
    }

    static void add_checks(work::Unit& unit, const CaseRow& row, const Start& start, const Outcome& outcome) {
        std::vector<UploadId> uploads;
        for (const auto& upload : start.uploads) uploads.push_back(upload.id);
        const auto counts = base::to_json(files_evidence(outcome.report, uploads));
        add(unit, row, CheckKind::deidentification, said_of(outcome.report.summary), counts);
        if (outcome.built.assets.empty()) {
            add(unit, row, CheckKind::quality,
                {Verdict::block, "check.no_image", "There is no image that can be shown."}, counts);
        }
        for (const auto& finding : outcome.built.findings) {
            add(unit, row, CheckKind::quality, {Verdict::warn, finding.code, finding.message},
                base::to_json(finding));
        }
        if (const auto text = judge_burned_in_text(outcome.report, outcome.built)) {
            add(unit, row, CheckKind::burned_in_text, {text->verdict, text->code, text->message},
                base::to_json(text->evidence));
        }
        if (const auto& faces = outcome.faces) {
            add(unit, row, CheckKind::face, {faces->verdict, faces->code, faces->message},
                base::to_json(faces->evidence));
        }
        add_text_checks(unit, row);
    }

    void add_duplicate_checks(work::Unit& unit, const CaseRow& row, const Outcome& outcome) {
        for (const auto& one : judge_duplicates(unit, row, outcome.prints, duplicates_)) {
            add(unit, row, CheckKind::duplicate, {one.verdict, one.code, one.message},
                base::to_json(one.evidence));
        }
    }

    static void add_text_checks(work::Unit& unit, const CaseRow& row) {
        for (const auto& [field, text] :
             {std::pair{"clinical_context", row.clinical_context}, std::pair{"label", row.label}}) {
            const auto kinds = rules::suspicious_parts(text);
            if (kinds.empty()) continue;
            add(unit, row, CheckKind::text_identifiers,
                {Verdict::block, "check.text_identifies", "This text may identify the patient; take it out."},
                base::to_json(FieldEvidence{field, kinds}));
        }
    }

    // A steward cleared the findings, or the texts were changed: the images stand as they are.
    void judge_again(const CaseRow& before) {
        work::run(shop_, base::system_actor(), db::Access::write, [&](work::Unit& unit) {
            job_.complete_in(unit.db());
            auto row = store::load_case(unit.db(), before.id);
            if (row.state != CaseState::processing) return;
            store::remove_text_checks(unit.db(), row.id);
            const auto checks = store::checks_of_case(unit.db(), row.id);
            const bool is_cleared = std::any_of(checks.begin(), checks.end(), [](const CheckRow& check) {
                return check.kind == CheckKind::text_identifiers && check.cleared;
            });
            if (!is_cleared) add_text_checks(unit, row);
            settle_case(unit, row);
        });
    }

    work::Workshop& shop_;
    Quarantine& quarantine_;
    DuplicateSearch& duplicates_;
    jobs::JobContext& job_;
};

}  // namespace

void process_case(work::Workshop& shop, Quarantine& quarantine, DuplicateSearch& duplicates,
                  jobs::JobContext& job) {
    Processing{shop, quarantine, duplicates, job}.run();
}

}  // namespace medal::contribution
