#include "contribution/schema.h"

#include "contribution/urgency_migration.h"

namespace medal::contribution {
namespace {

constexpr db::Migration kMigrations[] = {
    {300, "cases, uploads, assets", R"(
        CREATE TABLE cases (
            id TEXT PRIMARY KEY, campaign_id TEXT NOT NULL, author_id TEXT NOT NULL, author_name TEXT NOT NULL,
            author_institution TEXT NOT NULL, label TEXT NOT NULL, problem_id TEXT, clinical_context TEXT NOT NULL,
            age_band TEXT, sex TEXT, site_name TEXT NOT NULL, country TEXT NOT NULL, terms TEXT NOT NULL,
            licence TEXT NOT NULL, consent TEXT NOT NULL, state TEXT NOT NULL, patient_key TEXT NOT NULL,
            site_key TEXT NOT NULL, study_secret TEXT NOT NULL, done_steps BIGINT NOT NULL,
            total_steps BIGINT NOT NULL, version BIGINT NOT NULL, created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL);
        CREATE INDEX cases_by_campaign ON cases (campaign_id, id);
        CREATE INDEX cases_by_author ON cases (author_id, campaign_id, id);
        CREATE INDEX cases_by_state ON cases (campaign_id, state, id);
        CREATE TABLE uploads (
            id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), owner_id TEXT NOT NULL,
            size_bytes BIGINT NOT NULL, state TEXT NOT NULL, refusal TEXT, expires_at BIGINT NOT NULL,
            created_at BIGINT NOT NULL);
        CREATE INDEX uploads_by_case ON uploads (case_id, id);
        CREATE INDEX uploads_by_expiry ON uploads (expires_at) WHERE state = 'receiving';
        CREATE TABLE assets (
            id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), kind TEXT NOT NULL, modality TEXT,
            description TEXT, frames BIGINT NOT NULL, row_count BIGINT NOT NULL, column_count BIGINT NOT NULL,
            bytes BIGINT NOT NULL, sha256 TEXT NOT NULL, spacing_mm TEXT NOT NULL, windows TEXT NOT NULL,
            thumbnail TEXT NOT NULL, created_at BIGINT NOT NULL);
        CREATE INDEX assets_by_case ON assets (case_id, id);
        CREATE TABLE asset_frames (
            asset_id TEXT NOT NULL REFERENCES assets (id), frame_index BIGINT NOT NULL, blob TEXT NOT NULL,
            media_type TEXT NOT NULL, bytes BIGINT NOT NULL, frame_in_file BIGINT NOT NULL,
            z_mm DOUBLE PRECISION, PRIMARY KEY (asset_id, frame_index));
        CREATE TABLE case_reports (case_id TEXT PRIMARY KEY REFERENCES cases (id), removed TEXT NOT NULL,
            report_blob TEXT NOT NULL);
    )"},
    {301, "items and checks", R"(
        CREATE TABLE items (
            id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), campaign_id TEXT NOT NULL,
            author_id TEXT NOT NULL, author_name TEXT NOT NULL, author_institution TEXT NOT NULL, problem_id TEXT,
            version BIGINT NOT NULL, state TEXT NOT NULL, stem TEXT NOT NULL, language TEXT NOT NULL,
            answer_type TEXT NOT NULL, answer_spec TEXT NOT NULL, reference TEXT NOT NULL, rationale TEXT NOT NULL,
            reference_standard TEXT NOT NULL, reference_note TEXT NOT NULL, difficulty_note TEXT NOT NULL,
            asset_ids TEXT NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL);
        CREATE INDEX items_by_campaign ON items (campaign_id, id);
        CREATE INDEX items_by_state ON items (campaign_id, state, id);
        CREATE INDEX items_by_author ON items (author_id, campaign_id, id);
        CREATE INDEX items_by_case ON items (case_id, id);
        CREATE TABLE checks (
            id TEXT PRIMARY KEY, case_id TEXT NOT NULL, item_id TEXT, kind TEXT NOT NULL, verdict TEXT NOT NULL,
            message TEXT NOT NULL, evidence TEXT NOT NULL, cleared BIGINT NOT NULL, created_at BIGINT NOT NULL);
        CREATE INDEX checks_by_case ON checks (case_id, id);
        CREATE INDEX checks_by_item ON checks (item_id, id);
    )"},
    {302, "DICOM instances by their UIDs", R"(
        CREATE TABLE dicom_instances (
            asset_id TEXT NOT NULL REFERENCES assets (id), position BIGINT NOT NULL, case_id TEXT NOT NULL,
            study_uid TEXT NOT NULL, series_uid TEXT NOT NULL, instance_uid TEXT NOT NULL, blob TEXT NOT NULL,
            PRIMARY KEY (asset_id, position));
        CREATE INDEX dicom_instances_by_uid ON dicom_instances (study_uid, series_uid, instance_uid);
    )"},
    {303, "the stewards' queue, and their signatures", R"(
        ALTER TABLE cases ADD COLUMN urgency BIGINT NOT NULL DEFAULT 5;
        CREATE INDEX cases_by_urgency ON cases (campaign_id, state, urgency, updated_at, id);
        CREATE TABLE case_signatures (
            case_id TEXT NOT NULL REFERENCES cases (id), person_id TEXT NOT NULL, person_name TEXT NOT NULL,
            reason TEXT NOT NULL, signed_at BIGINT NOT NULL, PRIMARY KEY (case_id, person_id));
    )"},
    {304, "how slides, films and volumes are shown",
     "ALTER TABLE assets ADD COLUMN layout TEXT NOT NULL DEFAULT '{}';"},
    {306, "what people made unreadable in images", R"(
        CREATE TABLE case_redactions (
            id TEXT PRIMARY KEY, case_id TEXT NOT NULL REFERENCES cases (id), asset_id TEXT NOT NULL,
            person_id TEXT NOT NULL, person_name TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL,
            regions TEXT NOT NULL, reason TEXT NOT NULL, frames_changed BIGINT NOT NULL, failure TEXT NOT NULL,
            preview TEXT NOT NULL, created_at BIGINT NOT NULL, finished_at BIGINT, expires_at BIGINT);
        CREATE INDEX case_redactions_by_case ON case_redactions (case_id, id);
        CREATE INDEX case_redactions_by_expiry ON case_redactions (expires_at) WHERE state = 'preview';
    )"},
    {308, "whose turn a case is, and the urgency of those held before it was kept", kUrgencyMigration},
    {309, "what images look like, to find them again", R"(
        CREATE TABLE asset_fingerprints (
            campaign_id TEXT NOT NULL, serial BIGINT NOT NULL, case_id TEXT NOT NULL,
            asset_id TEXT NOT NULL REFERENCES assets (id), scope TEXT NOT NULL, frame BIGINT NOT NULL,
            sha256_pixels TEXT NOT NULL, phash BIGINT NOT NULL, dhash BIGINT NOT NULL,
            PRIMARY KEY (campaign_id, serial));
        CREATE INDEX asset_fingerprints_by_pixels ON asset_fingerprints (campaign_id, sha256_pixels);
        CREATE INDEX asset_fingerprints_by_case ON asset_fingerprints (case_id);
        CREATE TABLE fingerprint_turns (campaign_id TEXT PRIMARY KEY, last_serial BIGINT NOT NULL);
    )"},
    {310, "looks at parts of images", R"(
        ALTER TABLE asset_fingerprints ADD COLUMN looks TEXT NOT NULL DEFAULT '';
    )"},
    {311, "the codes of what checks say", "ALTER TABLE checks ADD COLUMN code TEXT;"},
};

}  // namespace

std::span<const db::Migration> migrations() {
    return kMigrations;
}

}  // namespace medal::contribution
