// What is given: cases (one patient's de-identified material), their assets, and items (questions on them).
// A case is the unit of clustering in every statistic: `patient_key` and `site_key` are its pseudonyms.
#pragma once

#include "answers/types.h"
#include "base/actor.h"
#include "base/ids.h"
#include "base/reflect.h"
#include "base/time.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

using CaseId = base::Id<struct CaseTag>;
using ItemId = base::Id<struct ItemTag>;
using AssetId = base::Id<struct AssetTag>;
using UploadId = base::Id<struct UploadTag>;
using CheckId = base::Id<struct CheckTag>;

enum class CaseState { draft, processing, needs_attention, ready, withdrawn };
BOOST_DESCRIBE_ENUM(CaseState, draft, processing, needs_attention, ready, withdrawn)

enum class CaseAction {
    process,
    need_attention,
    become_ready,
    reprocess,
    clear,
    send_back,
    redact,
    withdraw
};
BOOST_DESCRIBE_ENUM(CaseAction, process, need_attention, become_ready, reprocess, clear, send_back, redact,
                    withdraw)

enum class ItemState {
    draft,
    submitted,
    in_checks,
    blocked,
    in_review,
    in_revision,
    in_discussion,
    accepted,
    rejected,
    released,
    under_investigation,
    corrected,
    retired,
    withdrawn,
};
BOOST_DESCRIBE_ENUM(ItemState, draft, submitted, in_checks, blocked, in_review, in_revision, in_discussion,
                    accepted, rejected, released, under_investigation, corrected, retired, withdrawn)

enum class ItemAction {
    submit,
    start_checks,
    pass_checks,
    block,
    reopen,
    revise,
    resubmit,
    discuss,
    accept,
    reject,
    release,
    investigate,
    correct,
    retire,
    withdraw,
};
BOOST_DESCRIBE_ENUM(ItemAction, submit, start_checks, pass_checks, block, reopen, revise, resubmit, discuss,
                    accept, reject, release, investigate, correct, retire, withdraw)

/// The part that someone plays towards one case or item.
enum class Part { author, steward, chair, system };

enum class Sex { female, male, other, unknown };
BOOST_DESCRIBE_ENUM(Sex, female, male, other, unknown)

enum class ConsentBasis { patient_consent, ethics_waiver, public_data, synthetic };
BOOST_DESCRIBE_ENUM(ConsentBasis, patient_consent, ethics_waiver, public_data, synthetic)

/// Which of the campaign's statements the contributor confirmed, and on what ground.
struct Consent {
    ConsentBasis basis = ConsentBasis::patient_consent;
    std::vector<std::string> statements;
};
BOOST_DESCRIBE_STRUCT(Consent, (), (basis, statements))

using Terms = std::map<std::string, std::vector<std::string>>;

/// What the contributor says of a case; `label` is for their own eyes and must not name the patient.
struct CaseDraft {
    std::string label;
    std::optional<std::string> problem_id;
    std::string clinical_context;
    std::optional<std::string> age_band;
    std::optional<Sex> sex;
    std::string site_name;
    std::string country;
    Terms terms;
    std::string licence;
    Consent consent;
};
BOOST_DESCRIBE_STRUCT(CaseDraft, (),
                      (label, problem_id, clinical_context, age_band, sex, site_name, country, terms, licence,
                       consent))

/// The fields of a PATCH: only what is named changes.
struct CaseChange {
    std::optional<std::string> label;
    std::optional<std::string> problem_id;
    std::optional<std::string> clinical_context;
    std::optional<std::string> age_band;
    std::optional<Sex> sex;
    std::optional<std::string> site_name;
    std::optional<std::string> country;
    std::optional<Terms> terms;
    std::optional<std::string> licence;
    std::optional<Consent> consent;
};
BOOST_DESCRIBE_STRUCT(CaseChange, (),
                      (label, problem_id, clinical_context, age_band, sex, site_name, country, terms, licence,
                       consent))

enum class UploadState { receiving, complete, processed, refused };
BOOST_DESCRIBE_ENUM(UploadState, receiving, complete, processed, refused)

/// Why a file was refused and what to do: never its name, never a value from it.
struct Refusal {
    std::string code;
    std::string message;
    std::string hint;
};
BOOST_DESCRIBE_STRUCT(Refusal, (), (code, message, hint))

enum class AssetKind { dicom_series, raster, nifti_volume, video, slide };
BOOST_DESCRIBE_ENUM(AssetKind, dicom_series, raster, nifti_volume, video, slide)

enum class CheckKind { deidentification, burned_in_text, quality, duplicate, text_identifiers, face };
BOOST_DESCRIBE_ENUM(CheckKind, deidentification, burned_in_text, quality, duplicate, text_identifiers, face)

enum class Verdict { pass, warn, block };
BOOST_DESCRIBE_ENUM(Verdict, pass, warn, block)

/// An automatic finding on a case or an item; `evidence` is something that a human can look at.
struct Check {
    CheckId id;
    CheckKind kind = CheckKind::quality;
    Verdict verdict = Verdict::pass;
    std::string message;
    base::JsonText evidence{"{}"};
    bool cleared = false;
    /// Stable, for translations of `message`; checks of earlier versions have none.
    std::optional<std::string> code{};
};
BOOST_DESCRIBE_STRUCT(Check, (), (id, kind, verdict, message, evidence, cleared, code))

enum class ReferenceStandard {
    histopathology,
    surgical_finding,
    laboratory,
    genetic,
    follow_up,
    registry,
    interventional,
    multi_expert_consensus,
    single_expert,
    physical_measurement,
    synthetic_ground_truth,
};
BOOST_DESCRIBE_ENUM(ReferenceStandard, histopathology, surgical_finding, laboratory, genetic, follow_up,
                    registry, interventional, multi_expert_consensus, single_expert, physical_measurement,
                    synthetic_ground_truth)

/// A question as its author writes it. The author's own reference is not sealed from them.
struct ItemDraft {
    std::optional<std::string> problem_id;
    std::string stem;
    std::string language;
    answers::AnswerSpec answer_spec;
    answers::Reference reference;
    std::string rationale;
    ReferenceStandard reference_standard = ReferenceStandard::single_expert;
    std::string reference_note;
    std::string difficulty_note;
    std::vector<AssetId> asset_ids;
};
BOOST_DESCRIBE_STRUCT(ItemDraft, (),
                      (problem_id, stem, language, answer_spec, reference, rationale, reference_standard,
                       reference_note, difficulty_note, asset_ids))

}  // namespace medal::contribution
