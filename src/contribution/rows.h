// The rows of contribution/: what the stores read and write. Columns by member name.
#pragma once

#include "base/hash.h"
#include "base/sealed.h"
#include "contribution/types.h"
#include "imaging/viewing/media.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/describe.hpp>

namespace medal::contribution {

/// Of a case without an open finding.
constexpr std::int64_t kCalmest = 5;

struct CaseRow {
    CaseId id;
    base::CampaignId campaign_id;
    base::PersonId author_id;
    std::string author_name;
    std::string author_institution;
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
    CaseState state = CaseState::draft;
    std::string patient_key;
    std::string site_key;
    /// Hexadecimal key of this case's UID remapping and date offset; never leaves the server.
    std::string study_secret;
    std::int64_t done_steps = 0;
    std::int64_t total_steps = 0;
    std::int64_t version = 1;
    /// How pressing its open findings are, 0 first (rules::urgency_of); what the stewards' queue is sorted
    /// by.
    std::int64_t urgency = kCalmest;
    /// Since when a steward waits for its contributor; empty while it is a steward's turn.
    std::optional<base::Instant> sent_back_at;
    base::Instant created_at;
    base::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(CaseRow, (),
                      (id, campaign_id, author_id, author_name, author_institution, label, problem_id,
                       clinical_context, age_band, sex, site_name, country, terms, licence, consent, state,
                       patient_key, site_key, study_secret, done_steps, total_steps, version, urgency,
                       sent_back_at, created_at, updated_at))

struct UploadRow {
    UploadId id;
    CaseId case_id;
    base::PersonId owner_id;
    std::int64_t size_bytes = 0;
    UploadState state = UploadState::receiving;
    std::optional<Refusal> refusal;
    base::Instant expires_at;
    base::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(UploadRow, (),
                      (id, case_id, owner_id, size_bytes, state, refusal, expires_at, created_at))

/// Millimetres between rows, columns and slices; empty where unknown.
struct Spacing {
    std::optional<double> row;
    std::optional<double> column;
    std::optional<double> slice;
};
BOOST_DESCRIBE_STRUCT(Spacing, (), (row, column, slice))

/// A grey-level window, in the units of the modality (HU for CT).
struct Window {
    std::string name;
    double center = 0;
    double width = 0;
};
BOOST_DESCRIBE_STRUCT(Window, (), (name, center, width))

/// A file that is shown instead of the one that was given.
struct Rendition {
    base::Sha256 blob;
    std::string media_type;
};
BOOST_DESCRIBE_STRUCT(Rendition, (), (blob, media_type))

/// What the viewer has to know beyond frames; empty for stacks and plain pictures.
struct AssetLayout {
    std::optional<imaging::viewing::Pyramid> pyramid;
    std::optional<imaging::viewing::Film> film;
    std::optional<imaging::viewing::VolumeGrid> volume;
    std::optional<Rendition> rendition;
    /// FrameTimes of a film, as JSON.
    std::optional<base::Sha256> frame_times;
};
BOOST_DESCRIBE_STRUCT(AssetLayout, (), (pyramid, film, volume, rendition, frame_times))

/// When each frame of a film begins on the clock of the file that is played, in shown order.
struct FrameTimes {
    std::vector<std::int64_t> times_us;
};
BOOST_DESCRIBE_STRUCT(FrameTimes, (), (times_us))

struct AssetRow {
    AssetId id;
    CaseId case_id;
    AssetKind kind = AssetKind::raster;
    std::optional<std::string> modality;
    std::optional<std::string> description;
    std::int64_t frames = 0;
    std::int64_t row_count = 0;
    std::int64_t column_count = 0;
    std::int64_t bytes = 0;
    /// Over the hashes of the frames in shown order.
    base::Sha256 sha256;
    Spacing spacing_mm;
    std::vector<Window> windows;
    base::Sha256 thumbnail;
    AssetLayout layout;
    base::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(AssetRow, (),
                      (id, case_id, kind, modality, description, frames, row_count, column_count, bytes,
                       sha256, spacing_mm, windows, thumbnail, layout, created_at))

struct FrameRow {
    AssetId asset_id;
    std::int64_t frame_index = 0;
    base::Sha256 blob;
    std::string media_type;
    std::int64_t bytes = 0;
    std::int64_t frame_in_file = 0;
    std::optional<double> z_mm;
};
BOOST_DESCRIBE_STRUCT(FrameRow, (), (asset_id, frame_index, blob, media_type, bytes, frame_in_file, z_mm))

/// One DICOM file of an asset by its (remapped) UIDs, in shown order: what DICOMweb finds.
struct DicomInstanceRow {
    AssetId asset_id;
    std::int64_t position = 0;
    CaseId case_id;
    std::string study_uid;
    std::string series_uid;
    std::string instance_uid;
    base::Sha256 blob;
};
BOOST_DESCRIBE_STRUCT(DicomInstanceRow, (),
                      (asset_id, position, case_id, study_uid, series_uid, instance_uid, blob))

struct CheckRow {
    CheckId id;
    CaseId case_id;
    std::optional<ItemId> item_id;
    CheckKind kind = CheckKind::quality;
    Verdict verdict = Verdict::pass;
    std::string message;
    std::string evidence = "{}";
    bool cleared = false;
    base::Instant created_at;
    /// NULL in rows of earlier versions.
    std::optional<std::string> code{};
};
BOOST_DESCRIBE_STRUCT(CheckRow, (),
                      (id, case_id, item_id, kind, verdict, message, evidence, cleared, created_at, code))

/// A steward's word that the findings of a case may be cleared, where the campaign wants two.
struct SignatureRow {
    CaseId case_id;
    base::PersonId person_id;
    std::string person_name;
    std::string reason;
    base::Instant signed_at;
};
BOOST_DESCRIBE_STRUCT(SignatureRow, (), (case_id, person_id, person_name, reason, signed_at))

/// An item without its answer: what most of the house works with.
struct ItemRow {
    ItemId id;
    CaseId case_id;
    base::CampaignId campaign_id;
    base::PersonId author_id;
    std::string author_name;
    std::string author_institution;
    std::optional<std::string> problem_id;
    std::int64_t version = 1;
    ItemState state = ItemState::draft;
    std::string stem;
    std::string language;
    answers::AnswerType answer_type = answers::AnswerType::single_choice;
    answers::AnswerSpec answer_spec;
    ReferenceStandard reference_standard = ReferenceStandard::single_expert;
    std::string reference_note;
    std::string difficulty_note;
    std::vector<AssetId> asset_ids;
    base::Instant created_at;
    base::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(ItemRow, (),
                      (id, case_id, campaign_id, author_id, author_name, author_institution, problem_id,
                       version, state, stem, language, answer_type, answer_spec, reference_standard,
                       reference_note, difficulty_note, asset_ids, created_at, updated_at))

/// The answer and its explanation: sealed wherever it travels (DOMAIN.md, rules 2 and 3).
struct Answer {
    answers::Reference reference;
    std::string rationale;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (reference, rationale))
using SealedAnswer = base::Sealed<Answer>;

}  // namespace medal::contribution
